"""What the core found, in words: for window, terminal and report alike."""
