"""Cross-references are read as pyHanko reads them: the same places, and the same refusals."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from auditor_app.services.signing.decoding import DECODE_LIMITS
from auditor_app.services.signing.reader import ReportReader
from tests.attacks.sound_reports import unsigned
from tests.services.signing.test_reader import packed

FILES = sorted((Path(__file__).parents[2] / "attacks" / "files").rglob("*.pdf"))


def by_pyhanko(pdf: bytes) -> PdfFileReader:
    return PdfFileReader(BytesIO(pdf), strict=True, decode_limits=DECODE_LIMITS)


def sections(read: Callable[[bytes], PdfFileReader], pdf: bytes) -> object:
    """Give all that is known of where objects lie, revision by revision, or what reading them raises."""
    try:
        reader = read(pdf)
    except Exception as error:  # noqa: BLE001 - whatever it is, it has to be the same
        return type(error)
    return [
        (
            {name: value for name, value in vars(one.meta_info).items() if name != "stream_ref"},
            one.meta_info.stream_ref and one.meta_info.stream_ref.idnum,
            {name: value for name, value in vars(one.xref_data).items() if name != "hybrid"},
            one.xref_data.hybrid and vars(one.xref_data.hybrid.xref_data),
        )
        for one in reader.xrefs._xref_sections
    ]


def test_a_reader_knows_all_that_one_of_pyhanko_knows() -> None:
    pdf = FILES[0].read_bytes()
    ours, theirs = vars(ReportReader(pdf)), vars(by_pyhanko(pdf))
    assert set(ours) >= set(theirs)
    for name in ("strict", "_header_version", "last_startxref", "has_xref_stream"):
        assert ours[name] == theirs[name]
    assert set(ours["trailer"]) == set(theirs["trailer"])


def test_the_places_of_a_report_and_of_what_was_added_to_it_are_those_of_pyhanko() -> None:
    """A report with a second revision, as signing adds it: both are streams that name more than a thousand places."""
    pdf = unsigned()
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    writer.add_object(generic.pdf_string("added"))
    output = BytesIO()
    writer.write(output)  # type: ignore[no-untyped-call]  # pyHanko's
    twice = output.getvalue()
    assert sections(ReportReader, pdf) == sections(by_pyhanko, pdf)
    found = sections(ReportReader, twice)
    assert found == sections(by_pyhanko, twice)
    assert isinstance(found, list)
    assert [len(one[2]["xrefs_in_objstm"]) > 1_000 for one in found] == [True, False]


@pytest.mark.parametrize("part", range(4))
def test_objects_lie_where_pyhanko_finds_them(part: int) -> None:
    read = [sections(ReportReader, path.read_bytes()) for path in FILES[part::4]]
    assert read == [sections(by_pyhanko, path.read_bytes()) for path in FILES[part::4]]
    assert sum(isinstance(one, list) and len(one) > 1 for one in read) > 5


@pytest.mark.parametrize(
    ("sound", "broken"),
    [
        (b"/W [ 1 2 1 ]", b"/W [ 1 2 1 ]"),
        (b"/W [ 1 2 1 ]", b"/W [ 0 2 2 ]"),
        (b"/W [ 1 2 1 ]", b"/W [ 1 0 3 ]"),
        (b"/W [ 1 2 1 ]", b"/W [ 1 1 1 ]"),
        (b"/W [ 1 2 1 ]", b"/W [ 1 2 2 ]"),
        (b"/W [ 1 2 1 ]", b"/W [ 1 3 ]  "),
        (b"/W [ 1 2 1 ]", b"/W [ 1 -2 1]"),
        (b"/W [ 1 2 1 ]", b"/W [ 2 1 1 ]"),
        (b"/W [ 1 2 1 ]", b"/W 121      "),
        (b"/W [ 1 2 1 ]", b"/V [ 1 2 1 ]"),
        (b"/Size 8", b"/Size 7"),
        (b"/Size 8", b"/Size 9"),
        (b"/Size 8", b"/Size()"),
        (b"\x02\x00\x01\x03", b"\x03\x00\x03\x00"),
        (b"\x02\x00\x01\x03", b"\x00\x00\x03\x00"),
        (b"\x02\x00\x01\x03", b"\x01\x00\x03\x07"),
    ],
)
def test_a_table_that_is_written_otherwise_is_read_or_refused_as_by_pyhanko(sound: bytes, broken: bytes) -> None:
    pdf = packed()
    assert pdf.count(sound) >= 1
    changed = pdf.replace(sound, broken, 1)
    assert sections(ReportReader, changed) == sections(by_pyhanko, changed)


@pytest.mark.parametrize(
    "index", [b"[ 0 8 ]", b"[ 0 3 4 5 ]", b"[ 4 5 0 3 ]", b"[ 0 3 4 ]", b"[ 0 8 8 0 ]", b"[ 0 -8 ]", b"8"]
)
def test_runs_of_numbers_are_taken_as_by_pyhanko(index: bytes) -> None:
    changed = packed().replace(b"/W [ 1 2 1 ]", b"/W [ 1 2 1 ] /Index " + index, 1)
    assert sections(ReportReader, changed) == sections(by_pyhanko, changed)


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(lambda rows: rows, id="as they are"),
        pytest.param(lambda rows: rows[:-1], id="one byte short"),
        pytest.param(lambda rows: rows + b"\2", id="one byte more"),
        pytest.param(lambda rows: b"\0" + rows[1:], id="the first row whole"),
        pytest.param(lambda rows: b"\3" + rows[1:], id="a row that no reader knows"),
        pytest.param(lambda rows: rows[:1] + b"\7" + rows[2:], id="another kind"),
    ],
)
def test_packed_rows_are_unpacked_as_by_pyhanko(rows: Callable[[bytes], bytes]) -> None:
    """Each row says by what it differs from the one above, as in a PNG."""
    plain = packed()
    begins = plain.index(b"stream\n", plain.index(b"/XRef")) + len(b"stream\n")
    table = plain[begins : begins + 32]
    above = b"\0\0\0\0" + table
    changed = b"".join(
        b"\2" + bytes((table[at + column] - above[at + column]) & 0xFF for column in range(4)) for at in range(0, 32, 4)
    )
    held = zlib.compress(rows(changed))
    how = b"/Filter /FlateDecode /DecodeParms << /Columns 4 /Predictor 12 >> /Length %d" % len(held)
    pdf = plain[:begins].replace(b"/Length 32", how) + held + plain[begins + 32 :]
    found = sections(ReportReader, pdf)
    assert found == sections(by_pyhanko, pdf)
