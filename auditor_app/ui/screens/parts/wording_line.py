"""The line under a field that the school will read: quiet hints on its wording (DOMAIN 10.7), never a refusal."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from auditor_app.core.model import Audit, AuditKind
from auditor_app.core.wording import LONGEST, Hint, WordingHint, verdict_words
from auditor_app.i18n import N_, _
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look
    from auditor_app.ui.widgets.editor import PlainEditor

Hints = Callable[[str, str], tuple[WordingHint, ...]]
_WORDS: Final = {
    Hint.QUANTIFIER: N_("How many? Write the number beside “{words}”: three of the five."),
    Hint.ORDER: N_("“{words}” sounds like an order; ask what the school could do."),
    Hint.VERDICT: N_("“{words}” is a word of an outcome; this kind of audit gives none."),
    Hint.SCHOOL: N_("“{words}” is another school by name; compare without naming it."),
    Hint.PERSON: N_("Is “{words}” a name? Write the role instead."),
}


class WordingLine(TextLabel):
    """Watches one editor; hidden while there is nothing to say."""

    def __init__(self, look: Look, editor: PlainEditor, hints: Hints) -> None:
        super().__init__(look, "", "small", "attention.text")
        self._editor, self._hints = editor, hints
        self._language, self._gives_no_outcome = "nl", False
        self.hide()
        editor.typed.connect(self.renew)

    def show_audit(self, audit: Audit) -> None:
        """Look at the words in the audit's language; in an audit without an outcome also for words of one."""
        self._language, self._gives_no_outcome = audit.language, audit.kind is not AuditKind.SUMMATIVE

    def look_for(self, hints: Hints) -> None:
        """Look for something else from now on."""
        self._hints = hints

    def renew(self) -> None:
        """Look at the wording as it stands."""
        text = self._editor.text()
        found = self._hints(text, self._language)
        if self._gives_no_outcome:
            found += tuple(WordingHint(Hint.VERDICT, words) for words in verdict_words(text[:LONGEST])[:1])
        said = " ".join(_(_WORDS[item.hint]).format(words=item.words) for item in found)
        if said != self.text():
            self.show_text(said)
            self.setVisible(bool(said))
            self._editor.edit.setAccessibleDescription(said)
