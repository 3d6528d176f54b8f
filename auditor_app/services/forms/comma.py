"""Tables as comma-separated values (RFC 4180), for any spreadsheet: UTF-8 with its mark, every field in quotes."""

from __future__ import annotations

import csv
from io import StringIO

from auditor_app.services.forms.plain import inert
from auditor_app.services.forms.rows import Sheet


def as_csv(sheet: Sheet) -> bytes:
    """Write a sheet; what would be a formula gets a quote before it, what is a number stays one."""
    output = StringIO(newline="")
    writer = csv.writer(output, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(inert(head) for head, _ in sheet.heads)
    for row in sheet.rows:
        writer.writerow(value if isinstance(value, int) else inert(value or "") for value in row)
    return output.getvalue().encode("utf-8-sig")
