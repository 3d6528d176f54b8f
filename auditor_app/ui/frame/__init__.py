"""What stands around every place: top bar, rail, quick-note bar, messages, palette and sheets."""
