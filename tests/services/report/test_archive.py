"""The file as an archive and for those who listen to it: PDF/A, a structure tree that holds, everything tagged once."""

from __future__ import annotations

import itertools
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from pikepdf.pdfa import check

from auditor_app.core.errors import UserError
from auditor_app.core.snapshot import Snapshot
from auditor_app.services.report import archive
from auditor_app.services.report.build import Built
from tests.services.report_samples import FINAL, full_report, made, small_snapshot, team_snapshot, words


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return team_snapshot()


@pytest.fixture(scope="module")
def built() -> Built:
    return full_report()


@pytest.fixture
def pdf(built: Built) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(BytesIO(built.pdf)) as opened:
        yield opened


def kids_of(element: pikepdf.Object) -> list[Any]:
    kids = element.get("/K", Array())
    return list(kids) if isinstance(kids, Array) else [kids]


def elements(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Walk the structure tree in reading order."""
    for kid in kids_of(node):
        if isinstance(kid, Dictionary) and kid.get("/Type") == Name.StructElem:
            yield kid
            yield from elements(kid)


def tags(pdf: pikepdf.Pdf) -> list[str]:
    return [str(element.S)[1:] for element in elements(pdf.Root.StructTreeRoot)]


def test_the_document_says_what_it_is(pdf: pikepdf.Pdf) -> None:
    assert str(pdf.Root.Lang) == "nl"
    assert bool(pdf.Root.MarkInfo.Marked)
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    assert "De Linde" in str(pdf.docinfo.Title)
    assert all(page.obj.Tabs == Name.S for page in pdf.pages)
    assert not any("/Trans" in page.obj for page in pdf.pages)
    xmp = pdf.Root.Metadata.read_bytes().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in xmp
    assert str(pdf.Root.OutputIntents[0].S) == "/GTS_PDFA1"


def test_dates_come_from_the_snapshot(snapshot: Snapshot, pdf: pikepdf.Pdf) -> None:
    assert str(pdf.docinfo.CreationDate)[2:10] == snapshot.taken[:10].replace("-", "")
    assert pdf.Root.Metadata.read_bytes().decode().count(snapshot.taken[:10]) == 3


def test_all_content_is_marked_once_and_hangs_on_its_element(pdf: pikepdf.Pdf) -> None:
    parents = pdf.Root.StructTreeRoot.ParentTree.Nums
    by_key = {int(parents[place]): parents[place + 1] for place in range(0, len(parents), 2)}
    for page in pdf.pages:
        content = page.Contents.read_bytes().decode("latin-1")
        marks = [int(number) for number in re.findall(r"/MCID (\d+)>> BDC", content)]
        assert marks, "every page says something"
        assert marks == list(range(len(marks)))
        assert len(by_key[int(page.StructParents)]) == len(marks)
        assert content.count("BDC") + content.count("BMC") == len(re.findall(r"\bEMC\b", content))
        outside = re.split(r"/(?:\w+ <</MCID \d+>> BDC|Artifact BMC)", content)[0]
        assert " Tj" not in outside
        assert " TJ" not in outside
        assert not re.search(r"\bEMC\s+(?!/\w+ <<|/Artifact|EMC|\s|$)BT", content)


def test_every_mark_is_reached_exactly_once_from_the_tree(pdf: pikepdf.Pdf) -> None:
    reached: list[tuple[tuple[int, int], int]] = []
    for element in elements(pdf.Root.StructTreeRoot):
        for kid in kids_of(element):
            if not isinstance(kid, pikepdf.Object):
                reached.append((element.Pg.objgen, int(kid)))
            elif kid.get("/Type") == Name.MCR:
                reached.append((kid.Pg.objgen, int(kid.MCID)))
    marks = sum(len(re.findall(rb"/MCID \d+>> BDC", page.Contents.read_bytes())) for page in pdf.pages)
    assert len(reached) == len(set(reached)) == marks


def test_headings_do_not_skip_a_level(pdf: pikepdf.Pdf) -> None:
    levels = [int(tag[1]) for tag in tags(pdf) if re.fullmatch(r"H\d", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert {1, 2, 3} <= set(levels)


def test_tables_are_regular_and_their_heads_have_a_scope(pdf: pikepdf.Pdf) -> None:
    tables = [element for element in elements(pdf.Root.StructTreeRoot) if Name.Table == element.S]
    assert len(tables) > 12
    for table in tables:
        assert [row for row in elements(table) if row.S == Name.TR]
        for head in (one for one in elements(table) if one.S == Name.TH):
            assert Name.Table == head.A.O
            assert head.A.Scope in (Name.Row, Name.Column)


def test_every_row_is_as_wide_as_its_table(pdf: pikepdf.Pdf) -> None:
    tables = [element for element in elements(pdf.Root.StructTreeRoot) if Name.Table == element.S]
    assert len(tables) > 12
    for table in tables:
        rows = [row for row in elements(table) if row.S == Name.TR]
        cells = [[one for one in elements(row) if one.S in (Name.TH, Name.TD)] for row in rows]
        most = max(sum(int(one.A.get("/ColSpan", 1)) if "/A" in one else 1 for one in row) for row in cells)
        for row in cells:
            assert sum(int(one.A.get("/ColSpan", 1)) if "/A" in one else 1 for one in row) == most


def test_figures_links_and_fields_speak(pdf: pikepdf.Pdf) -> None:
    figures = [element for element in elements(pdf.Root.StructTreeRoot) if Name.Figure == element.S]
    assert len(figures) >= 36
    assert all(len(str(figure.Alt)) > 3 for figure in figures)
    assert {"L", "LI", "Lbl", "LBody", "BlockQuote", "Form", "Link"} <= set(tags(pdf))
    parents = pdf.Root.StructTreeRoot.ParentTree.Nums
    by_key = {int(parents[place]): parents[place + 1] for place in range(0, len(parents), 2)}
    found = 0
    for page in pdf.pages:
        for annotation in page.obj.get("/Annots", Array()):
            found += 1
            assert int(annotation.F) & 4, "it must print"
            assert str(annotation.Contents)
            owner = by_key[int(annotation.StructParent)]
            assert any(isinstance(kid, Dictionary) and kid.get("/Obj") == annotation for kid in kids_of(owner))
    assert found > 20


def test_pikepdf_finds_it_archivable_but_for_the_forms_it_cannot_judge(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.AcroForm
    for page in pdf.pages:
        kept = [item for item in page.obj.get("/Annots", Array()) if item.Subtype != Name.Widget]
        page.obj.Annots = Array(kept)
    # pikepdf judges level B and does not know the names of PDF/UA: the same file with the plain claim must pass.
    xmp = pdf.Root.Metadata.read_bytes().replace(b"conformance>A<", b"conformance>B<")
    xmp = re.sub(rb"<pdfuaid:part>1</pdfuaid:part>|\s+xmlns:pdfuaid=\"[^\"]+\"", b"", xmp)
    xmp = re.sub(rb"(?s)<rdf:Description rdf:about=\"\" xmlns:pdfaExtension.*?</rdf:Description>\n", b"", xmp)
    pdf.Root.Metadata = pdf.make_stream(xmp, Type=Name.Metadata, Subtype=Name.XML)
    report = check(pdf, "3b")
    assert [f"{finding.rule} {finding.where} {finding.message}" for finding in report.findings] == []


def test_a_school_may_have_any_name() -> None:
    snapshot = small_snapshot()
    school = replace(snapshot.audit.school, name="A & B </dc:title> \ufffe\uffff\x00 {title} 😀")
    built = made(replace(snapshot, audit=replace(snapshot.audit, school=school)), "nl", FINAL)
    with pikepdf.open(BytesIO(built.pdf)) as pdf:
        assert "A & B </dc:title>" in str(pdf.docinfo.Title)
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == str(pdf.docinfo.Title)


def test_words_of_two_lines_are_parted_for_who_hears_them(tmp_path: Path) -> None:
    """ISO 32000-1, 14.8.2.5: the spaces between words are there, also where a line ends; a cut word stays whole."""
    path = tmp_path / "report.pdf"
    path.write_bytes(made(small_snapshot()).pdf)  # on the whole sample pdfinfo takes half a minute
    told = subprocess.run(["pdfinfo", "-struct-text", str(path)], capture_output=True, check=True, text=True).stdout
    summary = words(team_snapshot().audit.summary)
    assert f'"{summary}"' in told
    heads = re.findall(r'"(E1 +Doelen en leerlijn +\d+)"', told)
    assert len(heads) == 1, "the parts of an entry of the contents do not run into each other"


def test_what_was_typed_in_another_language_says_so() -> None:
    with pikepdf.open(BytesIO(made(small_snapshot(), "sv").pdf)) as pdf:
        languages = {str(element.Lang) for element in elements(pdf.Root.StructTreeRoot) if "/Lang" in element}
        assert str(pdf.Root.Lang) == "sv"
    assert languages == {"nl"}


def test_a_report_that_is_not_archivable_is_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    attach = archive._attach

    def attach_and_spoil(pdf: pikepdf.Pdf, contents: archive.Contents) -> None:
        attach(pdf, contents)
        pdf.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS="app.alert(1)"))

    monkeypatch.setattr(archive, "_attach", attach_and_spoil)
    with pytest.raises(UserError) as refused:
        made(small_snapshot(), "nl", FINAL)
    assert refused.value.code == "report.not_archivable"
