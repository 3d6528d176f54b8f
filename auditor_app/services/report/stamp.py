"""The picture of a signature, 70 × 22 mm, and the empty field it covers; it proves nothing."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from auditor_app.i18n import Translator, translator
from auditor_app.services.report.archive import LOCK, single_page
from auditor_app.services.report.canvas import new_canvas
from auditor_app.services.report.compose import Setter, text_mark
from auditor_app.services.report.pen import Pen
from auditor_app.services.report.strips import Mark
from auditor_app.services.report.structure import Element
from auditor_app.services.report.style import (
    ACCENT,
    GREY,
    HAIR,
    INK,
    MM,
    SANS,
    SANS_MEDIUM,
    SERIF_ITALIC,
    SERIF_MEDIUM,
    SOFT,
    WHITE,
    Type,
)
from auditor_app.services.report.text import one_line, width_of

WIDTH, HEIGHT = 70 * MM, 22 * MM
_EDGE = 0.75
"""How far the border stands inside, in points: readers cut a stamp to whole points, and took its right side off.

The dashes of the empty field stand as far inside, so that nothing of them shows beside the stamp."""
_LEFT = 5 * MM
_ROOM = 62 * MM
_ROLE = Type(SANS_MEDIUM, 7, 9, ACCENT)
_STATE = Type(SANS_MEDIUM, 7, 9)
_NAME = Type(SERIF_MEDIUM, 12.2, 15)
_SMALL_NAME = Type(SERIF_MEDIUM, 10, 11)
_LINE = Type(SANS, 6.8, 9)
_SMALL = Type(SANS, 6.4, 9, SOFT)


@dataclass(frozen=True)
class StampText:
    """What a stamp says; `state` is "signed" or "for receipt" in the report's language."""

    role: str
    state: str
    name: str
    organisation: str
    signed_at: str
    certificate: str
    serial: str
    is_receipt: bool = False


def stamp(text: StampText, language: str) -> bytes:
    """Draw a stamp as a PDF of one page with embedded typefaces."""
    with LOCK:
        output = BytesIO()
        canvas = new_canvas(output, language, (WIDTH, HEIGHT))
        pen = Pen(canvas, HEIGHT)
        with pen.artifact():
            for mark in stamp_marks(text, translator(language)):
                mark(pen, 0.0)
        pen.show_page()
        canvas.save()
        return single_page(output.getvalue())


def stamp_marks(text: StampText, tr: Translator) -> list[Mark]:
    """Set the texts of a stamp on their baselines, 4.2 to 20.4 mm below its top."""
    setter = Setter()
    right = WIDTH - 3 * MM
    state = one_line(text.state)
    marks: list[Mark] = [
        lambda pen, _top: _frame(pen, is_receipt=text.is_receipt),
        setter.label(text.role, _ROLE, None, x=_LEFT, baseline=4.2 * MM),
        setter.label(state, _STATE, None, x=right, baseline=4.2 * MM, right=True),
        *_name(setter, text.name),
        *_fitted(setter, text.organisation, _LINE, 12.9 * MM if _is_one_line(text.name) else 13.5 * MM),
        lambda pen, _top: pen.rule(_LEFT, 14.5 * MM, right, 14.5 * MM, width=0.5, color=HAIR),
        *_fitted(setter, text.signed_at, _LINE, 17.5 * MM),
    ]
    serial = tr("serial {number}").format(number=one_line(text.serial)) if text.serial else ""
    room = _ROOM - (width_of(serial, _SMALL) + 2 * MM if serial else 0)
    certificate = tr("Certificate: {name}").format(name=one_line(text.certificate))
    marks += _fitted(setter, certificate, _SMALL, 20.4 * MM, max(room, 20 * MM))
    if serial:
        marks.append(setter.label(serial, _SMALL, None, x=right, baseline=20.4 * MM, right=True))
    return marks


def _is_one_line(name: str) -> bool:
    return width_of(one_line(name), _SMALL_NAME) <= _ROOM


def _name(setter: Setter, name: str) -> list[Mark]:
    """Set the name: smaller when it is wider than 62 mm, then in two lines."""
    shown = one_line(name)
    if width_of(shown, _NAME) <= _ROOM:
        return [setter.label(shown, _NAME, None, x=_LEFT, baseline=9.2 * MM)]
    lines = setter.clipped(shown, _SMALL_NAME, _ROOM, 2)
    start = 9.2 * MM if len(lines) == 1 else 7.6 * MM
    texts = ["".join(run.text for run in line.runs) for line in lines]
    return [
        setter.label(line, _SMALL_NAME, None, x=_LEFT, baseline=start + index * _SMALL_NAME.leading * 0.8)
        for index, line in enumerate(texts)
    ]


def _fitted(setter: Setter, text: str, type_: Type, baseline: float, room: float = _ROOM) -> list[Mark]:
    if not one_line(text):
        return []
    (line,) = setter.clipped(text, type_, room, 1)
    return [text_mark(_LEFT, baseline, line, None)]


def _frame(pen: Pen, *, is_receipt: bool) -> None:
    """Draw the opaque ground, the border and the bar: filled when signed, open when for receipt."""
    pen.box(0, 0, WIDTH, HEIGHT, fill=WHITE)
    if is_receipt:
        pen.box(_EDGE, _EDGE, 1.6 * MM, HEIGHT - 2 * _EDGE, stroke=ACCENT, line=0.6)
    else:
        pen.box(_EDGE, _EDGE, 1.6 * MM, HEIGHT - 2 * _EDGE, fill=ACCENT)
    pen.box(_EDGE, _EDGE, WIDTH - 2 * _EDGE, HEIGHT - 2 * _EDGE, stroke=INK, line=0.6)


def empty_marks(setter: Setter, role: str, tr: Translator, element: Element, x: float) -> list[Mark]:
    """Draw the dashed empty field that a stamp will cover."""
    waiting = Type(SERIF_ITALIC, 12.2, 15, SOFT)

    def frame(pen: Pen, top: float) -> None:
        size = WIDTH - 2 * _EDGE, HEIGHT - 2 * _EDGE
        pen.box(x + _EDGE, top + _EDGE, *size, stroke=GREY, line=0.6, dash="2 2")

    return [
        frame,
        setter.label(role, _ROLE.but(SANS, SOFT), element, x=x + _LEFT, baseline=4.2 * MM),
        setter.label(tr("Not yet signed"), waiting, element, x=x + _LEFT, baseline=12.2 * MM),
        setter.label(
            tr("Sign in this field with the signing program."), _SMALL, element, x=x + _LEFT, baseline=19.2 * MM
        ),
    ]
