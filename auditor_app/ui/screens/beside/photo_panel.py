"""Beside a photo: the tools that make people unrecognisable, its words for the report, and the auditor's word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from auditor_app.i18n import _
from auditor_app.services.visit.attachments import PhotoWords
from auditor_app.ui.delegates.rows import SCROLL_BAR
from auditor_app.ui.models.retouch import Retouch
from auditor_app.ui.screens.parts.person_hint import PersonHint
from auditor_app.ui.widgets.buttons import Button
from auditor_app.ui.widgets.editor import PlainEditor
from auditor_app.ui.widgets.inputs import CheckBox, Field
from auditor_app.ui.widgets.panes import set_floor
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

_SIDE: Final = 18
_BELOW: Final = 12


class PhotoPanel(QScrollArea):
    """Shows what is said about a photo and tells what a person chose; knows nothing of the photo itself."""

    blur_chosen = Signal()
    crop_chosen = Signal()
    turn_chosen = Signal()
    undo_chosen = Signal()
    remove_chosen = Signal()
    apply_chosen = Signal()
    edited = Signal()
    """Caption, description or one of the two marks got another value."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._tools()
        self.faces = TextLabel(look, "", "small", "text.secondary")
        self.caption = Field(look, _("C&aption, printed below it"))
        self.alt_label = TextLabel(look, _("What it &shows, for who cannot see it"), "small", "text.muted")
        self.alt = PlainEditor(look, _("What it shows, for who cannot see it"), "small", (2, 5))
        self.alt_label.setBuddy(self.alt.edit)
        self.persons = PersonHint(look, self, self.caption), PersonHint(look, self, self.alt)
        self.excluded = CheckBox(look, _("Keep it out of the &report"))
        self.free = CheckBox(look, _("&Nobody can be recognised"))
        self.missing = TextLabel(look, "", "small", "failure.text")
        self.missing.hide()
        self.keys = TextLabel(
            look,
            _(
                "Keys on the photo: B blurs, C crops, R turns, PgDn takes the next box; arrows move it, Shift+arrows "
                "size it, Del takes it away."
            ),
            "small",
            "text.muted",
        )
        self._inside = QWidget()
        self._column = QVBoxLayout(self._inside)
        self._compose()
        self.setWidget(self._inside)
        set_floor(self.viewport(), "surface")
        self.caption.edited.connect(self._on_edited)
        self.alt.edited.connect(self._on_edited)
        self.excluded.clicked.connect(self._on_edited)
        self.free.clicked.connect(self._on_free)

    def _tools(self) -> None:
        look = self._look
        self.blur = Button(look, _("&Blur a part"), icon="eye-off", size="small")
        self.crop = Button(look, _("&Crop"), icon="crop", size="small")
        self.turn = Button(look, _("&Turn"), icon="rotate-cw", size="small")
        self.undo = Button(look, _("&Undo"), icon="undo-2", size="small")
        self.remove = Button(look, _("Take the bo&x away"), icon="x", size="small")
        self.apply = Button(look, _("Change the photo for &good …"), size="small")
        for button, signal in (
            (self.blur, self.blur_chosen),
            (self.crop, self.crop_chosen),
            (self.turn, self.turn_chosen),
            (self.undo, self.undo_chosen),
            (self.remove, self.remove_chosen),
            (self.apply, self.apply_chosen),
        ):
            button.clicked.connect(signal)

    def _compose(self) -> None:
        column = self._column
        set_floor(self._inside, "surface")
        column.setContentsMargins(_SIDE, 14, _SIDE, 14)
        column.setSpacing(6)
        self.title = TextLabel(self._look, _("Nobody may be recognised"), "bodyStrong")
        column.addWidget(self.title)
        column.addWidget(self.faces)
        column.addSpacing(2)
        tools = QGridLayout()
        tools.setHorizontalSpacing(8)
        tools.setVerticalSpacing(6)
        self._grid = tools
        self._columns = 0
        self._place_tools(2)
        column.addLayout(tools)
        column.addSpacing(8)
        column.addWidget(self.free)
        column.addWidget(self.missing)
        column.addSpacing(10)
        column.addWidget(TextLabel(self._look, _("In the report"), "bodyStrong"))
        column.addWidget(self.caption)
        column.addWidget(self.persons[0])
        column.addSpacing(2)
        column.addWidget(self.alt_label)
        column.addWidget(self.alt)
        column.addWidget(self.persons[1])
        column.addWidget(self.excluded)
        column.addSpacing(10)
        column.addWidget(self.keys)
        column.addStretch(1)

    def _place_tools(self, columns: int) -> None:
        """Set the tools beside each other, or below each other where the words need the room."""
        if columns == self._columns:
            return
        self._columns = columns
        pairs = (self.blur, self.crop, self.turn, self.undo)
        for place, button in enumerate(pairs):
            self._grid.addWidget(button, place // columns, place % columns)
        rows = len(pairs) // columns
        for place, button in enumerate((self.remove, self.apply)):
            self._grid.addWidget(button, rows + place, 0, 1, columns)
        for button in (self.undo, self.remove):
            # What stands below stays where it is when one of them appears, where there is room to keep its place.
            policy = button.sizePolicy()
            policy.setRetainSizeWhenHidden(columns > 1)
            button.setSizePolicy(policy)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the tools anew."""
        super().resizeEvent(event)
        widest = max(button.sizeHint().width() for button in (self.blur, self.crop, self.turn, self.undo))
        self._place_tools(2 if 2 * widest + 8 + 2 * _SIDE + SCROLL_BAR <= self.width() else 1)

    @property
    def words(self) -> PhotoWords:
        """Give what is said about the photo now."""
        return PhotoWords(self.caption.text().strip(), self.alt.text().strip(), self.excluded.isChecked())

    def show_words(self, words: PhotoWords, *, is_free: bool) -> None:
        """Show what is said about another photo from its first line, without telling."""
        self.caption.show_text(words.caption)
        self.caption.edit.setCursorPosition(0)
        self.alt.show_text(words.alt)
        self.excluded.setChecked(words.is_excluded)
        self.free.setChecked(is_free)
        for hint in self.persons:
            hint.look()
        self.show_missing("")
        self.verticalScrollBar().setValue(0)

    def show_retouch(self, retouch: Retouch) -> None:
        """Wake the tools that can do something now."""
        self.undo.setVisible(retouch.can_undo)
        self.remove.setVisible(retouch.box is not None)

    def show_faces(self, sentence: str) -> None:
        """Say what the search for faces found, or that there is none."""
        self.faces.show_text(sentence)
        self.faces.setVisible(bool(sentence))

    def show_missing(self, sentence: str) -> None:
        """Say why the photo cannot be kept yet."""
        self.missing.show_text(sentence)
        self.missing.setVisible(bool(sentence))
        self.free.setAccessibleDescription(sentence)
        if sentence:
            self._bring_into_sight(self.missing)
            self.free.setFocus(Qt.FocusReason.ShortcutFocusReason)  # of all reasons the one that shows the ring

    def _bring_into_sight(self, part: QWidget) -> None:
        """Scroll to something that was only just shown: it has to get its place and its height first."""
        self._column.activate()
        width = self._inside.width()
        self._inside.resize(width, max(self._column.totalHeightForWidth(width), self.viewport().height()))
        self.ensureWidgetVisible(part, 0, _BELOW)

    def show_read_only(self, *, is_read_only: bool) -> None:
        """Let everything be read but not changed."""
        for part in (self.blur, self.crop, self.turn, self.title, self.keys):
            part.setVisible(not is_read_only)
        for box in (self.free, self.excluded):
            box.setEnabled(not is_read_only)
        self.caption.edit.setReadOnly(is_read_only)
        self.alt.set_read_only(is_read_only=is_read_only)
        for hint in self.persons:
            hint.look()

    def take_to(self, field: str) -> None:
        """Take the caret to one of the fields."""
        fields: dict[str, QWidget] = {"caption": self.caption.edit, "alt": self.alt.edit, "free": self.free}
        if field in fields:
            self._bring_into_sight(fields[field])
            fields[field].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def flush(self) -> None:
        """Tell at once what was typed."""
        self.caption.edit.flush()
        self.alt.flush()

    def _on_edited(self, _value: object = None) -> None:
        self.edited.emit()

    def _on_free(self, is_on: bool) -> None:  # noqa: FBT001 - Qt's signal
        if is_on:
            self.show_missing("")
        self.edited.emit()
