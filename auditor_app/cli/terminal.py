"""What goes to the terminal: answers on standard output (sentences, or JSON and nothing else), the rest beside it."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

OK, FINDING, BAD_INPUT, FAULT = 0, 1, 2, 3
"""Exit codes: fine; something was found that a person must look at; bad input; a fault of the program."""


@dataclass(frozen=True)
class Terminal:
    """Where a verb puts its answer."""

    is_json: bool = False

    def answer(self, document: object, lines: Iterable[str]) -> None:
        """Give the answer: `document` as JSON when that was asked for, else `lines`."""
        if self.is_json:
            print(json.dumps(document, ensure_ascii=False, indent=1))
            return
        for line in lines:
            print(printable(line))

    def say(self, sentence: str) -> None:
        """Say something beside the answer."""
        print(printable(sentence), file=sys.stderr)


def printable(text: str) -> str:
    """Show characters that would steer the terminal, or turn the direction of reading, as what they are."""
    return "".join(char if _is_plain(char) else f"\\u{ord(char):04x}" for char in text)


def _is_plain(char: str) -> bool:
    return char == "\n" or unicodedata.category(char) not in {"Cc", "Cf", "Cs"}


def aligned(rows: Sequence[Sequence[str]], gap: str = "  ") -> list[str]:
    """Set rows of texts in columns."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [gap.join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in rows]
