"""Which photos, files and voices are kept beside which note."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from auditor_app.core.live import LiveAudit
from auditor_app.core.model import Attachment


class KeptBeside:
    """Finds what stands beside a note without looking through everything that was kept."""

    def __init__(self, live: LiveAudit) -> None:
        self._live = live
        self._of_note: dict[str, set[str]] = defaultdict(set)
        """Also what stood beside a note once."""
        self._note_of: dict[str, str] = {}
        self._know(live.entities("attachment"))

    def _know(self, keys: Collection[str]) -> None:
        for key in keys:
            attachment = self._live.entities("attachment").get(key)
            if isinstance(attachment, Attachment):
                self._of_note[attachment.note].add(attachment.id)
                self._note_of[attachment.id] = attachment.note

    def take(self, keys: Collection[str]) -> set[str]:
        """Bring up to date; gives the notes they stand beside, or stood beside until now."""
        before = {self._note_of[key] for key in keys if key in self._note_of}
        self._know(keys)
        return before | {self._note_of[key] for key in keys if key in self._note_of}

    def of(self, note_id: str, *, is_binned: bool = False) -> tuple[Attachment, ...]:
        """List what is kept beside a note in the order it was added, or lies in the bin from there; nothing erased."""
        if note_id not in self._of_note:
            return ()
        known = self._live.entities("attachment")
        found = (known.get(key) for key in self._of_note[note_id])
        kept = (
            item
            for item in found
            if isinstance(item, Attachment) and item.note == note_id and item.deleted is is_binned and not item.erased
        )
        return tuple(sorted(kept, key=lambda item: (item.taken, item.id)))
