"""How much a table from outside may ask of us; sizes are checked before anything is unpacked."""

from __future__ import annotations

MEBIBYTE = 1 << 20
LARGEST_FILE = 128 * MEBIBYTE
LARGEST_UNPACKED = 1024 * MEBIBYTE
"""Bytes of all parts of a workbook together, as its directory says; a part never gives more than it said."""
LARGEST_TEXTS = 128 * MEBIBYTE
"""Bytes of the part of a workbook that holds its texts: it is held in memory as a whole."""
MOST_PARTS = 2_000
MOST_ROWS = 250_000
MOST_COLUMNS = 1_000
MOST_CELLS = 20_000_000
LONGEST_CELL = 2_000
LAST_ROW = 1_048_576
"""The last row a spreadsheet can have."""
MOST_MARKS = 10_000
"""Merged ranges and cells with formulas that are remembered one by one; the rest is only counted."""
WORKER_MEMORY = 2_048 * MEBIBYTE
WORKER_SECONDS = 600
