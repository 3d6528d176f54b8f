"""The line on which each value of a JSON text stands, and what a strict reader must refuse besides bad grammar."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

JsonPath = tuple[str | int, ...]
"""The keys and indexes that lead to a value."""

_PIECE = re.compile(r'"(?:[^"\\]|\\.)*"?|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
_STEP = re.compile(r"\.?([^.\[\]]+)|\[(\d+)\]")


@dataclass(frozen=True)
class JsonLines:
    """Where values stand; `duplicates` are keys that an object has twice (each with its line)."""

    lines: dict[JsonPath, int] = field(default_factory=dict)
    duplicates: tuple[tuple[JsonPath, int], ...] = ()

    def of(self, path: JsonPath) -> int:
        """Give the line of the value at `path`, or of the nearest value around it that exists."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


@dataclass
class _Open:
    """A container that is being read."""

    path: JsonPath
    is_object: bool
    place: int = 0
    key: str = ""
    awaits_value: bool = False

    def child(self) -> JsonPath:
        """Give the path of the value that comes next."""
        return (*self.path, self.key if self.is_object else self.place)


class _Reader:
    """Follows the pieces of a text that is known to be JSON."""

    def __init__(self) -> None:
        self.lines: dict[JsonPath, int] = {}
        self.duplicates: list[tuple[JsonPath, int]] = []
        self.stack: list[_Open] = []

    def read(self, piece: str, line: int) -> None:
        """Take the next piece."""
        top = self.stack[-1] if self.stack else None
        if piece in {"}", "]"}:
            self.stack.pop()
        elif piece == ",":
            self._after_comma(top)
        elif piece == ":":
            if top:
                top.awaits_value = True
        elif top and top.is_object and not top.awaits_value:
            top.key = json.loads(piece)
        else:
            self._value(top, piece, line)

    def _after_comma(self, top: _Open | None) -> None:
        if top:
            top.place += 1
            top.awaits_value = False

    def _value(self, top: _Open | None, piece: str, line: int) -> None:
        path = top.child() if top else ()
        if path in self.lines:
            self.duplicates.append((path, line))
        self.lines.setdefault(path, line)
        if piece in {"{", "["}:
            self.stack.append(_Open(path, piece == "{"))


def json_lines(text: str) -> JsonLines:
    """Find the line of every value of `text`, which must be JSON; a loop, so depth costs no stack."""
    reader = _Reader()
    for piece, line in _pieces(text):
        reader.read(piece, line)
    return JsonLines(reader.lines, tuple(reader.duplicates))


def too_deep(text: str, limit: int) -> int:
    """Give the line on which a text, JSON or not, opens more than `limit` brackets, or 0."""
    depth = 0
    for piece, line in _pieces(text):
        depth += (piece in {"{", "["}) - (piece in {"}", "]"})
        if depth > limit:
            return line
    return 0


def _pieces(text: str) -> Iterator[tuple[str, int]]:
    ends = [match.start() for match in re.finditer("\n", text)]
    for match in _PIECE.finditer(text):
        yield match[0], bisect_right(ends, match.start()) + 1


def path_text(path: JsonPath) -> str:
    """Write a path as people read it: `criteria[4].rubric.nl`."""
    said = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return said.removeprefix(".")


def path_of(text: str) -> JsonPath:
    """Read a path that `path_text` wrote, as long as its keys hold no dots or brackets."""
    return tuple(int(match[2]) if match[2] else match[1] for match in _STEP.finditer(text))
