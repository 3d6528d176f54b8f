"""The metadata: title, the two claims, and the description of the names that PDF/A does not know itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from pikepdf import Name, Stream

from auditor_app.services.report.conformance.fault import Fault

if TYPE_CHECKING:
    from pikepdf import Pdf

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DC = "{http://purl.org/dc/elements/1.1/}"
XML = "{http://www.w3.org/XML/1998/namespace}"
PDFA = "{http://www.aiim.org/pdfa/ns/id/}"
PDFUA = "{http://www.aiim.org/pdfua/ns/id/}"
_EXTENSION = "{http://www.aiim.org/pdfa/ns/extension/}"
_SCHEMA = "{http://www.aiim.org/pdfa/ns/schema#}"
_PROPERTY = "{http://www.aiim.org/pdfa/ns/property#}"
_HEADER = re.compile(rb'<\?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"\?>')


def metadata_faults(pdf: Pdf) -> Iterator[Fault]:
    """Read the XMP packet strictly."""
    stream = pdf.Root.get("/Metadata")
    if not isinstance(stream, Stream) or stream.get("/Subtype") != Name.XML or "/Filter" in stream:
        yield Fault("A-3 6.6.2.1", "metadata", "there is no plain XMP stream")
        return
    content = stream.read_bytes()
    if not _HEADER.match(content) or not content.rstrip().endswith(b"?>"):
        yield Fault("A-3 6.6.2.1", "metadata", "the packet has no proper header or end")
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        yield Fault("ours", "metadata", "it declares entities")
        return
    try:
        root = ET.fromstring(content)  # noqa: S314 - without a document type there is nothing to expand
    except ET.ParseError as error:
        yield Fault("A-3 6.6.2.1", "metadata", f"it is no XML: {error}")
        return
    described = root.findall(f".//{RDF}Description")
    yield from _title(described)
    yield from _claims(described)
    yield from _info(pdf, described)


def _values(described: list[ET.Element], name: str) -> list[ET.Element]:
    return [found for one in described for found in one.findall(name)]


def _title(described: list[ET.Element]) -> Iterator[Fault]:
    titles = [one for found in _values(described, f"{DC}title") for one in found.iter(f"{RDF}li")]
    if not any((one.text or "").strip() for one in titles):
        yield Fault("UA-1 7.1-9", "metadata", "there is no title")
    if not any(one.get(f"{XML}lang") == "x-default" for one in titles):
        yield Fault("A-3 6.6.2.3", "metadata", "the title has no default language")


def _claims(described: list[ET.Element]) -> Iterator[Fault]:
    for name, wanted, rule in (
        (f"{PDFA}part", "3", "A-3 6.6.4"),
        (f"{PDFA}conformance", "A", "A-3 6.6.4"),
        (f"{PDFUA}part", "1", "UA-1 5"),
    ):
        found = [value for one in described if (value := _said(one, name)) is not None]
        if found != [wanted]:
            yield Fault(rule, "metadata", f"{name.rpartition('}')[2]} is {found} and not {wanted}")
    if not any(_said(one, f"{PDFUA}part") for one in described):
        return
    schemas = [one for found in _values(described, f"{_EXTENSION}schemas") for one in found.iter()]
    known = [one for one in schemas if _said(one, f"{_SCHEMA}namespaceURI") == PDFUA[1:-1]]
    if len(known) != 1:
        yield Fault("A-3 6.6.2.3", "metadata", "the names of PDF/UA are not described")
        return
    yield from _extension(known[0])


def _said(element: ET.Element, name: str) -> str | None:
    """Give a simple value in any of the ways RDF can write it: as an attribute, as text, as a reference."""
    if name in element.attrib:
        return element.attrib[name].strip()
    child = element.find(name)
    if child is None:
        return None
    return child.get(f"{RDF}resource") or (child.text or "").strip()


def _extension(schema: ET.Element) -> Iterator[Fault]:
    if _said(schema, f"{_SCHEMA}prefix") != "pdfuaid" or not _said(schema, f"{_SCHEMA}schema"):
        yield Fault("A-3 6.6.2.3.3", "metadata", "the description of PDF/UA has no prefix or no name")
    listed = schema.find(f"{_SCHEMA}property")
    properties = [one for one in (listed.iter() if listed is not None else ()) if _said(one, f"{_PROPERTY}name")]
    for one in properties:
        fields = {name: _said(one, f"{_PROPERTY}{name}") for name in ("name", "valueType", "category", "description")}
        if not all(fields.values()) or fields["category"] not in {"internal", "external"}:
            yield Fault("A-3 6.6.2.3.3", "metadata", f"the property {fields['name']} is not fully described")
    if "part" not in {_said(one, f"{_PROPERTY}name") for one in properties}:
        yield Fault("A-3 6.6.2.3.3", "metadata", "the property part is not described")


def _info(pdf: Pdf, described: list[ET.Element]) -> Iterator[Fault]:
    """Both places that name the document have to agree; PDF/A-3 no longer asks for it, readers do."""
    titles = [one.text for found in _values(described, f"{DC}title") for one in found.iter(f"{RDF}li")]
    if str(pdf.docinfo.get("/Title", "")) not in titles:
        yield Fault("ours", "metadata", "the title differs from that of the document information")
