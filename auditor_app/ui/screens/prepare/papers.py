"""Prepare: documents the school has, and what the team expects to see."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from auditor_app.core.model import Attachment, Document
from auditor_app.i18n import N_, _, current, ngettext
from auditor_app.ui.screens.beside.actions import BesideActions
from auditor_app.ui.screens.beside.attaching import Beside, attacher_of
from auditor_app.ui.screens.beside.strip import BesideStrip
from auditor_app.ui.screens.parts.two_lines import TwoLineList, TwoLines
from auditor_app.ui.screens.prepare.section import Section, edits
from auditor_app.ui.sources import Intake, Source
from auditor_app.ui.thumbnails import thumbnails_of
from auditor_app.ui.widgets.buttons import Button
from auditor_app.ui.widgets.cards import framed
from auditor_app.ui.widgets.editor import PlainEditor
from auditor_app.ui.widgets.inputs import Field
from auditor_app.ui.widgets.segmented import Segmented
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.services.desk import Written
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look

MOST_SEEN, MOST_DOCUMENTS = 7, 5
EXISTS = {"yes": True, "no": False, "unknown": None}


class DocumentsSection(Section):
    """Existing documents only: nothing is ever written for the visit (DOMAIN 5, row 20)."""

    kinds = frozenset({"document", "attachment"})

    def __init__(self, session: AuditSession, look: Look) -> None:
        super().__init__(
            session, look, _("Documents"), _("Only what exists already. Nobody writes anything for the visit.")
        )
        self._shown = ""
        self.new = Field(look, _("&Add a document"))
        self.list = TwoLineList(look, _("Documents"))
        self.frame = framed(look, self.list)
        self.title = Field(look, _("&Title"))
        self.exists = Segmented(look)
        self.exists.offer({"yes": _("Exists"), "no": _("Does not exist"), "unknown": _("Not known yet")})
        self.remark = Field(look, _("&Remark"))
        self.remove = Button(look, _("Take &off the list"), "quiet", size="small")
        self.files = BesideStrip(look, thumbnails_of(session), N_("Files"))
        self.file_actions = BesideActions(session, look, self)
        self.intake = Intake(self)
        self.form = QWidget()
        form = QVBoxLayout(self.form)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(12)
        form.addWidget(self.title)
        row = QHBoxLayout()
        row.addWidget(self.exists)
        row.addStretch(1)
        row.addWidget(self.remove)
        form.addLayout(row)
        form.addWidget(self.remark)
        form.addWidget(self.files)
        for part in (self.new, self.frame, self.form):
            self.column.addWidget(part)
        self.column.addStretch(1)
        edits(self.exists, self.remove, self.files.add)
        self.file_actions.serve(self.files, tuple, self._beside)
        self.intake.offered.connect(self._on_offered)
        self.new.edit.returnPressed.connect(self._on_add)
        self.list.chosen.connect(self._on_chosen)
        self.list.removed.connect(self._on_removed)
        self.remove.clicked.connect(lambda: self._on_removed(self._shown))
        self.title.edited.connect(lambda text: self._edit(title=text.strip()))
        self.remark.edited.connect(lambda text: self._edit(remark=text))
        self.exists.chosen.connect(lambda value: self._edit(exists=EXISTS[value]))
        self.setFocusProxy(self.new.edit)
        self.refresh()

    def refresh(self) -> None:
        """Show the list and the marked document."""
        documents: tuple[Document, ...] = self.session.live.alive("document")
        self.list.show_rows([_document_row(document, len(self._files_of(document.id))) for document in documents])
        self.list.fit(MOST_DOCUMENTS)
        self.frame.setVisible(bool(documents))
        self._show_document()

    def _show_document(self) -> None:
        document = next((item for item in self.session.live.alive("document") if item.id == self._shown), None)
        self.form.setVisible(document is not None)
        if document is None:
            return
        for field, text in ((self.title, document.title), (self.remark, document.remark)):
            if not field.edit.hasFocus():
                field.show_text(text)
        self.exists.show_choice(next(name for name, value in EXISTS.items() if value is document.exists))
        self.files.show_items(self._files_of(document.id), self._files_of(document.id, is_binned=True))

    def _files_of(self, document: str, *, is_binned: bool = False) -> tuple[Attachment, ...]:
        every = self.session.live.entities("attachment").values()
        found = (item for item in every if item.document == document and item.deleted is is_binned and not item.erased)
        return tuple(sorted(found, key=lambda item: (item.taken, item.id)))

    def _beside(self) -> Beside:
        return Beside(document=self._shown)

    def _on_offered(self, sources: tuple[Source, ...], _place: QPoint) -> None:
        """Keep files with the marked document; what has a file exists."""
        if not self._shown:
            self.session.tell(_("Mark the document first that the file belongs to"))
            return
        document = self.session.live.entities("document").get(self._shown)
        attacher_of(self.session, self.look).offer(self, sources, self._beside())
        if document is not None and document.exists is None and not self.session.is_read_only:
            self._edit(exists=True)

    def _on_chosen(self, key: str) -> None:
        if key != self._shown:
            self.flush()
            self.renew_group()
            self._shown = key
            self.files.fold()
            self._show_document()

    def _on_add(self) -> None:
        title = " ".join(self.new.text().split())
        if title and not self.session.is_read_only:
            audits, audit = self.session.audits, self.session.audit_id
            self.session.write(lambda: audits.add_document(audit, title), partial(self._on_added, title))

    def _on_added(self, title: str, written: Written) -> None:
        if " ".join(self.new.text().split()) == title:
            self.new.show_text("")
        self.list.choose(written.id)

    def _edit(self, **fields: object) -> None:
        audits, document, group = self.session.audits, self._shown, self.group
        if document:
            self.session.write(lambda: audits.edit_document(document, group, **fields))

    def _on_removed(self, key: str) -> None:
        if key and not self.session.is_read_only:
            audits, session = self.session.audits, self.session
            self._shown = ""
            gone = _("The document is off the list")
            session.write(lambda: audits.remove_document(key), lambda _written: session.tell(gone, can_undo=True))


def _document_row(document: Document, files: int) -> TwoLines:
    words = {True: _("exists"), False: _("does not exist"), None: _("not known yet")}[document.exists]
    tone = "attention" if document.exists is None else ""
    kept = ngettext("{n} file", "{n} files", files) if files else ""
    line = " · ".join(filter(None, (kept, document.remark)))
    return TwoLines(document.id, document.title or _("Title still missing"), line, badge=words, tone=tone)


class ExpectationsSection(Section):
    """What the team expects per criterion, before it has seen anything."""

    kinds = frozenset({"hypothesis"})

    def __init__(self, session: AuditSession, look: Look) -> None:
        super().__init__(
            session,
            look,
            _("Expectations"),
            _("What the team expects from papers and earlier reports. The visit tests it; the school never sees it."),
        )
        self._shown = ""
        self.list = TwoLineList(look, _("Criteria"))
        frame = framed(look, self.list)
        self.question = TextLabel(look, "", "question")
        self.text = PlainEditor(look, _("What we expect to see"), "fact", (3, 10))
        for part in (frame, self.question, self.text):
            self.column.addWidget(part)
        self.column.addStretch(1)
        self.list.chosen.connect(self._on_chosen)
        self.list.entered_row.connect(lambda _key: self.text.setFocus())
        self.text.edited.connect(self._on_edited)
        self.text.escaped.connect(self.list.setFocus)
        self.setFocusProxy(self.list)
        self.refresh()

    def refresh(self) -> None:
        """Show the criteria with what is expected of each."""
        texts = {item.criterion: item.text for item in self.session.live.alive("hypothesis")}
        pick = current().pick
        self.list.show_rows(
            [
                TwoLines(item.code, pick(item.title), " ".join(texts.get(item.code, "").split()), item.code)
                for item in self.session.live.framework.criteria
            ]
        )
        self.list.fit(MOST_SEEN)
        if not self.text.edit.hasFocus():
            self.text.show_text(texts.get(self._shown, ""))

    def show_criterion(self, code: str) -> None:
        """Mark a criterion."""
        self.list.choose(code)

    def _on_chosen(self, code: str) -> None:
        if code == self._shown:
            return
        self.text.flush()
        self.renew_group()
        self._shown = code
        criterion = self.session.live.framework.by_code[code]
        self.question.show_text(current().pick(criterion.question))
        text = next((item.text for item in self.session.live.alive("hypothesis") if item.criterion == code), "")
        self.text.show_text(text)

    def _on_edited(self, text: str) -> None:
        audits, audit, code, group = self.session.audits, self.session.audit_id, self._shown, self.group
        if code:
            self.session.write(lambda: audits.set_hypothesis(audit, code, text, group))
