"""How much of a file is read as a photo."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from auditor_app.core.errors import UserError
from auditor_app.services.chosen_file import read_chosen

MOST_BYTES: Final = 64 << 20


def read_photo(source: Path | bytes) -> bytes:
    """Give the bytes of what may be a photo; raises `UserError("photo.unreadable")` or `"photo.too_large"`."""
    content = source if isinstance(source, bytes) else _read(source)
    if len(content) > MOST_BYTES:
        raise UserError("photo.too_large", limit=MOST_BYTES >> 20)
    return content


def _read(path: Path) -> bytes:
    try:
        return read_chosen(path, MOST_BYTES)
    except OSError as error:
        raise UserError("photo.unreadable", file=path.name) from error
