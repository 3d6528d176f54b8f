"""Paper for when the laptop fails: the capture sheet and a sheet per standard, to print or to keep in a folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from auditor_app.config import write_atomically
from auditor_app.core.errors import UserError
from auditor_app.core.framework import Framework
from auditor_app.i18n import translator


def make_sheets(framework: Framework, language: str, school: str = "", visit: str = "") -> dict[str, bytes]:
    """Give both PDFs under their file names, with school and days of the visit where they are known."""
    from auditor_app.services.report.sheets import (  # noqa: PLC0415 - loads reportlab
        SheetFor,
        capture_sheet,
        criterion_sheets,
    )

    about, tr = SheetFor(school, visit), translator(language)
    return {
        f"{tr('capture-sheet')}-{language}.pdf": capture_sheet(framework, language, about),
        f"{tr('criterion-sheets')}-{language}.pdf": criterion_sheets(framework, language, about),
    }


def write_sheets(sheets: Mapping[str, bytes], folder: Path) -> tuple[Path, ...]:
    """Write sheets into a folder; raises `UserError("sheets.cannot_write")` when it refuses."""
    for name, content in sheets.items():
        try:
            write_atomically(folder / name, content)
        except OSError as error:
            raise UserError("sheets.cannot_write", path=str(folder / name), reason=error.strerror or "") from error
    return tuple(folder / name for name in sheets)
