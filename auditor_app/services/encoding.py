"""Which encoding a text file of unknown origin has: a byte order mark, UTF-8, Windows-1252, else the best guess."""

from __future__ import annotations

MOST_ASCII = 127
CP1252_EXPECTED = "€…‘’“”–—"
"""What people type between 0x80 and 0x9F; other characters from there mean that it is another encoding."""
GUESSES = ("cp1252", "iso8859_15", "mac_roman", "cp850", "cp437")
USUAL = "cp1252"
"""By far the most usual of them."""
SAMPLE = 1 << 18
"""So many bytes around the first unusual one are shown to charset-normalizer."""
LETTERS = frozenset("àáâäåæçèéêëìíîïñòóôöøùúûüœßÀÁÂÄÅÆÇÈÉÊËÍÎÏÑÓÔÖØÚÛÜŒ")
"""What is written beside a to z in the languages of the schools and their neighbours."""
UNREADABLE = "\ufffd"
"""What stands for a byte that an encoding does not have."""
APOSTROPHE = "’"
HALF_NULS = 0.3
"""UTF-16 without its mark: so many of the bytes at odd or at even places are NUL."""


def decoded(content: bytes) -> tuple[str, str]:
    """Give the text and the name of its encoding; raises ValueError when it is no text."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16"), "utf-16"
    plain = _utf_16_without_mark(content)
    if plain:
        return content.decode(plain), plain
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding != "cp1252" or _first_doubtful(content) < 0:
            return text, "utf-8" if encoding == "utf-8-sig" else encoding
    return _guessed(content)


def _utf_16_without_mark(content: bytes) -> str:
    sample = content[:4096]
    half = len(sample) // 2
    if not half or len(content) % 2:
        return ""
    nuls = {"utf-16-be": sample[::2].count(0) / half, "utf-16-le": sample[1::2].count(0) / half}
    name = max(nuls, key=lambda item: nuls[item])
    return name if nuls[name] > HALF_NULS > 2 * min(nuls.values()) else ""


def _first_doubtful(content: bytes) -> int:
    """Give where the first byte stands that Windows-1252 hardly ever has, -1 when there is none."""
    unusual = [byte for byte in range(0x80, 0xA0) if bytes([byte]).decode("cp1252", "replace") not in CP1252_EXPECTED]
    return min((place for byte in unusual if (place := content.find(byte)) >= 0), default=-1)


def _guessed(content: bytes) -> tuple[str, str]:
    from charset_normalizer import from_bytes  # noqa: PLC0415 - only files of unknown origin need it

    if b"\x00" in content:
        raise ValueError("NUL in a text that is not UTF-16")
    start = max(0, _first_doubtful(content) - SAMPLE // 2)
    sample = content[start : start + SAMPLE]
    best = from_bytes(sample, cp_isolation=list(GUESSES)).best()
    if best is None:
        raise ValueError("no known encoding")
    sense = {name: _sense(sample.decode(name, "replace")) for name in GUESSES}
    sense[USUAL] += 1
    name = max(GUESSES, key=lambda one: (sense[one], one == USUAL, one == best.encoding))
    return content.decode(name, "replace"), name


def _sense(text: str) -> int:
    """Count the unusual characters that are letters where letters stand, less those that are not.

    charset-normalizer takes the signs of MS-DOS and old Macintosh files for those of Windows where there are few.
    """
    neighbours = zip(" " + text, text, text[1:] + " ", strict=False)
    return sum(_weight(before, char, after) for before, char, after in neighbours if ord(char) > MOST_ASCII)


def _weight(before: str, char: str, after: str) -> int:
    if char in LETTERS:
        is_odd = before.islower() if char.isupper() else after.isupper()
        return -1 if is_odd else int(char.islower())
    if char == UNREADABLE or not char.isprintable():
        return -1
    if char.isalpha():
        return 0 if char.isupper() and after.islower() else -1
    return -1 if char != APOSTROPHE and before.isalpha() and after.isalpha() else 0
