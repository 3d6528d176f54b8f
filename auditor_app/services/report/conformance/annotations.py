"""Links and signature fields: in the structure, with words, visible, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pikepdf import Array, Dictionary, Name, Object, Stream

from auditor_app.services.report.conformance.content import parent_tree
from auditor_app.services.report.conformance.fault import Fault
from auditor_app.services.report.conformance.objects import Key, items, name_of
from auditor_app.services.report.conformance.tree import Node, Tree

if TYPE_CHECKING:
    from pikepdf import Pdf

PRINT, HIDDEN, INVISIBLE, NO_VIEW, TOGGLES = 4, 2, 1, 32, 256
_KINDS = {"Link": "Link", "Widget": "Form"}
"""The kinds of annotation a report may have, and the element each stands in."""


def annotation_faults(pdf: Pdf, tree: Tree) -> Iterator[Fault]:
    """Look at every annotation and at the form."""
    owners = {one.objgen: node for node in tree.nodes for one in node.objects}
    parents = parent_tree(tree.root)
    on_pages: set[Key] = set()
    for number, page in enumerate(pdf.pages, 1):
        for annotation in items(page.obj.get("/Annots")):
            on_pages.add(annotation.objgen)
            yield from _annotation(annotation, owners.get(annotation.objgen), parents, f"page {number}")
    for missing in owners.keys() - on_pages:
        yield Fault("UA-1 7.18.1", owners[missing].where, "it holds an annotation that stands on no page")
    yield from _form(pdf)


def _annotation(item: Object, owner: Node | None, parents: dict[int, Object], page: str) -> Iterator[Fault]:
    kind = name_of(item.get("/Subtype"))
    where = f"{page}, {kind} {item.objgen[0]}"
    if kind not in _KINDS:
        yield Fault("ours", where, "an annotation of a kind that no report has")
        return
    flags = int(item.get("/F", 0))
    if not flags & PRINT or flags & (HIDDEN | INVISIBLE | NO_VIEW | TOGGLES):
        yield Fault("A-3 6.3.2", where, "it is hidden or not printed")
    if "/A" in item and "/Dest" in item:
        yield Fault("ours", where, "it leads to two places")
    if "/AA" in item or (kind == "Widget" and "/A" in item):
        yield Fault("A-3 6.4.1", where, "it starts an action")
    if _is_nowhere(item):
        return
    if owner is None or owner.tag != _KINDS[kind]:
        yield Fault("UA-1 7.18.4" if kind == "Widget" else "UA-1 7.18.5", where, f"it does not stand in {_KINDS[kind]}")
    elif "/StructParent" not in item or parents.get(int(item.StructParent), item).objgen != owner.element.objgen:
        yield Fault("UA-1 7.18.1", where, "the parent tree leads elsewhere")
    yield from _told(item, kind, where)
    if kind == "Widget":
        yield from _widget(item, owner, where)


def _is_nowhere(item: Object) -> bool:
    """Tell whether it has no area: the field of a time stamp, which nobody sees."""
    left, bottom, right, top = (float(value) for value in item.Rect)
    return left == right or bottom == top


def _told(item: Object, kind: str, where: str) -> Iterator[Fault]:
    if kind == "Link" and not str(item.get("/Contents", "")).strip():
        yield Fault("UA-1 7.18.5-2", where, "it does not say where it leads")
    if kind == "Widget" and not str(item.get("/TU", "")).strip():
        yield Fault("UA-1 7.18.1-3", where, "the field has no words")


def _widget(item: Object, owner: Node | None, where: str) -> Iterator[Fault]:
    appearance = item.get("/AP", Dictionary())
    if set(appearance.keys()) != {"/N"} or not isinstance(appearance.get("/N"), Stream):
        yield Fault("A-3 6.3.3", where, "it has not exactly one appearance")
    if owner is not None and (len(owner.objects) != 1 or owner.kids or owner.marks):
        yield Fault("UA-1 7.18.4-2", owner.where, "a form element holds more than its one field")


def _form(pdf: Pdf) -> Iterator[Fault]:
    form = pdf.Root.get("/AcroForm")
    if form is None:
        return
    if bool(form.get("/NeedAppearances", False)):
        yield Fault("A-3 6.4.1", "form", "it asks the reader to draw the fields")
    if "/XFA" in form:
        yield Fault("A-3 6.4.2", "form", "it has XFA")
    for field in items(form.get("/Fields", Array())):
        if "/AA" in field or "/A" in field:
            yield Fault("A-3 6.4.1", f"field {field.get('/T', '?')}", "it starts an action")
        if field.get("/FT") != Name.Sig:
            yield Fault("ours", f"field {field.get('/T', '?')}", "it is no signature field")
