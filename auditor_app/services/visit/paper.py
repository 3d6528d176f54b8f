"""Paper for when the laptop fails: capture sheet, a sheet per standard, one per matrix row; to print or to keep."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from auditor_app.config import write_atomically
from auditor_app.core.errors import UserError
from auditor_app.core.framework import Framework
from auditor_app.i18n import translator


def make_sheets(framework: Framework, language: str, school: str = "", visit: str = "") -> dict[str, bytes]:
    """Give the PDFs under their file names, with school and days of the visit where they are known.

    Matrix sheets come last, and only where the framework has a matrix.
    """
    from auditor_app.services.report.matrix_sheets import matrix_sheets  # noqa: PLC0415 - loads reportlab
    from auditor_app.services.report.sheets import (  # noqa: PLC0415 - loads reportlab
        SheetFor,
        capture_sheet,
        criterion_sheets,
    )

    about, tr = SheetFor(school, visit), translator(language)
    sheets = {
        f"{tr('capture-sheet')}-{language}.pdf": capture_sheet(framework, language, about),
        f"{tr('criterion-sheets')}-{language}.pdf": criterion_sheets(framework, language, about),
    }
    if framework.matrix_cells:
        sheets[f"{tr('matrix-sheets')}-{language}.pdf"] = matrix_sheets(framework, language, about)
    return sheets


def write_sheets(sheets: Mapping[str, bytes], folder: Path) -> tuple[Path, ...]:
    """Write sheets into a folder; raises `UserError("sheets.cannot_write")` when it refuses."""
    for name, content in sheets.items():
        try:
            write_atomically(folder / name, content)
        except OSError as error:
            raise UserError("sheets.cannot_write", path=str(folder / name), reason=error.strerror or "") from error
    return tuple(folder / name for name in sheets)
