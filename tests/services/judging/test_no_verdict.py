"""A formative audit says no word of a verdict: in no form of its report, on no handout, in no snapshot (DOMAIN 9.1).

What stands in the window is looked at in tests/ui/places/test_report_views.py.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from itertools import chain
from pathlib import Path

import pikepdf
import pytest

from auditor_app.config import Settings
from auditor_app.core.errors import UserError
from auditor_app.core.gates import for_school, judge
from auditor_app.core.model import AuditKind
from auditor_app.core.snapshot import Snapshot
from auditor_app.core.snapshot_json import to_document
from auditor_app.core.wording import LONGEST, verdict_words
from auditor_app.i18n import LANGUAGES, translator
from auditor_app.services.publishing.exporting import Form
from auditor_app.services.report.handouts import exit_sheet, response_form
from auditor_app.services.samples import LAST_YEAR, SUMMATIVE, THIS_YEAR, sample_snapshot
from auditor_app.services.words.outcome import outcome_names
from auditor_app.services.workspace import Workspace
from tests.services.conftest import PASSPHRASE
from tests.services.report_samples import large_framework, made, text_of

CONTROL = "control"
NAMES = {name for language in LANGUAGES for name in outcome_names(translator(language)).values()}


def verdicts(text: str) -> set[str]:
    """Find words of an outcome, and any of its names in any language."""
    return {*verdict_words(text), *(name for name in NAMES if name in text.lower())}


@pytest.mark.parametrize("name", [LAST_YEAR, THIS_YEAR])
def test_a_formative_snapshot_holds_no_word_of_a_verdict(name: str) -> None:
    document = to_document(for_school(sample_snapshot(name)))
    assert document["gates"] == []
    assert document["advice"] == []
    del document["framework"]  # the framework's own text names the rule, whoever uses it
    assert verdicts(json.dumps(document, ensure_ascii=False)) == set()


def in_few_criteria(snapshot: Snapshot) -> Snapshot:
    """Give an audit on a framework of two standards: what the program says by itself stays, in less time."""
    frozen = large_framework(2, 2)
    kept = {note.id for note in snapshot.notes[:12]}
    codes = {str(item["code"]) for item in frozen.body["criteria"]}  # type: ignore[attr-defined]  # as the file has it
    return replace(
        snapshot,
        audit=replace(snapshot.audit, framework=frozen.id),
        frozen=frozen,
        notes=tuple(note for note in snapshot.notes if note.id in kept),
        links=tuple(link for link in snapshot.links if link.note in kept),
        attachments=(),
        consensus=tuple(item for item in snapshot.consensus if item.criterion in codes),
        ratings=tuple(item for item in snapshot.ratings if item.criterion in codes),
        findings=tuple(
            replace(item, is_in_exit_talk=True, criteria=("E1.1",), notes=()) for item in snapshot.findings[:6]
        ),
        evidence={},
    )


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """One folder for all forms in all languages, with a formative audit and one of a school whose name is a verdict."""
    folder = tmp_path_factory.mktemp("forms") / "data"
    workspace, _recovery = Workspace.create(folder, PASSPHRASE, Settings(name="Mirte Voorbeeld", organisation="Noord"))
    snapshot = in_few_criteria(sample_snapshot(THIS_YEAR))
    workspace.snapshots.load(snapshot)
    school = replace(snapshot.audit.school, name="Verleend onder voorwaarden")
    bare = Snapshot(replace(snapshot.audit, id=CONTROL, school=school), snapshot.frozen, consensus=snapshot.consensus)
    workspace.snapshots.load(bare)
    yield workspace
    workspace.close()


def strings_of(pdf: bytes) -> Iterator[str]:
    """Give what a reader of a PDF hears or is shown beside the pages: titles, properties, alternative texts, fields."""

    def strings(item: pikepdf.Object) -> Iterator[str]:
        if isinstance(item, pikepdf.String):
            yield str(item)
        elif isinstance(item, pikepdf.Array):
            yield from chain.from_iterable(strings(part) for part in item if not _is_indirect(part))
        elif isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
            yield from chain.from_iterable(strings(part) for part in item.values() if not _is_indirect(part))

    with pikepdf.open(BytesIO(pdf)) as opened:
        for item in opened.objects:
            yield from strings(item)
        yield opened.Root.Metadata.read_bytes().decode("utf-8")


def _is_indirect(item: object) -> bool:
    return isinstance(item, pikepdf.Object) and item.is_indirect


def said_in(name: str, content: bytes) -> str:
    """Give every word of a file: what is shown, what is read aloud, what its properties and its name say."""
    spaced, ending = name.replace("-", " "), name.rpartition(".")[2]
    if ending == "pdf":
        return "\n".join((spaced, text_of(content), *strings_of(content)))
    if ending in {"docx", "xlsx"}:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            parts = [part for part in packed.namelist() if part.endswith((".xml", ".rels"))]
            return "\n".join((spaced, *(packed.read(part).decode("utf-8") for part in parts)))
    text = content.decode("utf-8-sig")
    if ending == "json":
        document = json.loads(text)
        del document["framework"]  # the framework's own text names the rule, whoever uses it
        text = json.dumps(document, ensure_ascii=False)
    return f"{spaced}\n{text}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_form_of_a_formative_report_says_a_word_of_a_verdict(
    shelf: Workspace, language: str, tmp_path: Path
) -> None:
    audit = sample_snapshot(THIS_YEAR).audit.id
    made = [shelf.exports.make(audit, form, language) for form in Form]
    talk = shelf.publishing.exit_sheet(audit, language, tmp_path)
    files = {one.name: one.content for one in made} | {talk.name: talk.read_bytes()}
    assert len(files) == len(Form) + 1
    assert {name: found for name, content in files.items() if (found := verdicts(said_in(name, content)))} == {}


def test_the_same_search_reads_every_form(shelf: Workspace) -> None:
    """The control: a school that is called a verdict is found in the content of each form, and in its name."""
    for form in Form:
        made = shelf.exports.make(CONTROL, form, "nl")
        unnamed = f"x.{made.name.rpartition('.')[2]}"
        is_table = form in {Form.RATINGS, Form.EVIDENCE}  # they name the school outside only
        assert verdicts(said_in(made.name if is_table else unnamed, made.content)), form
        if unnamed.endswith("pdf"):
            assert verdicts("\n".join(strings_of(made.content))), "not on the pages alone"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [AuditKind.FORMATIVE, AuditKind.INTERIM])
def test_no_page_of_a_formative_report_or_an_interim_one_does(kind: AuditKind, language: str) -> None:
    sample = sample_snapshot(THIS_YEAR)
    snapshot = replace(sample, audit=replace(sample.audit, kind=kind))
    chosen = replace(snapshot, findings=tuple(replace(item, is_in_exit_talk=True) for item in snapshot.findings))
    pages = (made(for_school(snapshot), language).pdf, exit_sheet(chosen, language), response_form(snapshot, language))
    said = [text_of(pdf) for pdf in pages]
    assert min(map(len, said)) > 300
    assert [verdicts(text) for text in said] == [set()] * len(said)


@pytest.mark.parametrize("kind", [AuditKind.FORMATIVE, AuditKind.INTERIM])
def test_even_a_forged_copy_with_gates_and_advice_is_not_judged(kind: AuditKind) -> None:
    summative = for_school(sample_snapshot(SUMMATIVE))
    forged: Snapshot = replace(summative, audit=replace(summative.audit, kind=kind))
    with pytest.raises(UserError, match="not_summative"):
        judge(forged)
    assert verdicts(text_of(made(forged, "nl").pdf)) == set()


def test_the_search_finds_what_a_summative_report_says() -> None:
    """The control: with words of a verdict on the page, the same search must find them."""
    text = text_of(made(for_school(sample_snapshot(SUMMATIVE)), "nl").pdf)
    assert {"verleend onder voorwaarden", "nog niet verleend"} <= verdicts(text)
    assert "keurmerk" in verdicts("." * (LONGEST + 1) + " keurmerk")
