"""Builders of reports that a later revision changes beside the text of a page: what acts, reads aloud, names, permits.

Each adds one revision to a report that its lead certified, and touches one thing that the published families leave out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, PdfTimeStamper
from pyhanko.sign.timestamps import DummyTimeStamper

from auditor_app.services.signing.sign import sign
from tests.attacks.forgeries import (
    FORGED_TEXT,
    Builder,
    appended,
    dictionary,
    edited,
    number,
    numbers,
    truth,
    update_root,
)
from tests.attacks.reports import FORGED_SNAPSHOT, issued, report, self_made, signature_request, signed_report

SCRIPT: dict[str, generic.PdfObject] = {
    "/S": pdf_name("/JavaScript"), "/JS": generic.TextStringObject("app.alert(1)"),
}  # fmt: skip
Change = Callable[[IncrementalPdfFileWriter], None]


def page_action() -> bytes:
    """Opening the first page starts a script."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        page = writer.root["/Pages"]["/Kids"][0]
        page[pdf_name("/AA")] = dictionary({"/O": dictionary(SCRIPT)})
        writer.update_container(page)

    return edited(signed_report(), change)


def field_action() -> bytes:
    """Pointing at the signature starts a script."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        widget = writer.root["/AcroForm"]["/Fields"][0]
        widget[pdf_name("/AA")] = dictionary({"/E": dictionary(SCRIPT)})
        writer.update_container(widget)

    return edited(signed_report(), change)


def associated_files_alone() -> bytes:
    """The catalogue's list of associated files names other data; the name tree stays."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        writer.root[pdf_name("/AF")] = generic.ArrayObject([_forged_data(writer)])
        update_root(writer)

    return edited(signed_report(), change)


def embedded_files_alone() -> bytes:
    """The name tree leads to other data; the list of associated files stays."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        names = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
        names[1] = _forged_data(writer)
        writer.update_container(names)

    return edited(signed_report(), change)


def _forged_data(writer: IncrementalPdfFileWriter) -> generic.IndirectObject:
    name = generic.TextStringObject("audit.json")
    forged = writer.add_object(generic.StreamObject(stream_data=FORGED_SNAPSHOT))
    spec: dict[str, generic.PdfObject] = {
        "/Type": pdf_name("/Filespec"),
        "/F": name,
        "/UF": name,
        "/EF": dictionary({"/F": forged}),
    }
    return writer.add_object(dictionary(spec))


def hybrid_table() -> bytes:
    """A table that old readers believe, with a stream beside it (/XRefStm) that new readers believe instead."""
    signed = signed_report()
    forged = b"14 0 obj\n<< /Length 0 >>\nstream\n\nendstream\nendobj\n"
    at = len(signed)
    entries = b"\x01" + at.to_bytes(4, "big") + b"\0"
    stream_at = at + len(forged)
    stream = (
        b"90 0 obj\n<< /Type /XRef /Size 100 /W [1 4 1] /Index [14 1] /Root 1 0 R /Length %d >>\n"
        b"stream\n%s\nendstream\nendobj\n" % (len(entries), entries)
    )
    previous = int(signed[signed.rindex(b"startxref") + 9 :].split()[0])
    table_at = stream_at + len(stream)
    table = b"xref\n0 0\ntrailer\n<< /Root 1 0 R /Size 100 /Prev %d /XRefStm %d >>\n" % (previous, stream_at)
    return signed + forged + stream + table + b"startxref\n%d\n%%%%EOF\n" % table_at


def no_permissions() -> bytes:
    """The catalogue no longer says that the first signature certifies."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        del writer.root[pdf_name("/Perms")]
        update_root(writer)

    return edited(signed_report(), change)


def second_certification() -> bytes:
    """Another certifying signature, which permits comments, takes the place of the first one in the catalogue."""
    writer = IncrementalPdfFileWriter(BytesIO(signed_report()))
    writer.root[pdf_name("/Perms")] = dictionary({})
    metadata = PdfSignatureMetadata(
        field_name="second", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES,
        certify=True, docmdp_permissions=MDPPerm.ANNOTATE,
    )  # fmt: skip
    update_root(writer)
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]  # not annotated in pyHanko
    without = out.getvalue()
    signer = Unruly(metadata, signer=self_made().signer)
    made = signer.sign_pdf(IncrementalPdfFileWriter(BytesIO(without)), existing_fields_only=True)
    return bytes(made.getbuffer())


class Unruly(PdfSigner):
    """Signs what pyHanko refuses to sign."""

    def _enforce_certification_constraints(self, _reader: object) -> None:
        """Let a report be certified twice."""


def switched_layer() -> bytes:
    """A layer with other findings that was signed as hidden is switched on."""

    def prepare(pdf: pikepdf.Pdf) -> None:
        layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("other findings")))
        pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer]), Order=Array([])))
        page = pdf.pages[0].obj
        page.Resources.Properties = Dictionary(Other=layer)
        shown = page.Contents.read_bytes() + b"\n/OC /Other BDC BT /F1 12 Tf 30 700 Td (Standard E2: good) Tj ET EMC\n"
        page.Contents.write(shown)

    def change(writer: IncrementalPdfFileWriter) -> None:
        layers = writer.root["/OCProperties"]["/D"]
        layers[pdf_name("/OFF")] = generic.ArrayObject()
        writer.update_container(layers)

    return edited(_certified(prepare), change)


def painted_signature() -> bytes:
    """The lead's signature is drawn as somebody else's."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        widget = writer.root["/AcroForm"]["/Fields"][0]
        entries = {"/Type": pdf_name("/XObject"), "/Subtype": pdf_name("/Form"), "/BBox": numbers(0, 0, 198, 62)}
        drawing = generic.StreamObject(entries, stream_data=b"0 g 0 0 198 62 re f")
        widget[pdf_name("/AP")] = dictionary({"/N": writer.add_object(drawing)})
        writer.update_container(widget)

    return edited(signed_report(), change)


def painted_signature_stream() -> bytes:
    """The same, by replacing the drawing itself: the field is not touched."""
    return edited(signed_report(), lambda writer: _draw_anew(writer, 0))


def swapped_letters() -> bytes:
    """The font of the findings shows other letters for the same codes."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        font = writer.root["/Pages"]["/Kids"][0]["/Resources"]["/Font"]["/Fp"]
        differences = generic.ArrayObject([number(115), pdf_name("/g"), pdf_name("/o")])
        font[pdf_name("/Encoding")] = dictionary({"/Type": pdf_name("/Encoding"), "/Differences": differences})
        writer.update_container(font)

    return edited(signed_report(), change)


def swapped_names_of_letters() -> bytes:
    """What is copied, searched or read aloud is other than what is seen: the map of the cover's font is replaced."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        names = writer.root["/Pages"]["/Kids"][0]["/Resources"]["/Font"]["/Fp"]["/ToUnicode"]
        data = bytes(names.data).replace(b"<0030>", b"<0031>")
        names.strip_filters()
        names._data = data
        writer.update_container(names)

    return edited(signed_report(), change)


def reordered_pages() -> bytes:
    """The pages stand in another order."""

    def prepare(pdf: pikepdf.Pdf) -> None:
        with pikepdf.open(BytesIO(report())) as other:
            del other.pages[0].obj.Annots
            pdf.pages.append(other.pages[0])

    def change(writer: IncrementalPdfFileWriter) -> None:
        kids = writer.root["/Pages"]["/Kids"]
        kids.reverse()
        writer.update_container(writer.root["/Pages"])

    return edited(_certified(prepare), change)


def another_identity() -> bytes:
    """The file calls itself another file: both parts of its /ID are new."""
    return appended(signed_report(), b"/Root 1 0 R /ID [<00112233> <44556677>]")


def encrypted_update() -> bytes:
    """An update says that the file is encrypted, and how."""
    handler = b"<< /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >>" % (b"00" * 32, b"00" * 32)
    return appended(signed_report(), b"/Root 1 0 R /Encrypt " + handler)


def another_title() -> bytes:
    """The title bar of a reader shows another title: information and metadata are replaced, as signing may."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        info = writer.trailer_view["/Info"]
        info[pdf_name("/Title")] = generic.TextStringObject("Audit report: all good")
        writer.update_container(info)

    return edited(signed_report(), change)


def another_language() -> bytes:
    """A screen reader is told to read the report in another language."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        writer.root[pdf_name("/Lang")] = generic.TextStringObject("fi")
        update_root(writer)

    return edited(signed_report(), change)


def another_form() -> bytes:
    """A form of another kind (XFA) is put beside the signatures; some readers show it instead of the pages."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        form = writer.root["/AcroForm"]
        form[pdf_name("/XFA")] = writer.add_object(generic.StreamObject(stream_data=b"<xdp:xdp/>"))
        writer.update_container(form)

    return edited(signed_report(), change)


def drawn_anew() -> bytes:
    """Readers are asked to draw every field anew, over what the signers drew."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        form = writer.root["/AcroForm"]
        form[pdf_name("/NeedAppearances")] = truth(value=True)
        writer.update_container(form)

    return edited(signed_report(), change)


def another_description() -> bytes:
    """A screen reader reads another text than the page shows: the structure tree's replacement is changed."""

    def prepare(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0].obj
        element = pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.P, Pg=page, K=0, ActualText=String("Standard E2: sufficient"))
        )
        pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array([element])))
        element.P = pdf.Root.StructTreeRoot
        pdf.Root.MarkInfo = Dictionary(Marked=True)

    def change(writer: IncrementalPdfFileWriter) -> None:
        element = writer.root["/StructTreeRoot"]["/K"][0]
        element[pdf_name("/ActualText")] = generic.TextStringObject("Standard E2: good")
        writer.update_container(element)

    return edited(_certified(prepare), change)


def painted_empty_field() -> bytes:
    """An empty field looks signed: its drawing is replaced, and the field itself not touched."""
    return edited(signed_report(), lambda writer: _draw_anew(writer, 1))


def _draw_anew(writer: IncrementalPdfFileWriter, place: int) -> None:
    drawing = writer.root["/AcroForm"]["/Fields"][place]["/AP"].raw_get("/N").reference
    entries = {"/Type": pdf_name("/XObject"), "/Subtype": pdf_name("/Form"), "/BBox": numbers(0, 0, 198, 62)}
    writer.objects[(drawing.generation, drawing.idnum)] = generic.StreamObject(entries, stream_data=b"0 0 198 62 re f")


def another_information() -> bytes:
    """The trailer leads to other information about the file."""
    signed = signed_report()
    info = b"99 0 obj\n<< /Title (Audit report: all good) >>\nendobj\n"
    section = b"99 1\n%010d 00000 n \n" % len(signed)
    return appended(signed, b"/Root 1 0 R /Info 99 0 R", section, info)


def another_metadata() -> bytes:
    """The metadata give another title; the information stays."""

    def prepare(pdf: pikepdf.Pdf) -> None:
        with pdf.open_metadata() as metadata:
            metadata["dc:title"] = "Audit report"

    def change(writer: IncrementalPdfFileWriter) -> None:
        metadata = writer.root["/Metadata"]
        data = bytes(metadata.data).replace(b"Audit report", b"All is good!")
        metadata.strip_filters()
        metadata._data = data
        writer.update_container(metadata)

    return edited(_certified(prepare), change)


def unmarked() -> bytes:
    """The file no longer says that it is tagged, so a screen reader guesses."""

    def prepare(pdf: pikepdf.Pdf) -> None:
        pdf.Root.MarkInfo = Dictionary(Marked=True)

    def change(writer: IncrementalPdfFileWriter) -> None:
        writer.root[pdf_name("/MarkInfo")] = dictionary({"/Marked": truth(value=False)})
        update_root(writer)

    return edited(_certified(prepare), change)


def another_extension() -> bytes:
    """The catalogue claims an extension of PDF that nobody signed."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        extension: dict[str, generic.PdfObject] = {"/BaseVersion": pdf_name("/1.7"), "/ExtensionLevel": number(9)}
        writer.root[pdf_name("/Extensions")] = dictionary({"/EVIL": dictionary(extension)})
        update_root(writer)

    return edited(signed_report(), change)


def another_face() -> bytes:
    """The form gets a font and colour that readers may draw its fields with."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        form = writer.root["/AcroForm"]
        form[pdf_name("/DA")] = generic.TextStringObject("/Helv 40 Tf 0 g")
        writer.update_container(form)

    return edited(signed_report(), change)


def proofs_with_more() -> bytes:
    """The store for proofs brings something that is no proof."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        writer.root[pdf_name("/DSS")] = dictionary({"/Type": pdf_name("/DSS"), "/More": dictionary(SCRIPT)})
        update_root(writer)

    return edited(signed_report(), change)


def hidden_signature() -> bytes:
    """The lead's signature is no longer shown on the page."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        widget = writer.root["/AcroForm"]["/Fields"][0]
        widget[pdf_name("/F")] = number(2)
        writer.update_container(widget)

    return edited(signed_report(), change)


def another_label() -> bytes:
    """What is read aloud for the lead's signature is another name."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        widget = writer.root["/AcroForm"]["/Fields"][0]
        widget[pdf_name("/TU")] = generic.TextStringObject("Signature of the inspectorate")
        writer.update_container(widget)

    return edited(signed_report(), change)


def visible_time_stamp() -> bytes:
    """A time stamp, which may be added, brings a field over the whole page with a drawing in it."""
    writer = IncrementalPdfFileWriter(BytesIO(signed_report()))
    append_signature_field(writer, SigFieldSpec("stamp", box=(0, 0, 595, 842)))
    widget = writer.root["/AcroForm"]["/Fields"][-1]
    entries = {"/Type": pdf_name("/XObject"), "/Subtype": pdf_name("/Form"), "/BBox": numbers(0, 0, 595, 842)}
    drawing = generic.StreamObject(entries, stream_data=b"0 g 0 0 595 842 re f")
    widget[pdf_name("/AP")] = dictionary({"/N": writer.add_object(drawing)})
    writer.update_container(widget)
    return _stamped(writer)


def _on_the_root(key: str, value: Callable[[], generic.PdfObject]) -> Builder:
    def change(writer: IncrementalPdfFileWriter) -> None:
        writer.root[pdf_name(key)] = value()
        update_root(writer)

    return lambda: edited(signed_report(), change)


def _on_the_page(key: str, value: Callable[[], generic.PdfObject]) -> Builder:
    def change(writer: IncrementalPdfFileWriter) -> None:
        page = writer.root["/Pages"]["/Kids"][0]
        page[pdf_name(key)] = value()
        writer.update_container(page)

    return lambda: edited(signed_report(), change)


def all_pages_turned() -> bytes:
    """Every page stands on its head: not the page says so, but the tree it inherits from."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        writer.root["/Pages"][pdf_name("/Rotate")] = number(180)
        writer.update_container(writer.root["/Pages"])

    return edited(signed_report(), change)


def script_among_the_names() -> bytes:
    """A script for the whole document stands beside the attachment in the tree of names."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        names = writer.root["/Names"]
        entry = generic.ArrayObject([generic.TextStringObject("a"), dictionary(SCRIPT)])
        names[pdf_name("/JavaScript")] = dictionary({"/Names": entry})
        writer.update_container(names)

    return edited(signed_report(), change)


def text_as_a_proof() -> bytes:
    """The text of a page is replaced, and called a certificate in the store for proofs."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        text = writer.root["/Pages"]["/Kids"][0].raw_get("/Contents")
        writer.objects[(0, text.idnum)] = generic.StreamObject(stream_data=FORGED_TEXT)
        proofs: dict[str, generic.PdfObject] = {"/Type": pdf_name("/DSS"), "/Certs": generic.ArrayObject([text])}
        writer.root[pdf_name("/DSS")] = dictionary(proofs)
        update_root(writer)

    return edited(signed_report(), change)


def off_the_page() -> bytes:
    """The lead's signature stays in the form and is taken off the page."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        shown = writer.root["/Pages"]["/Kids"][0]["/Annots"]
        del shown[0]
        writer.update_container(shown)

    return edited(signed_report(), change)


def under_the_school() -> bytes:
    """The school signs, and the same revision brings another text of the page."""
    writer = IncrementalPdfFileWriter(BytesIO(signed_report()))
    text = writer.root["/Pages"]["/Kids"][0].raw_get("/Contents")
    writer.objects[(0, text.idnum)] = generic.StreamObject(stream_data=FORGED_TEXT)
    return _signed_by_the_school(writer)


def another_fingerprint_under_the_school() -> bytes:
    """The school signs, and the same revision states the fingerprint of other data."""
    writer = IncrementalPdfFileWriter(BytesIO(signed_report()))
    info = writer.trailer_view["/Info"]
    info[pdf_name("/AuditFingerprint")] = generic.TextStringObject(hashlib.sha256(FORGED_SNAPSHOT).hexdigest())
    writer.update_container(info)
    return _signed_by_the_school(writer)


def _signed_by_the_school(writer: IncrementalPdfFileWriter) -> bytes:
    metadata = PdfSignatureMetadata(field_name="school", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
    made = PdfSigner(metadata, signer=self_made().signer).sign_pdf(writer, existing_fields_only=True)
    return bytes(made.getbuffer())


def _stamped(writer: IncrementalPdfFileWriter) -> bytes:
    opened = issued("A clock")
    clock: Any = DummyTimeStamper(
        tsa_cert=opened.signer.signing_cert,
        tsa_key=opened.signer.signing_key,  # type: ignore[attr-defined]  # a signer with its key in memory
        fixed_dt=datetime(2026, 11, 23, 11, 0, tzinfo=UTC),
    )
    made = PdfTimeStamper(clock, field_name="stamp").timestamp_pdf(writer, "sha256")
    return bytes(made.getbuffer())


def _certified(prepare: Callable[[pikepdf.Pdf], None]) -> bytes:
    """A report that somebody prepared, certified by its lead."""
    with pikepdf.open(BytesIO(report())) as pdf:
        prepare(pdf)
        out = BytesIO()
        pdf.save(out, deterministic_id=True)
    return sign(out.getvalue(), self_made(), signature_request())


LATER_REVISIONS: dict[str, Builder] = {
    "page action": page_action,
    "field action": field_action,
    "associated files alone": associated_files_alone,
    "embedded files alone": embedded_files_alone,
    "hybrid table": hybrid_table,
    "no permissions": no_permissions,
    "second certification": second_certification,
    "switched layer": switched_layer,
    "painted signature": painted_signature,
    "painted signature, by its drawing": painted_signature_stream,
    "swapped letters": swapped_letters,
    "swapped names of letters": swapped_names_of_letters,
    "reordered pages": reordered_pages,
    "another identity": another_identity,
    "encrypted update": encrypted_update,
    "another title": another_title,
    "another language": another_language,
    "another form": another_form,
    "drawn anew": drawn_anew,
    "another description": another_description,
    "hidden signature": hidden_signature,
    "another label": another_label,
    "visible time stamp": visible_time_stamp,
    "painted empty field": painted_empty_field,
    "another information": another_information,
    "another metadata": another_metadata,
    "unmarked": unmarked,
    "proofs with more": proofs_with_more,
    "page turned": _on_the_page("/Rotate", lambda: number(90)),
    "page cropped": _on_the_page("/CropBox", lambda: numbers(0, 400, 595, 842)),
    "all pages turned": all_pages_turned,
    "portfolio": _on_the_root("/Collection", lambda: dictionary({"/D": generic.TextStringObject("0-audit.json")})),
    "base address of links": _on_the_root("/URI", lambda: dictionary({"/Base": generic.TextStringObject("http://x/")})),
    "hidden tool bar": _on_the_root("/ViewerPreferences", lambda: dictionary({"/HideToolbar": truth(value=True)})),
    "script among the names": script_among_the_names,
    "text as a proof": text_as_a_proof,
    "signature off the page": off_the_page,
    "page under the school's signature": under_the_school,
    "fingerprint under the school's signature": another_fingerprint_under_the_school,
}

HARMLESS: dict[str, Builder] = {"another extension": another_extension, "another face": another_face}
"""What other programs write when they sign, and what shows nothing: refusing it would refuse honest signatures."""
