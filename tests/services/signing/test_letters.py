"""Letters of a cover: those of our typefaces are known, however they are cut out; what differs from them is not."""

from __future__ import annotations

import hashlib
from io import BytesIO

import pikepdf
import pytest
from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.reader import PdfFileReader

from auditor_app.config import resource_path
from auditor_app.core.errors import UserError
from auditor_app.services.signing.letters import FACES, Letters
from auditor_app.services.signing.outlines import Outlines, shows_same
from tests.attacks.lying_letters import built
from tests.attacks.reports import report

FOLDER = resource_path("fonts", "report")
SHIPPED = {
    "InterTabular-Italic": "f8d857d3e5565c1c",
    "InterTabular-Medium": "f3d097613511c360",
    "InterTabular-Regular": "b7395defacb0b828",
    "InterTabular-SemiBold": "d190e4469db70314",
    "Newsreader-Italic": "6d69bd0018d3561e",
    "Newsreader-Medium": "d61595c099cf5f2f",
    "Newsreader-Regular": "d9894fc79fa75ffa",
    "Newsreader-SemiBold": "3fd1b7809d2c16ac",
}


def letters_of(change: bytes | None = None) -> Letters:
    """Take the font of a small report, with another program in it."""
    with pikepdf.open(BytesIO(report())) as pdf:
        held = pdf.pages[0].obj.Resources.Font.Fp.FontDescriptor.FontFile2
        if change is not None:
            held.write(change)
            held.Length1 = len(change)
        output = BytesIO()
        pdf.save(output)
    page = PdfFileReader(BytesIO(output.getvalue()), strict=True).root["/Pages"]["/Kids"][0]
    return Letters.of(page["/Resources"]["/Font"]["/Fp"])


def program() -> bytes:
    with pikepdf.open(BytesIO(report())) as pdf:
        return pdf.pages[0].obj.Resources.Font.Fp.FontDescriptor.FontFile2.read_bytes()


def test_the_typefaces_of_reports_stay_what_they_are() -> None:
    """A changed typeface needs another name: reports that were set with the earlier one must go on being read."""
    found = {path.stem: hashlib.sha256(path.read_bytes()).hexdigest()[:16] for path in FOLDER.glob("*.ttf")}
    assert found.keys() == FACES
    assert found == SHIPPED


@pytest.mark.parametrize("name", sorted(FACES))
def test_letters_lead_to_the_glyphs_that_other_programs_find(name: str) -> None:
    font = TTFont(FOLDER / f"{name}.ttf")
    ours = Outlines.of((FOLDER / f"{name}.ttf").read_bytes())
    for code, glyph in font.getBestCmap().items():
        number = font.getGlyphID(glyph)
        assert ours.glyph_of_letter(chr(code)) == number
        assert ours.measure(number) == font["hmtx"][glyph]
    assert ours.glyph_of_letter("\ue123") == ours.glyph_of_letter("\uffff") == 0


def test_no_letter_looks_like_another_digit_of_a_fingerprint() -> None:
    face = Outlines.of((FOLDER / "InterTabular-Regular.ttf").read_bytes())
    glyphs = [face.glyph_of_letter(letter) for letter in "0123456789abcdef "]
    same = [(one, other) for one in glyphs for other in glyphs if shows_same(face, one, face, other)]
    assert same == [(one, one) for one in glyphs]


def test_a_program_put_together_in_another_order_is_still_ours() -> None:
    tables = Outlines.of(program()).tables
    turned = built(dict(reversed(tables.items())))
    assert letters_of(turned).advance(b"0123 abc") == letters_of().advance(b"0123 abc") > 0


def test_a_code_that_is_read_as_nothing_or_lies_beyond_all_is_no_letter() -> None:
    for code in (b"\x80", b"\xff"):
        with pytest.raises(UserError) as refused:
            letters_of().advance(code)
        assert refused.value.code == "verify.other_letters"


PROGRAM = program()


def drawn(content: bytes) -> list[object]:
    """Draw all plain letters, and nothing else, with another reader of fonts; nothing where it refuses the program."""
    found: list[object] = []
    try:
        font = TTFont(BytesIO(content), lazy=True)
        glyphs = font.getGlyphSet()
        for code in range(32, 127):
            pen = RecordingPen()
            glyph = glyphs[font["cmap"].tables[0].cmap[code]]
            glyph.draw(pen)
            found.append((glyph.width, pen.value))
    except Exception:  # noqa: BLE001 - each of its parsers fails in a way of its own
        return []
    return found


@settings(max_examples=25)
@example(166, 32)  # in a table that ours does not read; the other refuses it
@example(566, 1)  # in the box that stands for an unknown letter: no letter, so neither reader looks at it
@given(st.integers(0, len(PROGRAM) - 1), st.integers(1, 255))
def test_whatever_byte_of_a_program_is_changed_it_is_refused_or_draws_the_same(place: int, other: int) -> None:
    changed = bytearray(PROGRAM)
    changed[place] ^= other
    try:
        letters_of(bytes(changed)).advance(bytes(range(32, 127)))
    except UserError:
        return
    assert drawn(bytes(changed)) in ([], drawn(PROGRAM))


def test_the_other_reader_draws_what_ours_lets_pass() -> None:
    """So that the comparison above compares: the name of a typeface changes nothing that is drawn."""
    place = PROGRAM.index(Outlines.of(PROGRAM).tables["name"]) + 100
    changed = bytearray(PROGRAM)
    changed[place] ^= 1
    assert letters_of(bytes(changed)).advance(b"abc") > 0
    assert len(drawn(bytes(changed))) == len(range(32, 127))
    assert drawn(bytes(changed)) == drawn(PROGRAM)
