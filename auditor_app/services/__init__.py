"""Use cases: what an auditor can do, without a window."""
