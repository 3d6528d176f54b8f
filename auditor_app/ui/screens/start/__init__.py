"""The way in: the first start, unlocking, the list of audits, a new audit."""
