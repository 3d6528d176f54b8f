"""Offline program for on-site audits of schools on their way to the title Partner school."""

__version__ = "0.1.0"
