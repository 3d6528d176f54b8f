"""The school's form: filled in as a PDF reader does it, sent back, looked into, refused when it is something else."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest

from auditor_app.core.errors import UserError
from auditor_app.core.fact_check import LONGEST_RESPONSE
from auditor_app.i18n import LANGUAGES, translator
from auditor_app.services.report import form_reading
from auditor_app.services.report.form_fields import FORM_POINTS, LONGEST_PART, POINT_PARTS, point_field
from auditor_app.services.report.form_limits import LARGEST_FORM, LONGEST_TEXT, MOST_FIELDS
from auditor_app.services.report.form_reading import WORKER_FLAG, FormPoint, read_form
from auditor_app.services.report.handouts import response_form
from auditor_app.services.samples import SUMMATIVE, sample_snapshot
from auditor_app.services.workspace import Workspace
from tests.services.report_samples import qpdf_complaints, text_of, words

GAP = 6
"""Points that at least stay between two heads."""
_WORD = re.compile(r'<word xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)" yMax="[\d.]+">([^<]*)</word>')
POINT = FormPoint("blz. 3", "Zes coaches", "Vier coaches\ntwee in januari", "Scholingsplan")
TYPED = {
    **{point_field(2, part): getattr(POINT, part) for part in POINT_PARTS},
    "response": "Wij herkennen ons.", "function": "Schoolleiding", "date": "15-12-2027",
}  # fmt: skip


@pytest.fixture(scope="module")
def blank() -> bytes:
    return response_form(sample_snapshot(SUMMATIVE), "nl")


def filled(blank: bytes, path: Path, typed: Mapping[str, str]) -> Path:
    source = path.with_suffix(".blank.pdf")
    source.write_bytes(blank)
    with pikepdf.open(source) as pdf:
        fields = {str(field.T): field for field in pdf.Root.AcroForm.Fields}
        for name, text in typed.items():
            fields[name].V = pikepdf.String(text)
        pdf.save(path)
    return path


def test_the_form_has_a_field_for_every_part_and_is_a_sound_file(blank: bytes, tmp_path: Path) -> None:
    path = tmp_path / "form.pdf"
    path.write_bytes(blank)
    with pikepdf.open(path) as pdf:
        fields = {str(field.T): field for field in pdf.Root.AcroForm.Fields}
        assert len(fields) == FORM_POINTS * len(POINT_PARTS) + 4
        assert {field.FT for field in fields.values()} == {pikepdf.Name.Tx}
        assert int(fields["response"].MaxLen) == LONGEST_RESPONSE
        assert int(fields[point_field(1, "wrong")].MaxLen) == LONGEST_PART
        assert all(str(field.TU) for field in fields.values())
        assert int(fields["audit"].F) == 2
        assert "pdfaid:part" not in pdf.Root.Metadata.read_bytes().decode()
    assert qpdf_complaints(blank, tmp_path) == ""


def test_what_was_typed_is_read_back_and_taken_once(blank: bytes, tmp_path: Path, workspace: Workspace) -> None:
    snapshot = sample_snapshot(SUMMATIVE)
    workspace.snapshots.load(snapshot)
    audit, checks = snapshot.audit.id, workspace.fact_checks
    form = read_form(filled(blank, tmp_path / "back.pdf", TYPED))
    assert (form.audit, form.points, form.function, form.date) == (audit, (POINT,), "Schoolleiding", "15-12-2027")
    before = len(checks.points(audit))
    assert checks.new_points(audit, form) == (POINT,)
    checks.take_form(audit, form)
    points = checks.points(audit)
    assert len(points) == before + 1
    assert (points[-1].position, points[-1].correct) == (before + 1, POINT.correct)
    now = workspace.audits.snapshot(audit).fact_check
    assert now is not None
    assert (now.response, now.response_by, now.received) == ("Wij herkennen ons.", "Schoolleiding", "2027-12-15")
    assert checks.new_points(audit, form) == ()
    checks.take_form(audit, form)
    assert len(checks.points(audit)) == before + 1


def test_the_first_form_that_says_something_was_received_today_and_a_second_one_adds(
    blank: bytes, tmp_path: Path, workspace: Workspace
) -> None:
    snapshot = sample_snapshot(SUMMATIVE)
    workspace.snapshots.load(replace(snapshot, fact_checks=(), fact_points=()))
    audit, checks = snapshot.audit.id, workspace.fact_checks
    checks.take_form(audit, read_form(filled(blank, tmp_path / "nothing.pdf", {})))
    assert workspace.audits.snapshot(audit).fact_check is None
    checks.take_form(audit, read_form(filled(blank, tmp_path / "one.pdf", TYPED)))
    now = workspace.audits.snapshot(audit).fact_check
    assert now is not None
    assert now.received == workspace.desk.moment()[:10]
    checks.respond(audit, now.response, received="2027-12-16")
    more = {point_field(1, "wrong"): "Elf lokalen", point_field(1, "correct"): "Twaalf lokalen"}
    checks.take_form(audit, read_form(filled(blank, tmp_path / "two.pdf", more)))
    assert [item.correct for item in checks.points(audit)] == [POINT.correct, "Twaalf lokalen"]
    now = workspace.audits.snapshot(audit).fact_check
    assert now is not None
    assert (now.response, now.received) == ("Wij herkennen ons.", "2027-12-16")


def test_the_form_says_how_many_points_fit_and_what_to_do_with_more(blank: bytes) -> None:
    assert f"plaats voor {FORM_POINTS} punten" in words(text_of(blank))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_heads_of_the_columns_stand_whole_in_their_columns(language: str) -> None:
    said = text_of(response_form(sample_snapshot(SUMMATIVE), language), "-bbox")
    tr = translator(language)
    heads = [tr(head).split() for head in ("Page or finding", "What is not so", "What is so", "What shows it")]
    placed = [(word, float(left), float(right)) for left, right, word in _WORD.findall(said)]
    texts = [word for word, _left, _right in placed]
    sides = []
    for head in heads:
        start = next(at for at in range(len(texts)) if texts[at : at + len(head)] == head)
        sides.append((placed[start][1], placed[start + len(head) - 1][2]))
    assert all(right + GAP <= left for (_, right), (left, _) in pairwise(sides))


def test_characters_that_hide_something_are_dropped(blank: bytes, tmp_path: Path) -> None:
    typed = {point_field(1, "wrong"): "a\u202eb\x00c\r\nd\te", "response": " \u200b\n"}
    form = read_form(filled(blank, tmp_path / "back.pdf", typed))
    assert form.points[0].wrong == "abc\nd e"
    assert form.response == ""


def test_the_form_of_another_audit_and_too_long_a_response_are_refused(
    blank: bytes, tmp_path: Path, workspace: Workspace
) -> None:
    snapshot = sample_snapshot(SUMMATIVE)
    workspace.snapshots.load(snapshot)
    other = read_form(filled(blank, tmp_path / "other.pdf", {"audit": "another"}))
    with pytest.raises(UserError, match="form.other_audit"):
        workspace.fact_checks.take_form(snapshot.audit.id, other)
    long = read_form(filled(blank, tmp_path / "long.pdf", {"response": "x" * (LONGEST_RESPONSE + 1)}))
    with pytest.raises(UserError, match="fact_check.response_too_long"):
        workspace.fact_checks.take_form(snapshot.audit.id, long)


def test_what_is_no_form_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="form.cannot_open"):
        read_form(tmp_path / "gone.pdf")
    other = tmp_path / "other.pdf"
    other.write_bytes(b"%PDF-1.7 nothing")
    with pytest.raises(UserError, match="form.unreadable"):
        read_form(other)
    with other.open("wb") as file:
        file.truncate(LARGEST_FORM + 1)
    with pytest.raises(UserError, match="form.too_large"):
        read_form(other)
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(other)
    with pytest.raises(UserError, match="form.no_fields"):
        read_form(other)


def hostile(path: Path, fields: object) -> Path:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=fields)
        pdf.save(path)
    return path


def test_a_form_built_to_hurt_gives_nothing(tmp_path: Path) -> None:
    many = pikepdf.Array([pikepdf.Dictionary(T=pikepdf.String("audit"))] * (MOST_FIELDS + 1))
    streams = pikepdf.Array([pikepdf.Dictionary(T=pikepdf.String("audit"), V=pikepdf.Name.audit), 7, pikepdf.Array()])
    for fields in (many, streams, pikepdf.Name.Nothing):
        with pytest.raises(UserError, match="form.no_fields"):
            read_form(hostile(tmp_path / "hostile.pdf", fields))


def test_fields_that_hang_on_themselves_end(tmp_path: Path) -> None:
    path = tmp_path / "loop.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        field = pdf.make_indirect(pikepdf.Dictionary(T=pikepdf.String("audit"), V=pikepdf.String("x")))
        field.Kids = pikepdf.Array([field])
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]))
        pdf.save(path)
    assert read_form(path).audit == "x"


def test_a_field_that_says_two_things_is_refused_and_one_said_twice_is_not(blank: bytes, tmp_path: Path) -> None:
    path = filled(blank, tmp_path / "twice.pdf", TYPED)
    for other, is_refused in (("Wij herkennen ons.", False), ("Alles is goed.", True)):
        with pikepdf.open(path) as pdf:
            again = pikepdf.Dictionary(T=pikepdf.String("response"), V=pikepdf.String(other))
            pdf.Root.AcroForm.Fields.append(pdf.make_indirect(again))
            pdf.save(tmp_path / "two.pdf")
        if is_refused:
            with pytest.raises(UserError, match="form.two_values"):
                read_form(tmp_path / "two.pdf")
        else:
            assert read_form(tmp_path / "two.pdf").response == "Wij herkennen ons."


def test_a_long_text_in_a_stream_is_read_and_nothing_is_cut_off_silently(blank: bytes, tmp_path: Path) -> None:
    path = filled(blank, tmp_path / "back.pdf", {})
    for text, code in (("Eén lange zin.", ""), ("x" * (LONGEST_TEXT + 1), "form.too_long")):
        with pikepdf.open(path) as pdf:
            fields = {str(field.T): field for field in pdf.Root.AcroForm.Fields}
            fields["response"].V = pdf.make_stream(b"\xfe\xff" + text.encode("utf-16-be"))
            pdf.save(tmp_path / "stream.pdf")
        if code:
            with pytest.raises(UserError, match=code):
                read_form(tmp_path / "stream.pdf")
        else:
            assert read_form(tmp_path / "stream.pdf").response == text


def test_scripts_other_forms_signatures_and_actions_in_a_form_are_passed_over(blank: bytes, tmp_path: Path) -> None:
    path = filled(blank, tmp_path / "back.pdf", TYPED)
    with pikepdf.open(path) as pdf:
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.launchURL('https://x.invalid')"))
        pdf.Root.OpenAction = script
        pdf.Root.AcroForm.XFA = pdf.make_stream(b"<xdp:xdp><field name='response'>Alles is goed.</field></xdp:xdp>")
        pdf.Root.AcroForm.CO = pikepdf.Array([pdf.Root.AcroForm.Fields[0]])
        for field in pdf.Root.AcroForm.Fields:
            field.AA = pikepdf.Dictionary(K=script, F=script, V=script, C=script)
        odd = pikepdf.Dictionary(FT=pikepdf.Name.Sig, T=pikepdf.String("x" * 70_000), V=pikepdf.Dictionary())
        pdf.Root.AcroForm.Fields.append(pdf.make_indirect(odd))
        for value in (pikepdf.Array([1]), True, 7, pikepdf.Name.Off):
            pdf.Root.AcroForm.Fields.append(pikepdf.Dictionary(T=pikepdf.String("other"), V=value))
        pdf.save(tmp_path / "active.pdf")
    form = read_form(tmp_path / "active.pdf")
    assert (form.points, form.response) == ((POINT,), "Wij herkennen ons.")


def test_a_tree_of_fields_that_grows_with_every_branch_is_given_up(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        kids = [pdf.make_indirect(pikepdf.Dictionary(T=pikepdf.String("audit"), V=pikepdf.String("x")))] * 400
        for _level in range(3):
            kids = [pdf.make_indirect(pikepdf.Dictionary(Kids=pikepdf.Array(kids)))] * 400
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(kids))
        pdf.save(tmp_path / "tree.pdf")
    with pytest.raises(UserError, match="form.unreadable"):
        read_form(tmp_path / "tree.pdf")


def test_the_program_itself_is_the_process_where_it_is_frozen(
    blank: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(form_reading, "worker_command", lambda: [sys.executable, "-m", "auditor_app", WORKER_FLAG])
    assert read_form(filled(blank, tmp_path / "back.pdf", TYPED)).points == (POINT,)
