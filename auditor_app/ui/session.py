"""One open audit in one window: what it holds now, and the way every screen writes to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Signal

from auditor_app.core.errors import UserError

if TYPE_CHECKING:
    from auditor_app.config import Settings
    from auditor_app.core.baseline import Baseline
    from auditor_app.core.change import Change
    from auditor_app.core.live import LiveAudit
    from auditor_app.core.snapshot import Snapshot
    from auditor_app.services.desk import Written
    from auditor_app.services.workspace import Workspace
    from auditor_app.ui.background import Background
    from auditor_app.ui.events import Events
    from auditor_app.ui.models.notebook import Notebook

T = TypeVar("T")
NOT_ON_DISK = frozenset({"store.busy", "store.damaged", "store.disk_full", "store.read_only", "store.write_failed"})
"""What a second try may mend; other errors are refusals, and trying again would change nothing."""
_TOO_LONG = "too_long"
"""How the code of every such refusal ends."""
Work = Callable[[], "Written"]
Done = Callable[["Written"], object]
Failed = Callable[[Exception], object]


@dataclass(frozen=True)
class _Write:
    """A write that is on its way to the disk, kept until it is there."""

    work: Work
    done: Done | None
    failed: Failed | None
    says_itself: bool = False
    """Who wrote says beside its own fields why it was refused."""


class AuditSession(QObject):
    """What the screens of one audit share. They read `live` and `snapshot`, and call `write` with a use case."""

    changed = Signal(object)
    """A frozenset of (kind, id): what a commit touched, here or elsewhere in the program."""
    saved = Signal(object)
    """The `datetime` at which everything written so far was on the disk."""
    failed = Signal(object)
    """The error of a write that did not reach the disk; the fields keep their text."""
    refused = Signal()
    """A write was refused, and whoever wrote says so: nothing is unsaved."""
    writing = Signal()
    """A write began."""
    told = Signal(str, bool)
    """What was done, for the toast; True offers to undo it."""
    warned = Signal(str)
    """What could not be done, and the next step; it stays until a person has read it."""
    led = Signal(str, str, str)
    """Go to a place, and there to (kind, id)."""
    pointed = Signal(str)
    """Take the caret to a field of what was led to."""
    paper_wanted = Signal()
    """Blank sheets of this audit are to be printed or saved."""
    audit_wanted = Signal(str, str)
    """Another audit is to be opened at a place, such as the new version of this one where the report is written."""

    renewed = Signal(str, str)
    """What is on the disk is no longer what is in memory: read the audit anew, and go to a place and a kind there."""

    def __init__(
        self,
        workspace: Workspace,
        live: LiveAudit,
        background: Background,
        events: Events,
        notebook: Notebook | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.live, self.notebook = live, notebook
        self.audit_id = live.audit.id
        self.desk = workspace.desk
        self._workspace = workspace
        self.overview = workspace.overview
        self.audits = workspace.audits
        self.evidence = workspace.evidence
        self.photos = workspace.photos
        self.retention = workspace.retention
        self.calendars = workspace.calendars
        self.judge = workspace.judge
        self.plans = workspace.plans
        self.guard = workspace.guard
        self.outcomes = workspace.outcomes
        self.fact_checks = workspace.fact_checks
        self.publishing = workspace.publishing
        self.layouts = workspace.layouts
        self.exports = workspace.exports
        self.imports = workspace.imports
        self.signatures = workspace.signatures
        self.versions = workspace.versions
        self.schools = workspace.schools
        self.frameworks = workspace.frameworks
        self.surveys = workspace.surveys
        self.background = background
        self.read = background.run
        self._events = events
        self._underway = 0
        self._unsaved: list[_Write] = []
        self._then: Callable[[], object] | None = None
        """What was asked for while something was not on the disk yet."""
        events.changed.connect(self._on_changed)

    @property
    def snapshot(self) -> Snapshot:
        """Give the audit as it is now, for the team."""
        return self.live.snapshot

    @property
    def settings(self) -> Settings:
        """Give the settings as they are now: they can be changed while the audit is open."""
        return self._workspace.settings

    @property
    def is_read_only(self) -> bool:
        """Whether a report of this audit was signed: then nothing may change any more."""
        return self.live.is_signed

    @property
    def is_saved(self) -> bool:
        """Whether everything handed to `write` is on the disk."""
        return not self._underway and not self._unsaved

    @property
    def is_writing(self) -> bool:
        """Whether something is on its way to the disk."""
        return self._underway > 0

    def when_saved(self, then: Callable[[], object]) -> None:
        """Call `then` once everything is on the disk; not at all when something fails, or another wish comes later."""
        if self.is_saved:
            then()
        elif not self._unsaved:
            self._then = then

    def new_group(self) -> str:
        """Give a name under which the edits of one editing session are undone together."""
        return str(self.desk.new_id())

    def write(
        self, work: Work, done: Done | None = None, failed: Failed | None = None, *, says_itself: bool = False
    ) -> None:
        """Write in the background, in the order of the calls; what could not be saved before goes first.

        With `says_itself` it is `failed` that says a refusal, and nobody else does.
        """
        self.retry()
        self._start(_Write(work, done, failed, says_itself))

    def make(self, work: Callable[[], T], done: Callable[[T], object], failed: Failed) -> None:
        """Have made, away from all reads, what `done` then writes, such as a photo; until then not everything is saved.

        `failed` says why it is not kept, and nobody else does.
        """
        self._underway += 1
        self.writing.emit()
        self.background.make(work, partial(self._on_made, done), partial(self._on_not_made, failed))

    def retry(self) -> None:
        """Try again to save what did not reach the disk."""
        waiting, self._unsaved = self._unsaved, []
        for item in waiting:
            self._start(item)

    def take_over(self, written: Written) -> None:
        """Tell everyone of a write that went another way than `write`, such as that of a dialog."""
        self._events.changed.emit(written.changes)

    def tell(self, text: str, *, can_undo: bool = False) -> None:
        """Say in a toast what was done ("Note of 13:41 is in the bin"); `can_undo` offers the way back."""
        self.told.emit(text, can_undo)

    def warn(self, text: str) -> None:
        """Say what could not be done, in a message that stays."""
        self.warned.emit(text)

    def lead_to(self, place: str, kind: str = "", entity: str = "", field: str = "") -> None:
        """Open a place of the window, and there e.g. ("note", id), ("criterion", "E2.1"); the caret goes to `field`."""
        self.led.emit(place, kind, entity)
        if field:
            self.pointed.emit(field)

    def be(self, member: str) -> None:
        """Let another auditor of the team work at this laptop from now on."""
        self.write(partial(self.audits.choose_me, self.audit_id, member), self._on_me)

    def _on_me(self, written: Written) -> None:
        self.live.me = written.id
        self.changed.emit(frozenset({("member", written.id)}))

    def close(self) -> None:
        """Listen no more."""
        self._events.changed.disconnect(self._on_changed)

    def _start(self, item: _Write) -> None:
        self._underway += 1
        self.writing.emit()
        self.background.write(item.work, partial(self._on_written, item), partial(self._on_failed, item))

    def _on_written(self, item: _Write, written: Written) -> None:
        self._underway -= 1
        self._events.changed.emit(written.changes)
        answer(item.done, written)
        if self.is_saved:
            now = datetime.now().astimezone()
            self._events.saved.emit(now)
            self.saved.emit(now)
            self._go_on()

    def _go_on(self) -> None:
        then, self._then = self._then, None
        answer(then)

    def _on_failed(self, item: _Write, error: Exception) -> None:
        self._underway -= 1
        self._then = None
        if may_retry(error):
            self._unsaved.append(item)
        answer(item.failed, error)
        if item.says_itself and not may_retry(error):
            self.refused.emit()
            return
        self._events.save_failed.emit(error)
        self.failed.emit(error)

    def _on_made(self, done: Callable[[T], object], made: T) -> None:
        try:
            answer(done, made)
        finally:  # not before: what it writes keeps the audit from looking saved in between
            self._underway -= 1
        if self.is_saved:  # whoever wanted it is gone
            self.refused.emit()
            self._go_on()

    def _on_not_made(self, failed: Failed, error: Exception) -> None:
        self._underway -= 1
        self._then = None
        answer(failed, error)
        self.refused.emit()

    def _on_changed(self, changes: tuple[Change, ...]) -> None:
        mine = tuple(change for change in changes if change.audit == self.audit_id)
        touched = frozenset(self.live.apply(mine)) if mine else frozenset()
        if touched:
            self.changed.emit(touched)
        if any(kind == "earlier_report" for kind, _id in touched):
            self.background.run(self._newest_baseline, self._on_baseline, latest=f"baseline-{self.audit_id}")

    def _newest_baseline(self) -> Baseline | None:
        return self.imports.way_here(self.audit_id)

    def _on_baseline(self, baseline: Baseline | None) -> None:
        self.live.with_baseline(baseline)
        self.changed.emit(frozenset({("baseline", self.audit_id)}))


def may_retry(error: object) -> bool:
    """Whether a second try may mend it: a full disk, or a fault nobody expected; a refusal stays a refusal."""
    return not isinstance(error, UserError) or error.code in NOT_ON_DISK


def keeps_text(error: object) -> bool:
    """Whether a field still shows a text that was refused because it is longer than its place holds."""
    return isinstance(error, UserError) and error.code.endswith(_TOO_LONG)


def answer(callback: Callable[..., Any] | None, *values: object) -> None:
    """Call back unless there is nothing to call or the widget it belongs to is gone by now."""
    owner = getattr(callback, "__self__", None)
    if callback is not None and (not isinstance(owner, QObject) or shiboken6.isValid(owner)):
        callback(*values)
