"""Photos on paper: in the chapter they belong to, captioned and described, their bytes those that the data name."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Name

from auditor_app.config import resource_path
from auditor_app.core.errors import UserError
from auditor_app.core.model import Attachment, Layout
from auditor_app.core.snapshot import Snapshot
from auditor_app.i18n import translator
from auditor_app.services.report.build import Built, build
from auditor_app.services.report.conformance import faults
from auditor_app.services.report.paginate import Paginator, Part
from auditor_app.services.report.pen import Pen
from auditor_app.services.report.report import Report
from auditor_app.services.report.strips import Strip
from auditor_app.services.report.structure import Element
from auditor_app.services.report.style import FIRST_BASELINE, TEXT, TEXT_END
from auditor_app.services.workspace import Workspace
from tests.services.report_samples import DRAFT, FINAL, attachment_of, for_school, team_snapshot, text_of


@cache
def pictures() -> dict[str, bytes]:
    found = (path.read_bytes() for path in resource_path("sample", "photos").glob("*.jpg"))
    return {hashlib.sha256(content).hexdigest(): content for content in found}


def built(snapshot: Snapshot, per_row: int = 2, *, is_final: bool = True) -> Built:
    audit = snapshot.audit.id
    laid = replace(snapshot, layouts=(Layout(audit, audit, photos_per_row=per_row),))
    return build(for_school(laid), "nl", status=FINAL if is_final else DRAFT, blobs=pictures())


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(pdf))


@cache
def sample() -> Built:
    return built(team_snapshot())


def images(pdf: pikepdf.Pdf) -> Iterator[tuple[int, pikepdf.Object]]:
    for place, page in enumerate(pdf.pages):
        for item in page.obj.Resources.get("/XObject", {}).values():
            if item.get("/Subtype") == Name.Image:
                yield place, item


def figures(pdf: pikepdf.Pdf) -> Iterator[tuple[str, list[str]]]:
    """Give what each photo's figure says, and the tags beside it."""
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/S") == Name.Div:
            kids = list(item.K) if isinstance(item.K, pikepdf.Array) else [item.K]
            yield str(kids[0].Alt), [str(kid.S) for kid in kids]


def test_the_photos_in_the_pages_are_byte_for_byte_those_that_the_data_inside_name() -> None:
    with opened(sample().pdf) as pdf:
        shown = [item.read_raw_bytes() for _page, item in images(pdf)]
        assert all(item.Filter in (Name.DCTDecode, [Name.DCTDecode]) for _page, item in images(pdf))
    named = set(re.findall(rb'"blob":"([0-9a-f]{64})"', attachment_of(sample().pdf)))
    assert len(shown) == 5
    assert {hashlib.sha256(content).hexdigest().encode() for content in shown} == named


def test_each_photo_is_described_captioned_and_judged_as_the_rest_of_the_report() -> None:
    photos = for_school(team_snapshot()).attachments
    with opened(sample().pdf) as pdf:
        found = dict(figures(pdf))
        assert {item.alt for item in photos} == set(found)
        assert all(tags == ["/Figure", "/Caption"] for tags in found.values())
        assert not any(faults(pdf).values())
    words = text_of(sample().pdf)
    for item in photos:
        assert " ".join(item.caption.split()[:4]) in words


def test_a_photo_stands_in_the_chapter_of_the_finding_that_cites_its_note_else_of_its_first_criterion() -> None:
    report = Report(for_school(team_snapshot()), translator("nl"), DRAFT)
    chapters = {code: [item.id[-3:] for item in found] for code, found in report.photos.items()}
    assert chapters == {"E1": ["p01"], "E2": ["p05", "p04"], "O1": ["p03", "p02"]}
    note = report.photos["O1"][0].note
    finding = replace(team_snapshot().findings[0], criteria=("C3.1",), notes=(note,))
    moved = replace(for_school(team_snapshot()), findings=(*team_snapshot().findings, finding))
    assert note in {item.note for item in Report(moved, translator("nl"), DRAFT).photos["C3"]}


@pytest.mark.parametrize("per_row", [1, 2, 3])
def test_photos_stand_beside_each_other_as_the_team_wants_and_never_leave_the_page(per_row: int) -> None:
    snapshot = _with_photos(7)
    made = built(snapshot, per_row)
    with opened(made.pdf) as pdf:
        boxes = [box for page in pdf.pages for box in _drawn(page)]
        assert not any(faults(pdf).values())
    assert len(boxes) == 7
    for left, bottom, wide, high in boxes:
        assert left >= 24 * 72 / 25.4 - 1
        assert left + wide <= 186 * 72 / 25.4 + 1
        assert bottom > (297 - 272) * 72 / 25.4 - 1
        assert wide > 20
        assert high > 20
    rows = {round(bottom) for _left, bottom, _wide, _high in boxes}
    assert len(rows) >= -(-7 // per_row) // 2


def test_a_photo_never_stands_alone_on_a_page_while_the_finding_before_it_can_go_along() -> None:
    made = sample()
    (page,) = {
        place for place, _item in images(opened(made.pdf)) if made.pages > place and _chapter(made, place) == "E1"
    }
    shown = {item.id for item in made.layout if item.kind == "finding" and item.page == page + 1}
    point = next(item for item in team_snapshot().findings if item.title == "Het lange doel in leerjaar 5")
    assert shown == {point.id}


def _chapter(made: Built, place: int) -> str:
    """Give the chapter that a page, from 0, belongs to."""
    return next(item.title.split()[0] for item in reversed(made.outline) if item.depth == 0 and item.page <= place + 1)


def test_photos_are_set_smaller_where_that_saves_a_page() -> None:
    strip = Strip(100.0, (_nothing,), lower=(60.0, (_nothing,)))
    part = Part("p", "Part", Element("Sect"), [Strip(TEXT_END - FIRST_BASELINE - 80.0), strip, strip])
    paginator = Paginator()
    paginator.place(part)
    heights = [[placed.height for placed, *_ in page.marks] for page in paginator.pages]
    assert [found[-1] for found in heights] == [60.0, 100.0]


def _nothing(_pen: Pen, _top: float) -> None:
    """Draw nothing."""


def test_one_photo_has_its_caption_in_the_margin_and_stays_a_figure_of_its_own() -> None:
    snapshot = team_snapshot()
    made = built(replace(snapshot, attachments=snapshot.attachments[:1]))
    with opened(made.pdf) as pdf:
        ((left, _bottom, wide, _high),) = (box for page in pdf.pages for box in _drawn(page))
        assert [tags for _alt, tags in figures(pdf)] == [["/Figure", "/Caption"]]
    assert round(left) == round(TEXT)
    assert wide <= 78 * 72 / 25.4 + 1


def _with_photos(count: int) -> Snapshot:
    snapshot = team_snapshot()
    first = snapshot.attachments[0]
    other = next(item for item in snapshot.attachments if item.height > item.width)
    found = tuple(replace(first if place % 3 else other, id=f"p{place:02}", note=first.note) for place in range(count))
    return replace(snapshot, attachments=found)


def _drawn(page: pikepdf.Page) -> Iterator[tuple[float, float, float, float]]:
    """Give where images are drawn: the matrix before each `Do`."""
    matrix: list[float] = []
    for found in pikepdf.parse_content_stream(page):
        if str(found.operator) == "cm":
            matrix = [float(value) for value in found.operands]
        elif str(found.operator) == "Do":
            wide, _skew, _slant, high, x, y = matrix
            yield x, y, wide, high


def test_what_was_kept_out_or_shows_people_never_reaches_the_pages() -> None:
    snapshot = team_snapshot()
    kept_out = replace(snapshot.attachments[0], is_excluded=True, caption="NIET-IN-RAPPORT")
    people = replace(snapshot.attachments[1], is_free_of_people=False, caption="MET-MENSEN")
    hidden = replace(snapshot, attachments=(kept_out, people, *snapshot.attachments[2:]))
    made = built(hidden, is_final=False)
    with opened(made.pdf) as pdf:
        assert len(list(images(pdf))) == 3
    for secret in (b"NIET-IN-RAPPORT", b"MET-MENSEN", kept_out.blob.encode()):
        assert secret not in attachment_of(made.pdf)
    assert "NIET-IN-RAPPORT" not in text_of(made.pdf)


def test_after_the_school_took_its_permission_back_no_photo_reaches_the_pages() -> None:
    snapshot = team_snapshot()
    withdrawn = replace(snapshot, audit=replace(snapshot.audit, photo_permission="", photo_permitted=""))
    made = built(withdrawn, is_final=False)
    with opened(made.pdf) as pdf:
        assert list(images(pdf)) == []
    assert snapshot.attachments[0].blob.encode() not in attachment_of(made.pdf)
    assert "attachments.with_people_or_for_the_team" in for_school(withdrawn).withheld


def test_a_photo_without_words_still_says_that_it_is_one() -> None:
    snapshot = team_snapshot()
    silent = replace(snapshot, attachments=tuple(replace(item, caption="", alt="") for item in snapshot.attachments))
    with opened(built(silent).pdf) as pdf:
        assert {alt for alt, _tags in figures(pdf)} == {"Foto"}
        assert not any(faults(pdf).values())


def test_a_draft_says_which_photo_is_missing_and_signing_refuses(workspace: Workspace) -> None:
    audit = workspace.samples.add()
    gone: Attachment = workspace.evidence.attachments.get("linde26-p03")
    workspace.store.connection.execute("DELETE FROM blob WHERE sha256 = ?", (gone.blob,))
    draft = workspace.publishing.preview(audit, "nl")
    assert "staat niet op deze laptop" in text_of(draft.pdf)
    school = for_school(workspace.audits.snapshot(audit))
    with pytest.raises(UserError, match="publish.photo_missing") as refusal:
        workspace.publishing.pictures(school)
    assert refusal.value.details["name"] == gone.caption != ""
    with pytest.raises(UserError, match="publish.logo_missing"):
        workspace.publishing.pictures(replace(school, attachments=(), layouts=(replace(school.layout, logo="0" * 64),)))
