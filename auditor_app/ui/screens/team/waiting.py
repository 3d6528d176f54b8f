"""Before the reveal: who is ready and who is not, and locking my own ratings for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from auditor_app.core.team import Standing
from auditor_app.i18n import _, ngettext
from auditor_app.ui.widgets.buttons import Button, LinkButton
from auditor_app.ui.widgets.dialog import Dialog
from auditor_app.ui.widgets.panes import Hairline, set_floor
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look


class _StandingRow(QWidget):
    """One auditor: initials, name, and how far."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._initials = TextLabel(look, "", "source", "text.secondary", "line")
        self._initials.setFixedWidth(look.px(36))
        self._name = TextLabel(look, "", "body", mode="elide")
        self._icon = QLabel()
        self._icon.setFixedSize(16, 16)
        self._state = TextLabel(look, "", "body", "text.secondary", "line", tabular=True)
        row = QHBoxLayout()
        row.setContentsMargins(0, 9, 0, 9)
        row.setSpacing(8)
        row.addWidget(self._initials)
        row.addWidget(self._name, 1)
        row.addWidget(self._icon)
        row.addWidget(self._state)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(Hairline(look))

    def show_standing(self, standing: Standing, total: int, *, is_me: bool) -> None:
        """Show how far an auditor is, never what was rated."""
        member = standing.member
        self._initials.show_text(member.initials)
        self._name.show_text(_("{name} (you)").format(name=member.name) if is_me else member.name)
        state = _("ready") if standing.is_locked else _("{rated} of {total}").format(rated=standing.rated, total=total)
        self._state.show_text(state)
        name = "lock" if standing.is_locked else "clock"
        self._icon.setPixmap(self._look.pixmap(name, "text.muted", 16, self.devicePixelRatioF()))
        self.setAccessibleName(f"{member.name}: {state}")


class TeamWaiting(QWidget):
    """The standings, and the button that locks; `lock_asked` comes only when it may."""

    lock_asked = Signal()
    rating_asked = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._title = TextLabel(look, _("Blind ratings"), "heading", mode="line")
        self._text = TextLabel(look, "", "body", "text.secondary")
        self._rows: list[_StandingRow] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self._left = TextLabel(look, "", "small", "text.secondary")
        self._left.hide()
        self.lock = Button(look, _("Lock my ratings"), "main", "lock")
        self._why = TextLabel(look, "", "body", "text.secondary")
        self.go_on = LinkButton(look, _("Go on rating"))
        foot = QHBoxLayout()
        foot.setSpacing(14)
        foot.addWidget(self.lock)
        foot.addWidget(self._why, 1)
        foot.addWidget(self.go_on)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 18)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addSpacing(6)
        column.addLayout(self._list)
        column.addWidget(self._left)
        column.addSpacing(8)
        column.addLayout(foot)
        column.addStretch(1)
        set_floor(self, "surface")
        self.lock.clicked.connect(self.lock_asked)
        self.go_on.clicked.connect(self.rating_asked)

    @property
    def stop(self) -> QWidget:
        """What the keyboard goes to here: locking, or what has to be done before."""
        return self.lock if self.lock.isEnabled() and self.lock.isVisible() else self.go_on

    def show_standings(
        self, found: tuple[Standing, ...], total: int, me: str, *, is_signed: bool, is_interim: bool = False
    ) -> None:
        """Show how far everyone is."""
        while len(self._rows) < len(found):
            row = _StandingRow(self._look)
            self._rows.append(row)
            self._list.addWidget(row)
        for row, standing in zip(self._rows, found, strict=False):
            row.show_standing(standing, total, is_me=standing.member.id == me)
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(found))
        mine = next((item for item in found if item.member.id == me), None)
        self._text.show_text(_about(found, is_interim=is_interim))
        # An interim evaluation gives a new level to few criteria: whoever rated one may lock.
        needed = min(1, total) if is_interim else total
        self._show_lock(mine, needed, is_signed=is_signed or len(found) < 2)  # noqa: PLR2004 - a team of two

    def show_left(self, words: str) -> None:
        """Say who left before locking, and why; "" is nobody."""
        self._left.show_text(words)
        self._left.setVisible(bool(words))

    def _show_lock(self, mine: Standing | None, needed: int, *, is_signed: bool) -> None:
        missing = max(0, needed - mine.rated) if mine is not None else 0
        is_done = mine is None or mine.is_locked
        self.lock.setVisible(not is_done and not is_signed)
        self.lock.setEnabled(not missing)
        self.go_on.setVisible(bool(missing) and not is_done and not is_signed)
        words = ""
        if mine is not None and mine.is_locked:
            words = _(
                "Your ratings are locked. The others are still rating. Who rates on this laptop too chooses their name"
                " at the top."
            )
        elif missing and not is_signed:
            words = ngettext("{n} criterion still to rate", "{n} criteria still to rate", missing)
        self._why.show_text(words)


def _about(found: tuple[Standing, ...], *, is_interim: bool) -> str:
    if len(found) < 2:  # noqa: PLR2004 - one auditor has nobody to compare with
        return _("One auditor rates alone: there is nothing to compare. Add the team in Prepare.")
    if is_interim:
        return _(
            "In an interim evaluation the team gives a new level together, at the points under Compare. Who wants to"
            " rate alone first, can: rate the criteria concerned, lock them, and when all have done so they show."
        )
    return _(
        "Everybody rates alone. Nobody sees another's ratings until all have locked theirs; then the differences show."
    )


class LockDialog(Dialog):
    """The question before locking: it cannot be taken back, and the last one to lock shows everybody's ratings."""

    def __init__(self, look: Look, *, is_last: bool, parent: QWidget) -> None:
        title = _("Lock and show all ratings?") if is_last else _("Lock your ratings?")
        text = _("After this you cannot change them any more.")
        if is_last:
            text = _("Everybody else is ready. After this all ratings can be seen and nobody can change theirs.")
        super().__init__(look, title, text, parent)
        self.add_safe(_("Not yet"))
        self.act = self.add_action(_("Lock and show") if is_last else _("Lock"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
