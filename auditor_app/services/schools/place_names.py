"""Dutch place names: the register shouts them in capitals, people write `'s-Gravenhage` and `Bergen op Zoom`."""

from __future__ import annotations

import re

SMALL = frozenset(
    {
        "a",
        "aan",
        "achter",
        "ad",
        "an",
        "bij",
        "d",
        "de",
        "den",
        "der",
        "des",
        "di",
        "en",
        "gen",
        "het",
        "in",
        "naar",
        "onder",
        "op",
        "over",
        "s",
        "t",
        "te",
        "ten",
        "ter",
        "tot",
        "uit",
        "van",
        "voor",
    }
)
"""Words that stay small inside a name; the first word of a name gets its capital all the same."""
PROVINCES = frozenset({"DR", "FL", "FR", "GLD", "GN", "GR", "LB", "NB", "NH", "OV", "UT", "ZH", "ZL"})
"""What the register adds to tell two places of one name apart, as in `Bergen NH`."""

_WORD = re.compile(r"['’`]?[^\W\d_]+")


def place_name(text: str) -> str:
    """Write a shouted place name the way people do; a name with small letters is left as it is."""
    if text != text.upper():
        return text
    return _WORD.sub(_written, text)


def _written(match: re.Match[str]) -> str:
    word, before = match[0], match.string[: match.start()]
    if word[0] in "'’`":
        # 's-Gravenhage, 't Harde: the article stays small, the apostrophe stays what it was
        return word.lower() if len(word) == 2 else word[0] + _capital(word[1:])  # noqa: PLR2004 - apostrophe and letter
    is_first = not before.strip()
    is_last = match.end() == len(match.string)
    if word in PROVINCES and is_last and before.endswith(" "):
        return word.capitalize() if word == "GLD" else word
    if word.lower() in SMALL and not is_first:
        return word.lower()
    return _capital(word)


def _capital(word: str) -> str:
    """Give the word a capital; the digraph IJ is one letter and takes both."""
    return "IJ" + word[2:].lower() if word.startswith("IJ") else word[:1] + word[1:].lower()
