"""My rating and why, always in sight below the criterion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from auditor_app.core.framework import Criterion
from auditor_app.core.model import NOT_APPLICABLE, NOT_ASSESSED, Rating
from auditor_app.i18n import _
from auditor_app.ui.widgets.buttons import Button
from auditor_app.ui.widgets.chips import KeyHint
from auditor_app.ui.widgets.editor import PlainEditor
from auditor_app.ui.widgets.panes import set_floor
from auditor_app.ui.widgets.segmented import RatingControl
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

_NEEDS_REASON: Final = {NOT_ASSESSED, NOT_APPLICABLE}


class RatingFoot(QWidget):
    """The rating control and the reason; `rated` and `reasoned` tell what a person decided."""

    rated = Signal(str)
    reasoned = Signal(str)
    left = Signal()
    """Escape was pressed in the reason."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._rating = Rating()
        self._is_compact = self._is_narrow = self._is_typed = False
        self._label = TextLabel(look, "", "bodyStrong", mode="line")
        self._blind_icon = QLabel()
        self._blind_icon.setFixedSize(16, 16)
        self._blind = TextLabel(look, "", "body", "text.muted", "elide")
        self.control = RatingControl(look)
        self._keys = KeyHint(look, "1 … 4")
        self._signed = TextLabel(look, "", "bodyStrong")
        self._signed.hide()
        self.reason = PlainEditor(look, "", "small", (3, 3))
        self._reason_button = Button(look)
        self._compose()
        self.control.rated.connect(self._on_rated)
        self.reason.edited.connect(self._on_reason)
        self.reason.typed.connect(self._on_typed)
        self.reason.escaped.connect(self.left)
        self.reason.edit.installEventFilter(self)
        self._reason_button.clicked.connect(self._on_reason_asked)
        look.changed.connect(self._restyle)
        self._restyle()
        self.retranslate()
        set_floor(self, "canvas")

    def _compose(self) -> None:
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(6)
        head.addWidget(self._label)
        head.addStretch(1)
        head.addWidget(self._blind_icon)
        head.addWidget(self._blind)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.control)
        row.addWidget(self._signed, 1)
        row.addStretch(1)
        row.addWidget(self._keys)
        row.addWidget(self._reason_button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(24, 12, 24, 14)
        self._column.setSpacing(8)
        self._column.addWidget(self._head)
        self._column.addLayout(row)
        self._column.addWidget(self.reason)
        self._row = row

    def show_rating(self, criterion: Criterion, rating: Rating, *, is_other: bool) -> None:
        """Show my rating of a criterion; the reason in hand is not touched while it is being typed."""
        self._rating = rating
        why = _("A core criterion always applies: rate it, or say why it was not assessed.")
        self.control.show_rating(rating.level, is_nvt_allowed=not criterion.is_core, reason=why)
        if is_other or not self._is_typed:
            self.reason.show_text(rating.reason)
            self._is_typed = False
        self._show_owed()

    def name_levels(self, names: dict[str, str]) -> None:
        """Give the framework's words for the levels."""
        self.control.name_levels(names)

    def show_rater(self, name: str) -> None:
        """Say whose rating it is, where several auditors share the laptop; "" is mine."""
        self._label.show_text(_("Rating of {name}").format(name=name) if name else _("My rating"))

    def show_blind(self, *, is_blind: bool) -> None:
        """Say that nobody sees this rating yet."""
        self._blind.setVisible(is_blind and not self._is_compact)
        self._blind_icon.setVisible(is_blind)

    def show_signed(self, words: str) -> None:
        """Replace the control by words once the audit is signed."""
        self.control.setVisible(not words)
        self._show_keys()
        self._signed.show_text(words)
        self._signed.setVisible(bool(words))
        self.reason.set_read_only(is_read_only=bool(words))

    def show_compact(self, *, is_compact: bool, is_narrow: bool) -> None:
        """Fold to one or two lines; narrow hides the reason behind its button."""
        self._is_compact, self._is_narrow = is_compact, is_narrow
        self._head.setVisible(not is_compact)
        self._show_keys()
        if is_compact and self._row.indexOf(self._blind_icon) < 0:
            self._row.insertWidget(self._row.count() - 1, self._blind_icon)
        elif not is_compact and self._row.indexOf(self._blind_icon) >= 0:
            self._row.removeWidget(self._blind_icon)
            layout = self._head.layout()
            if isinstance(layout, QHBoxLayout):
                layout.insertWidget(2, self._blind_icon)
        side = 16 if is_narrow else 24 if not is_compact else 12
        self._column.setContentsMargins(side, 10 if is_compact else 12, side, 10 if is_compact else 14)
        self._reason_button.setVisible(is_narrow)
        self.reason.setVisible(not is_narrow)
        self._fit_reason()

    def _fit_reason(self) -> None:
        if not self._is_compact:
            self.reason.set_lines(3, 3)
        else:
            self.reason.set_lines(*((2, 3) if self.reason.edit.hasFocus() else (1, 1)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the keys out where the control needs the room."""
        super().resizeEvent(event)
        self._show_keys()

    def _show_keys(self) -> None:
        has_room = self.control.sizeHint().width() + self._keys.sizeHint().width() + 64 < self.width()
        self._keys.setVisible(has_room and not self._is_compact and not self.control.isHidden())

    def flush(self) -> None:
        """Tell at once what was typed."""
        self.reason.flush()
        self._is_typed = False

    def ask_reason(self) -> None:
        """Take the focus to the reason."""
        if self._is_narrow:
            self.reason.show()
        self.reason.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_letter(self, event: QKeyEvent) -> bool:
        """Take a letter typed beside the reason into it: who has rated goes on typing. False for other keys."""
        held = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        if held or not event.text().isalpha() or self.reason.edit.hasFocus():
            return False
        self.ask_reason()
        self.reason.edit.moveCursor(QTextCursor.MoveOperation.End)
        if self.reason.text() and not self.reason.text()[-1].isspace():
            self.reason.edit.insertPlainText(" ")
        QCoreApplication.sendEvent(self.reason.edit, event)
        return True

    def _show_owed(self) -> None:
        is_owed = self._rating.level in _NEEDS_REASON and not self.reason.text().strip()
        self.reason.set_tone("attention" if is_owed else "")
        words = _("Why not assessed or not applicable: a reason is needed") if is_owed else _("Why this level")
        self.reason.set_name(words, words)

    def _on_rated(self, level: str) -> None:
        self.rated.emit(level)
        if level in _NEEDS_REASON and not self.reason.text().strip():
            self.ask_reason()

    def _on_typed(self) -> None:
        self._is_typed = True

    def _on_reason(self, text: str) -> None:
        self._is_typed = False
        self._show_owed()
        self.reasoned.emit(text)

    def _on_reason_asked(self) -> None:
        self.reason.setVisible(not self.reason.isVisible())
        if self.reason.isVisible():
            self.reason.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Let a folded reason grow while it is written."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._fit_reason()
            if self._is_narrow and event.type() == QEvent.Type.FocusOut:
                self.reason.hide()
        return False

    def _restyle(self) -> None:
        ratio = self.devicePixelRatioF()
        self._blind_icon.setPixmap(self._look.pixmap("eye-off", "text.muted", 16, ratio))

    def retranslate(self) -> None:
        """Set all words in the current language."""
        self._label.show_text(_("My rating"))
        self._blind.show_text(_("blind until everyone is ready"))
        self._blind_icon.setToolTip(_("blind until everyone is ready"))
        self._reason_button.show_text(_("Reason …"))
        self.control.retranslate()
        self._show_owed()
