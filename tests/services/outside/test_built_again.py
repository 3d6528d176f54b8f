"""Whether the pages of a signed report come from its data: ours do, also with photos; a signer's other pages do not."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from auditor_app.config import resource_path
from auditor_app.core.model import Layout
from auditor_app.services.outside.built_again import pages_agree
from auditor_app.services.outside.snapshots import read_snapshot
from auditor_app.services.pictures.logo import prepared_logo
from auditor_app.services.report import archive
from auditor_app.services.report.build import Status, build
from auditor_app.services.signing.sign import sign
from tests.attacks import forgeries
from tests.attacks.reports import NOW, SNAPSHOT, self_made, signature_request, signed_report
from tests.services.report_samples import for_school, team_snapshot


@pytest.fixture(scope="module")
def report() -> bytes:
    """A small report, as the program makes it."""
    return build(read_snapshot(SNAPSHOT), "nl", status=Status(is_draft=False, day=NOW.date().isoformat())).pdf


@pytest.fixture(scope="module")
def certified(report: bytes) -> bytes:
    return sign(report, self_made(), signature_request())


def resaved(report: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """Give a report that its signer changed before signing it."""
    with pikepdf.open(BytesIO(report)) as pdf:
        change(pdf)
        output = BytesIO()
        pdf.save(output, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return sign(output.getvalue(), self_made(), signature_request())


def test_the_pages_of_a_report_are_what_its_data_make(certified: bytes) -> None:
    assert pages_agree(certified) == "same"
    assert pages_agree(sign(certified, self_made(), signature_request("school"))) == "same"


def test_photos_count_too() -> None:
    found = (path.read_bytes() for path in resource_path("sample", "photos").glob("*.jpg"))
    photos = {hashlib.sha256(content).hexdigest(): content for content in found}
    made = build(for_school(team_snapshot()), "sv", status=Status(is_draft=False, day="2026-11-24"), blobs=photos)
    signed = sign(made.pdf, self_made(), signature_request())
    assert signed.count(b"/DCTDecode") > 0
    # The clock of the signer was a day behind.
    assert pages_agree(signed) == "same"


def other_word(pdf: pikepdf.Pdf) -> None:
    contents = pdf.pages[2].obj.Contents
    content = contents.read_bytes()
    changed = content.replace(b"(a", b"(e", 1)
    assert changed != content
    contents.write(changed)


def note_over_a_page(pdf: pikepdf.Pdf) -> None:
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, Rect=[20, 20, 90, 90], Contents=pikepdf.String("good")
    )
    pdf.pages[2].obj.Annots = pikepdf.Array([pdf.make_indirect(note)])


def other_description(pdf: pikepdf.Pdf) -> None:
    element = next(one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/Alt" in one)
    element.Alt = pikepdf.String("something else")


def other_logo(pdf: pikepdf.Pdf) -> None:
    picture = next(one for one in pdf.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image")
    picture.write(bytes(255 - value for value in picture.read_bytes()))


@pytest.mark.parametrize("change", [other_word, note_over_a_page, other_description])
def test_whoever_signs_other_pages_than_the_data_make_is_found(
    report: bytes, change: Callable[[pikepdf.Pdf], None]
) -> None:
    assert pages_agree(resaved(report, change)) == "other"


def test_a_report_of_another_version_is_not_judged(report: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    other = resaved(report, other_word)
    monkeypatch.setattr(archive, "PRODUCER", "Auditor 99.0, pages 0123456789ab")
    assert pages_agree(other) == "unknown"


def test_a_report_says_which_edition_of_the_pages_it_has(report: bytes) -> None:
    """`make check` asks that the edition is another one as soon as a page of a sample is."""
    with pikepdf.open(BytesIO(report)) as pdf, pdf.open_metadata() as metadata:
        assert re.fullmatch(r"Auditor \d+\.\d+\.\d+, pages [0-9a-f]{12}", str(pdf.docinfo.Producer))
        assert metadata["pdf:Producer"] == str(pdf.docinfo.Producer)


def with_logo(content: bytes) -> bytes:
    snapshot = read_snapshot(SNAPSHOT)
    logo = hashlib.sha256(content).hexdigest()
    snapshot = replace(snapshot, layouts=(Layout(snapshot.audit.id, logo=logo, logo_alt="Beeldmerk"),))
    status = Status(is_draft=False, day=NOW.date().isoformat())
    return build(snapshot, "nl", status=status, blobs={logo: content}).pdf


def test_a_logo_counts_too() -> None:
    drawn = Image.new("RGBA", (300, 90), (30, 80, 110, 120))
    drawn.paste((200, 40, 40, 255), (20, 20, 80, 70))
    output = BytesIO()
    drawn.save(output, "PNG")
    report = with_logo(prepared_logo(output.getvalue()))
    assert pages_agree(sign(report, self_made(), signature_request())) == "same"
    assert pages_agree(resaved(report, other_word)) == "other"
    assert pages_agree(resaved(report, other_logo)) == "unknown"


def test_what_is_refused_or_is_no_report_of_ours_is_not_judged(certified: bytes) -> None:
    assert pages_agree(forgeries.evil_annotation()) == "unknown"
    assert pages_agree(certified[:-40]) == "unknown"
    assert pages_agree(signed_report()) == "unknown"
