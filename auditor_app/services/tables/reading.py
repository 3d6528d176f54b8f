"""From bytes to a table: what the file is, its first bytes decide and never its name."""

from __future__ import annotations

from auditor_app.core.errors import UserError
from auditor_app.services.tables.csv_file import read_csv
from auditor_app.services.tables.limits import LARGEST_FILE
from auditor_app.services.tables.table import Table
from auditor_app.services.tables.xlsx_file import read_xlsx

WORKBOOK = b"PK\x03\x04"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
OTHER_FILES = (
    b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"7z\xbc\xaf", b"SQLite format 3", b"\x7fELF", b"MZ",
    b"{\\rtf", b"<!DOCTYPE", b"<html", b"<?xml",
    b'{"', b"[{",
)  # fmt: skip


def read_table(content: bytes, file: str, sheet: str = "") -> Table:
    """Read a CSV or XLSX file; raises `UserError("table.…")` when the file as a whole cannot be read."""
    if len(content) > LARGEST_FILE:
        raise UserError("table.too_large", file=file)
    if not content.strip(b"\xef\xbb\xbf \t\r\n\x00"):
        raise UserError("table.empty", file=file)
    if content.startswith(OLD_EXCEL):
        raise UserError("table.old_excel", file=file)
    if content.lstrip()[:16].startswith(OTHER_FILES):
        raise UserError("table.not_a_table", file=file)
    table = read_xlsx(content, file, sheet) if content.startswith(WORKBOOK) else read_csv(content, file)
    if not table.rows:
        raise UserError("table.empty", file=file)
    return table
