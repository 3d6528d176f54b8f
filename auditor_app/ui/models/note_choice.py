"""Which notes a person chose to see: at most one facet of each group, and words that were looked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from auditor_app.core.framework import Framework
from auditor_app.i18n import _
from auditor_app.ui.models.note_filters import author_words, facet_words, group_of
from auditor_app.ui.models.notebook import Notebook

WORDS: Final = "words"
"""The group of the words, beside those of the facets."""


@dataclass(frozen=True)
class NoteChoice:
    """A value: whoever chooses otherwise gets another one. Nothing chosen are all notes that are kept."""

    active: Mapping[str, str] = field(default_factory=dict)
    """The facet of each group."""
    words: str = ""
    found: frozenset[str] | None = None
    """The notes with these words, or None where none are looked for."""

    @classmethod
    def of(cls, facet: str) -> NoteChoice:
        """Choose one facet and nothing else; `kept` chooses all."""
        return cls({group_of(facet): facet} if facet != "kept" else {})

    @property
    def facets(self) -> frozenset[str]:
        """Give the facets that a note has to have."""
        return frozenset(self.active.values())

    def toggled(self, facet: str) -> NoteChoice:
        """Choose a facet in its group, or take it back; `kept` takes all back, but for the words."""
        if facet == "kept":
            return replace(self, active={})
        if facet in self.facets:
            return self.without(group_of(facet))
        return replace(self, active={**self.active, group_of(facet): facet})

    def without(self, group: str) -> NoteChoice:
        """Take back what was chosen in a group."""
        if group == WORDS:
            return NoteChoice(self.active)
        return replace(self, active={name: facet for name, facet in self.active.items() if name != group})

    def with_words(self, words: str, found: frozenset[str]) -> NoteChoice:
        """Look for words, besides the facets."""
        return NoteChoice(self.active, words, found)

    def holds(self, book: Notebook, note_id: str) -> bool:
        """Tell whether a note has what was chosen, also one in the bin."""
        return self.facets <= book.entries[note_id].facets and (self.found is None or note_id in self.found)

    def lists(self, book: Notebook, note_id: str) -> bool:
        """Tell whether a note is listed; one in the bin only where the bin was chosen."""
        return book.fits(note_id, self.facets, self.found)

    def chips(self, book: Notebook, framework: Framework) -> dict[str, str]:
        """Say what was chosen, by its groups."""
        said = {
            group: author_words(book, facet) if facet.startswith("author:") else facet_words(facet, framework)
            for group, facet in self.active.items()
        }
        return {**said, WORDS: _("“{words}”").format(words=self.words)} if self.words else said
