"""Likely criteria for the note in hand, by the words it shares with them; only a person ties it to one."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from auditor_app.core.framework import Framework
from auditor_app.i18n import _, current
from auditor_app.services.visit.suggest import AnyLanguage, Suggestion
from auditor_app.ui.models.tags import direction_word, tag_of
from auditor_app.ui.tokens import ROW
from auditor_app.ui.widgets.chips import KeyHint, TagLabel
from auditor_app.ui.widgets.panes import Hairline
from auditor_app.ui.widgets.scrolled import bring_into_sight
from auditor_app.ui.widgets.segmented import Segmented
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

MOST: Final = 4
_TAGS: Final = 60
_MOST_WORDS: Final = 4


class _Row(QWidget):
    """One criterion: tag, title, the words that say so, and its three directions."""

    def __init__(self, look: Look, key: str) -> None:
        super().__init__()
        self.code = ""
        self._shown: tuple[object, ...] = ()
        self._signs: dict[str, str] = {}
        self._tag = TagLabel(look, tag_of(""))
        self._title = TextLabel(look, "", "body", mode="elide")
        self._why = TextLabel(look, "", "small", "text.muted", "elide")
        self.signs = Segmented(look, is_small=True)
        holder = QWidget()
        holder.setFixedWidth(look.px(_TAGS))
        tag = QHBoxLayout(holder)
        tag.setContentsMargins(0, 0, 0, 0)
        tag.addWidget(self._tag)
        tag.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self._title)
        words.addWidget(self._why)
        words.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(holder)
        row.addLayout(words, 1)
        row.addWidget(KeyHint(look, key))
        row.addWidget(self.signs)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row, 1)
        column.addWidget(Hairline(look))
        self.setFixedHeight(look.px(ROW["link"]))

    def show_suggestion(self, item: Suggestion, title: str) -> None:
        """Show one suggestion; none of its directions is chosen yet."""
        self.code = item.code
        why = _("same words: {words}").format(words=", ".join(item.words[:_MOST_WORDS]))
        signs = {sign: direction_word(sign) for sign in ("+", "-", "o")}
        if self._shown != (item.code, title, why):
            self._shown = (item.code, title, why)
            self._tag.show_tag(tag_of(item.code))
            self._title.show_text(title)
            self._why.show_text(why)
        if self._signs != signs:  # at first, and in another language; new buttons for each key typed take too long
            self._signs = signs
            self.signs.offer_signs(signs)
        self.signs.show_choice("")


class NoteSuggestions(QWidget):
    """Shows likely criteria; `picked` tells code and direction a person chose."""

    picked = Signal(str, str)
    uncounted = Signal(str)
    """The note is in this language, whose words are to be counted before anything can be shown."""

    def __init__(self, look: Look, framework: Framework, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._framework = framework
        self._suggestions: AnyLanguage | None = None
        self._source = ""
        self._tied: frozenset[str] = frozenset()
        self._is_wanted = False
        self._ranked: object = None
        """What was ranked last: a save tells again what typing has told before."""
        self._label = TextLabel(look, "", "bodyStrong", mode="line")
        self._hint = TextLabel(look, "", "small", "text.muted", "elide")
        self._rows = [_Row(look, f"Alt+{place}") for place in range(1, MOST + 1)]
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._label)
        head.addWidget(self._hint, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 14, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        for row in self._rows:
            row.signs.chosen.connect(partial(self._on_sign, row))
            column.addWidget(row)
        self.hide()
        self.retranslate()

    def use(self, suggestions: AnyLanguage) -> None:
        """Rank with `suggestions` from now on, also when it is the same that has counted one more language."""
        self._suggestions, self._ranked = suggestions, None

    def show_for(self, text: str, source: str, tied: Collection[str], *, is_wanted: bool) -> None:
        """Show what fits `text`; a note that needs none shows nothing."""
        self._source, self._tied, self._is_wanted = source, frozenset(tied), is_wanted
        self.look_at(text)

    def look_at(self, text: str) -> None:
        """Rank anew for what was just typed."""
        asked = (self._suggestions, text, self._source, self._tied, self._is_wanted)
        if asked == self._ranked:
            return
        self._ranked = asked
        found: tuple[Suggestion, ...] = ()
        if self._suggestions is None or not self._is_wanted:
            pass
        elif lacking := self._suggestions.lacks(text):
            self.uncounted.emit(lacking)
        else:
            found = self._suggestions.rank(text, self._source, limit=MOST, without=self._tied)
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(found))
            if place < len(found):
                row.show_suggestion(found[place], current().pick(self._framework.by_code[found[place].code].title))
            else:
                row.code = ""
        self.setVisible(bool(found))

    def pick(self, place: int, direction: str) -> bool:
        """Tie the suggestion at a place (1 is the first); False when there is none, or nobody has seen it yet.

        What lies below the edge of a low window comes into sight first; the same key again ties it.
        """
        row = self._rows[place - 1] if self.isVisible() and place <= MOST else None
        if row is None or not row.code or not _is_in_sight(row):
            return False
        self.picked.emit(row.code, direction)
        return True

    def _on_sign(self, row: _Row, direction: str) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.picked.emit(row.code, direction)

    def retranslate(self) -> None:
        """Set all words in the current language."""
        self._ranked = None
        self._label.show_text(_("Likely criteria"))
        self._hint.show_text(_("by the same words; you decide"))


def _is_in_sight(row: QWidget) -> bool:
    """Whether most of a row could be read; what could not is scrolled to."""
    if row.visibleRegion().boundingRect().height() * 2 > row.height():
        return True
    bring_into_sight(row, row.height())
    return False
