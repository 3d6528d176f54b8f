"""What stands on the pages: everything tagged once or an artifact, and each mark tied to its element both ways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pikepdf import Array, Object

from auditor_app.services.report.conformance.fault import Fault
from auditor_app.services.report.conformance.objects import Key, items
from auditor_app.services.report.conformance.pages import Pages
from auditor_app.services.report.conformance.tree import Tree


def content_faults(tree: Tree, pages: Pages) -> Iterator[Fault]:
    """Compare the marks on the pages with the tree and with the parent tree."""
    owners = {mark: node.element.objgen for node in tree.nodes for mark in node.marks}
    reached = Counter(mark for node in tree.nodes for mark in node.marks)
    for mark, times in reached.items():
        if times > 1:
            yield Fault("UA-1 7.1", f"mark {mark[1]}", "it belongs to two elements")
    parents = parent_tree(tree.root)
    tags = {mark: node.element.get("/S") for node in tree.nodes for mark in node.marks}
    for page, content in zip(pages.objects, pages.contents, strict=True):
        where = f"page {content.number}"
        for rule, words in content.problems:
            yield Fault(rule, where, words)
        numbers = [number for number, _ in content.marks]
        if len(numbers) != len(set(numbers)):
            yield Fault("UA-1 7.1", where, "a mark's number is used twice")
        yield from _parents(page, content.marks, parents, owners, where)
        for number, tag in content.marks:
            if f"/{tag}" != str(tags.get((page.objgen, number))):
                yield Fault("ours", where, f"mark {number} is written as {tag} and hangs on another kind of element")
    on_pages = {
        (page.objgen, number)
        for page, one in zip(pages.objects, pages.contents, strict=True)
        for number, _ in one.marks
    }
    for mark in reached.keys() - on_pages:
        yield Fault("UA-1 7.1", f"mark {mark[1]}", "the tree names content that no page has")


def _parents(
    page: Object,
    marks: list[tuple[int, str]],
    parents: dict[int, Object],
    owners: dict[tuple[Key, int], Key],
    where: str,
) -> Iterator[Fault]:
    if not marks:
        return
    listed = parents.get(int(page.get("/StructParents", -1)))
    known = items(listed) if isinstance(listed, Array) else []
    for number, _ in marks:
        owner = owners.get((page.objgen, number))
        if owner is None:
            yield Fault("UA-1 7.1", where, f"mark {number} belongs to no element")
        elif number >= len(known) or known[number].objgen != owner:
            yield Fault("UA-1 7.1", where, f"mark {number} leads to another element in the parent tree")


def parent_tree(root: Object) -> dict[int, Object]:
    """Give the parent tree as a mapping."""
    found: dict[int, Object] = {}
    waiting = items(root.get("/ParentTree"))
    while waiting:
        node = waiting.pop()
        waiting += items(node.get("/Kids"))
        numbers = items(node.get("/Nums"))
        found.update(zip(map(int, numbers[::2]), numbers[1::2], strict=False))
    return found
