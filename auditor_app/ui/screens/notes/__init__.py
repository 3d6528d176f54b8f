"""The place Notes: the stream, one note, and what it is evidence of."""
