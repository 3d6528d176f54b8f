"""Pure rules and values: no clock, no files, no randomness."""
