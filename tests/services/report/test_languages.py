"""Every passage says its language: what people typed and what a framework has in another language; ours is the rest."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

import pikepdf
import pytest

from auditor_app.core.framework import framework_digest
from auditor_app.core.frozen import plain
from auditor_app.core.gates import for_school as judged_for_school
from auditor_app.core.model import AuditKind, FrozenFramework
from auditor_app.core.snapshot import Snapshot
from auditor_app.core.snapshot_json import snapshot_bytes
from auditor_app.i18n import translator
from auditor_app.services.forms.web import as_page
from auditor_app.services.report.build import Status
from auditor_app.services.report.compose import filled
from auditor_app.services.report.reading import Node, Words, read_out
from auditor_app.services.report.style import TABLE
from auditor_app.services.samples import SUMMATIVE, sample_snapshot
from tests.services.report_samples import DRAFT, for_school, made, team_snapshot, with_baseline

_NAMES = {"audit.school", "members.name", "members.organisation"}
"""Names are in no language."""
_LEAST = 14
"""Shorter texts may be said by chance."""


def only_dutch(snapshot: Snapshot) -> Snapshot:
    """Give the audit with a framework that has no text in another language."""

    def trimmed(item: Any) -> Any:  # noqa: ANN401 - a piece of JSON
        if isinstance(item, dict):
            others = {"en", "sv"} if {"nl", "sv"} <= set(item) else set()
            return {key: trimmed(value) for key, value in item.items() if key not in others}
        return [trimmed(one) for one in item] if isinstance(item, list) else item

    body = trimmed(plain(snapshot.frozen.body))
    return replace(snapshot, frozen=FrozenFramework(framework_digest(body), body))


def passages(node: Node, language: str = "sv") -> Iterator[tuple[str, str]]:
    """Give every stretch of words with the language it is said in."""
    language = node.lang or language
    for kid in node.kids:
        if isinstance(kid, Node):
            yield from passages(kid, language)
        elif isinstance(kid, Words):
            yield kid.text.strip(), kid.lang or language


def joined(found: Iterator[tuple[str, str]]) -> dict[str, str]:
    """Give all that is said in each language, its lines put together."""
    said: dict[str, list[str]] = {}
    for text, language in found:
        said.setdefault(language, []).append(text)
    return {language: " ".join(" ".join(texts).split()) for language, texts in said.items()}


def typed(item: object, path: str = "") -> Iterator[str]:
    """Give the sentences of a snapshot's document that people typed."""
    if path in _NAMES:
        return
    if isinstance(item, dict):
        for key, value in item.items():
            if key not in {"framework", "baseline", "attachments"}:
                yield from typed(value, f"{path}.{key}".removeprefix("."))
    elif isinstance(item, list):
        for one in item:
            yield from typed(one, path)
    elif isinstance(item, str) and len(item) >= _LEAST and " " in item:
        yield " ".join(item.split())


def document_without_framework(snapshot: Snapshot) -> dict[str, object]:
    document: dict[str, object] = json.loads(snapshot_bytes(snapshot))
    del document["framework"]
    return document


@pytest.mark.parametrize("name", ["2026", "2027"])
def test_what_was_typed_in_dutch_is_never_said_in_swedish_nor_ours_in_dutch(name: str) -> None:
    snapshot = with_baseline(team_snapshot()) if name == "2026" else sample_snapshot(SUMMATIVE)
    school = judged_for_school(snapshot)
    found = list(passages(read_out(school, "sv", status=Status(is_draft=False, day="2026-12-19"))))
    said = joined(iter(found))
    texts = set(typed(json.loads(snapshot_bytes(school))))
    assert len(texts) > 100
    wrong = [text for text in texts if text in said["sv"]]
    assert wrong == []
    ours = set(translator("sv")._texts._catalog.values())  # type: ignore[attr-defined]  # GNUTranslations keeps it private
    assert [text for text, language in found if language == "nl" and text in ours and len(text) >= _LEAST] == []


@pytest.mark.parametrize("kind", [AuditKind.FORMATIVE, AuditKind.SUMMATIVE, AuditKind.INTERIM])
def test_a_framework_that_is_only_dutch_says_so_in_a_swedish_report(kind: AuditKind) -> None:
    snapshot = only_dutch(with_baseline(team_snapshot()))
    # Typed in Swedish, so that whatever is Dutch can only come from the framework.
    school = judged_for_school(replace(snapshot, audit=replace(snapshot.audit, language="sv", kind=kind)))
    tree = read_out(school, "sv", status=DRAFT)
    said = joined(passages(tree))
    framework = school.framework
    titles = [item.title["nl"] for item in framework.criteria]
    titles += [item.title["nl"] for item in framework.standards]
    titles += [item.title["nl"] for item in framework.lines]
    titles += [item.title["nl"] for item in (*framework.sources, *framework.matrix_roles, *framework.matrix_steps)]
    titles += [item.meaning["nl"] for item in framework.scale]
    elsewhere = json.dumps(document_without_framework(school), ensure_ascii=False)
    titles = [title for title in titles if len(title) >= _LEAST and title not in elsewhere]
    titles.remove("Kunskapsskolan")  # a name, and said so in a sentence of ours
    assert len([title for title in titles if title in said["nl"]]) > (15 if kind is AuditKind.INTERIM else 55)
    assert [title for title in titles if title in said["sv"]] == []
    assert b'lang="nl">' in as_page(tree, "T", "sv", notice=("x",), contents="c", skip="s")


def test_a_report_in_the_language_of_all_its_texts_marks_nothing() -> None:
    assert {
        language for _text, language in passages(read_out(for_school(team_snapshot()), "nl", status=DRAFT), "nl")
    } == {"nl"}


def test_the_pages_mark_the_passage_itself() -> None:
    snapshot = only_dutch(team_snapshot())
    pdf = made(replace(snapshot, audit=replace(snapshot.audit, language="sv")), "sv").pdf
    with pikepdf.open(BytesIO(pdf)) as opened:
        content = b"".join(page.Contents.read_bytes() for page in opened.pages)
    assert content.count(b"/Span <</Lang (nl)>> BDC") > 50


def test_a_sentence_keeps_apart_what_is_ours_and_what_was_typed() -> None:
    spans = filled(
        "Replaces {version}. Corrected: {text}", TABLE, "nl", {"text": "{version} in het plan"}, version="1.0"
    )
    assert [(span.text, span.lang) for span in spans] == [
        ("Replaces ", ""), ("1.0", ""), (". Corrected: ", ""), ("{version} in het plan", "nl")
    ]  # fmt: skip
