"""The files inside: each described, named twice, and tied to the document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pikepdf import Array, Dictionary, Name, Object, Stream

from auditor_app.services.report.conformance.fault import Fault
from auditor_app.services.report.conformance.objects import items

if TYPE_CHECKING:
    from pikepdf import Pdf

_RELATIONSHIPS = frozenset({"/Source", "/Data", "/Alternative", "/Supplement", "/Unspecified"})


def file_faults(pdf: Pdf) -> Iterator[Fault]:
    """Look at every file specification with a file inside."""
    tied = {one.objgen for one in items(pdf.Root.get("/AF"))}
    listed = {one.objgen for one in _listed(pdf.Root.get("/Names", Dictionary()).get("/EmbeddedFiles"))}
    for item in pdf.objects:
        if isinstance(item, Dictionary) and "/EF" in item:
            yield from _specification(item, tied, listed)


def _listed(node: Object | None) -> Iterator[Object]:
    if node is None:
        return
    yield from items(node.get("/Names", Array()))[1::2]
    for kid in items(node.get("/Kids")):
        yield from _listed(kid)


def _specification(item: Object, tied: set[tuple[int, int]], listed: set[tuple[int, int]]) -> Iterator[Fault]:
    where = f"file «{item.get('/UF', item.get('/F', '?'))}»"
    wanted = (
        (str(item.get("/F", "")) and str(item.get("/UF", "")), "UA-1 7.11", "it is not named in both ways"),
        (item.get("/Type") == Name.Filespec, "A-3 6.8", "its specification has no type"),
        (str(item.get("/AFRelationship", "")) in _RELATIONSHIPS, "A-3 6.8", "its relation to the document is not said"),
        (str(item.get("/Desc", "")), "A-3 6.8", "it is not described in words"),
        (item.objgen in tied, "A-3 6.8", "it is not tied to the document"),
        (item.objgen in listed, "A-3 6.8", "it is not in the list of embedded files"),
    )
    for is_so, rule, words in wanted:
        if not is_so:
            yield Fault(rule, where, words)
    for key in ("/F", "/UF"):
        content = item.EF.get(key)
        if not isinstance(content, Stream) or content.get("/Type") != Name.EmbeddedFile:
            yield Fault("A-3 6.8", where, f"{key} holds no file")
        elif "/" not in str(content.get("/Subtype", ""))[1:]:
            yield Fault("A-3 6.8", where, "its kind (MIME) is not said")
        elif "/ModDate" not in content.get("/Params", Dictionary()):
            yield Fault("A-3 6.8", where, "the date it was last changed is not said")
