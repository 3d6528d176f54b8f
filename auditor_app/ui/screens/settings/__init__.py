"""Settings, keys and certificates."""
