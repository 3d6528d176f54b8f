"""Rows of a list inside a dialog: what it says, what it is about, and the key of what it leads to."""

from __future__ import annotations

from dataclasses import dataclass

from auditor_app.ui.models.rows import RowsModel


@dataclass(frozen=True)
class Listed:
    """One row; a heading leads nowhere. `tag` is a criterion's code, `right` a short word at the end of the line."""

    key: str
    text: str
    detail: str = ""
    tag: str = ""
    right: str = ""
    is_heading: bool = False


def heading(text: str) -> Listed:
    """Make a heading between rows."""
    return Listed(f"heading:{text}", text, is_heading=True)


def listed_model() -> RowsModel[Listed]:
    """Make the list model."""
    return RowsModel(lambda row: row.key, lambda row: row.text, _sentence)


def _sentence(row: Listed) -> str:
    return ", ".join(filter(None, (row.tag, row.text, row.detail, row.right)))
