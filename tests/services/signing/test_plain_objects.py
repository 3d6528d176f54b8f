"""What is read plainly is read as pyHanko reads it; everything else is left to pyHanko."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from auditor_app.services.signing.plain_objects import read_plain
from auditor_app.services.signing.reader import ReportReader
from tests.attacks.make_files import FILES, file_name
from tests.attacks.reports import report

READER = ReportReader(report())
REFERENCE = generic.Reference(7, 0, READER)

PLAIN = [
    b"<< /A 1 /B [ 12 0 R -3 0.5 ] /C (words) /D <FEFF0041> /E true /F << /G /H >> >>",
    b"<</A 1/B[12 0 R 3]/C(words)/D<41>/E false>>",
    b"[ 1 2 0 R 3 ]",
    b"[ ]",
    b"<< >>",
    b"12 0 R ",
    b"0 ",
    b"/Name ",
    b"()",
    b"<>",
]
NOT_PLAIN = [
    b"<< /A 1 /A 2 >>",
    b"<< /A >>",
    b"<< 1 /A >>",
    b"<< (A) 1 >>",
    b"<< /A#42 1 >>",
    b"<< /A (one \\) two) >>",
    b"<< /A (one (two)) >>",
    b"<< /A 1 0  R >>",
    b"<< /A 0 0 R >>",
    b"<< /A +1 >>",
    b"<< /A 1. >>",
    b"<< /A <4> >>",
    b"<< /A <4 1> >>",
    b"<< /A null >>",
    b"<< /A 1 ]",
    b"[ 1 >>",
    b"]",
    b">>",
    b"<< /A 1",
    b" << /A 1 >>",
    b"% words\n<< /A 1 >>",
    b"<< /A 1 % words\n >>",
    b"<< /A 1 >> stream\n",
    b"<< /A << /B 1 >> stream\n >>",
    b"<< /A 1 >> % words\nstream\n",
    b"[" * 40 + b"]" * 40,
    b"12 0 R1",
    b"12 0\nR1",
    b"[12 0 R1]",
    b"",
]


def by_pyhanko(data: bytes) -> generic.PdfObject:
    return generic.read_object(BytesIO(data), REFERENCE)


def said(value: generic.PdfObject | None) -> tuple[object, ...]:
    """Everything that an object says: its type, its holder, and what is in it, in order."""
    said_of: object = value
    if isinstance(value, generic.DictionaryObject):
        said_of = [(name, said(value.raw_get(name))) for name in value]
    elif isinstance(value, generic.ArrayObject):
        said_of = [said(value.raw_get(place)) for place in range(len(value))]
    elif isinstance(value, generic.IndirectObject):
        said_of = (value.reference, id(value.reference.pdf))
    elif isinstance(value, generic.TextStringObject):
        said_of = (str(value), value.original_bytes)
    return type(value), None if value is None else value.container_ref, said_of


@pytest.mark.parametrize("data", PLAIN)
def test_plain_ones_are_read_alike(data: bytes) -> None:
    assert said(read_plain(data, 0, REFERENCE)) == said(by_pyhanko(data))


@pytest.mark.parametrize("data", NOT_PLAIN)
def test_others_are_left_to_pyhanko(data: bytes) -> None:
    assert read_plain(data, 0, REFERENCE) is None


TOKENS = st.sampled_from([
    b"<<", b">>", b"[", b"]", b"<", b">", b"(", b")", b"(words)", b"(\xfe\xff\0A)",
    b"(a\\056b)", b"(\\3770)", b"(\\08)", b"(\\1)", b"(\\400)", b"(\\\\101)", b"(\\n)", b"(\\376\\377\\000A)",
    b"(\r\n)", b"<41>", b"/A", b"/B",
    b"/", b"/#41", b"/{", b"1", b"12", b"0", b"-", b"-1", b".", b".5", b"1.5", b"1.5.5", b"R", b"0 R", b"12 0 R",
    b"1234567 0 R", b"12345678901234567890 0 R", b"true", b"false", b"null", b"stream", b"s", b"endobj", b"%", b"\n",
    b"\0", b"\f", b"\\", b"\xe9",
])  # fmt: skip
GAPS = st.sampled_from([b"", b" ", b" ", b" ", b"\n", b"  "])


@given(st.lists(st.tuples(TOKENS, GAPS), max_size=14))
def test_nothing_is_read_in_another_way(parts: list[tuple[bytes, bytes]]) -> None:
    data = b"".join(token + gap for token, gap in parts)
    found = read_plain(data, 0, REFERENCE)
    if found is not None:
        assert said(found) == said(by_pyhanko(data))


@given(st.binary(max_size=40))
def test_nor_are_any_bytes(data: bytes) -> None:
    found = read_plain(b"<< /A " + data + b" >>", 0, REFERENCE)
    if found is not None:
        assert said(found) == said(by_pyhanko(b"<< /A " + data + b" >>"))


def test_it_reads_from_its_place_on() -> None:
    assert said(read_plain(b"1 2 3 << /A 1 >>", 6, REFERENCE)) == said(by_pyhanko(b"<< /A 1 >>"))


@pytest.mark.parametrize("name", ["certified", "signed by three", "archived", "evil annotation", "moved field"])
def test_every_object_of_a_file_is_read_as_pyhanko_reads_it(name: str) -> None:
    pdf = next(FILES.rglob(file_name(name))).read_bytes()
    ours, theirs = ReportReader(pdf), PdfFileReader(BytesIO(pdf), strict=True)
    assert theirs.xrefs.total_revisions > 1, "the report and at least one signature"
    for revision in range(theirs.xrefs.total_revisions):
        for reference in theirs.xrefs.explicit_refs_in_revision(revision):
            one, other = (
                reader.get_object(  # type: ignore[no-untyped-call]  # pyHanko's
                    generic.Reference(reference.idnum, reference.generation, reader), revision
                )
                for reader in (ours, theirs)
            )
            assert type(one) is type(other)
            assert written(one) == written(other)


def written(value: generic.PdfObject) -> bytes:
    out = BytesIO()
    value.write_to_stream(out, None)
    return out.getvalue()
