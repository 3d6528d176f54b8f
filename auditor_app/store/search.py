"""Words in notes, by SQLite's full-text index."""

from __future__ import annotations

import re
from dataclasses import dataclass

from auditor_app.store.store import Store

_WORD = re.compile(r"\w+", re.UNICODE)
_MOST_INSIDE = 8
"""So many words are looked for inside others."""
_LETTERS_INSIDE = range(3, 65)
"""So many letters they have: two stand in nearly every word, and SQLite refuses a pattern that goes on for pages."""


@dataclass(frozen=True)
class Hit:
    """A note that holds the words sought."""

    note: str
    audit: str
    snippet: str
    moment: str


QUERY = """
    SELECT note.id, note.audit, snippet(note_words, -1, '', '', '…', 16), note.moment
    FROM note_words JOIN note ON note.row = note_words.rowid
    WHERE note_words MATCH ? AND note.deleted = 0 AND (? = '' OR note.audit = ?)
    ORDER BY note_words.rowid DESC LIMIT ?
"""


def match_expression(words: str) -> str:
    """Turn what a person types into an FTS5 query: all words must occur, each as the beginning of one."""
    return " ".join(f'"{word}"*' for word in _WORD.findall(words))


def search_notes(store: Store, words: str, audit: str = "", limit: int = 50) -> tuple[Hit, ...]:
    """Find notes, the newest first (ranking 100,000 notes would take 150 ms)."""
    expression = match_expression(words)
    if not expression:
        return ()
    rows = store.connection.execute(QUERY, (expression, audit, audit, limit))
    return tuple(Hit(*row) for row in rows)


def notes_with(store: Store, words: str, audit: str) -> frozenset[str]:
    """Give the ids of all notes of an audit that hold the words, also inside others: "doel" finds "weekdoel".

    All notes of the audit are read for that, 100,000 in some tenths of a second; an index would be as large as they.
    """
    expression = match_expression(words)
    if not expression:
        return frozenset()
    query, values = _BEGINNINGS, [expression, audit]
    inside = [word.replace("_", "\\_") for word in _WORD.findall(words.lower())]
    if len(inside) <= _MOST_INSIDE and all(len(word) in _LETTERS_INSIDE for word in inside):
        query += _IN_AUDIT + _INSIDE * len(inside)
        values += [audit, *(f"%{word}%" for word in inside for _text in range(2))]
    return frozenset(row[0] for row in store.connection.execute(query, values))


_BEGINNINGS = """
    SELECT note.id FROM note_words JOIN note ON note.row = note_words.rowid
    WHERE note_words MATCH ? AND note.audit = ?
"""
_IN_AUDIT = " UNION SELECT id FROM note WHERE audit = ?"
_INSIDE = " AND (seen LIKE ? ESCAPE '\\' OR interpretation LIKE ? ESCAPE '\\')"


def search_criteria(store: Store, words: str, framework: str, language: str, limit: int = 12) -> tuple[str, ...]:
    """Give the codes of criteria whose title, question or look-fors hold the words, titles first."""
    expression = match_expression(words)
    if not expression:
        return ()
    rows = store.connection.execute(
        """
        SELECT code FROM criterion_words WHERE criterion_words MATCH ? AND framework = ? AND language = ?
        ORDER BY bm25(criterion_words, 0, 0, 20, 10, 4, 1), code LIMIT ?
        """,
        (expression, framework, language, limit),
    )
    return tuple(row[0] for row in rows)
