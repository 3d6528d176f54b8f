"""Our reader gives the objects that pyHanko's own gives, and refuses what that refuses."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader

from auditor_app.services.signing.reader import ReportReader
from tests.services.report_samples import FINAL, made, small_snapshot


def packed() -> bytes:
    """A small file whose objects lie in a stream that is readable as it is."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root.Marked = pdf.make_indirect(pikepdf.Dictionary(Said=pikepdf.String("here")))
        output = BytesIO()
        pdf.save(
            output,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.all,
        )
    return output.getvalue()


def every_object(reader: PdfFileReader) -> dict[int, bytes]:
    found = {}
    for number in range(1, int(reader.trailer["/Size"])):
        written = BytesIO()
        reader.get_object(generic.Reference(number, 0, reader)).write_to_stream(written, None)  # type: ignore[no-untyped-call]  # pyHanko's
        found[number] = written.getvalue()
    return found


def test_every_object_of_a_report_is_read_alike() -> None:
    pdf = made(small_snapshot(), status=FINAL).pdf
    assert pdf.count(b"/ObjStm") > 1, "several streams of objects: pyHanko unpacks each for every object in it"
    assert every_object(ReportReader(pdf)) == every_object(PdfFileReader(BytesIO(pdf), strict=True))


@pytest.mark.parametrize(
    ("sound", "broken"),
    [
        (b"2 0 3 48 ", b"9 0 3 48 "),
        (b"2 0 3 48 ", b"2 x 3 48 "),
        (b"2 0 3 48 ", b"2 0 3 4  "),
        (b"5 183", b"5    "),
        (b"/Type /ObjStm", b"/Type /Object"),
        (b"<< /Count 1 /Kids [ 4 0 R ]", b"4 0 R  /Count 1 /Kids 4 0 R"),
    ],
)
def test_a_stream_whose_table_says_something_else_is_refused(sound: bytes, broken: bytes) -> None:
    pdf = packed()
    assert pdf.count(sound) == 1
    changed = pdf.replace(sound, broken)
    assert ReportReader(pdf).root["/Pages"]["/Count"] == 1
    with pytest.raises((PdfReadError, AssertionError)):
        every_object(PdfFileReader(BytesIO(changed), strict=True))
    with pytest.raises(PdfReadError):
        every_object(ReportReader(changed))
