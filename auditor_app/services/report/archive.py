"""Turns the drawn pages into the file that is kept: structure tree, links, fields, the data inside, PDF/A, PDF/UA."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from io import BytesIO
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String
from pikepdf.pdfa import check, prepare, resolve_save_kwargs

from auditor_app import __version__
from auditor_app.config import resource_path
from auditor_app.core.errors import UserError
from auditor_app.core.snapshot_json import ATTACHMENT_NAME, fingerprint
from auditor_app.services.report.conformance import faults
from auditor_app.services.report.structure import Annotated, Annotations, Blank, Element, Field, Link, Marked

FLAVOUR = "3b"
"""What pikepdf can judge. Level A asks, besides, for the structure tree, language and Unicode that every report has."""
EDITION = resource_path("pages", "edition.txt").read_text("ascii").strip()
"""Which pages this program makes: what they say and how they are set (resources/build/make_pages.py)."""
PRODUCER = f"Auditor {__version__}, pages {EDITION}"
_TYPED = "/Helv 8.5 Tf 0 g"
_LINES, _READ_ONLY = 1 << 12, 1
_HIDDEN, _PRINTED = 2, 4
"""Flags of text fields and of what is on a page (ISO 32000-1, tables 165, 221 and 228)."""
_LONGEST_ALT = 2000
"""A string of a PDF/A may be 32,767 bytes long; nobody listens to a picture for longer than this."""
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML, and so the metadata, cannot hold."""
LOCK = threading.Lock()
"""reportlab's typefaces keep state while a file is written, so one report is drawn at a time."""


@dataclass(frozen=True)
class Contents:
    """What goes into the file besides its pages."""

    title: str
    language: str
    taken: str
    data: bytes = field(repr=False)
    data_name: str
    root: Element
    annotations: Annotations
    targets: dict[str, tuple[int, float]]
    is_draft: bool


def single_page(pdf: bytes) -> bytes:
    """Make a one-page drawing reproducible."""
    output = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        _without_transitions(opened)
        opened.save(output, deterministic_id=True)
    return output.getvalue()


def archived(pages: bytes, contents: Contents) -> bytes:
    """Give the finished file; raises `UserError("report.not_archivable")` when it breaks a rule that it claims to keep.

    A draft is made the same way, but it is not judged and claims nothing: a preview should not wait for a verdict.
    """
    with pikepdf.open(BytesIO(pages)) as pdf:
        _without_transitions(pdf)
        _describe(pdf, contents)
        tagger = _Tagger(pdf, contents)
        tagger.tag()
        if contents.data:
            _attach(pdf, contents)
        if not contents.is_draft:
            prepare(pdf, FLAVOUR)
            _require_archivable(pdf)
        tagger.show_fields()
        _identify(pdf, contents)
        if not contents.is_draft:
            _require_conformant(pdf)
        output = BytesIO()
        pdf.save(output, **resolve_save_kwargs(FLAVOUR, deterministic_id=True))
        return output.getvalue()


def _without_transitions(pdf: Pdf) -> None:
    for page in pdf.pages:
        if Name.Trans in page.obj:
            del page.obj[Name.Trans]


def _describe(pdf: Pdf, contents: Contents) -> None:
    pdf.Root.Lang = String(contents.language)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    pdf.Root.PageMode = Name.UseOutlines


def _attach(pdf: Pdf, contents: Contents) -> None:
    """Embed the data as the one associated file of the whole document."""
    taken = _moment(contents.taken)
    data = pdf.make_stream(
        contents.data,
        Type=Name.EmbeddedFile,
        Subtype=Name("/application/json"),
        Params=Dictionary(Size=len(contents.data), ModDate=String(_pdf_date(taken))),
    )
    name = String(ATTACHMENT_NAME)
    files = Dictionary(F=data, UF=data)
    described = String(contents.data_name)
    spec = Dictionary(Type=Name.Filespec, F=name, UF=name, EF=files, AFRelationship=Name.Data, Desc=described)
    reference = pdf.make_indirect(spec)
    pdf.Root.AF = Array([reference])
    if Name.Names not in pdf.Root:
        pdf.Root.Names = Dictionary()
    pdf.Root.Names.EmbeddedFiles = Dictionary(Names=Array([name, reference]))


class _Tagger:
    """Writes the structure tree and hangs marked content, links and fields on it."""

    def __init__(self, pdf: Pdf, contents: Contents) -> None:
        self._pdf = pdf
        self._contents = contents
        self._pages = [page.obj for page in pdf.pages]
        self._marked: list[dict[int, pikepdf.Object]] = [{} for _ in self._pages]
        self._annotations = [pdf.make_indirect(Dictionary()) for _ in contents.annotations.items]
        self._owners: dict[int, pikepdf.Object] = {}

    def tag(self) -> None:
        """Write everything."""
        root = self._pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self._pdf.Root.StructTreeRoot = root
        root.K = self._element(self._contents.root, root)
        self._write_annotations()
        numbers = Array()
        for index, page in enumerate(self._pages):
            page.StructParents = index
            page.Tabs = Name.S
            marked = self._marked[index]
            numbers.append(index)
            numbers.append(self._pdf.make_indirect(Array([marked[number] for number in range(len(marked))])))
        for number in range(len(self._annotations)):
            numbers.append(len(self._pages) + number)
            numbers.append(self._owners[number])
        root.ParentTree = self._pdf.make_indirect(Dictionary(Nums=numbers))
        root.ParentTreeNextKey = len(self._pages) + len(self._annotations)

    def _element(self, element: Element, parent: pikepdf.Object) -> pikepdf.Object:
        made = self._pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name(f"/{element.tag}"), P=parent))
        if element.alt:
            made.Alt = String(element.alt[:_LONGEST_ALT])
        if element.lang:
            made.Lang = String(element.lang)
        if element.scope:
            made.A = Dictionary(O=Name.Table, Scope=Name(f"/{element.scope}"))
            if element.span > 1:
                made.A.ColSpan = element.span
        first = next((kid.page for kid in element.kids if isinstance(kid, Marked)), None)
        if first is not None:
            made.Pg = self._pages[first]
        kids = [self._kid(kid, made, first) for kid in element.kids if not _is_empty(kid)]
        if kids:
            made.K = kids[0] if len(kids) == 1 else Array(kids)
        return made

    def _kid(self, kid: Element | Marked | Annotated, made: pikepdf.Object, first: int | None) -> object:
        if isinstance(kid, Element):
            return self._element(kid, made)
        if isinstance(kid, Marked):
            self._marked[kid.page][kid.number] = made
            if kid.page == first:
                return kid.number
            return Dictionary(Type=Name.MCR, Pg=self._pages[kid.page], MCID=kid.number)
        self._owners[kid.number] = made
        page = self._contents.annotations.items[kid.number].page
        return Dictionary(Type=Name.OBJR, Obj=self._annotations[kid.number], Pg=self._pages[page])

    def _write_annotations(self) -> None:
        per_page: dict[int, list[pikepdf.Object]] = {}
        for number, item in enumerate(self._contents.annotations.items):
            annotation = self._annotations[number]
            common = {"/Type": Name.Annot, "/Rect": Array([round(value, 2) for value in item.rect]), "/F": 4}
            common |= {"/P": self._pages[item.page], "/StructParent": len(self._pages) + number}
            entries = self._link(item) if isinstance(item, Link) else self._field(item)
            for key, value in (common | entries).items():
                annotation[key] = value
            if isinstance(item, Link):
                per_page.setdefault(item.page, []).append(annotation)
        for page, links in per_page.items():
            self._pages[page].Annots = Array(links)

    def show_fields(self) -> None:
        """Put the fields on their pages: after the PDF/A check, as pikepdf cannot judge forms."""
        every = self._contents.annotations.items
        items = zip(self._annotations, every, strict=True)
        fields = [(annotation, item.page) for annotation, item in items if not isinstance(item, Link)]
        for annotation, page in fields:
            if Name.Annots not in self._pages[page]:
                self._pages[page].Annots = Array()
            self._pages[page].Annots.append(annotation)
        if fields:
            form = {"/Fields": Array([annotation for annotation, _ in fields])}
            is_typed = any(isinstance(item, Blank) for item in every)
            self._pdf.Root.AcroForm = Dictionary(form | (self._typed() if is_typed else {"/SigFlags": 1}))

    @cached_property
    def _fonts(self) -> pikepdf.Object:
        """Name the face that readers set what is typed in: the one that each of them has."""
        entries = {"/Type": Name.Font, "/Subtype": Name.Type1, "/BaseFont": Name.Helvetica}
        face = Dictionary(entries | {"/Encoding": Name.WinAnsiEncoding})
        return self._pdf.make_indirect(Dictionary(Helv=self._pdf.make_indirect(face)))

    def _typed(self) -> dict[str, object]:
        return {"/DR": Dictionary(Font=self._fonts), "/DA": String(_TYPED), "/NeedAppearances": True}

    def _link(self, link: Link) -> dict[str, object]:
        page, top = self._contents.targets.get(link.target, (link.page, link.rect[3]))
        place = Array([self._pages[page], Name.XYZ, 0, round(top + 12, 2), 0])
        border = Array([0, 0, 0])
        return {
            "/Subtype": Name.Link,
            "/Dest": place,
            "/Border": border,
            "/Contents": String(link.label or link.target),
        }

    def _field(self, item: Field | Blank) -> dict[str, object]:
        """Make an empty field with an empty appearance, so that signing or writing only fills what is there."""
        left, bottom, right, top = item.rect
        empty = self._pdf.make_stream(
            b"",
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=Array([0, 0, round(right - left, 2), round(top - bottom, 2)]),
        )
        kind: dict[str, object] = {"/FT": Name.Sig, "/F": 132}
        if isinstance(item, Blank):
            kind = _blank(item)
            empty.Resources = Dictionary(Font=self._fonts)
        return kind | {
            "/Subtype": Name.Widget,
            "/T": String(item.name),
            "/TU": String(item.label),
            "/Contents": String(item.label),
            "/AP": Dictionary(N=empty),
        }


def _blank(item: Blank) -> dict[str, object]:
    flags = (_LINES if item.has_lines else 0) | (_READ_ONLY if item.value else 0)
    return {
        "/FT": Name.Tx,
        "/F": _HIDDEN if item.value else _PRINTED,
        "/Ff": flags,
        "/DA": String(_TYPED),
        "/MaxLen": item.longest,
        "/V": String(item.value),
    }


def _is_empty(kid: Element | Marked | Annotated) -> bool:
    """Tell whether an element has no content at all; a cell may be empty, as its row would lose a column."""
    if not isinstance(kid, Element) or kid.tag in {"TD", "TH"}:
        return False
    return all(_is_empty(one) for one in kid.kids)


def _moment(taken: str) -> datetime:
    try:
        moment = datetime.fromisoformat(taken)
    except ValueError:
        return datetime(2000, 1, 1, tzinfo=UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _pdf_date(moment: datetime) -> str:
    zone = moment.strftime("%z")
    return moment.strftime("D:%Y%m%d%H%M%S") + f"{zone[:3]}'{zone[3:5]}'"


def _require_archivable(pdf: Pdf) -> None:
    """Let pikepdf judge the document as PDF/A; nothing is claimed that it does not pass."""
    report = check(pdf, FLAVOUR, deterministic_id=True)
    if not report.passed:
        reasons = "; ".join(f"{finding.rule} {finding.message}" for finding in report.findings[:3])
        raise UserError("report.not_archivable", reason=reasons)


def _require_conformant(pdf: Pdf) -> None:
    """Judge the whole file, forms and claims too, by our own reading of PDF/A-3a and PDF/UA-1."""
    found = [str(fault) for group in faults(pdf).values() for fault in group]
    if found:
        raise UserError("report.not_archivable", reason="; ".join(found[:3]))


def _identify(pdf: Pdf, contents: Contents) -> None:
    """Write the document's names and dates, from the snapshot and never from the clock, twice as PDF/A asks."""
    moment = _moment(contents.taken)
    date = String(_pdf_date(moment))
    title = _NOT_XML.sub("", contents.title)
    pdf.docinfo = pdf.make_indirect(
        Dictionary(Title=String(title), Producer=String(PRODUCER), CreationDate=date, ModDate=date)
    )
    if contents.data:
        # What the cover prints, where a program finds it: verifying compares it with the data.
        pdf.docinfo.AuditFingerprint = String(fingerprint(contents.data))
    xmp = _XMP.format(
        claims="" if contents.is_draft else _CLAIMS,
        extension="" if contents.is_draft else _EXTENSION,
        title=escape(title),
        language=contents.language,
        producer=PRODUCER,
        date=moment.isoformat("T", "seconds"),
    )
    pdf.Root.Metadata = pdf.make_stream(xmp.encode(), Type=Name.Metadata, Subtype=Name.XML)


_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>{producer}</pdf:Producer>
<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate><xmp:MetadataDate>{date}</xmp:MetadataDate>
{claims}</rdf:Description>
{extension}</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""

_CLAIMS = """<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>
"""

_EXTENSION = """<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""
