"""Paper for when the laptop fails: the capture sheet and a sheet per standard, written to a folder to be printed."""

from __future__ import annotations

from pathlib import Path

from auditor_app.config import write_atomically
from auditor_app.core.errors import UserError
from auditor_app.core.framework import Framework
from auditor_app.i18n import translator


def write_sheets(
    framework: Framework, language: str, folder: Path, school: str = "", visit: str = ""
) -> tuple[Path, ...]:
    """Write both PDFs, with school and days of the visit where they are known.

    Raises `UserError("sheets.cannot_write")` when the folder refuses.
    """
    from auditor_app.services.report.sheets import (  # noqa: PLC0415 - loads reportlab
        SheetFor,
        capture_sheet,
        criterion_sheets,
    )

    about, tr = SheetFor(school, visit), translator(language)
    made = {
        folder / f"{tr('capture-sheet')}-{language}.pdf": capture_sheet(framework, language, about),
        folder / f"{tr('criterion-sheets')}-{language}.pdf": criterion_sheets(framework, language, about),
    }
    for path, content in made.items():
        try:
            write_atomically(path, content)
        except OSError as error:
            raise UserError("sheets.cannot_write", path=str(path), reason=error.strerror or "") from error
    return tuple(made)
