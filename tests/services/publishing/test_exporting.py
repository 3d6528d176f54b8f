"""The other forms: they say what the pages say, hold nothing that is the team's, and nothing a program would run."""

from __future__ import annotations

import csv
import html.parser
import itertools
import json
import re
import zipfile
from dataclasses import replace
from functools import partial
from io import BytesIO, StringIO
from pathlib import Path

import pikepdf
import pytest
from docx import Document
from docx.shared import Mm
from openpyxl import load_workbook
from PIL import Image

from auditor_app.core.change import Edit
from auditor_app.core.codec import encode
from auditor_app.core.errors import UserError
from auditor_app.core.model import (
    Finding,
    FindingKind,
    Layout,
    Link,
    Note,
    Publication,
    Survey,
    SurveyGroup,
    SurveyQuestion,
)
from auditor_app.core.snapshot import Snapshot
from auditor_app.i18n import translator
from auditor_app.services.forms import rows
from auditor_app.services.forms.book import as_book
from auditor_app.services.forms.comma import as_csv
from auditor_app.services.forms.notice import Signed, notice
from auditor_app.services.forms.plain import inert, printable
from auditor_app.services.forms.web import as_page
from auditor_app.services.forms.word import Around, as_word
from auditor_app.services.publishing.exporting import Form
from auditor_app.services.report.reading import Node, Words, read_out
from auditor_app.services.report.record import build_record
from auditor_app.services.workspace import Workspace
from auditor_app.store.undo import SETUP
from tests.services.conftest import PASSPHRASE, SAMPLE
from tests.services.report_samples import (
    DRAFT,
    SECRETS,
    empty_snapshot,
    for_school,
    pages_of,
    small_snapshot,
    team_snapshot,
    text_of,
    with_baseline,
    with_secrets,
    words,
)

HOSTILE = (
    "=1+1", "+HYPERLINK(\"http://x\")", "-2+3", "@SUM(A1)", "\t=1", "  =cmd|' /C calc'!A0", "\uff05=1", "\r\n=1+1",
    "<script>alert(1)</script>", "</style><img src=x onerror=y>", "]]>&amp;", "a\x00b\x07\u202ec", "\ufffe",
)  # fmt: skip


AROUND = Around(("Een kopie.",), "Inhoud", "Formatieve audit – geen oordeel", "{page} van {pages}")


def hostile(snapshot: Snapshot) -> Snapshot:
    notes = tuple(Note(f"h{place}", seen=text, room=text, source="OBS") for place, text in enumerate(HOSTILE))
    finding = Finding("hf", kind=FindingKind.DEVELOPMENT, title=HOSTILE[0], seen=HOSTILE[8], criteria=("E1.1",))
    links = tuple(Link(f"l{note.id}", note=note.id, target="E1.1") for note in notes)
    school = replace(snapshot.audit.school, name=HOSTILE[9])
    audit = replace(snapshot.audit, school=school, summary=HOSTILE[8])
    return replace(snapshot, audit=audit, notes=notes, links=links, findings=(finding,))


@pytest.fixture(scope="module")
def school() -> Snapshot:
    return for_school(with_baseline(team_snapshot()))


@pytest.fixture(scope="module")
def tree(school: Snapshot) -> Node:
    return read_out(school, "nl", status=DRAFT)


def page_of(root: Node, language: str = "nl") -> str:
    made = as_page(root, "Titel", language, notice=("Een kopie",), contents="Inhoud", skip="Naar het rapport")
    return made.decode("utf-8")


class Page(html.parser.HTMLParser):
    """A strict enough reader: every element is closed in its turn."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.problems: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in {"meta", "br", "img", "link", "hr"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.problems.append(tag)


def test_the_tree_says_what_the_pages_say(school: Snapshot, tree: Node) -> None:
    text = words(tree.text)
    for finding in school.findings:
        assert words(finding.title) in text
        assert words(finding.question) in text
    for criterion in school.framework.criteria:
        assert criterion.code in text
    assert words(school.audit.summary) in text
    assert "-\n" not in tree.text
    assert not re.search(r"[a-z]- [a-z]", text.replace("- en ", " ").replace("- of ", " ")), "no word stays cut"


def test_the_web_page_is_whole_accessible_and_loads_nothing(tree: Node) -> None:
    text = page_of(tree)
    page = Page(text)
    assert (page.problems, page.open) == ([], [])
    tags = [tag for tag, _ in page.found]
    assert not {"script", "link", "iframe", "object", "form"} & set(tags)
    assert dict(page.found)["html"]["lang"] == "nl"
    assert not [value for _, found in page.found for name, value in found.items() if name.startswith("on")]
    references = [value or "" for _, found in page.found for name, value in found.items() if name in {"src", "href"}]
    assert all(value.startswith(("#", "data:image/")) for value in references)
    ids = [found["id"] for _, found in page.found if "id" in found]
    assert len(ids) == len(set(ids))
    assert {value[1:] for value in references if value.startswith("#")} <= set(ids)
    levels = [int(tag[1]) for tag in tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert all(found.get("scope") in {"row", "col"} for tag, found in page.found if tag == "th")
    assert all(found.get("alt") for tag, found in page.found if tag == "img")


def test_what_was_typed_in_another_language_says_so(school: Snapshot) -> None:
    text = page_of(read_out(school, "sv", status=DRAFT), "sv")
    title = next(item.title for item in school.findings)
    assert re.search(rf'<h4[^>]* lang="nl"[^>]*>{re.escape(title)}', text)


def test_the_word_file_has_headings_tables_languages_and_properties(school: Snapshot, tree: Node) -> None:
    made = as_word(tree, "Formatieve audit", "nl", AROUND)
    assert made == as_word(tree, "Formatieve audit", "nl", AROUND)
    file = Document(BytesIO(made))
    styles = [paragraph.style.name for paragraph in file.paragraphs if paragraph.style is not None]
    assert styles.count("Title") == 1
    assert styles.count("Heading 1") > 15
    assert {"Heading 2", "Heading 3", "List Bullet", "Quote"} <= set(styles)
    assert file.core_properties.language == "nl-NL"
    assert len(file.tables) > 12
    xml = file.element.xml
    assert xml.count("w:tblHeader") >= 12
    names = set(re.findall(r'w:bookmarkStart [^>]*w:name="([^"]+)"', xml))
    assert set(re.findall(r'w:hyperlink [^>]*w:anchor="([^"]+)"', xml)) <= names
    assert "theme" not in file.styles["Heading 1"].element.rPr.rFonts.xml.lower().replace("schemas", ""), (
        "Georgia is shown"
    )
    swedish = as_word(read_out(school, "sv", status=DRAFT), "t", "sv", Around())
    assert 'w:lang w:val="nl"' in Document(BytesIO(swedish)).element.xml.replace("nl-NL", "nl")


def test_every_page_of_a_word_file_says_what_it_is_and_its_number(tree: Node) -> None:
    file = Document(BytesIO(as_word(tree, "t", "nl", AROUND)))
    foot = file.sections[0].footer
    assert foot.paragraphs[0].text == "Formatieve audit – geen oordeel\t van "
    assert re.findall(r'w:fldSimple w:instr="(\w+)"', foot._element.xml) == ["PAGE", "NUMPAGES"]


def test_tables_of_a_word_file_fill_the_page_and_never_touch(tree: Node) -> None:
    file = Document(BytesIO(as_word(tree, "t", "nl", AROUND)))
    body = [child.tag.rpartition("}")[2] for child in file.element.body]
    assert ("tbl", "tbl") not in set(itertools.pairwise(body))
    for table in file.tables:
        widths = [column.width or 0 for column in table.columns]
        assert abs(sum(widths) - Mm(162)) < Mm(1)
        assert min(widths) >= min(Mm(11), Mm(162) // len(widths)), "a column of signs has room for their words"
    programme = next(table for table in file.tables if table.cell(1, 0).text == "08.15")
    assert programme.columns[0].width < programme.columns[1].width


def test_labels_codes_and_captions_stand_apart_from_what_they_name(school: Snapshot) -> None:
    photo = school.attachments[0]
    output = BytesIO()
    Image.new("RGB", (300, 900), "#336699").save(output, "JPEG")
    root = read_out(school, "nl", status=DRAFT, blobs={photo.blob: output.getvalue()})
    file = Document(BytesIO(as_word(root, "t", "nl", AROUND)))
    styles = [(paragraph.style.name, paragraph.text) for paragraph in file.paragraphs if paragraph.style is not None]
    assert ("Caption", photo.caption) in styles
    assert ("Report Label", "Gezien") in styles
    (bullet, *_others) = [text for style, text in styles if style == "List Bullet"]
    assert bullet.startswith("E2.2 Het logboek is van de leerling.")
    (shape,) = file.inline_shapes
    assert shape.height <= Mm(88)
    assert abs(shape.width / shape.height - 1 / 3) < 0.01
    cell = next(cell for table in file.tables for cell in table._cells if cell.text.startswith("systematisch"))
    assert cell.text.startswith("systematisch\n")
    page = page_of(root)
    assert "<span>systematisch</span><br>" in page
    assert re.search(r"<figure><img [^>]*>\s*<figcaption", page)
    assert '<p class="before">Gezien</p>' in page
    assert re.search(r'<thead><tr><th [^>]*scope="col"', page), "the head is repeated where the page is printed"


def test_a_word_file_names_what_a_picture_shows(school: Snapshot) -> None:
    output = BytesIO()
    Image.new("RGB", (60, 30), "#336699").save(output, "PNG")
    layout = Layout("x", logo="0" * 64, logo_alt="Een blauw vlak")
    root = read_out(replace(school, layouts=(layout,)), "nl", status=DRAFT, blobs={"0" * 64: output.getvalue()})
    file = Document(BytesIO(as_word(root, "t", "nl", Around())))
    (shape,) = file.inline_shapes
    assert shape._inline.docPr.get("descr") == "Een blauw vlak"
    assert 'alt="Een blauw vlak"' in page_of(root)


@pytest.mark.parametrize("text", [*HOSTILE, "a\ud800", "gewoon", "", "−3 graden"])
def test_no_text_stays_a_formula(text: str) -> None:
    made = inert(text)
    assert not made.lstrip().startswith(("=", "+", "-", "@"))
    assert not re.search(r"[\x00-\x08\x0b-\x1f\u202e\ufffe\ud800]", made)
    assert printable(text).strip() in made


def test_hostile_notes_are_text_in_every_table() -> None:
    snapshot, tr = for_school(hostile(team_snapshot())), translator("nl")
    sheets = [make(snapshot, tr) for make in (rows.ratings, rows.evidence, rows.findings)]
    for sheet in sheets:
        table = list(csv.reader(StringIO(as_csv(sheet).decode("utf-8-sig"), newline="")))
        assert {len(row) for row in table} == {len(sheet.heads)}
        assert not [cell for row in table for cell in row if cell.lstrip().startswith(("=", "+", "-", "@"))]
    book = load_workbook(BytesIO(as_book(sheets, "=t", "nl", "…")))
    cells = [cell for page in book for line in page.iter_rows() for cell in line if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert any(str(cell.value) == "=1+1" and cell.quotePrefix for cell in cells), "it is shown as it was typed"


def test_hostile_notes_are_text_in_word_and_on_the_page() -> None:
    root = read_out(for_school(hostile(small_snapshot())), "nl", status=DRAFT)
    text = page_of(root)
    page = Page(text)
    assert (page.problems, page.open) == ([], [])
    assert "script" not in {tag for tag, _ in page.found}
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    file = Document(BytesIO(as_word(root, HOSTILE[9], "nl", Around(HOSTILE, "Inhoud", HOSTILE[8]))))
    assert "<script>alert(1)</script>" in "\n".join(paragraph.text for paragraph in file.paragraphs)


def test_tables_hold_the_facts(school: Snapshot) -> None:
    tr = translator("nl")
    table = rows.ratings(school, tr)
    by_code = {row[0]: row for row in table.rows}
    assert len(by_code) == 36
    assert by_code["E2.1"][5:9] == (3, "Geborgd", 7, 5)
    assert by_code["O3.4"][5] == "NB"
    notes = rows.evidence(school, tr)
    assert len(notes.rows) == len(school.notes)
    assert [row[0] for row in notes.rows] == list(range(1, len(school.notes) + 1))
    assert {len(row) for row in notes.rows} == {len(notes.heads)}


def test_every_row_of_a_csv_says_what_it_was_taken_from(
    workspace: Workspace, audit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = workspace.exports.make(audit, Form.RATINGS, "nl").content
    assert {row["Overgenomen uit"] for row in _read(draft)} == {"concept, niet ondertekend"}
    monkeypatch.setattr(workspace.exports, "_source", partial(_signed, workspace.exports._source(audit, "nl")))
    made = workspace.exports.make(audit, Form.RATINGS, "nl").content
    said = "kopie van rapport.pdf, ondertekend door M. Voorbeeld op 19 december 2026"
    assert {row["Overgenomen uit"] for row in _read(made)} == {said}
    assert "Overgenomen uit" in workspace.exports.make(audit, Form.EVIDENCE, "nl").content.decode().splitlines()[0]


def _signed(source: object, *_asked: object) -> object:
    publication = Publication("p", file_name="rapport.pdf", signer="M. Voorbeeld", signed="2026-12-19T10:00:00+01:00")
    return replace(source, publication=publication, lead=publication)  # type: ignore[type-var] # what is exported from


def _read(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline="")))


def test_rows_of_a_workbook_are_high_enough_for_their_texts(school: Snapshot) -> None:
    book = load_workbook(BytesIO(as_book([rows.evidence(school, translator("nl"))], "t", "nl", "…")))
    page = book.worksheets[0]
    longest = max(range(2, page.max_row + 1), key=lambda line: len(str(page.cell(line, 10).value)))
    length = len(str(page.cell(longest, 10).value))
    assert page.row_dimensions[longest].height >= length / 80 * 15
    assert all(page.row_dimensions[line].height <= 409 for line in range(1, page.max_row + 1))


def test_a_text_longer_than_a_cell_is_cut_and_says_so() -> None:
    snapshot = replace(team_snapshot(), notes=(Note("n", seen="woord " * 20_000),), links=())
    book = load_workbook(BytesIO(as_book([rows.evidence(snapshot, translator("nl"))], "t", "nl", "(afgekapt)")))
    cells = [str(cell.value) for line in book.worksheets[0].iter_rows() for cell in line]
    assert max(len(cell) for cell in cells) <= 32_767
    assert any(cell.endswith("(afgekapt)") for cell in cells)


def unpacked(content: bytes) -> bytes:
    """Give all files of an archive behind each other, anything else as it is."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return b"\n".join(archive.read(name) for name in archive.namelist())


@pytest.mark.parametrize("form", [form for form in Form if form is not Form.PDF])
def test_nothing_of_the_team_is_in_any_form(
    workspace: Workspace, audit: str, form: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("auditor_app.store.read.snapshot", lambda *_: with_secrets(small_snapshot()))
    content = unpacked(workspace.exports.make(audit, form, "nl").content)
    if content.startswith(b"%PDF"):
        content = text_of(content).encode()
    if form in {Form.EVIDENCE, Form.BOOK, Form.DATA, Form.RECORD}:
        assert b"OPENBARE-NOTITIE" in content.replace(b"\n", b""), "else this test is blind"
    for secret in SECRETS:
        assert secret.encode() not in content


def with_few_teachers(snapshot: Snapshot) -> Snapshot:
    """Many pupils answered, few teachers, and a part of the pupils that leaves a few out; 3,000 are few here."""
    ids = {SurveyGroup.PUPILS: "p", SurveyGroup.TEACHERS: "t"}
    surveys = tuple(
        Survey(ids[group], snapshot.audit.id, group, "2027-09-01", 9_000, answered)
        for group, answered in ((SurveyGroup.PUPILS, 8_765), (SurveyGroup.TEACHERS, 2_771))
    )
    part = replace(surveys[0], id="y", title="Bovenbouw", answered=6_543)
    counts = {"p": {"1": 2_000, "5": 6_765}, "t": {"1": 1_317, "5": 1_454}, "y": {"1": 1_898, "5": 4_645}}
    asked = tuple(
        SurveyQuestion(f"{of}:q", snapshot.audit.id, of, "gezien", 1, "Ik voel mij gezien", ("E1.1",), counts=found)
        for of, found in counts.items()
    )
    audit = replace(snapshot.audit, survey_minimum=3_000)
    return replace(snapshot, audit=audit, surveys=(*surveys, part), survey_questions=asked)


@pytest.mark.parametrize("form", [Form.WORD, Form.WEB, Form.BOOK, Form.DATA])
def test_what_few_answered_is_in_no_form(
    workspace: Workspace, audit: str, form: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("auditor_app.store.read.snapshot", lambda *_: with_few_teachers(small_snapshot()))
    content = unpacked(workspace.exports.make(audit, form, "nl").content)
    text = re.sub(r"(?<=\d)[.\s\u00a0\u202f](?=\d{3})", "", content.decode("utf-8", "replace"))
    if form is not Form.BOOK:
        assert "8765" in text, "else this test is blind"
    for count in ("2771", "1317", "1454", "1898", "4645", "31\u00a0%", "31 %", "52\u00a0%", "71\u00a0%"):
        assert count not in text, count


def test_the_record_is_for_the_team_unless_it_is_shared(school: Snapshot) -> None:
    tr = translator("nl")
    built = build_record(school, "nl", status=DRAFT)
    assert all(tr("Record for the audit team, not for the school") in words(page) for page in pages_of(built))
    shared = replace(school, layouts=(Layout("x", shares_record=True),))
    pages = pages_of(build_record(shared, "nl", status=DRAFT))
    assert all(tr("Record shared with the school") in words(page) for page in pages)
    text = words(text_of(built))
    assert all(words(note.seen)[:30] in text for note in school.notes)
    assert not [member.name for member in school.members if member.name in text]
    with pikepdf.open(BytesIO(built)) as pdf:
        assert "/AF" not in pdf.Root
    with pytest.raises(UserError, match=r"report\.not_for_school"):
        build_record(team_snapshot(), "nl", status=DRAFT)


def test_an_empty_audit_can_be_written_in_every_form(workspace: Workspace, audit: str, tmp_path: Path) -> None:
    for form in Form:
        path = workspace.exports.write(audit, form, "sv", tmp_path)
        assert path.stat().st_size > 100
    assert len(list(tmp_path.iterdir())) >= len(Form)
    root = read_out(for_school(empty_snapshot()), "en", status=DRAFT)
    assert Page(page_of(root)).problems == []


def test_a_folder_that_cannot_be_written_to_is_said(workspace: Workspace, audit: str, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    with pytest.raises(UserError, match=r"publish\.export_failed"):
        workspace.exports.write(audit, Form.DATA, "nl", blocked / "report.json")


def test_forms_of_a_signed_audit_say_that_they_are_copies(workspace: Workspace, tmp_path: Path) -> None:
    audit = workspace.samples.add()
    before = workspace.exports.make(audit, Form.WEB, "nl")
    assert "concept" in before.content.decode() or "Dit is een concept" in before.content.decode()
    workspace.publishing.own_key.make("Mirte Voorbeeld", "Noord", PASSPHRASE)
    report = workspace.publishing.sign(audit, "nl", PASSPHRASE, tmp_path)
    after = workspace.exports.make(audit, Form.WEB, "nl")
    assert f"Het origineel is het ondertekende bestand {report.path.name}" in after.content.decode()
    assert {before.name, after.name} == {f"{report.path.stem}-concept.html", f"{report.path.stem}-kopie.html"}
    assert workspace.exports.make(audit, Form.RATINGS, "nl").name == f"{report.path.stem}-kopie-waarderingen.csv"
    assert "-utkast.pdf" in workspace.exports.make(audit, Form.PDF, "sv").name, "no page of it was signed"
    signed = workspace.exports.make(audit, Form.PDF, "nl")
    assert signed.content == report.pdf
    data = json.loads(workspace.exports.make(audit, Form.DATA, "nl").content)
    with pikepdf.open(BytesIO(report.pdf)) as pdf:
        assert data == json.loads(pdf.Root.AF[0].EF.F.read_bytes())


def test_a_copy_names_the_original_in_its_own_language_and_else_the_newest(signed: Workspace) -> None:
    (nl,) = signed.publishing.publications(SAMPLE)
    newer = replace(nl, language="en", signed="2099-01-01T09:00:00+00:00", file_name="report-en.pdf")
    fields = {name: value for name, value in encode(newer).items() if name not in {"id", "extra"}}
    signed.store.commit([Edit(SAMPLE, "publication", "en", fields)], "me", f"{SETUP}en")
    for language, name in (("nl", nl.file_name), ("en", "report-en.pdf"), ("sv", "report-en.pdf")):
        assert name in signed.exports.make(SAMPLE, Form.RATINGS, language).content.decode("utf-8-sig")


def test_the_notice_names_what_stays_behind() -> None:
    snapshot = for_school(with_secrets(team_snapshot()))
    said = " ".join(notice(snapshot, translator("en"), Signed("a.pdf", "Mirte", "2026-12-19T10:00:00+01:00")))
    for part in ("a.pdf", "Mirte", "19 December 2026", "who wrote which note", "each auditor’s own ratings"):
        assert part in said


def test_words_of_a_node_are_joined() -> None:
    node = Node("P", (Words("een "), Node("Span", (Words("twee"),)), Words(" drie")))
    assert node.text == "een twee drie"
