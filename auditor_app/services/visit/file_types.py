"""What a file is, judged by what it holds and never by its name; anything that can run is not among them."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO
from types import MappingProxyType

_SIGNS = (
    (b"%PDF-", 0, "application/pdf"),
    (b"{\\rtf", 0, "application/rtf"),
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", 0, "image/png"),
    (b"OggS", 0, "audio/ogg"),
    (b"WAVE", 8, "audio/wav"),
    (b"ftypM4A", 4, "audio/mp4"),
    (b"ftypmp42", 4, "audio/mp4"),
    (b"ID3", 0, "audio/mpeg"),
    (b"\xff\xfb", 0, "audio/mpeg"),
)
_OFFICE = "application/vnd.openxmlformats-officedocument"
_PARTS = (
    ("word/document.xml", f"{_OFFICE}.wordprocessingml.document"),
    ("xl/workbook.xml", f"{_OFFICE}.spreadsheetml.sheet"),
    ("ppt/presentation.xml", f"{_OFFICE}.presentationml.presentation"),
)
_MACROS = "vbaproject.bin"
_LONGEST_TYPE = 100
_MOST_PARTS = 10_000

SUFFIXES: Mapping[str, str] = MappingProxyType(
    {
        "application/pdf": ".pdf",
        "application/rtf": ".rtf",
        f"{_OFFICE}.wordprocessingml.document": ".docx",
        f"{_OFFICE}.spreadsheetml.sheet": ".xlsx",
        f"{_OFFICE}.presentationml.presentation": ".pptx",
        "application/vnd.oasis.opendocument.text": ".odt",
        "application/vnd.oasis.opendocument.spreadsheet": ".ods",
        "application/vnd.oasis.opendocument.presentation": ".odp",
        "text/plain": ".txt",
        "audio/ogg": ".ogg",
        "audio/wav": ".wav",
        "audio/mp4": ".m4a",
        "audio/mpeg": ".mp3",
        "image/jpeg": ".jpg",
        "image/png": ".png",
    }
)
"""Every type that is known, with the end of the name it gets when it is written out."""

FILES = tuple(end for media_type, end in SUFFIXES.items() if not media_type.startswith(("audio/", "image/")))
"""How the names of documents end, for a file dialog."""


def media_type_of(content: bytes) -> str:
    """Name what the bytes are, or "" for anything that is not on the list."""
    for sign, place, media_type in _SIGNS:
        if content[place : place + len(sign)] == sign:
            return media_type
    if content[:4] == b"PK\x03\x04":
        return _in_archive(content)
    return "text/plain" if _is_text(content) else ""


def _in_archive(content: bytes) -> str:
    """Tell an office document by its parts; one with macros is refused, as is any other archive."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = {info.filename for info in archive.infolist()[:_MOST_PARTS]}
            if any(name.casefold().endswith(_MACROS) for name in names):
                return ""
            for part, media_type in _PARTS:
                if part in names:
                    return media_type
            if "mimetype" not in names or archive.getinfo("mimetype").file_size > _LONGEST_TYPE:
                return ""
            found = archive.read("mimetype").decode("ascii", "replace").strip()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError, LookupError):
        return ""
    return found if found in SUFFIXES and found.startswith("application/vnd.oasis") else ""


def _is_text(content: bytes) -> bool:
    if not content or b"\x00" in content or content[:2] in {b"#!", b"MZ"}:
        return False
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
