"""The document as a whole: what its catalogue must say and must not do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pikepdf import Array, Dictionary, Name, Object, Stream, String

from auditor_app.services.report.conformance.fault import Fault
from auditor_app.services.report.conformance.objects import items, name_of

if TYPE_CHECKING:
    from pikepdf import Pdf

LANGUAGE = re.compile(r"(?:[A-Za-z]{2,3}|[xi])(?:-[A-Za-z0-9]{1,8})*")
"""A language tag as RFC 3066 allows it."""
_FORBIDDEN_ACTIONS = frozenset(
    {
        "Launch", "Sound", "Movie", "ResetForm", "ImportData", "Hide", "SetOCGState", "Rendition", "Trans",
        "GoTo3DView", "JavaScript", "SubmitForm",
    }
)  # fmt: skip
_NAMED_ACTIONS = frozenset({"NextPage", "PrevPage", "FirstPage", "LastPage"})
_LONGEST_STRING = 32767
_LONGEST_NAME = 127
_PAGE_SIZES = (3, 14400)
_MAJOR = re.compile(r"1\.[0-7]")


def document_faults(pdf: Pdf) -> Iterator[Fault]:
    """Look at catalogue, pages, actions, colours and the limits of strings and names."""
    yield from _catalogue(pdf)
    yield from _pages(pdf)
    yield from _outline(pdf)
    for item in pdf.objects:
        yield from _object(item, f"object {item.objgen[0]}")


_NOT_IN_ROOT = {"/AA": "A-3 6.5.2", "/OpenAction": "A-3 6.5", "/Requirements": "A-3 6.11", "/Collection": "ours"}


def _catalogue(pdf: Pdf) -> Iterator[Fault]:
    root, marked = pdf.Root, pdf.Root.get("/MarkInfo", Dictionary())
    shown = root.get("/ViewerPreferences", Dictionary())
    names = root.get("/Names", Dictionary())
    wanted = (
        (bool(_MAJOR.fullmatch(pdf.pdf_version)), "UA-1 6.1", f"PDF {pdf.pdf_version} is not 1.0 to 1.7"),
        (bool(marked.get("/Marked", False)), "UA-1 6.2", "it is not marked as tagged"),
        (not bool(marked.get("/Suspects", False)), "UA-1 7.1-4", "tags are suspect"),
        (
            bool(LANGUAGE.fullmatch(str(root.get("/Lang", "")))),
            "UA-1 7.2",
            "the language is missing or no language tag",
        ),
        (bool(shown.get("/DisplayDocTitle", False)), "UA-1 7.1-10", "the title is not shown in the title bar"),
        ("/StructTreeRoot" in root, "UA-1 7.1-11", "there is no structure tree"),
        ("/Encrypt" not in pdf.trailer, "A-3 6.1.3", "it is encrypted"),
        ("/JavaScript" not in names, "A-3 6.5.1", "it has scripts"),
        ("/AlternatePresentations" not in names, "A-3 6.10", "it has alternate presentations"),
    )
    for is_so, rule, words in wanted:
        if not is_so:
            yield Fault(rule, "catalogue", words)
    for key, rule in _NOT_IN_ROOT.items():
        if key in root:
            yield Fault(rule, "catalogue", f"it has {key}")
    yield from _intent(root)


def _intent(root: Object) -> Iterator[Fault]:
    intents = [one for one in items(root.get("/OutputIntents")) if one.get("/S") == Name.GTS_PDFA1]
    if len(intents) != 1 or not isinstance(intents[0].get("/DestOutputProfile"), Stream):
        yield Fault("A-3 6.2.3", "catalogue", "there is not one output intent with a profile")
        return
    profile = intents[0].DestOutputProfile
    content = profile.read_bytes()
    if int(profile.get("/N", 0)) != 3 or content[16:20] != b"RGB ":  # noqa: PLR2004 - three colours
        yield Fault("A-3 6.2.3", "output intent", "its profile is not one for RGB")
    if content[12:16] not in {b"mntr", b"prtr"} or content[8] not in {2, 4}:
        yield Fault("A-3 6.2.3", "output intent", "its profile is of a class or version that is not allowed")


def _pages(pdf: Pdf) -> Iterator[Fault]:
    for number, page in enumerate(pdf.pages, 1):
        where = f"page {number}"
        if page.obj.get("/Tabs") != Name.S:
            yield Fault("UA-1 7.18.3", where, "the order of the tab key does not follow the structure")
        for key, rule in (("/AA", "A-3 6.5.2"), ("/PresSteps", "A-3 6.10"), ("/Trans", "ours")):
            if key in page.obj:
                yield Fault(rule, where, f"it has {key}")
        if not all(_PAGE_SIZES[0] <= float(side) <= _PAGE_SIZES[1] for side in list(page.mediabox)[2:]):
            yield Fault("A-3 6.1.13", where, "its size is out of bounds")
        if "/Group" in page.obj:
            yield Fault("A-3 6.2.10", where, "it has a transparency group, which no page of ours needs")


def _outline(pdf: Pdf) -> Iterator[Fault]:
    if "/Outlines" not in pdf.Root:
        return
    with pdf.open_outline() as outline:
        waiting = list(outline.root)
        while waiting:
            item = waiting.pop()
            waiting += item.children
            if not str(item.title).strip():
                yield Fault("ours", "outline", "an entry without words")
            if item.destination is None and item.action is None:
                yield Fault("ours", "outline", f"«{item.title}» leads nowhere")


def _object(value: object, where: str) -> Iterator[Fault]:
    """Look for what may stand nowhere: forbidden actions, references to other files, strings and names too long."""
    if isinstance(value, String) and len(bytes(value)) > _LONGEST_STRING:
        yield Fault("A-3 6.1.13", where, "a string is longer than 32,767 bytes")
    elif isinstance(value, Name) and len(str(value).encode()) > _LONGEST_NAME + 1:
        yield Fault("A-3 6.1.13", where, "a name is longer than 127 bytes")
    elif isinstance(value, Array):
        for one in value:
            yield from _direct(one, where)
    elif isinstance(value, Dictionary | Stream):
        yield from _dictionary(value, where)
        for key, one in value.items():
            if key not in {"/P", "/Parent"}:
                yield from _direct(one, where)


def _direct(value: object, where: str) -> Iterator[Fault]:
    """Go on into what stands inside an object; what is an object of its own is looked at by itself."""
    if isinstance(value, Object) and not value.is_indirect:
        yield from _object(value, where)


def _dictionary(value: Object, where: str) -> Iterator[Fault]:
    if "/Type" not in value or value.get("/Type") == Name.Action:
        action = name_of(value.get("/S")) if isinstance(value.get("/S"), Name) else ""
        if action in _FORBIDDEN_ACTIONS:
            yield Fault("A-3 6.5.1", where, f"the action {action}")
        if action == "Named" and name_of(value.get("/N")) not in _NAMED_ACTIONS:
            yield Fault("A-3 6.5.1", where, "a named action that is not allowed")
    if isinstance(value, Stream):
        yield from _stream(value, where)
    if value.get("/Type") == Name.ExtGState:
        yield from _graphics_state(value, where)


def _stream(value: Stream, where: str) -> Iterator[Fault]:
    if any(key in value for key in ("/F", "/FFilter", "/FDecodeParms")):
        yield Fault("A-3 6.1.7.1", where, "a stream that lies in another file")
    if any(name in {"/LZWDecode", "/Crypt"} for name in map(str, items(value.get("/Filter")))):
        yield Fault("A-3 6.1.7.2", where, "a filter that is not allowed")
    if value.get("/Subtype") == Name.PS or "/Ref" in value:
        yield Fault("A-3 6.2.9", where, "a PostScript or reference drawing")


def _graphics_state(value: Object, where: str) -> Iterator[Fault]:
    for key in ("/TR", "/HTP", "/TR2"):
        if key in value and value.get(key) != Name.Default:
            yield Fault("A-3 6.2.5", where, f"a graphics state with {key}")
