"""Delegates: how the rows of the lists are drawn."""
