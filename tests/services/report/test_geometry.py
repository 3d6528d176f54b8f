"""Whatever people typed: nothing stands outside the margins, and no word stands on another."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from auditor_app.core.model import Density, Layout
from auditor_app.core.snapshot import Snapshot
from auditor_app.i18n import LANGUAGES, translator
from auditor_app.services.report.build import Built
from auditor_app.services.report.sections.cover import TITLES, fitting
from auditor_app.services.report.style import COVER_TITLE, FOOT_BASELINE, LEFT, MM, RIGHT, TEXT_WIDTH
from auditor_app.services.report.text import width_of
from tests.services.report_samples import (
    DRAFT,
    empty_snapshot,
    full_report,
    large_framework,
    made,
    pages_of,
    team_snapshot,
    text_of,
    with_baseline,
    words,
)

LONG_WORD = "Leerlingbesprekingsoverlegverslaglegging" * 3
LONG_NAME = (
    "Christelijke scholengemeenschap voor voortgezet onderwijs Johannes Calvijn-Willem van Oranje te Sint "
    "Annaparochie en omstreken, locatie Achterweg-Noord"
)
_WORD = re.compile(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>')
_SLACK = 1.5
_TOUCHES = 0.45
"""How much of a word's height another may cover: boxes of letters are higher than what is drawn in them."""


@dataclass(frozen=True)
class Word:
    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str


def words_on(built: Built) -> list[list[Word]]:
    found = text_of(built.pdf, "-bbox").split("<page ")[1:]
    return [
        [
            Word(number, float(left), float(top), float(right), float(bottom), text)
            for left, top, right, bottom, text in _WORD.findall(page)
        ]
        for number, page in enumerate(found, 1)
    ]


def outside(page: list[Word]) -> list[Word]:
    return [
        word
        for word in page
        if word.left < LEFT - _SLACK or word.right > RIGHT + _SLACK or word.bottom > FOOT_BASELINE + 2 * MM
    ]


def on_each_other(page: list[Word]) -> list[tuple[str, str]]:
    found, ordered = [], sorted(page, key=lambda word: word.top)
    for place, one in enumerate(ordered):
        for other in ordered[place + 1 :]:
            if other.top > one.bottom:
                break
            across = min(one.right, other.right) - max(one.left, other.left)
            down = min(one.bottom, other.bottom) - max(one.top, other.top)
            if across > 1 and down > _TOUCHES * min(one.bottom - one.top, other.bottom - other.top):
                found.append((one.text, other.text))
    return found


def extreme() -> Snapshot:
    full = with_baseline(team_snapshot())
    first, second, *others = full.findings
    codes = tuple(criterion.code for criterion in full.framework.criteria[:20])
    findings = (
        replace(
            first, title="Titel " * 30, seen="W" * 2000, question="Vraag? " * 100, quote="Zei " * 90, criteria=codes
        ),
        replace(second, title=LONG_WORD, seen="Gezien en gehoord. " * 800, first_step="stap " * 200),
        *others,
    )
    return replace(
        full,
        audit=replace(
            full.audit,
            school=replace(full.audit.school, name=LONG_NAME, place=LONG_WORD),
            summary="Zin met woorden. " * 40,
            not_looked_at=f"{LONG_WORD} {'x' * 1500}",
        ),
        findings=findings,
        members=tuple(
            replace(item, name="Naam-met-heel-veel-letters " * 4, organisation=LONG_WORD, relation_text="omdat " * 300)
            for item in full.members
        ),
        activities=tuple(
            replace(item, title=f"{LONG_WORD} {item.title}") if place % 3 == 0 else item
            for place, item in enumerate(full.activities)
        ),
        cells=tuple(replace(item, text=("woordzonderspaties" * 4)[:60]) for item in full.cells),
        traces=tuple(replace(item, goal="Doel " * 100, pupil=LONG_WORD) for item in full.traces),
        chapters=tuple(replace(item, lead="Leidzin " * 60, own_way=LONG_WORD) for item in full.chapters),
    )


def compact() -> Snapshot:
    return replace(with_baseline(team_snapshot()), layouts=(Layout("x", density=Density.COMPACT),))


def two_hundred() -> Snapshot:
    return replace(with_baseline(team_snapshot()), frozen=large_framework(), findings=())


CASES: dict[str, Callable[[], Built]] = {
    "sample": lambda: full_report(DRAFT),
    "Swedish": lambda: made(with_baseline(team_snapshot()), "sv"),
    "extreme": lambda: made(extreme()),
    "empty": lambda: made(empty_snapshot(), "en"),
    "200 criteria": lambda: made(two_hundred()),
    "compact": lambda: made(compact()),
}


@pytest.mark.parametrize("case", CASES)
def test_everything_stands_in_its_place(case: str) -> None:
    pages = words_on(CASES[case]())
    assert sum(len(page) for page in pages) > 100
    assert [word for page in pages for word in outside(page)] == []
    assert [pair for page in pages for pair in on_each_other(page)] == []


def test_the_measuring_is_not_blind() -> None:
    page = [Word(1, 100, 100, 150, 110, "een"), Word(1, 120, 103, 160, 113, "twee"), Word(1, 20, 100, 90, 110, "uit")]
    assert on_each_other(page) == [("een", "twee")]
    assert [word.text for word in outside(page)] == ["uit"]


def test_a_long_name_of_a_school_is_printed_whole() -> None:
    cover = words(pages_of(made(extreme()).pdf)[0]).replace("- ", "-")
    assert all(part in cover for part in LONG_NAME.split())


def test_a_text_of_a_hundred_thousand_letters_is_set_whole() -> None:
    audit = team_snapshot()
    text = "woord " * 16_700
    built = made(replace(audit, audit=replace(audit.audit, context=text)))
    assert text_of(built.pdf).split().count("woord") == 16_700


def test_two_hundred_criteria_stay_apart_on_the_cover() -> None:
    """Seen as a picture: the mark has white between its strokes."""
    built = made(two_hundred())
    drawn = subprocess.run(
        ["pdftoppm", "-r", "100", "-gray", "-f", "1", "-l", "1", "-singlefile"],
        input=built.pdf, capture_output=True, check=True,
    ).stdout  # fmt: skip
    head, size, _most, pixels = drawn.split(b"\n", 3)
    wide, high = (int(value) for value in size.split())
    assert (head, len(pixels)) == (b"P5", wide * high)
    left, right = round(LEFT / 72 * 100), round((LEFT + 38 * MM) / 72 * 100)
    rows = range(round(63 * MM / 72 * 100), round(98 * MM / 72 * 100))
    mark = [pixels[row * wide + column] for row in rows for column in range(left, right)]
    dark = sum(value < 160 for value in mark) / len(mark)
    assert 0.1 < dark < 0.75


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_title_on_the_cover_keeps_to_the_text_column_in_every_language(language: str) -> None:
    for title in TITLES.values():
        said = translator(language)(title)
        assert width_of(said, fitting(said)) <= TEXT_WIDTH + 0.001
        assert fitting(said).size > 0.98 * COVER_TITLE.size
