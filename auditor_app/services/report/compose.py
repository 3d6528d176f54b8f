"""Blocks of text as strips: paragraphs, headings, notes, each tied to its structure element."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from string import Formatter

from auditor_app.services.report.strips import Mark, Strip, shifted, with_mark
from auditor_app.services.report.structure import Element
from auditor_app.services.report.style import BODY, LIVE_WIDTH, MM, TEXT, TEXT_WIDTH, Type
from auditor_app.services.report.text import Line, Span, break_lines, one_line, paragraphs

PARAGRAPH_GAP = 2.6 * MM
_LONGEST = 3000
"""More letters than this never fit in the few lines that a text is clipped to."""


@dataclass
class Setter:
    """Sets text and remembers the characters that no typeface has."""

    replaced: set[str] = field(default_factory=set)
    sizes: Mapping[Type, Type] = field(default_factory=dict)
    """The roles that another density sets smaller."""
    typed_in: str = ""
    """The language people typed in, when it is not the report's: a screen reader has to know."""

    def lines(self, spans: Sequence[Span] | str, type_: Type, width: float, *, is_tied: bool = True) -> list[Line]:
        """Break a text, or spans of several roles, into lines."""
        parts = [Span(spans, type_)] if isinstance(spans, str) else spans
        return break_lines(parts, width, self.replaced, is_tied=is_tied)

    def sized(self, type_: Type) -> Type:
        """Give a role as this density sets it."""
        return self.sizes.get(type_, type_)

    def block(
        self,
        spans: Sequence[Span] | str,
        type_: Type,
        element: Element | None,
        *,
        x: float = TEXT,
        width: float = TEXT_WIDTH,
        before: float = 0.0,
        is_tied: bool = True,
        lang: str = "",
    ) -> list[Strip]:
        """Set one paragraph; at least two lines of it stay before and after a break. `lang` is said of its element."""
        type_ = self.sized(type_)
        lines = self.lines(spans, type_, width, is_tied=is_tied)
        if element is not None and lang:
            element.lang = lang
        last = len(lines) - 1
        return [
            Strip(
                type_.leading,
                (text_mark(x, type_.size, line, element),),
                before=before if index == 0 else 0.0,
                rise=type_.size,
                keeps=index < last and (index == 0 or index == last - 1),
                is_wide=x < TEXT,
            )
            for index, line in enumerate(lines)
        ]

    def prose(
        self,
        text: str,
        parent: Element,
        type_: Type = BODY,
        *,
        x: float = TEXT,
        width: float = TEXT_WIDTH,
        tag: str = "P",
        is_ours: bool = False,
        is_verbatim: bool = False,
    ) -> list[Strip]:
        """Set what a person typed, paragraph by paragraph; `is_ours`: it is the program's own text."""
        strips: list[Strip] = []
        for index, part in enumerate(paragraphs(text)):
            element = parent.add(tag)
            element.lang = "" if is_ours else self.typed_in
            spans = [Span(part, type_, is_verbatim=is_verbatim)]
            strips += self.block(spans, type_, element, x=x, width=width, before=PARAGRAPH_GAP if index else 0.0)
        return strips

    def clipped(self, text: str, type_: Type, width: float, most: int) -> list[Line]:
        """Break a text into at most `most` lines; an ellipsis says that there is more."""
        lines = self.lines(one_line(text[:_LONGEST]), type_, width)
        if len(lines) <= most and len(text) <= _LONGEST:
            return lines
        kept = " ".join("".join(run.text for run in line.runs).strip() for line in lines[:most])
        while len(shorter := self.lines(f"{kept.rstrip()}…", type_, width, is_tied=False)) > most:
            kept = kept[:-1]
        return shorter

    def clipped_spans(self, spans: Sequence[Span], type_: Type, width: float, most: int) -> list[Line]:
        """Break spans into at most `most` lines; the last span is the one that gives way."""
        *before, last = spans
        low, high = 0, min(len(last.text), _LONGEST)
        lines = self.lines([*before, replace(last, text=last.text[:high])], type_, width)
        if len(lines) <= most and high == len(last.text):
            return lines
        while low < high:
            middle = (low + high + 1) // 2
            shown = replace(last, text=f"{last.text[:middle].rstrip()}…")
            low, high = (low, middle - 1) if len(self.lines([*before, shown], type_, width)) > most else (middle, high)
        return self.lines([*before, replace(last, text=f"{last.text[:low].rstrip()}…")], type_, width)[:most]

    def label(
        self, text: str, type_: Type, element: Element | None, *, x: float, baseline: float, right: bool = False
    ) -> Mark:
        """Set one line of our own words at a baseline; `right`: it ends at `x`."""
        (line, *_) = self.clipped(text, type_, LIVE_WIDTH, 1)
        start = x - line.width if right else x
        return text_mark(start, baseline, line, element)


def filled(sentence: str, type_: Type, lang: str, typed: Mapping[str, str], **ours: object) -> list[Span]:
    """Fill a sentence of ours; what people typed in `lang` is said in that language, the rest in the report's."""
    spans: list[Span] = []
    for words, name, *_form in Formatter().parse(sentence):
        spans += [Span(words, type_)] if words else []
        if name:
            spans.append(Span(typed[name], type_, lang) if name in typed else Span(str(ours[name]), type_))
    return spans


def text_mark(x: float, baseline: float, line: Line, element: Element | None) -> Mark:
    """Draw a line of text `baseline` points below the top of its strip."""
    return lambda pen, top: pen.text(x, top + baseline, line, element)


def hanging(strips: list[Strip], label: Sequence[Strip]) -> list[Strip]:
    """Hang a label beside strips, its first baseline on theirs; a longer label makes room below."""
    if not strips:
        return list(label)
    drop = strips[0].rise - (label[0].rise if label else strips[0].rise)
    marks: list[Mark] = []
    top = drop
    for index, strip in enumerate(label):
        top += strip.before if index else 0.0
        marks += [shifted(mark, top) for mark in strip.marks]
        top += strip.height
    first = with_mark(replace(strips[0], marks=(), is_wide=bool(label)), *marks, *strips[0].marks)
    missing = top - sum(strip.height + (strip.before if index else 0.0) for index, strip in enumerate(strips))
    rest = strips[1:]
    if missing > 0:
        rest = [replace(strip, keeps=True) for strip in rest]
        return [replace(first, keeps=True), *rest, Strip(missing)]
    return [first, *rest]
