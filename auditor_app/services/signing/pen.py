"""With what a page paints, and where: whether somebody who looks at it can see what is set."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

Box = tuple[float, float, float, float]
"""Left, bottom, right and top, in points."""
Matrix = tuple[float, float, float, float, float, float]
Operands = Sequence[tuple[str, bytes]]

_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_UPRIGHT = _IDENTITY[:4]
_DARK = 0.5
_SMALLEST, _LARGEST = 4.0, 40.0
PAGE = (595.3, 841.9)
"""A4, in points."""
_WIDEST = 1.0
"""Points by which the letters of a line may be set apart; ours are by a quarter."""
_MITER = 10.0
"""How many times its width a line may reach beyond a sharp corner, if a page does not say otherwise."""
_FARTHEST = 1e6
_PLAIN = frozenset({b"h", b"BDC", b"BMC", b"EMC", b"Tj", b"TJ", b"TL", b"Do", b"J", b"j", b"d", b"G", b"RG", b"K"})
"""What changes neither place nor visibility of letters."""


@dataclass(frozen=True)
class Ink:
    """What `q` keeps and `Q` brings back."""

    matrix: Matrix = _IDENTITY
    is_dark: bool = True
    line_width: float = 1.0
    font: bytes = b""
    size: float = 0.0
    apart: float = 0.0
    """How far letters are set apart beside what their font says."""
    words_apart: float = 0.0


@dataclass
class Pen:
    """Follows the operators that covers of ours have; any other raises KeyError."""

    ink: Ink = field(default_factory=Ink)
    x: float = 0.0
    y: float = 0.0
    """Where the line that is being set begins."""
    along: float = 0.0
    """How far on it the pen is."""
    painted: list[Box] = field(default_factory=list)
    """Where surfaces, lines and pictures lie."""
    is_in_text: bool = False
    is_upright: bool = True
    kept: list[Ink] = field(default_factory=list)
    path: list[tuple[float, float]] = field(default_factory=list)

    @property
    def is_plain(self) -> bool:
        """Whether it is known where letters are set now, and that they stand upright."""
        return self.is_in_text and self.is_upright and self.ink.matrix == _IDENTITY

    @property
    def is_seen(self) -> bool:
        """Whether what is set now is dark, large enough, and in its order."""
        is_close = 0 <= self.ink.apart <= _WIDEST and not self.ink.words_apart
        return self.ink.is_dark and is_close and _SMALLEST <= self.ink.size <= _LARGEST

    def take(self, operator: bytes, operands: Operands) -> bool:
        """Follow one operator and say whether it begins a new line of text.

        Raises an exception for one that is not ours, or not written as it must be.
        """
        if operator in _PLAIN:
            return False
        if operator in _BEGINNING:
            _BEGINNING[operator](self, operands)
            self.along = 0.0
            return True
        _CHANGING[operator](self, operands)
        return False

    def lay(self, matrix: Matrix, corners: Box) -> None:
        """Lay something over the page that keeps within these corners."""
        whole = _times(matrix, self.ink.matrix)
        left, bottom, right, top = corners
        self.painted.append(_around(_placed(whole, x, y) for x in (left, right) for y in (bottom, top)))

    def go(self, *points: tuple[float, float]) -> None:
        """Let a path go by these points."""
        self.path += [_placed(self.ink.matrix, x, y) for x, y in points]

    def paint(self, beyond: float) -> None:
        """Paint the path, and so far beyond it."""
        if self.path:
            left, bottom, right, top = _around(self.path)
            self.painted.append((left - beyond, bottom - beyond, right + beyond, top + beyond))
        self.path = []


def meets(one: Box, other: Box) -> bool:
    """Say whether two boxes have a place in common."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def matrix_of(numbers: Sequence[float]) -> Matrix:
    """Give six numbers as a matrix; raises ValueError for another number of them."""
    a, b, c, d, e, f = map(number, numbers)
    return a, b, c, d, e, f


def number(value: float | str | bytes) -> float:
    """Give a number that pages are made with; raises ValueError for one beyond all paper."""
    found = float(value)
    if not abs(found) <= _FARTHEST:
        raise ValueError
    return found


def _times(one: Matrix, two: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = two
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _placed(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _around(points: Iterable[tuple[float, float]]) -> Box:
    across, up = zip(*points, strict=True)
    return min(across), min(up), max(across), max(up)


def _matrix(operands: Operands) -> Matrix:
    return matrix_of(_numbers(operands))


def _numbers(operands: Operands) -> list[float]:
    return [number(value) for kind, value in operands if kind == "number"]


def _begin_text(pen: Pen, _operands: Operands) -> None:
    pen.x, pen.y, pen.is_upright, pen.is_in_text = 0.0, 0.0, True, True


def _end_text(pen: Pen, _operands: Operands) -> None:
    pen.is_in_text = False


def _step(pen: Pen, operands: Operands) -> None:
    across, up = _numbers(operands)
    pen.x, pen.y = pen.x + across, pen.y + up


def _stand(pen: Pen, operands: Operands) -> None:
    *turned, pen.x, pen.y = _matrix(operands)
    pen.is_upright = tuple(turned) == _UPRIGHT


def _lose_place(pen: Pen, _operands: Operands) -> None:
    pen.is_upright = False


def _keep(pen: Pen, _operands: Operands) -> None:
    pen.kept.append(pen.ink)


def _bring_back(pen: Pen, _operands: Operands) -> None:
    pen.ink = pen.kept.pop()


def _turn(pen: Pen, operands: Operands) -> None:
    pen.ink = replace(pen.ink, matrix=_times(_matrix(operands), pen.ink.matrix))


def _grey(pen: Pen, operands: Operands) -> None:
    (grey,) = _numbers(operands)
    pen.ink = replace(pen.ink, is_dark=grey <= _DARK)


def _colour(pen: Pen, operands: Operands) -> None:
    red, green, blue = _numbers(operands)
    pen.ink = replace(pen.ink, is_dark=max(red, green, blue) <= _DARK)


def _other_colour(pen: Pen, _operands: Operands) -> None:
    pen.ink = replace(pen.ink, is_dark=False)


def _widen(pen: Pen, operands: Operands) -> None:
    pen.ink = replace(pen.ink, line_width=_numbers(operands)[0])


def _choose(pen: Pen, operands: Operands) -> None:
    pen.ink = replace(pen.ink, font=operands[0][1], size=number(operands[1][1]))


def _part_letters(pen: Pen, operands: Operands) -> None:
    pen.ink = replace(pen.ink, apart=_numbers(operands)[0])


def _part_words(pen: Pen, operands: Operands) -> None:
    pen.ink = replace(pen.ink, words_apart=_numbers(operands)[0])


def _frame(pen: Pen, operands: Operands) -> None:
    x, y, wide, high = _numbers(operands)
    pen.go((x, y), (x + wide, y + high), (x, y + high), (x + wide, y))


def _draw(pen: Pen, operands: Operands) -> None:
    numbers = _numbers(operands)
    pen.go(*zip(numbers[::2], numbers[1::2], strict=True))


def _fill(pen: Pen, _operands: Operands) -> None:
    pen.paint(0.0)


def _stroke(pen: Pen, _operands: Operands) -> None:
    pen.paint(_MITER * abs(pen.ink.line_width) * max(map(abs, pen.ink.matrix[:4])))


def _drop(pen: Pen, _operands: Operands) -> None:
    pen.path = []


_Follower = Callable[[Pen, Operands], None]
_BEGINNING: dict[bytes, _Follower] = {
    b"BT": _begin_text,
    b"Td": _step,
    b"TD": _step,
    b"Tm": _stand,
    **dict.fromkeys((b"T*", b"'", b'"'), _lose_place),
}
"""What begins a line of text somewhere."""
_CHANGING: dict[bytes, _Follower] = {
    b"q": _keep,
    b"Q": _bring_back,
    b"cm": _turn,
    b"g": _grey,
    b"rg": _colour,
    **dict.fromkeys((b"k", b"cs", b"sc", b"scn"), _other_colour),
    b"w": _widen,
    b"ET": _end_text,
    b"Tf": _choose,
    b"Tc": _part_letters,
    b"Tw": _part_words,
    b"re": _frame,
    **dict.fromkeys((b"m", b"l", b"c", b"v", b"y"), _draw),
    **dict.fromkeys((b"f", b"F", b"f*"), _fill),
    **dict.fromkeys((b"S", b"s", b"B", b"B*", b"b", b"b*"), _stroke),
    b"n": _drop,
}
"""The other operators of covers; what can hide, clip or blend is not among them."""
