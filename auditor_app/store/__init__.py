"""The encrypted SQLite store: the only place that knows SQL."""
