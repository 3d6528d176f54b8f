"""Our own judgement of a report: it finds nothing in what we make, and each thing that somebody breaks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from auditor_app.core.errors import UserError
from auditor_app.services.report import archive
from auditor_app.services.report.build import Built
from auditor_app.services.report.conformance import CHECKS, faults
from tests.services.report_samples import DRAFT, FINAL, empty_snapshot, full_report, made, small_snapshot

Spoil = Callable[[pikepdf.Pdf], None]


@pytest.fixture(scope="module")
def small() -> Built:
    return made(small_snapshot(), "nl", FINAL)


@pytest.fixture
def pdf(small: Built) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(BytesIO(small.pdf)) as opened:
        yield opened


def elements(pdf: pikepdf.Pdf, tag: str) -> list[Any]:
    found = [item for item in pdf.objects if isinstance(item, Dictionary) and item.get("/Type") == Name.StructElem]
    return [item for item in found if Name(f"/{tag}") == item.S]


def rewritten(pdf: pikepdf.Pdf, old: bytes, new: bytes, page: int = 1) -> None:
    content = pdf.pages[page].Contents.read_bytes()
    assert re.search(old, content)
    pdf.pages[page].Contents = pdf.make_stream(re.sub(old, new, content, count=1))


def test_nothing_is_found_in_a_report(pdf: pikepdf.Pdf) -> None:
    assert [str(fault) for group in faults(pdf).values() for fault in group] == []


@pytest.mark.parametrize("built", [full_report, lambda: made(empty_snapshot(), "en", FINAL)], ids=["full", "empty"])
def test_nothing_is_found_in_the_sample_or_in_an_empty_audit(built: Callable[[], Built]) -> None:
    with pikepdf.open(BytesIO(built().pdf)) as opened:
        assert [str(fault) for group in faults(opened).values() for fault in group] == []


def test_a_draft_lacks_only_the_claim() -> None:
    with pikepdf.open(BytesIO(made(small_snapshot(), "nl", DRAFT).pdf)) as opened:
        # A draft has no output intent either: nobody archives it.
        found = {fault.rule for group in faults(opened).values() for fault in group}
    assert found == {"A-3 6.2.3", "A-3 6.6.4", "UA-1 5"}


def _without(owner: Callable[[pikepdf.Pdf], Any], key: str) -> Spoil:
    def spoil(pdf: pikepdf.Pdf) -> None:
        del owner(pdf)[key]

    return spoil


def _with(owner: Callable[[pikepdf.Pdf], Any], key: str, value: Callable[[pikepdf.Pdf], object]) -> Spoil:
    def spoil(pdf: pikepdf.Pdf) -> None:
        owner(pdf)[key] = value(pdf)

    return spoil


def _root(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return pdf.Root


def _form(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return pdf.Root.AcroForm


def _page(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return pdf.pages[1].obj


def _first(tag: str) -> Callable[[pikepdf.Pdf], Any]:
    return lambda pdf: elements(pdf, tag)[0]


def _annotation(kind: str) -> Callable[[pikepdf.Pdf], Any]:
    def find(pdf: pikepdf.Pdf) -> pikepdf.Object:
        return next(
            item for page in pdf.pages for item in page.obj.get("/Annots", Array()) if item.Subtype == Name(f"/{kind}")
        )

    return find


def _rename(tag: str, other: str) -> Spoil:
    return _with(_first(tag), "/S", lambda _pdf: Name(f"/{other}"))


def _metadata(old: str, new: str) -> Spoil:
    def spoil(pdf: pikepdf.Pdf) -> None:
        content = pdf.Root.Metadata.read_bytes().decode()
        assert old in content
        pdf.Root.Metadata = pdf.make_stream(content.replace(old, new).encode(), Type=Name.Metadata, Subtype=Name.XML)

    return spoil


def _font(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return next(iter(pdf.pages[1].Resources.Font.values()))


def _script(_pdf: pikepdf.Pdf) -> object:
    return Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


BROKEN: dict[tuple[str, str], tuple[str, Spoil]] = {
    ("document", "no language"): ("UA-1 7.2", _without(_root, "/Lang")),
    ("document", "not marked"): ("UA-1 6.2", _without(_root, "/MarkInfo")),
    ("document", "title hidden"): ("UA-1 7.1-10", _without(_root, "/ViewerPreferences")),
    ("document", "no intent"): ("A-3 6.2.3", _without(_root, "/OutputIntents")),
    ("document", "script on opening"): ("A-3 6.5.1", _with(_root, "/OpenAction", _script)),
    ("document", "tab order"): ("UA-1 7.18.3", _without(_page, "/Tabs")),
    ("document", "page action"): ("A-3 6.5.2", _with(_page, "/AA", lambda pdf: Dictionary(O=_script(pdf)))),
    ("document", "transparency"): ("A-3 6.2.10", _with(_page, "/Group", lambda _pdf: Dictionary(S=Name.Transparency))),
    ("document", "string too long"): ("A-3 6.1.13", _with(_first("Figure"), "/Alt", lambda _pdf: String("a" * 40_000))),
    ("metadata", "no xmp"): ("A-3 6.6.2.1", _without(_root, "/Metadata")),
    ("metadata", "other part"): ("A-3 6.6.4", _metadata("<pdfaid:part>3<", "<pdfaid:part>2<")),
    ("metadata", "no claim of ua"): ("UA-1 5", _metadata("<pdfuaid:part>1</pdfuaid:part>", "")),
    ("metadata", "no extension"): ("A-3 6.6.2.3", _metadata("/pdfua/ns/id/</", "/other/</")),
    ("metadata", "empty title"): ("UA-1 7.1-9", _metadata("dc:title", "dc:subject")),
    ("files", "no relation"): ("A-3 6.8", _without(lambda pdf: pdf.Root.AF[0], "/AFRelationship")),
    ("files", "one name"): ("UA-1 7.11", _without(lambda pdf: pdf.Root.AF[0], "/UF")),
    ("files", "not tied"): ("A-3 6.8", _without(_root, "/AF")),
    ("tree", "unknown element"): ("UA-1 7.1-5", _rename("P", "Story")),
    ("tree", "heading skipped"): ("UA-1 7.4.2", _rename("H2", "H4")),
    ("tree", "bare heading"): ("UA-1 7.4.4", _rename("H2", "H")),
    ("tree", "list item alone"): ("UA-1 7.2", _rename("L", "Div")),
    ("tree", "row in a paragraph"): ("UA-1 7.2", _rename("Table", "Div")),
    ("tree", "no words"): ("UA-1 7.3", _without(_first("Figure"), "/Alt")),
    ("tree", "no parent"): ("UA-1 7.1-12", _without(_first("P"), "/P")),
    ("tree", "wrong language"): ("UA-1 7.2", _with(_first("P"), "/Lang", lambda _pdf: String("in Dutch"))),
    ("tree", "note without id"): ("UA-1 7.9", _rename("P", "Note")),
    ("tables", "no scope"): ("UA-1 7.5", _without(_first("TH"), "/A")),
    ("tables", "span"): ("UA-1 7.2", _with(_first("TD"), "/A", lambda _pdf: Dictionary(O=Name.Table, ColSpan=9))),
    ("annotations", "link says nothing"): ("UA-1 7.18.5-2", _without(_annotation("Link"), "/Contents")),
    ("annotations", "link in a paragraph"): ("UA-1 7.18.5", _rename("Link", "Span")),
    ("annotations", "field says nothing"): ("UA-1 7.18.1-3", _without(_annotation("Widget"), "/TU")),
    ("annotations", "field in a paragraph"): ("UA-1 7.18.4", _rename("Form", "P")),
    ("annotations", "hidden"): ("A-3 6.3.2", _with(_annotation("Widget"), "/F", lambda _pdf: 6)),
    ("annotations", "no appearance"): ("A-3 6.3.3", _without(_annotation("Widget"), "/AP")),
    ("annotations", "acting field"): ("A-3 6.4.1", _with(_annotation("Widget"), "/A", _script)),
    ("annotations", "reader draws"): ("A-3 6.4.1", _with(_form, "/NeedAppearances", lambda _pdf: True)),
    ("content", "untagged text"): ("UA-1 7.1-3", lambda pdf: rewritten(pdf, rb"(?s)/Artifact BMC(.*?)EMC", rb"\1")),
    ("content", "tag in artifact"): ("UA-1 7.1-2", lambda pdf: rewritten(pdf, rb"(/\w+ <</M)", rb"/Artifact BMC \1")),
    ("content", "lost mark"): ("UA-1 7.1", lambda pdf: rewritten(pdf, rb"MCID 3>>", rb"MCID 999>>")),
    ("content", "cmyk"): ("A-3 6.2.4.3", lambda pdf: rewritten(pdf, rb"[\d. ]+ rg", rb" 0 0 0 1 k")),
    ("content", "missing font"): ("A-3 6.2.2", lambda pdf: rewritten(pdf, rb"/F\d\+0 ", rb"/Fx ")),
    ("fonts", "not embedded"): ("A-3 6.2.11.4.1", _without(lambda pdf: _font(pdf).FontDescriptor, "/FontFile2")),
    ("fonts", "no unicode"): ("UA-1 7.21.7", _without(_font, "/ToUnicode")),
    ("fonts", "other widths"): ("UA-1 7.21.5", _with(_font, "/Widths", lambda _pdf: Array([500] * 128))),
    ("fonts", "encoding"): ("A-3 6.2.11.6-3", _with(_font, "/Encoding", lambda _pdf: Name.WinAnsiEncoding)),
    ("fonts", "missing character"): ("UA-1 7.21.8", lambda pdf: rewritten(pdf, rb"\[\(", rb"[(\\005")),
}  # fmt: skip
"""What is broken, the group that must notice, the rule it must name."""


@pytest.mark.parametrize(("group", "name"), BROKEN)
def test_what_is_broken_is_found(pdf: pikepdf.Pdf, group: str, name: str) -> None:
    rule, spoil = BROKEN[group, name]
    spoil(pdf)
    assert rule in {fault.rule for fault in faults(pdf, {group})[group]}


def test_every_group_of_rules_is_tried() -> None:
    assert {group for group, _ in BROKEN} == set(CHECKS)


def test_a_report_that_breaks_a_rule_of_ours_is_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    show = archive._Tagger.show_fields

    def show_and_spoil(tagger: archive._Tagger) -> None:
        show(tagger)
        del tagger._annotations[-1]["/TU"]

    monkeypatch.setattr(archive._Tagger, "show_fields", show_and_spoil)
    with pytest.raises(UserError) as refused:
        made(small_snapshot(), "nl", FINAL)
    assert refused.value.code == "report.not_archivable"
    assert "7.18.1-3" in str(refused.value.details["reason"])
