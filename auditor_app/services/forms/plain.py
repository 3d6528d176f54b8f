"""Text made safe for other programs: no control characters, nothing that a spreadsheet would calculate."""

from __future__ import annotations

import unicodedata

_KEPT = frozenset({"\n", "\t"})
_STARTS = ("=", "+", "-", "@", "\t", "\r", "|", "%", "＝", "＋", "－", "＠")  # noqa: RUF001 - full-width signs are read too
LONGEST_CELL = 32_767
"""More characters than this a spreadsheet refuses or cuts silently."""


def printable(text: str) -> str:
    """Take out control characters, halves of characters, and signs that turn the direction of writing."""
    cleaned = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return "".join(char for char in cleaned if char in _KEPT or not _is_unseen(char))


def _is_unseen(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cf", "Cs", "Cn"}


def inert(text: str) -> str:
    """Put a quote before what a spreadsheet would take for a formula, also after white space."""
    cleaned = printable(text)
    return f"'{cleaned}" if cleaned.lstrip().startswith(_STARTS) or cleaned.startswith(_STARTS) else cleaned


def cut(text: str, more: str) -> str:
    """Cut a text that no cell can hold and say so at its end."""
    return text if len(text) <= LONGEST_CELL else f"{text[: LONGEST_CELL - len(more) - 2]} {more}"
