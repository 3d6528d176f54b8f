"""Our own judgement of a report as PDF/A-3a and PDF/UA-1: what a machine can see, rule by rule.

`faults` reads a finished file as a stranger would and names everything that breaks a rule of ISO 19005-3 or
ISO 14289-1. It knows nothing of how the file was made. docs/report-checks.md says what no machine can see.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from auditor_app.services.report.conformance.annotations import annotation_faults
from auditor_app.services.report.conformance.content import content_faults
from auditor_app.services.report.conformance.document import document_faults
from auditor_app.services.report.conformance.fault import Fault
from auditor_app.services.report.conformance.files import file_faults
from auditor_app.services.report.conformance.fonts import font_faults
from auditor_app.services.report.conformance.metadata import metadata_faults
from auditor_app.services.report.conformance.pages import Pages
from auditor_app.services.report.conformance.tables import table_faults
from auditor_app.services.report.conformance.tree import Tree, tree_faults

if TYPE_CHECKING:
    from pikepdf import Pdf


class File:
    """A file that is judged; its tree and its pages are read once, when a rule asks for them."""

    def __init__(self, pdf: Pdf) -> None:
        self.pdf = pdf

    @cached_property
    def tree(self) -> Tree:
        """Give the structure tree."""
        return Tree(self.pdf)

    @cached_property
    def pages(self) -> Pages:
        """Give the content of the pages."""
        return Pages(self.pdf)


CHECKS: MappingProxyType[str, Callable[[File], Iterator[Fault]]] = MappingProxyType(
    {
        "document": lambda file: document_faults(file.pdf),
        "metadata": lambda file: metadata_faults(file.pdf),
        "files": lambda file: file_faults(file.pdf),
        "tree": lambda file: tree_faults(file.tree),
        "tables": lambda file: table_faults(file.tree),
        "content": lambda file: content_faults(file.tree, file.pages),
        "annotations": lambda file: annotation_faults(file.pdf, file.tree),
        "fonts": lambda file: font_faults(file.pages),
    }
)
"""Every group of rules by name, as the table in docs/ lists them."""


def faults(pdf: Pdf, only: Collection[str] = CHECKS.keys()) -> dict[str, tuple[Fault, ...]]:
    """Judge a file by every group of rules, or by some."""
    file = File(pdf)
    return {name: tuple(check(file)) for name, check in CHECKS.items() if name in only}


__all__ = ["CHECKS", "Fault", "faults"]
