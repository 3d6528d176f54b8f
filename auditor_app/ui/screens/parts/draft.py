"""The line in hand, kept on the disk while it is still being written: a power cut costs at most the last word."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from auditor_app.ui.session import may_retry

if TYPE_CHECKING:
    from auditor_app.services.desk import Written
    from auditor_app.ui.session import AuditSession

Fields = Mapping[str, Any]
Done = Callable[["Written"], object]
Failed = Callable[[Exception], object]
_TEXTS = ("seen", "interpretation")


@dataclass
class _Line:
    """One line from its first pause to its Enter; writes wait until the note exists."""

    id: str = ""
    group: str = ""
    is_making: bool = False
    is_final: bool = False
    later: Fields | None = field(default=None)
    told: dict[str, Any] = field(default_factory=dict)
    """What was handed over last: only what differs from it is written again."""
    done: Done | None = None
    failed: Failed | None = None
    """Who wants to know that the finished line is on the disk, or will not get there."""
    waiting: list[Callable[[str], object]] = field(default_factory=list)
    """Who waits for the note to exist."""


class DraftLine(QObject):
    """Makes a note of a line at its first pause, brings it up to date, and finishes it at Enter."""

    changed = Signal()
    """Another note is the one in hand."""

    def __init__(self, session: AuditSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._line = _Line()

    @property
    def note_id(self) -> str:
        """Give the note of the line in hand, or "": it is not shown among the finished lines."""
        return self._line.id

    @property
    def is_making(self) -> bool:
        """Whether the note of the line in hand is on its way to the disk."""
        return self._line.is_making

    def when_made(self, then: Callable[[str], object]) -> None:
        """Call `then` with the note in hand once it exists; with "" where nothing was handed over to become one."""
        if self._line.is_making:
            self._line.waiting.append(then)
        else:
            then(self._line.id)

    def keep(self, activity: str, fields: Fields) -> None:
        """Bring the stored line up to date; tags stay in its text until it is finished."""
        line = self._line
        if not any(str(fields.get(name, "")).strip() for name in _TEXTS):
            self.drop()
        elif line.id:
            self._edit(line, fields)
        elif line.is_making:
            line.later = fields
        else:
            line.is_making, line.group, line.told = True, self._session.new_group(), dict(fields)
            evidence, audit = self._session.evidence, self._session.audit_id
            work = partial(evidence.add_note, audit, "", activity, group=line.group, **fields)
            self._session.write(work, partial(self._on_made, line), partial(self._on_failed, line))

    def finish(self, activity: str, fields: Fields, done: Done | None = None, failed: Failed | None = None) -> None:
        """Make the line a note: its tags become links. The next line starts empty."""
        line, self._line = self._line, _Line()
        line.is_final, line.done, line.failed = True, done, failed
        if line.id:
            self._edit(line, fields)
        elif line.is_making:
            line.later = fields
        else:
            rest = {name: value for name, value in fields.items() if name != "seen"}
            evidence, audit = self._session.evidence, self._session.audit_id
            self._session.write(partial(evidence.add_note, audit, str(fields["seen"]), activity, **rest), done, failed)
        self.changed.emit()

    def drop(self) -> None:
        """Everything was deleted again: the note goes to the bin."""
        line, self._line = self._line, _Line()
        if line.id and self._has_beside(line.id):
            self._edit(line, dict.fromkeys(_TEXTS, ""))  # its photo stands for itself
            self.changed.emit()
            return
        line.is_final = True
        if line.id:
            self._session.write(partial(self._session.evidence.bin_note, line.id))
        elif line.is_making:
            line.later = {"deleted": True}

    def _has_beside(self, note: str) -> bool:
        every = self._session.live.entities("attachment").values()
        return any(item.note == note and not item.deleted for item in every)

    def _edit(self, line: _Line, fields: Fields) -> None:
        names = {*_TEXTS, "is_afterwards", "is_snapshot", "deleted"}
        told = {name: value for name, value in fields.items() if name in names}
        evidence = self._session.evidence
        take = line.is_final and "seen" in told
        news = {name: value for name, value in told.items() if line.told.get(name) != value}
        if take:
            news["seen"] = told["seen"]
        if not told.get("deleted") and self._is_binned(line.id):
            news["deleted"] = False  # undone meanwhile, and still being written
        line.told |= told
        if news:
            work = partial(evidence.edit_note, line.id, line.group, take_tags=take, **news)
            self._session.write(work, line.done, line.failed)

    def _is_binned(self, note: str) -> bool:
        found = self._session.live.entities("note").get(note)
        return found is not None and found.deleted

    def _on_made(self, line: _Line, written: Written) -> None:
        line.id, line.is_making = written.id, False
        if line.later is not None:
            self._edit(line, line.later)
            line.later = None
        if isValid(self):
            self.changed.emit()
            self._tell_waiting(line)

    @staticmethod
    def _tell_waiting(line: _Line) -> None:
        waiting, line.waiting = line.waiting, []
        for then in waiting:
            then(line.id)

    def _on_failed(self, line: _Line, error: Exception) -> None:
        """Wait when the session tries again by itself (the disk was the reason); else the line starts anew."""
        line.is_making = may_retry(error)
        if not line.is_making:
            self._tell_waiting(line)
        if line.is_final and not line.is_making and line.failed is not None:
            line.failed(error)
