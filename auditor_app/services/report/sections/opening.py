"""How a part opens: its number in the margin, its title, and a lead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from auditor_app.services.report.compose import Setter, hanging
from auditor_app.services.report.strips import Strip, kept, space_above, with_mark
from auditor_app.services.report.structure import Element
from auditor_app.services.report.style import (
    ACCENT,
    CHAPTER,
    CHAPTER_LONG,
    HEADING,
    INK,
    LEAD,
    LEFT,
    LIVE_WIDTH,
    MARGIN_WIDTH,
    MM,
    NOTE,
    SANS,
    SIDE,
    SMALL_BODY,
    TABLE_CODE,
    TEXT_WIDTH,
)
from auditor_app.services.report.text import one_line

_CODES = 24 * MM
"""How wide codes may run below a side heading, so that they stay clear of the labels on the spine."""
_TWO_LINES = 2
_SHORT_TEXT = 6
"""A text of so few lines beside its heading stays whole."""
_LEAST_BESIDE = 3
"""So many lines of a longer one stand beside the heading, at the least."""
LEAD_LINES = 3
HALF_WIDTH = 78 * MM
"""How wide each of two columns is that stand beside each other on the page."""


def opening(
    setter: Setter, element: Element, title: str, number: str, *, below: tuple[str, str] = ("", ""), lang: str = ""
) -> list[Strip]:
    """Set a part's title; three lines of it are set smaller. `below` stands under its number: words, their language."""
    heading = element.add("H1")
    heading.lang = lang
    text = one_line(title)
    type_ = CHAPTER if len(setter.lines(text, CHAPTER, TEXT_WIDTH)) <= _TWO_LINES else CHAPTER_LONG
    number_mark = setter.label(number, CHAPTER.but(color=ACCENT), heading, x=LEFT, baseline=type_.size)
    strips = kept(setter.block(text, type_, heading))
    words, language = below
    if words:
        note = element.add_label()
        note.lang = language
        small = setter.label(words, NOTE, note, x=LEFT, baseline=type_.size + 25)
        strips[0] = with_mark(strips[0], small)
    return [replace(strips[0], marks=(number_mark, *strips[0].marks)), *strips[1:]] if number else strips


def lead(setter: Setter, element: Element, text: str, *, is_ours: bool = False) -> list[Strip]:
    """Set the opening sentence of a part, larger; a long one is set as body text."""
    shown = one_line(text)
    if not shown:
        return []
    paragraph = element.add("P")
    paragraph.lang = "" if is_ours else setter.typed_in
    lines = setter.block(shown, LEAD, paragraph, before=8.7)
    if len(lines) > LEAD_LINES:
        element.kids.pop()
        return space_above(setter.prose(text, element, is_ours=is_ours), 9.0)
    return kept(lines)


def nothing(setter: Setter, element: Element, text: str) -> list[Strip]:
    """Say in one sentence that a part holds nothing, so that nobody wonders what became of it."""
    return setter.block(text, SMALL_BODY, element.add("P"), before=8)


def heading(
    setter: Setter,
    element: Element,
    text: str,
    *,
    x: float = LEFT,
    width: float = LIVE_WIDTH,
    before: float = 26.0,
    after: float = 0.0,
) -> list[Strip]:
    """Set a heading above a table; it keeps with what follows."""
    strips = kept(setter.block(text, HEADING, element.add("H2"), x=x, width=width, before=before))
    return [*strips, Strip(after, keeps=True)] if after else strips


def half_heading(setter: Setter, element: Element, text: str, x: float) -> list[Strip]:
    """Set the heading of one of two columns beside each other, with a rule below it."""
    strips = heading(setter, element, text, x=x, width=HALF_WIDTH, before=0)
    strips[-1] = with_mark(
        strips[-1], lambda pen, top: pen.rule(x, top + 20.2, x + HALF_WIDTH, top + 20.2, width=0.8, color=INK)
    )
    return [*strips, Strip(4.2, keeps=True)]


def beside(
    setter: Setter,
    element: Element,
    title: str,
    text: Callable[[Element], list[Strip]],
    *,
    code: str = "",
    before: float = 24.0,
) -> list[Strip]:
    """Hang a side heading, and a code below it, beside what `text` sets."""
    label = setter.block(title, SIDE, element.add("H2"), x=LEFT, width=MARGIN_WIDTH)
    if code:
        codes = setter.block(code, TABLE_CODE.but(SANS, ACCENT), element.add_label(), x=LEFT, width=_CODES)
        label += space_above(codes[:3], 3.2)
    strips = hanging(text(element), label)
    whole = len(strips) if len(strips) <= _SHORT_TEXT else _LEAST_BESIDE
    return space_above([*kept(strips[: whole - 1]), *strips[whole - 1 :]], before)
