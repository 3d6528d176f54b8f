"""Reading the fingerprint off the cover: what our own reports print, and nothing that is written in another way."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from PIL import Image
from pyhanko.pdf_utils.reader import PdfFileReader

from auditor_app.core.errors import UserError
from auditor_app.core.gates import for_school
from auditor_app.core.model import Layout
from auditor_app.core.snapshot_json import fingerprint, snapshot_bytes
from auditor_app.services.pictures.logo import prepared_logo
from auditor_app.services.report.build import Status, build
from auditor_app.services.samples import INTERIM, SUMMATIVE, THIS_YEAR, sample_snapshot
from auditor_app.services.signing.printed import printed_fingerprint
from tests.attacks.reports import report

PRINTED = "0123456789abcdef" * 4


def printed(pdf: bytes) -> str:
    return printed_fingerprint(PdfFileReader(BytesIO(pdf), strict=True))


def written(content: bytes) -> str:
    """Read a cover with this content."""
    with pikepdf.open(BytesIO(report())) as pdf:
        pdf.pages[0].obj.Contents.write(content)
        output = BytesIO()
        pdf.save(output)
    return printed(output.getvalue())


def rows(digest: str = PRINTED) -> bytes:
    groups = [digest[start : start + 8] for start in range(0, 64, 8)]
    lines = (" ".join(groups[:4]), " ".join(groups[4:]))
    return b"".join(f"BT /Fp 8 Tf 30 {90 - row * 13} Td ({line}) Tj ET\n".encode() for row, line in enumerate(lines))


@pytest.mark.parametrize(
    ("sample", "language", "has_logo"),
    [(THIS_YEAR, "nl", False), (INTERIM, "en", True), (SUMMATIVE, "sv", True)],
)
def test_the_cover_of_a_report_prints_the_fingerprint_of_its_data(
    sample: str, language: str, *, has_logo: bool
) -> None:
    whole = sample_snapshot(sample)
    picture = BytesIO()
    Image.new("RGB", (300, 200), (10, 20, 120)).save(picture, "PNG")
    logo = prepared_logo(picture.getvalue())
    digest = hashlib.sha256(logo).hexdigest()
    if has_logo:
        school = replace(whole.audit.school, name="Ħafþór Žižek 학교 Šåßœ " * 8)
        layout = Layout("x", logo=digest, logo_alt="Een vlak")
        whole = replace(whole, audit=replace(whole.audit, school=school), layouts=(layout,))
    snapshot = for_school(whole)
    status = Status(is_draft=False, day="2026-11-27")
    pdf = build(snapshot, language, blobs={digest: logo}, status=status).pdf
    assert printed(pdf) == fingerprint(snapshot_bytes(snapshot))


@pytest.mark.parametrize(
    ("as_set", "as_written"),
    [
        (b"(01234567 ", b"(01234567 "),
        (b"/P BMC", b"/TD <</MCID 0>> BDC"),
        (b"/P BMC", b"/P BMC /Span <</Lang (nl)>> BDC EMC"),
        (b"/P BMC", b"/H1 BMC /Span <</ActualText (name)>> BDC EMC EMC 1 g 0 0 9 9 re f 0.1 0.2 0.4 rg /P BMC"),
        (b"(01234567 ", b"(012) Tj (34567 "),
        (b"(01234567 ", b"(\\0601\\0623\\\n4567 "),
    ],
)
def test_the_same_text_is_read_however_it_is_written(as_set: bytes, as_written: bytes) -> None:
    content = (b"/P BMC\n" + rows() + b"EMC").replace(as_set, as_written)
    assert written(content) == PRINTED


def test_letters_may_stand_in_an_array_with_kerning_or_as_hexadecimal_digits() -> None:
    array = rows().replace(b"(01234567 ", b"[(012) -20 <3334353637> 5 ( ").replace(b") Tj", b")] TJ")
    assert written(b"/P BMC\n" + array + b"EMC") == PRINTED


@pytest.mark.parametrize(
    "content",
    [
        b"",
        rows(),
        b"/Artifact BMC\n" + rows() + b"EMC",
        b"/P BMC /Artifact BMC\n" + rows() + b"EMC EMC",
        b"/P BMC\n" + rows() + b"EMC /P BMC\n" + rows() + b"EMC",
        b"/P BMC\n" + rows() + rows() + b"EMC",
        b"/P BMC\n" + rows()[: len(rows()) // 2] + b"EMC",
        b"/P BMC\n" + rows(PRINTED.upper()) + b"EMC",
        b"/P BMC 3 Tr\n" + rows() + b"EMC",
        b"/P BMC 1 g\n" + rows() + b"EMC",
        b"/P BMC 0.9 0.2 0.2 rg\n" + rows() + b"EMC",
        b"/P BMC /Pattern cs\n" + rows() + b"EMC",
        b"/P BMC q 1 g Q q 1 g\n" + rows() + b"Q EMC",
        b"/P BMC 0.01 0 0 0.01 0 0 cm\n" + rows() + b"EMC",
        b"/P BMC 0 0 1 1 re W n\n" + rows() + b"EMC",
        b"/P BMC /Faint gs\n" + rows() + b"EMC",
        b"/P BMC 0 Tz\n" + rows() + b"EMC",
        b"/P BMC 400 Tc\n" + rows() + b"EMC",
        b"/P BMC 400 Tc 0 Tw\n" + rows() + b"EMC",
        b"/P BMC\n" + rows().replace(b"30 ", b"590 ") + b"EMC",
        b"/P BMC\n" + rows().replace(b"8 Tf", b"0.1 Tf") + b"EMC",
        b"/P BMC\n" + rows().replace(b" 90 Td", b" -10 Td").replace(b" 77 Td", b" -23 Td") + b"EMC",
        b"/P BMC\n" + rows().replace(b"30 90 Td", b"1 0 0 -1 30 90 Tm") + b"EMC",
        b"/P BMC\n" + rows().replace(b"30 90 Td", b"30 90 Td 900 TL T*") + b"EMC",
        b"/P BMC\n" + rows().replace(b"(01234567 ", b"[(012) -9000 (34567 ").replace(b") Tj", b")] TJ", 1) + b"EMC",
        b"/OC /Layer BDC /P BMC\n" + rows() + b"EMC EMC",
        b"/P <</MCID 0 /ActualText (0)>> BDC\n" + rows() + b"EMC",
        b"/P BMC\n" + rows() + b"1 g 0 0 500 80 re f EMC",
        b"/P BMC\n" + rows() + b"EMC 1 g 0 0 500 80 re f",
        b"/P BMC\n" + rows() + b"EMC /Picture Do",
        b"/P BMC\n" + rows() + b"EMC /Artifact BMC BT 1 g /Fp 400 Tf 0 0 Td (0) Tj ET EMC",
        b"/P BMC\n" + rows().replace(b" 77 Td", b" 103 Td") + b"EMC",
        b"/P BMC\n" + rows().replace(b" 77 Td", b" 50 Td") + b"EMC",
        b"/P BMC\n" + rows().replace(b"30 77 Td", b"60 77 Td") + b"EMC",
        b"/P BMC\n" + rows().replace(b"8 Tf", b"6 Tf", 1) + b"EMC",
        b"/P BMC\n" + rows().replace(b"8 Tf", b"8 Tf -3 Tc") + b"EMC",
        b"/P BMC\n" + rows().replace(b"8 Tf", b"8 Tf 2 Tw") + b"EMC",
        b"/P BMC\n" + rows().replace(b"(01234567 ", b"[(012) -90 -90 (34567 ").replace(b") Tj", b")] TJ", 1) + b"EMC",
        b"/P BMC\n" + rows().replace(b"(01234567 ", b"(01234567 ) Tj 80 0 Td (", 1) + b"EMC",
        b"0.1 g 0 60 500 50 re f /P BMC\n" + rows() + b"EMC",
        b"/P BMC\n" + rows() + b"EMC 1 G 40 w 0 90 m 500 90 l S",
        b"/P BMC\n" + rows() + b"EMC 1 g " + b"9" * 400 + b" 0 m 0 0 l 0 100 l f",
        b"/P BMC\n" + rows() + b"EMC 1 g 0 0 m 100 0 0 100 100 100 c f",
        b"/P BMC\n" + rows() + b"EMC /P BMC BT /Fp 40 Tf 9 60 Td (8) Tj ET EMC",
        b"/P BMC\n" + rows() + b"EMC /Artifact BMC\n" + rows("0" * 64).replace(b"30 ", b"300 ") + b"EMC",
        b"/P BMC\n" + rows() + b"EMC BT 3 Tr ET",
        b"/P BMC\n" + rows() + b"EMC 1 0 0 1 5 5 cm BT /Fp 9 Tf 300 300 Td (0) Tj ET",
        b"BI /W 1 /H 1 ID \0 EI /P BMC\n" + rows() + b"EMC",
        b"/P BMC\n" + rows() + b"EMC EMC",
        b"/P BMC\n" + rows() + b"EMC % a comment",
        b"/P BMC\n" + rows() + b"EMC (open",
    ],
)  # fmt: skip
def test_what_no_cover_of_ours_looks_like_names_nothing(content: bytes) -> None:
    assert written(content) == ""


def test_letters_of_a_font_that_is_not_ours_are_no_print_and_no_error_of_the_program() -> None:
    with pytest.raises(UserError) as refused:
        written(b"/P BMC\n" + rows().replace(b"/Fp", b"/F1") + b"EMC")
    assert refused.value.code == "verify.unknown_letters"


def test_drawings_pictures_and_words_beside_the_print_leave_it_readable() -> None:
    beside = b"q 90 0 0 40 30 700 cm Q 0.8 0.9 0.9 rg 30 200 400 40 re f 0.3 w 30 110 m 500 110 l S 0 g "
    words = b"/TH BMC BT /Fp 8 Tf 4 90 Td (A) Tj ET EMC BT /Fp 7 Tf 30 63 Td (SHA-256) Tj ET "
    assert written(beside + words + b"/TD BMC\n" + rows() + b"EMC") == PRINTED


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("/CropBox", pikepdf.Array([0, 200, 595, 842])),
        ("/MediaBox", pikepdf.Array([0, 200, 595, 842])),
        ("/UserUnit", 2),
    ],
)
def test_a_page_that_shows_less_than_it_holds_names_nothing(name: str, value: pikepdf.Object | int) -> None:
    with pikepdf.open(BytesIO(report())) as pdf:
        pdf.pages[0].obj[name] = value
        assert printed(_saved(pdf)) == ""


def test_an_annotation_over_the_print_hides_it() -> None:
    with pikepdf.open(BytesIO(report())) as pdf:
        assert printed(_saved(pdf))
        box = pikepdf.Array([500, 130, 20, 70])
        pdf.pages[0].obj.Annots.append(pdf.make_indirect(pikepdf.Dictionary(Subtype=pikepdf.Name.Square, Rect=box)))
        assert printed(_saved(pdf)) == ""


def _saved(pdf: pikepdf.Pdf) -> bytes:
    output = BytesIO()
    pdf.save(output)
    return output.getvalue()
