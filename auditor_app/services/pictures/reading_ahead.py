"""Reading a library's files before Python loads it.

Loading holds up every thread, the window's too, until the disk has given what is loaded: a third of a second for OpenCV
when nobody used it since the laptop was started. Reading files lets the others go on, and then nothing is waited for.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

_LIBRARIES: Final = frozenset({".so", ".pyd", ".dll", ".dylib"})
_PIECE: Final = 1 << 20


@cache
def read_ahead(*packages: str) -> None:
    """Read what packages will load, once; nothing of what is not installed or cannot be read."""
    piece = bytearray(_PIECE)
    for path in library_files(*packages):
        try:
            with path.open("rb", buffering=0) as file:
                while file.readinto(piece):
                    pass
        except OSError:
            continue


def library_files(*packages: str) -> Iterator[Path]:
    """Give the compiled files of packages, and those that wheels brought along in folders beside them."""
    specs = filter(None, map(find_spec, packages))
    folders = {Path(place) for spec in specs for place in spec.submodule_search_locations or ()}
    beside = {one for folder in folders for one in folder.parent.glob("*.libs")}
    for folder in sorted(folders | beside):
        yield from (path for path in folder.rglob("*") if _LIBRARIES & set(path.suffixes) and path.is_file())
