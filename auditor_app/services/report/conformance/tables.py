"""Tables: regular, with headers that say what they head."""

from __future__ import annotations

from collections.abc import Iterator

from pikepdf import Dictionary, Name

from auditor_app.services.report.conformance.fault import Fault
from auditor_app.services.report.conformance.objects import items
from auditor_app.services.report.conformance.tree import Node, Tree

_SCOPES = frozenset({"Row", "Column", "Both"})


def table_faults(tree: Tree) -> Iterator[Fault]:
    """Lay every table out as a grid."""
    for node in tree.nodes:
        if node.tag == "Table":
            yield from _grid(node)
            yield from _heads(node)


def _rows(table: Node) -> list[Node]:
    found: list[Node] = []
    for kid in table.kids:
        found += [kid] if kid.tag == "TR" else [row for row in kid.kids if row.tag == "TR"]
    return found


def _attribute(cell: Node, name: str, default: object) -> object:
    for owner in items(cell.element.get("/A")):
        if isinstance(owner, Dictionary) and owner.get("/O") == Name.Table and name in owner:
            return owner[name]
    return default


def _grid(table: Node) -> Iterator[Fault]:
    """Place the cells with their spans: none may overlap, every row must be as wide as the others."""
    rows = _rows(table)
    taken: set[tuple[int, int]] = set()
    for line, row in enumerate(rows):
        column = 0
        for cell in row.kids:
            wide, high = int(str(_attribute(cell, "/ColSpan", 1))), int(str(_attribute(cell, "/RowSpan", 1)))
            while (line, column) in taken:
                column += 1
            spots = {(line + down, column + right) for down in range(high) for right in range(wide)}
            if spots & taken:
                yield Fault("UA-1 7.2", cell.where, "cells overlap")
            taken |= spots
            column += wide
    widths = {sum((line, column) in taken for column in range(_widest(taken))) for line in range(len(rows))}
    if len(widths) > 1:
        yield Fault("UA-1 7.2", table.where, f"its rows have {sorted(widths)} columns")
    if any(line >= len(rows) for line, _ in taken):
        yield Fault("UA-1 7.2", table.where, "a cell reaches below the last row")


def _widest(taken: set[tuple[int, int]]) -> int:
    return max((column for _, column in taken), default=-1) + 1


def _heads(table: Node) -> Iterator[Fault]:
    heads = [cell for row in _rows(table) for cell in row.kids if cell.tag == "TH"]
    if not heads:
        yield Fault("UA-1 7.5", table.where, "no cell heads another")
    for head in heads:
        if str(_attribute(head, "/Scope", "/"))[1:] not in _SCOPES:
            yield Fault("UA-1 7.5", head.where, "it does not say whether it heads its row or its column")
