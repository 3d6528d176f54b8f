"""Tags typed inside a note: `#E2.1` (context), `#E2.1+` (supports), `#E2.1-` (contradicts), `#C2` (matrix cell)."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from auditor_app.core.model import Direction

_ADDRESS = r"(?:[A-Za-z][A-Za-z\d+.-]{1,20}://|\b[Ww]{3}\.)\S*"
"""An address of the web: a # in it names a place of that page."""
_ENDS_IN_ADDRESS = re.compile(rf"(?:^|\s)\S{{0,9}}{_ADDRESS}$")
_TAG = re.compile(rf"{_ADDRESS}|(?<![\w#])#([A-Za-z]{{1,3}}\d{{1,2}}(?:\.\d{{1,2}})?)([+\-−–o]?)(?![\w.]\w|\w)")
_DIRECTIONS = {
    "+": Direction.SUPPORTS,
    "-": Direction.CONTRADICTS,
    "−": Direction.CONTRADICTS,
    "–": Direction.CONTRADICTS,
}


@dataclass(frozen=True)
class Tag:
    """A recognised tag and where it stands in the text (`start` to `end`, end excluded)."""

    target: str
    direction: Direction
    start: int
    end: int


def find_tags(text: str, criteria: Collection[str], cells: Collection[str] = ()) -> tuple[Tag, ...]:
    """List the tags in `text` that name a known criterion or matrix cell; unknown codes stay plain text."""
    found = []
    for match in _TAG.finditer(text):
        code = (match[1] or "").upper()
        if code in criteria:
            direction = _DIRECTIONS.get(match[2], Direction.CONTEXT)
            found.append(Tag(code, direction, match.start(), match.end()))
        elif code in cells:
            found.append(Tag(f"matrix:{code}", Direction.CONTEXT, match.start(), match.end()))
    return tuple(found)


def ends_in_address(text: str) -> bool:
    """Whether a text ends within an address of the web, where a # begins no tag."""
    return _ENDS_IN_ADDRESS.search(text) is not None


def without_tags(text: str, tags: tuple[Tag, ...]) -> str:
    """Take the tags out of the text, with the space before each; the tags live on as links."""
    for tag in reversed(tags):
        before = (
            text[: tag.start].rstrip(" ")
            if text[tag.end : tag.end + 1] in {"", " ", "\n", ".", ","}
            else text[: tag.start]
        )
        text = before + text[tag.end :]
    return text.strip(" ")
