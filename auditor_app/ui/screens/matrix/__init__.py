"""The place Matrix: six roles by four steps."""
