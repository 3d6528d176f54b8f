"""The structure tree: standard elements in allowed places, in an order a screen reader can follow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from pikepdf import Dictionary, Name, Object

from auditor_app.services.report.conformance.document import LANGUAGE
from auditor_app.services.report.conformance.fault import Fault
from auditor_app.services.report.conformance.objects import Key, dictionary, items, name_of

if TYPE_CHECKING:
    from pikepdf import Pdf

GROUPING = frozenset(
    {"Document", "Part", "Art", "Sect", "Div", "BlockQuote", "TOC", "TOCI", "Index", "NonStruct", "Private"}
)
_BLOCKS = frozenset({"P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody", "Table", "Caption"})
_ROWS = frozenset({"TR", "TH", "TD", "THead", "TBody", "TFoot"})
_INLINE = frozenset(
    {"Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot", "Figure", "Formula", "Form"}
)
STANDARD = GROUPING | _BLOCKS | _ROWS | _INLINE
_HEADING = re.compile(r"H([1-6])")
ALLOWED: MappingProxyType[str, frozenset[str]] = MappingProxyType(
    {
        "Table": frozenset({"TR", "THead", "TBody", "TFoot", "Caption"}),
        "THead": frozenset({"TR"}),
        "TBody": frozenset({"TR"}),
        "TFoot": frozenset({"TR"}),
        "TR": frozenset({"TH", "TD"}),
        "L": frozenset({"L", "LI", "Caption"}),
        "LI": frozenset({"Lbl", "LBody"}),
        "TOC": frozenset({"TOC", "TOCI", "Caption"}),
        "TOCI": frozenset({"Lbl", "Reference", "P", "TOC", "NonStruct"}),
    }
)
"""What may stand in an element that is strict about it (ISO 32000-1, 14.8.4)."""
PARENTS: MappingProxyType[str, frozenset[str]] = MappingProxyType(
    {
        "TR": frozenset({"Table", "THead", "TBody", "TFoot"}),
        "TH": frozenset({"TR"}),
        "TD": frozenset({"TR"}),
        "THead": frozenset({"Table"}),
        "TBody": frozenset({"Table"}),
        "TFoot": frozenset({"Table"}),
        "LI": frozenset({"L"}),
        "LBody": frozenset({"LI"}),
        "TOCI": frozenset({"TOC"}),
    }
)
"""Where alone an element may stand."""
_TEXTLESS = frozenset({"Table", "THead", "TBody", "TFoot", "TR", "L", "LI", "TOC", "Document", "Sect", "BlockQuote"})
"""Elements whose text has to stand in an element inside them."""


@dataclass
class Node:
    """One structure element as it was read."""

    element: Object
    tag: str
    parent: Node | None
    language: str
    kids: list[Node] = field(default_factory=list)
    marks: list[tuple[Key, int]] = field(default_factory=list)
    """Marked content, by its page and number."""
    objects: list[Object] = field(default_factory=list)
    """Annotations."""

    @property
    def where(self) -> str:
        """Name the element."""
        return f"{self.tag} ({self.element.objgen[0]})"

    def text_of(self, key: str) -> str:
        """Give one of its texts."""
        return str(self.element.get(key, "")).strip()


class Tree:
    """The structure tree, read once."""

    def __init__(self, pdf: Pdf) -> None:
        self.problems: list[Fault] = []
        self.root = pdf.Root.get("/StructTreeRoot", Dictionary())
        roles = self.root.get("/RoleMap", Dictionary())
        self.roles = {name_of(key): name_of(value) for key, value in roles.items()}
        self.nodes: list[Node] = []
        self._seen: set[Key] = set()
        language = str(pdf.Root.get("/Lang", ""))
        self.top = [self._read(kid, None, self.root, language) for kid in items(self.root.get("/K"))]

    def _read(self, element: Any, parent: Node | None, above: Object, language: str) -> Node:  # noqa: ANN401 - a stranger's tree
        tag = name_of(element.get("/S"))
        own = str(element.get("/Lang", ""))
        node = Node(element, self._standard(tag), parent, own or language)
        if element.objgen in self._seen:
            self.problems.append(Fault("UA-1 7.1", node.where, "an element stands in the tree twice"))
            return node
        self._seen.add(element.objgen)
        self.nodes.append(node)
        if element.get("/P") is None or element.P.objgen != above.objgen:
            self.problems.append(Fault("UA-1 7.1-12", node.where, "it does not name its parent"))
        page = element.get("/Pg")
        for kid in items(element.get("/K")):
            self._kid(node, kid, page)
        return node

    def _kid(self, node: Node, kid: Any, page: Object | None) -> None:  # noqa: ANN401 - a stranger's tree
        if isinstance(kid, int):
            if page is None:
                self.problems.append(Fault("UA-1 7.1", node.where, "marked content without a page"))
            else:
                node.marks.append((page.objgen, kid))
        elif (found := dictionary(kid)) is None:
            self.problems.append(Fault("UA-1 7.1", node.where, "something that is no element stands in it"))
        elif found.get("/Type") == Name.MCR:
            node.marks.append((found.get("/Pg", page or found).objgen, int(found.MCID)))
        elif found.get("/Type") == Name.OBJR:
            node.objects.append(found.Obj)
        else:
            node.kids.append(self._read(found, node, node.element, node.language))

    def _standard(self, tag: str) -> str:
        """Follow the role map to a standard element."""
        seen: set[str] = set()
        while tag not in STANDARD and tag in self.roles and tag not in seen:
            seen.add(tag)
            tag = self.roles[tag]
        return tag


def tree_faults(tree: Tree) -> Iterator[Fault]:
    """Look at kinds, places, words and headings of all elements."""
    yield from tree.problems
    for name in tree.roles.keys() & STANDARD:
        yield Fault("UA-1 7.1-7", "role map", f"the standard element {name} is given another meaning")
    if [node.tag for node in tree.top] != ["Document"]:
        yield Fault("UA-1 7.1", "structure tree", "its one top element is not Document")
    for node in tree.nodes:
        yield from _places(node)
        yield from _words(node)
    yield from _headings(tree)
    yield from _notes(tree)


def _places(node: Node) -> Iterator[Fault]:
    if node.tag not in STANDARD:
        yield Fault("UA-1 7.1-5", node.where, "it is no standard element and maps to none")
    allowed = ALLOWED.get(node.tag)
    for kid in node.kids:
        if allowed is not None and kid.tag not in allowed:
            yield Fault("UA-1 7.2", kid.where, f"it may not stand in {node.tag}")
        if _HEADING.fullmatch(kid.tag) and node.tag not in GROUPING:
            yield Fault("UA-1 7.4", kid.where, f"a heading may not stand in {node.tag}")
        if node.tag == "P" and kid.tag in _BLOCKS | _ROWS | GROUPING - {"NonStruct", "Private"}:
            yield Fault("UA-1 7.1", kid.where, "a block may not stand in a paragraph")
    above = node.parent.tag if node.parent else ""
    if node.tag in PARENTS and above not in PARENTS[node.tag]:
        yield Fault("UA-1 7.2", node.where, f"it may not stand in {above or 'the root'}")
    if node.tag in _TEXTLESS and node.marks:
        yield Fault("UA-1 7.1", node.where, "text stands in it without an element of its own")
    captions = [place for place, kid in enumerate(node.kids) if kid.tag == "Caption"]
    if len(captions) > 1 or any(place not in {0, len(node.kids) - 1} for place in captions):
        yield Fault("UA-1 7.2", node.where, "a caption may stand once, first or last")
    if node.tag in {"L", "Table", "TR", "TOC"} and not node.kids:
        yield Fault("UA-1 7.1", node.where, "it is empty")


def _words(node: Node) -> Iterator[Fault]:
    if node.tag in {"Figure", "Formula"} and not (node.text_of("/Alt") or node.text_of("/ActualText")):
        yield Fault("UA-1 7.3", node.where, "nothing says what it shows")
    if node.tag == "Figure" and not (node.marks or node.kids or node.objects):
        yield Fault("UA-1 7.3", node.where, "it shows nothing")
    if not LANGUAGE.fullmatch(node.language):
        yield Fault("UA-1 7.2", node.where, "its language cannot be determined")
    if _HEADING.fullmatch(node.tag) and not (node.marks or node.kids):
        yield Fault("UA-1 7.4", node.where, "a heading without words")


def _headings(tree: Tree) -> Iterator[Fault]:
    """Headings begin at 1 and go down one by one, in reading order."""
    last = 0
    for node in tree.nodes:
        if node.tag == "H":
            yield Fault("UA-1 7.4.4", node.where, "headings with and without a number are mixed")
        if found := _HEADING.fullmatch(node.tag):
            level = int(found[1])
            if level > last + 1:
                yield Fault("UA-1 7.4.2", node.where, f"it follows H{last}: a level is skipped")
            last = level


def _notes(tree: Tree) -> Iterator[Fault]:
    seen: set[str] = set()
    for node in tree.nodes:
        if node.tag != "Note":
            continue
        identity = node.text_of("/ID")
        if not identity or identity in seen:
            yield Fault("UA-1 7.9", node.where, "a note needs an ID of its own")
        seen.add(identity)
