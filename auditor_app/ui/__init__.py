"""The window: screens, models, widgets, background work. No SQL, no PDF, no rules."""
