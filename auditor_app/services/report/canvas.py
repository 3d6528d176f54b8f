"""The canvas that everything of ours is drawn on: equal input gives equal bytes, and no typeface but our own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from auditor_app.services.report.fonts import face
from auditor_app.services.report.style import PAGE_HEIGHT, PAGE_WIDTH, SANS

if TYPE_CHECKING:
    from io import BytesIO


def new_canvas(output: BytesIO, language: str, size: tuple[float, float] = (PAGE_WIDTH, PAGE_HEIGHT)) -> Canvas:
    """Open a canvas of `size` in points that writes to `output` when it is saved. Call it with `LOCK` held."""
    rl_config.useA85 = 0
    face(SANS)
    return Canvas(
        output,
        pagesize=size,
        invariant=1,
        pageCompression=1,
        initialFontName=SANS,  # type: ignore[arg-type] # the stub says float
        lang=language,
    )
