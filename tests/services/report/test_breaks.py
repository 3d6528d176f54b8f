"""Where pages end: a note goes with its table, a short text stays whole, and white is given up before a page is."""

from __future__ import annotations

from dataclasses import replace

from auditor_app.services.report.compose import Setter
from auditor_app.services.report.paginate import Paginator, Part
from auditor_app.services.report.pen import Pen
from auditor_app.services.report.sections.opening import beside
from auditor_app.services.report.strips import Strip, noted
from auditor_app.services.report.structure import Element
from auditor_app.services.report.style import FIRST_BASELINE, TEXT_END

ROOM = TEXT_END - FIRST_BASELINE


def filled(*flow: Strip) -> list[list[Strip]]:
    """Give the strips of each page."""
    paginator = Paginator()
    paginator.place(Part("p", "Part", Element("Sect"), list(flow)))
    return [[strip for strip, *_ in page.marks] for page in paginator.pages]


def _nothing(_pen: Pen, _top: float) -> None:
    """Draw nothing."""


def test_a_note_never_stands_on_a_page_without_the_last_row_of_its_table() -> None:
    rows = [Strip(100.0, (_nothing,)) for _ in range(int(ROOM // 100))]
    note = Strip(ROOM % 100 + 20)
    first, second = filled(*noted(rows, [note]), Strip(200.0))
    assert first == rows[:-1]
    assert second[:2] == [replace(rows[-1], keeps=True), note]


def test_a_short_text_beside_its_heading_stays_whole_and_of_a_long_one_three_lines_stand_there() -> None:
    def pages_with(count: int) -> list[int]:
        setter, text = Setter(), Element("Sect")
        lines = beside(setter, text, "Niet bekeken", lambda _parent: [Strip(15.0) for _ in range(count)], before=0)
        return [len(page) for page in filled(Strip(ROOM - 2 * 15.0), *lines, Strip(200.0))]

    assert pages_with(6) == [1, 7]
    assert pages_with(9) == [1, 10]
    setter = Setter()
    lines = beside(setter, Element("Sect"), "Niet bekeken", lambda _parent: [Strip(15.0) for _ in range(9)], before=0)
    assert [len(page) for page in filled(Strip(ROOM - 3 * 15.0), *lines, Strip(200.0))] == [4, 7]


def test_white_is_given_up_before_photos_take_the_finding_before_them_to_a_page_of_their_own() -> None:
    finding = Strip(50.0, before=40.0, place=("finding", "f"))
    photo = Strip(100.0, before=40.0, is_picture=True)
    tight = Strip(ROOM - 210.0)
    assert filled(tight, finding, photo) == [[tight, replace(finding, before=28.0), replace(photo, before=28.0)]]
    full = Strip(ROOM - 180.0)
    assert [len(page) for page in filled(full, finding, photo)] == [1, 2]


def test_a_chapter_that_follows_on_does_so_only_where_what_opens_it_fits() -> None:
    """Else its page would be said to continue a chapter that begins there."""
    opening = [Strip(100.0, keeps=True), Strip(300.0, keeps=True), Strip(20.0)]
    before = Part("a", "Before", Element("Sect"), [Strip(ROOM - 380.0)])
    paginator = Paginator()
    for part in (before, Part("b", "After", Element("Sect"), [*opening, Strip(200.0)], follows_on=True)):
        paginator.place(part)
    assert [(page.part.key, page.continues) for page in paginator.pages] == [("a", False), ("b", False)]
