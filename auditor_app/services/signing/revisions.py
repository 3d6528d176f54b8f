"""A revision of a report, looked up as pyHanko does, in a fraction of the time.

Before pyHanko approves of an object that a later revision replaces, it wants to know every way that leads to it in the
earlier one: an object that is a form and a page at once must not be replaced as a form. It follows every way to every
object for that, once per signature. Here each object's references are collected once per file, and only ways that can
end at a replaced object are followed. The rules and the verdict stay pyHanko's, and tests compare the ways.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import HistoricalResolver, RawPdfPath

if TYPE_CHECKING:
    from pyhanko.pdf_utils.reader import PdfFileReader

Steps = tuple[str | int, ...]
Edge = tuple[Steps, generic.Reference]
"""A reference that an object holds, and the steps from the object to it."""

_LONGEST_CHAIN = 16
_MOST_AGAIN = 1000
"""So often a list of children may be come to again; in a tree it never is."""
_PAGES: Steps = ("/Root", "/Pages")
_TREE: Steps = ("/Root", "/StructTreeRoot", "/K")
_MOST_STEPS = 2_000_000
"""So many references may be followed, some seconds' work: a report of a thousand pages has a small part of them, a few
objects that all refer to each other have more ways than can be counted."""


class Revision(HistoricalResolver):
    """pyHanko's view of one revision; `links` are shared by all revisions of a file."""

    def __init__(self, reader: PdfFileReader, revision: int, links: dict[generic.Reference, tuple[Edge, ...]]) -> None:
        """Look at one revision; raises whatever a broken file raises."""
        super().__init__(reader, revision)
        self._links = links
        self._own_links: dict[generic.Reference, tuple[Edge, ...]] = {}
        later = range(revision + 1, reader.xrefs.total_revisions)
        self.replaced = frozenset(one for number in later for one in reader.xrefs.explicit_refs_in_revision(number))
        """What later revisions write, whether it was there before or not."""
        freed = {one for number in later for one in reader.xrefs.refs_freed_in_revision(number)}
        self._changed = self.replaced | freed

    def _load_reverse_xref_cache(self) -> None:
        """Find every way to the objects that later revisions replace; pyHanko asks for no others."""
        if self._indirect_object_access_cache is None:
            found = _Ways(self).found()
            self._indirect_object_access_cache = {
                reference: {RawPdfPath(*way) for way in ways} for reference, ways in found.items()
            }

    def links(self, reference: generic.Reference) -> tuple[Edge, ...]:
        """Give the references that an object of this revision holds."""
        known = self._own_links if reference in self._changed else self._links
        if reference not in known:
            known[reference] = tuple(_edges(self.stored(reference), ()))
        return known[reference]

    def stored(self, reference: generic.Reference) -> generic.PdfObject:
        """Give an object of this revision as it was read; what it refers to must be looked up here too."""
        revision = self.revision if reference in self._changed else None
        return self.reader.get_object(reference, revision, transparent_decrypt=False)  # type: ignore[no-untyped-call,no-any-return]  # pyHanko's

    def resolved(self, value: generic.PdfObject) -> generic.PdfObject:
        """Follow a value that is a reference, as stored; raises PdfReadError for one that leads nowhere."""
        for _turn in range(_LONGEST_CHAIN):
            if not isinstance(value, generic.IndirectObject):
                return value
            value = self.stored(value.reference)
        raise PdfReadError("References lead to references")


def _edges(value: generic.PdfObject, steps: Steps) -> Iterator[Edge]:
    """Give the references inside a value; what leads up to a parent is left out, as pyHanko does."""
    entries: Iterable[tuple[str | int, generic.PdfObject]] = ()
    if isinstance(value, generic.DictionaryObject):
        entries = ((str(key), one) for key, one in value.items() if key != "/Parent")
    elif isinstance(value, generic.ArrayObject):
        entries = enumerate(value)
    for step, one in entries:
        if isinstance(one, generic.IndirectObject):
            yield (*steps, step), one.reference
        elif isinstance(one, (generic.DictionaryObject, generic.ArrayObject)):
            yield from _edges(one, (*steps, step))


class _Ways:
    """Every way from the trailer of a revision to what later revisions replace.

    As pyHanko's: a page is entered by its place in the page tree alone, an element of the structure tree from within
    that tree alone, and no way goes through one object twice.
    """

    def __init__(self, revision: Revision) -> None:
        self._revision = revision
        self._replaced = revision.replaced
        self._trailer = tuple(_edges(revision.trailer_view, ()))
        self._pages = _page_places(revision)
        self._elements = _elements(revision)
        self._leading = self._found_leading()
        self._found: dict[generic.Reference, set[Steps]] = defaultdict(set)
        self._steps = 0

    def found(self) -> dict[generic.Reference, set[Steps]]:
        self._follow(self._trailer, (), frozenset())
        return self._found

    def _follow(self, edges: Iterable[Edge], way: Steps, passed: frozenset[generic.Reference]) -> None:
        for steps, reference in edges:
            self._steps += 1
            if self._steps > _MOST_STEPS:
                raise PdfReadError("Too many ways lead to what was replaced")
            full = (*way, *steps)
            in_tree = full[: len(_TREE)] == _TREE
            if reference in passed or (in_tree and "/P" in full[max(len(_TREE), len(way)) :]):
                continue
            if reference in self._replaced:
                self._found[reference].add(full)
            if reference not in self._leading or self._pages.get(reference, full) != full:
                continue
            if in_tree or reference not in self._elements:
                self._follow(self._revision.links(reference), full, passed | {reference})

    def _found_leading(self) -> set[generic.Reference]:
        """Give the objects through which a way can lead: rather one too many than one too few."""
        holders: dict[generic.Reference, list[generic.Reference]] = defaultdict(list)
        seen: set[generic.Reference] = set()
        waiting: list[tuple[generic.Reference | None, tuple[Edge, ...]]] = [(None, self._trailer)]
        while waiting:
            holder, edges = waiting.pop()
            for steps, reference in edges:
                is_entered = self._may_enter(steps, reference)
                if holder is not None and (is_entered or reference in self._replaced):
                    holders[reference].append(holder)
                if is_entered and reference not in seen:
                    seen.add(reference)
                    waiting.append((reference, self._revision.links(reference)))
        leading: set[generic.Reference] = set()
        ends = [holder for reference in self._replaced for holder in holders.get(reference, ())]
        while ends:
            reference = ends.pop()
            if reference not in leading:
                leading.add(reference)
                ends += holders.get(reference, ())
        return leading

    def _may_enter(self, steps: Steps, reference: generic.Reference) -> bool:
        if reference in self._pages:
            return steps[-1] == self._pages[reference][-1]
        return reference not in self._elements or steps[-1] != "/P"


class _Lists:
    """The lists of children that stand elsewhere: only through such a list can a tree bite its own tail unnoticed."""

    def __init__(self) -> None:
        self._seen: set[generic.Reference] = set()
        self._again = 0

    def come_to(self, children: generic.PdfObject) -> None:
        """Raise PdfReadError when the way goes round; pyHanko goes as far as Python lets it, and refuses too."""
        if not isinstance(children, generic.IndirectObject):
            return
        self._again += children.reference in self._seen
        self._seen.add(children.reference)
        if self._again > _MOST_AGAIN:
            raise PdfReadError("Circular reference in a tree")


def _page_places(revision: Revision) -> dict[generic.Reference, Steps]:
    """Give the way to every node of the page tree; raises PdfReadError when one has two."""
    found: dict[generic.Reference, Steps] = {}
    lists = _Lists()
    waiting: list[tuple[generic.PdfObject, Steps]] = [(revision.root.raw_get("/Pages"), _PAGES)]
    while waiting:
        node, way = waiting.pop()
        if isinstance(node, generic.IndirectObject):
            if node.reference in found:
                raise PdfReadError("Circular reference in page tree")
            found[node.reference] = way
        pages = node.get_object()  # type: ignore[no-untyped-call]  # pyHanko's
        if len(way) == len(_PAGES) or pages.get("/Type") == "/Pages":
            lists.come_to(pages.raw_get("/Kids"))
            waiting += [(kid, (*way, "/Kids", place)) for place, kid in enumerate(pages["/Kids"])]
    return found


def _elements(revision: Revision) -> set[generic.Reference]:
    """Name the elements of the structure tree; raises PdfReadError when one stands there twice."""
    found: set[generic.Reference] = set()
    lists = _Lists()
    tree = revision.root.get("/StructTreeRoot", generic.NullObject())
    waiting: list[generic.DictionaryObject] = []
    if not isinstance(top := revision.resolved(tree), generic.NullObject):
        waiting.append(_dictionary(top))
    while waiting:
        node = waiting.pop()
        listed = node.get("/K", generic.NullObject())
        lists.come_to(listed)
        children = revision.resolved(listed)
        for child in children if isinstance(children, generic.ArrayObject) else [children]:
            element = revision.resolved(child)
            if not isinstance(element, generic.DictionaryObject) or not _is_element(revision, element):
                continue
            if isinstance(child, generic.IndirectObject):
                if child.reference in found:
                    raise PdfReadError("Circular reference in structure tree")
                found.add(child.reference)
            waiting.append(element)
    return found


def _is_element(revision: Revision, value: generic.DictionaryObject) -> bool:
    """Say whether an object in the structure tree is an element; one may leave out its type."""
    kind = revision.resolved(value.get("/Type", generic.NullObject()))
    return isinstance(kind, generic.NullObject) or kind == generic.NameObject("/StructElem")


def _dictionary(value: generic.PdfObject) -> generic.DictionaryObject:
    if not isinstance(value, generic.DictionaryObject):
        raise PdfReadError("No structure tree")
    return value
