"""The place Compare: then and now, and what came of each point."""
