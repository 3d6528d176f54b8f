"""The report: same bytes for the same snapshot, nothing confidential, no verdict, every part in its place."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from auditor_app.config import resource_path
from auditor_app.core.errors import UserError
from auditor_app.core.model import Density, Finding, FindingKind, Layout, Survey, SurveyGroup
from auditor_app.core.snapshot import Snapshot
from auditor_app.core.snapshot_json import snapshot_bytes
from auditor_app.i18n import translator
from auditor_app.services.pictures.logo import prepared_logo
from auditor_app.services.report.build import Built, StampText, Status, build, stamp
from auditor_app.services.report.optional import OPTIONAL
from auditor_app.services.report.reading import read_out
from auditor_app.services.report.sections import INTERIM_SECTIONS, SECTIONS
from tests.services.report_samples import (
    DRAFT,
    FINAL,
    SECRETS,
    attachment_of,
    empty_snapshot,
    everything_in,
    for_school,
    full_report,
    large_framework,
    made,
    pages_of,
    qpdf_complaints,
    small_snapshot,
    team_snapshot,
    text_of,
    with_baseline,
    with_secrets,
    words,
)

VERDICTS = re.compile(
    r"\b(granted|not yet granted|sufficient|insufficient|predicate|verleend|predicaat|voldoende|onvoldoende|zeer zwak"
    r"|beviljad|beviljat|inte beviljad|predikat|underkänd|godkänd|pass(?:ed)?|failed)\b",
    re.IGNORECASE,
)
STAMP = StampText(
    role="Voorzitter auditteam",
    state="ondertekend",
    name="Anna Voorbeeld",
    organisation="Voorbeeldcollege Noord",
    signed_at="19 december 2025, 14:03:22 +01:00",
    certificate="Voorbeeld-CA",
    serial="4f:21:9a:07",
)


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return with_baseline(team_snapshot())


@pytest.fixture(scope="module")
def final() -> Built:
    return full_report()


def test_the_same_snapshot_gives_the_same_bytes(snapshot: Snapshot, final: Built) -> None:
    again = made(snapshot, status=FINAL)
    assert hashlib.sha256(again.pdf).digest() == hashlib.sha256(final.pdf).digest()
    assert again.layout == final.layout


def test_another_snapshot_language_or_status_gives_other_bytes() -> None:
    small = small_snapshot()
    other = replace(small, audit=replace(small.audit, not_looked_at="Alles gezien."))
    made_ones = [made(small), made(other), made(small, "sv"), made(small, status=Status(is_draft=True, number="0.4"))]
    assert len({built.pdf for built in made_ones}) == 4


def test_the_file_carries_the_canonical_snapshot_of_the_school(snapshot: Snapshot, final: Built) -> None:
    inside = attachment_of(final.pdf)
    assert inside == snapshot_bytes(for_school(snapshot))
    assert json.loads(inside)["audience"] == "school"


def test_the_cover_prints_the_fingerprint_of_what_is_inside(final: Built) -> None:
    digest = hashlib.sha256(attachment_of(final.pdf)).hexdigest()
    assert digest in text_of(final.pdf, "-l", "1").replace(" ", "").replace("\n", "")


def test_a_snapshot_of_the_team_is_refused(snapshot: Snapshot) -> None:
    with pytest.raises(UserError) as refused:
        build(snapshot, "nl", status=DRAFT)
    assert refused.value.code == "report.not_for_school"


def test_nothing_of_the_team_alone_is_anywhere_in_the_file(snapshot: Snapshot) -> None:
    built = made(with_secrets(snapshot))
    content = everything_in(built.pdf)
    text = text_of(built.pdf)
    assert b"OPENBARE-NOTITIE" in content, "else this test is blind"
    for secret in SECRETS:
        assert secret.encode() not in content
        assert secret.encode("utf-16-be") not in content
        assert secret not in text
    for member in snapshot.members:
        assert f'"author":"{member.id}"'.encode() not in content


@pytest.fixture(scope="module", params=["nl", "en", "sv"])
def translated(request: pytest.FixtureRequest, snapshot: Snapshot) -> tuple[str, Built]:
    return request.param, made(snapshot, request.param)


def test_every_page_says_that_there_is_no_verdict(translated: tuple[str, Built]) -> None:
    language, built = translated
    line = translator(language)("Formative audit – no verdict")
    pages = pages_of(built.pdf)
    assert len(pages) == built.pages
    assert [number for number, page in enumerate(pages, 1) if line not in words(page)] == []


def test_a_formative_report_knows_no_verdict(snapshot: Snapshot, translated: tuple[str, Built]) -> None:
    text = words(text_of(translated[1].pdf))
    # The name of a criterion may hold such a word; the framework's own texts are not ours to judge.
    said = {match.group(0).lower() for match in VERDICTS.finditer(text)}
    own = {match.group(0).lower() for match in VERDICTS.finditer(json.dumps(dict(snapshot.frozen.body), default=str))}
    assert said - own == set()
    assert VERDICTS.search("niet verleend"), "else this test is blind"


def test_a_draft_says_so_and_claims_nothing(final: Built) -> None:
    draft = full_report(DRAFT)
    word = translator("nl")("Draft")
    assert all(word in page for page in pages_of(draft.pdf))
    assert not any(word in page for page in pages_of(final.pdf))
    with pikepdf.open(BytesIO(draft.pdf)) as pdf:
        assert b"<pdfaid:part>" not in pdf.Root.Metadata.read_bytes()
    with pikepdf.open(BytesIO(final.pdf)) as pdf:
        assert b"<pdfaid:part>3<" in pdf.Root.Metadata.read_bytes()


def test_a_sample_says_so_on_every_page(final: Built) -> None:
    label = translator("nl")("Sample: school and findings are invented")
    assert all(label in words(page) for page in pages_of(final.pdf))
    small = small_snapshot()
    real = replace(small, audit=replace(small.audit, is_sample=False))
    assert label not in words(text_of(made(real).pdf))


def test_fields_are_made_for_those_who_sign(snapshot: Snapshot, final: Built) -> None:
    assert final.fields == ("lead", "second", "school")
    alone = replace(small_snapshot(), members=tuple(member for member in snapshot.members if member.role == "lead"))
    assert made(alone).fields == ("lead", "school")
    with pikepdf.open(BytesIO(final.pdf)) as pdf:
        fields = list(pdf.Root.AcroForm.Fields)
        assert [str(field.T) for field in fields] == ["lead", "second", "school"]
        for field in fields:
            assert pikepdf.Name.Sig == field.FT
            assert "/V" not in field
            assert str(field.TU)
            left, bottom, right, top = (float(value) for value in field.Rect)
            assert (right - left, top - bottom) == pytest.approx((70 * 72 / 25.4, 22 * 72 / 25.4), abs=0.02)


def test_the_layout_says_where_every_finding_and_standard_stands(snapshot: Snapshot, final: Built) -> None:
    assert {place.id for place in final.layout if place.kind == "finding"} == {item.id for item in snapshot.findings}
    standards = {standard.code for standard in snapshot.framework.standards}
    assert {place.id for place in final.layout if place.kind == "standard"} == standards
    pages = pages_of(final.pdf)
    for place in final.layout:
        left, bottom, right, top = place.rect_pt
        assert 0 < left < right < 595.3
        assert 0 < bottom < top < 841.9
        assert 1 <= place.page <= final.pages
    for finding in snapshot.findings:
        first = next(place.page for place in final.layout if place.id == finding.id)
        assert finding.title.split()[0] in pages[first - 1]


def test_links_and_outline_lead_to_the_chapters(snapshot: Snapshot, final: Built) -> None:
    with pikepdf.open(BytesIO(final.pdf)) as pdf:
        summary = pdf.pages[2].obj
        links = [item for item in summary.Annots if item.Subtype == pikepdf.Name.Link]
        assert len(links) >= len(snapshot.framework.standards)
        pages = [page.obj.objgen for page in pdf.pages]
        reached = {pages.index(link.Dest[0].objgen) + 1 for link in links}
        bookmarks = [str(item.title) for item in pdf.open_outline().root]
        assert bookmarks == [item.title for item in final.outline if item.depth == 0]
    chapters = {item.page for item in final.outline if item.title[:2] in {"E1", "O2", "C3"}}
    assert chapters <= reached


def test_the_contents_name_every_part_with_its_page(final: Built) -> None:
    page = words(pages_of(final.pdf)[1])
    with pikepdf.open(BytesIO(final.pdf)) as pdf:
        links = [str(item.Contents) for item in pdf.pages[1].obj.Annots]
        goes_to = [
            [one.obj.objgen for one in pdf.pages].index(item.Dest[0].objgen) + 1 for item in pdf.pages[1].obj.Annots
        ]
    parts = [item for item in final.outline if item.depth == 0 and item.key not in {"part:cover", "part:contents"}]
    assert [f"{item.title}, {item.page}" for item in parts] == links
    assert [item.page for item in parts] == goes_to
    assert all(item.title.split()[-1] in page for item in parts)


def test_what_the_team_leaves_out_is_left_out_and_named(snapshot: Snapshot) -> None:
    layout = Layout("x", left_out=("contents", "matrix", "then_and_now", "cover", "standards"))
    built = made(replace(snapshot, layouts=(layout,)))
    keys = {item.key for item in built.outline}
    assert not keys & {"part:contents", "part:matrix", "part:then-and-now"}
    assert {"part:cover", "part:standard:E1", "part:signatures"} <= keys, "what a report is cannot be left out"
    tr = translator("nl")
    assert tr("Creating value through a systematic approach") in words(pages_of(built.pdf)[-1])


def test_pages_break_where_the_team_wants(snapshot: Snapshot) -> None:
    def pages(layout: Layout) -> dict[str, int]:
        return {item.key: item.page for item in made(replace(snapshot, layouts=(layout,))).outline}

    first, second, chapter = "finding:linde26-f04", "finding:linde26-f07", "part:standard:C1"
    usual = pages(Layout("x"))
    assert usual[first] == usual[second] == usual[chapter] - 1, "else this test is blind"
    broken = pages(Layout("x", new_pages=(second,)))
    assert (broken[second], broken[chapter]) == (broken[first] + 1, broken[first] + 2)
    followed = pages(Layout("x", new_pages=(second,), follow_on=(chapter,)))
    assert followed[chapter] == followed[second], "it follows below, though it is a chapter"


def test_a_finding_that_is_kept_together_is_not_split(snapshot: Snapshot) -> None:
    long = replace(snapshot.findings[0], seen="\n".join(["Gezien en gehoord in elk lokaal van de school."] * 22))
    audit = replace(snapshot, findings=(long, *snapshot.findings[1:]))

    def pages(layout: Layout) -> set[int]:
        built = made(replace(audit, layouts=(layout,)))
        return {place.page for place in built.layout if place.id == long.id}

    assert len(pages(Layout("x"))) == 2, "else this test is blind"
    assert len(pages(Layout("x", kept_together=(f"finding:{long.id}",)))) == 1


def test_a_compact_report_has_fewer_pages(snapshot: Snapshot, final: Built) -> None:
    compact = made(replace(snapshot, layouts=(Layout("x", density=Density.COMPACT),)))
    assert compact.pages <= final.pages - 3


def test_no_page_is_left_nearly_empty_for_the_last_lines_of_a_part(final: Built) -> None:
    """The surveys of the sample run over by a few lines; context and plan fit below what goes before them."""
    pages = {item.key: item.page for item in final.outline if item.depth == 0}
    assert pages["part:then-and-now"] == pages["part:surveys"] + 1
    assert pages["part:plan"] == pages["part:matrix"] + 1 == pages["part:surveys"] - 1
    assert pages["part:context"] == pages["part:done"] + 1
    assert pages["part:standard:E1"] == pages["part:context"] + 1


@pytest.mark.parametrize("is_receipt", [False, True])
def test_the_border_of_a_stamp_stays_where_a_reader_cuts_it_to_whole_points(*, is_receipt: bool) -> None:
    text = StampText("School", "voor ontvangst", "J. Voorbeeld", "Noord", "nu", "zelf", "1a", is_receipt=is_receipt)
    with pikepdf.open(BytesIO(stamp(text, "nl"))) as pdf:
        page = pdf.pages[0]
        width, height = (int(float(edge)) for edge in list(page.MediaBox)[2:])
        drawn = [
            [float(number) for number in item.operands]
            for item in pikepdf.parse_content_stream(page)
            if isinstance(item, pikepdf.ContentStreamInstruction) and str(item.operator) == "re"
        ]
    ground, *borders = drawn
    assert ground[2] > width, "the ground covers the empty field whole"
    for x, y, wide, high in borders:
        assert x - 0.3 > 0.4
        assert x + wide + 0.3 <= width
        assert y - 0.3 > 0
        assert y + high + 0.3 <= height + 0.1


def test_the_logo_stands_on_the_cover_and_says_what_it_is(tmp_path: Path) -> None:
    output = BytesIO()
    Image.new("RGB", (200, 100), "#336699").save(output, "PNG")
    logo = prepared_logo(output.getvalue())
    digest = hashlib.sha256(logo).hexdigest()
    snapshot = replace(small_snapshot(), layouts=(Layout("x", logo=digest, logo_alt="Een blauw vlak"),))
    built = build(for_school(snapshot), "nl", status=FINAL, blobs={digest: logo})
    assert built.pdf == build(for_school(snapshot), "nl", status=FINAL, blobs={digest: logo}).pdf
    with pikepdf.open(BytesIO(built.pdf)) as pdf:
        (image,) = pdf.pages[0].Resources.XObject.values()
        assert (int(image.Width), int(image.Height)) == (200, 100)
        assert "/SMask" not in image
        alts = [str(item.Alt) for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/Alt" in item]
    assert "Een blauw vlak" in alts
    assert qpdf_complaints(built.pdf, tmp_path) == ""


def test_every_part_that_may_be_left_out_is_a_section() -> None:
    assert {name for name in OPTIONAL if name != "contents"} <= {section.__name__ for section in SECTIONS}


def test_a_long_team_or_an_empty_audit_still_makes_a_report(tmp_path: Path) -> None:
    built = made(empty_snapshot(), "en", FINAL)
    text = words(text_of(built.pdf))
    for sentence in (
        "No surveys have been registered.",
        "No strengths have been written down.",
        "No programme has been recorded.",
    ):
        assert sentence in text
    assert built.fields == ("lead", "school")
    assert qpdf_complaints(built.pdf, tmp_path) == ""


def test_small_groups_are_not_shown() -> None:
    surveys = (
        Survey("a", group=SurveyGroup.PUPILS, asked=600, answered=455),
        Survey("b", group=SurveyGroup.TEACHERS, asked=9, answered=3),
    )
    text = words(text_of(made(replace(small_snapshot(), surveys=surveys), "en").pdf))
    assert "fewer than 5 answers: not shown" in text
    assert re.search(r"< ?5", text)
    assert "458" not in text


def test_then_and_now_stands_only_beside_a_baseline(final: Built) -> None:
    title = translator("nl")("Then and now")
    assert any(item.title.endswith(title) for item in final.outline)
    assert not any(item.title.endswith(title) for item in made(small_snapshot()).outline)


def test_a_framework_of_two_hundred_criteria_fits(tmp_path: Path) -> None:
    snapshot = replace(with_baseline(team_snapshot()), frozen=large_framework(), findings=())
    built = made(snapshot, "en")
    text = text_of(built.pdf)
    assert all(f"E{number}.10" in text for number in range(1, 21))
    assert qpdf_complaints(built.pdf, tmp_path) == ""


def test_findings_without_a_criterion_are_not_lost() -> None:
    loose = Finding(
        "loose", kind=FindingKind.DEVELOPMENT, title="Nergens bij", seen="Gezien.", question="Waar hoort dit?"
    )
    unknown = replace(loose, id="unknown", title="Onbekende code", criteria=("Z9.9",))
    text = words(text_of(made(replace(small_snapshot(), findings=(loose, unknown))).pdf))
    assert "Nergens bij" in text
    assert "Onbekende code" in text


def test_all_typefaces_are_embedded(final: Built, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    for content in (final.pdf, stamp(STAMP, "nl")):
        path.write_bytes(content)
        listed = subprocess.run(
            ["pdffonts", str(path)], capture_output=True, text=True, check=True
        ).stdout.splitlines()[2:]
        assert listed
        for row in listed:
            *_, embedded, subset, unicode_map, _, _ = row.split()
            assert (embedded, subset, unicode_map) == ("yes", "yes", "yes"), row


def test_other_readers_find_nothing_wrong(final: Built, tmp_path: Path) -> None:
    assert qpdf_complaints(final.pdf, tmp_path) == ""
    assert qpdf_complaints(stamp(STAMP, "nl"), tmp_path) == ""


def test_a_stamp_is_one_small_page_and_reproducible() -> None:
    made_once = stamp(STAMP, "nl")
    assert made_once == stamp(STAMP, "nl")
    with pikepdf.open(BytesIO(made_once)) as pdf:
        (page,) = pdf.pages
        assert [float(value) for value in page.MediaBox][2:] == pytest.approx([198.43, 62.36], abs=0.01)
    text = words(text_of(made_once))
    for part in ("Anna Voorbeeld", "ondertekend", "14:03:22 +01:00", "4f:21:9a:07"):
        assert part in text


@pytest.mark.parametrize(
    "name", ["", "M" * 300, "Wilhelmina Johanna van der Voorbeeld-Exempelberg tot Specimenstein", "<b>&\x00\u202e😀"]
)
def test_a_stamp_takes_any_name(name: str) -> None:
    text = replace(STAMP, name=name, organisation=name, certificate=name, serial=name, is_receipt=True)
    with pikepdf.open(BytesIO(stamp(text, "sv"))) as pdf:
        assert len(pdf.pages) == 1


def test_every_section_module_is_listed() -> None:
    folder = Path(SECTIONS[0].__code__.co_filename).parent
    shared = {"__init__", "opening", "findings", "contents", "advice", "rule", "photos", "signs"}
    assert {path.stem for path in folder.glob("*.py")} - shared == {
        section.__module__.rpartition(".")[2] for section in (*SECTIONS, *INTERIM_SECTIONS)
    }


def test_the_inspectorate_names_leave_op5_out() -> None:
    names = json.loads(resource_path("frameworks", "inspectorate-2021.json").read_text("utf-8"))
    standards = [standard for area in names["areas"] for standard in area["standards"]]
    assert "OP5" not in {standard["code"] for standard in standards}
    assert all(set(standard["title"]) == {"nl", "en", "sv"} for standard in standards)
    assert len(standards) == 13


def test_the_matrix_is_printed_and_the_partners_row_is_marked(snapshot: Snapshot, final: Built) -> None:
    tr = translator("nl")
    with pikepdf.open(BytesIO(final.pdf)) as pdf:
        alts = [str(item.Alt) for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/Alt" in item]
    said = words(read_out(for_school(snapshot), "nl", status=FINAL).text)
    for cell in snapshot.cells:
        assert cell.text in said, f"{cell.cell} is printed"
    assert alts.count(tr("partly")) >= 3, "a state is said where its square stands"
    page = words(next(page for page in pages_of(final.pdf) if tr("Loops") in page))
    assert " ".join(tr("does not count for the school").split()[:2]) in page
    assert page.index("Kunskapsskolan") > page.index("School"), "it stands apart, below"
    assert "Een gesprek in het Duits voeren" in words(text_of(final.pdf))


def test_a_part_that_holds_nothing_stays_and_says_so() -> None:
    small, tr = small_snapshot(), translator("nl")
    blank = tuple(replace(cell, state="") for cell in small.cells)
    said = {
        tr("The school in its own words"): tr("The school gave no text of its own."),
        tr("Creating value through a systematic approach"): tr("The team filled in no cell of the matrix."),
        tr("Response of the school"): tr("The school was not asked to check the facts."),
    }
    full = words(text_of(made(small).pdf))
    assert not [words for words in list(said.values())[:2] if words in full]
    bare = replace(small, audit=replace(small.audit, context=" "), fact_checks=(), fact_points=())
    for cells in ((), blank):
        text = words(text_of(made(replace(bare, cells=cells), status=FINAL).pdf))
        assert all(f"{title} {sentence}" in text for title, sentence in said.items())
    assert tr("The school has not been asked to check the facts yet.") in words(text_of(made(bare, status=DRAFT).pdf))


def test_a_matrix_of_one_cell_and_one_with_the_longest_remarks_are_both_set() -> None:
    small = small_snapshot()
    one = replace(small, cells=small.cells[:1], traces=())
    assert translator("nl")("not discussed") in words(text_of(made(one, "nl").pdf))
    remark = "w" * 60
    long = replace(small, cells=tuple(replace(cell, text=remark) for cell in small.cells))
    text = text_of(made(long, "sv").pdf).replace("-", "").replace("\n", "").replace(" ", "")
    assert text.count("w") >= 60 * len(small.cells)
