"""Reading an object as reports hold thousands of them, in a tenth of the time pyHanko takes, which reads byte by byte.

Only what is written plainly is read here, token by token: names without escapes, texts without brackets and with no
escapes but numbers, references and numbers parted by one space. For anything else the answer is None, and pyHanko reads
it, so that there is one judge of what is allowed; tests hold that both read the same.
"""

from __future__ import annotations

import re
from binascii import unhexlify
from collections.abc import Callable
from typing import TYPE_CHECKING

from pyhanko.pdf_utils import generic

if TYPE_CHECKING:
    from typing import Any

_DEEPEST = 32
_END = rb"(?=[ \n\r\t/\[\]<>()])"
# A reference in pyHanko's eyes, whatever but a letter follows its R.
_NO_REFERENCE = rb"(?!\s+\d+\s+R)"
_TOKEN = re.compile(
    rb"[ \n\r\t]*(?:"
    rb"(/[!-\"$&'*-.0-;=?-Z\\^-z|~]+)" + _END + rb"|"
    rb"([1-9]\d{0,6}) (\d) R" + _END + rb"|"
    rb"(-?\d{1,15})" + _NO_REFERENCE + _END + rb"|"
    rb"(-?\d{1,15}\.\d{1,15})" + _END + rb"|"
    rb"\(((?:[^()\\]|\\[0-3][0-7]{2})*)\)|"
    rb"<((?:[0-9A-Fa-f]{2})*)>|"
    rb"(true|false)" + _END + rb"|"
    rb"(<<)|(>>)|(\[)|(\])"
    rb")"
)
_ESCAPE = re.compile(rb"\\([0-7]{3})")
# What would make a dictionary a stream, or what only pyHanko should skip.
_GOES_ON = re.compile(rb"[ \n\r\t\f\0]*[s%]")
_NAME, _NUMBER, _REAL, _TEXT, _HEX, _TRUTH, _DICTIONARY, _END_OF_DICTIONARY, _ARRAY, _END_OF_ARRAY = (
    1, 4, 5, 6, 7, 8, 9, 10, 11, 12,
)  # fmt: skip
_REFERENCE = 3
_VALUES: dict[int, Callable[[bytes], generic.PdfObject]] = {
    _NAME: lambda token: generic.NameObject(token.decode("ascii")),
    _NUMBER: generic.NumberObject,
    _REAL: lambda token: generic.FloatObject(token.decode("ascii")),  # type: ignore[no-untyped-call]  # pyHanko's
    _TEXT: lambda token: generic.pdf_string(_ESCAPE.sub(_escaped, token) if b"\\" in token else token),
    _HEX: lambda token: generic.pdf_string(unhexlify(token)),
    _TRUTH: lambda token: generic.BooleanObject(token == b"true"),  # type: ignore[no-untyped-call]  # pyHanko's
}


def _escaped(found: re.Match[bytes]) -> bytes:
    return bytes([int(found[1], 8)])


def read_plain(
    data: bytes, place: int, reference: generic.Reference, ended: re.Pattern[bytes] | None = None
) -> generic.PdfObject | None:
    """Read the object that begins at a place, or give None when it is not written plainly enough.

    `ended` is what must follow it.
    """
    if data[place : place + 1].isspace():
        return None
    open_ones: list[list[Any]] = []
    handler = reference.pdf
    while found := _TOKEN.match(data, place):
        place, kind = found.end(), found.lastindex or _NAME
        value: generic.PdfObject | None
        if kind == _REFERENCE:
            value = generic.IndirectObject(int(found[2]), int(found[3]), handler)  # type: ignore[no-untyped-call]  # pyHanko's
        elif kind in (_DICTIONARY, _ARRAY):
            open_ones.append([kind])
            if len(open_ones) > _DEEPEST:
                return None
            continue
        elif kind in (_END_OF_DICTIONARY, _END_OF_ARRAY):
            value = _closed(open_ones.pop(), kind) if open_ones else None
            if value is None or (kind == _END_OF_DICTIONARY and _GOES_ON.match(data, place)):
                return None
        else:
            value = _VALUES[kind](found[kind])
        value.container_ref = reference
        if not open_ones:
            return value if ended is None or ended.match(data, place) else None
        open_ones[-1].append(value)
    return None


def _closed(parts: list[Any], end: int) -> generic.PdfObject | None:
    """Make what was opened and is closed now."""
    kind, *entries = parts
    if kind == _ARRAY and end == _END_OF_ARRAY:
        return generic.ArrayObject(entries)
    if kind != _DICTIONARY or end != _END_OF_DICTIONARY or len(entries) % 2:
        return None
    names = entries[::2]
    if not all(isinstance(name, generic.NameObject) for name in names) or len(set(names)) != len(names):
        return None
    values = dict(zip(names, entries[1::2], strict=True))
    return generic.DictionaryObject(values)  # type: ignore[no-untyped-call]  # pyHanko's
