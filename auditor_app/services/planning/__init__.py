"""The school's quality development plan: its goals followed, its list written out and read back."""
