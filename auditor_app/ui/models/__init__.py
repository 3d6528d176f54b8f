"""Qt models over tuples of frozen values; they never write."""
