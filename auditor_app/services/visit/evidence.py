"""Notes and their links: what was seen and heard, and which criteria it speaks to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from auditor_app.core.change import Edit
from auditor_app.core.errors import UserError
from auditor_app.core.model import Activity, Audit, Direction, FrozenFramework, Link, Note
from auditor_app.core.tagging import Tag, find_tags, without_tags
from auditor_app.services.audits.audits import Audits
from auditor_app.services.desk import Desk, Written
from auditor_app.services.visit.attachments import Attachments
from auditor_app.store import read, search
from auditor_app.store.search import Hit

MAX_TEXT = 1_000_000
"""Characters in one note; more is a pasted file, not an observation."""
_TEXTS: Final = frozenset({"seen", "interpretation"})
_PAUSE: Final = timedelta(minutes=2)
"""Who pauses for longer and goes on begins another version."""
_NOTHING: Final = Note()


@dataclass(frozen=True)
class Version:
    """One change of one field of a note; `author` is the member of the team, `group` the action it was part of."""

    moment: str
    author: str
    field: str = ""
    before: object = ""
    after: object = ""
    group: str = ""


class Evidence:
    """Everything auditors write down during a visit; `attachments` are the photos, files and voices beside it."""

    def __init__(self, desk: Desk, audits: Audits) -> None:
        """Work at `desk`; `audits` says who I am in each team."""
        self._desk = desk
        self._audits = audits
        self.attachments = Attachments(desk)

    def add_note(self, audit_id: str, text: str, activity: str = "", *, group: str = "", **fields: object) -> Written:
        """Write a note; tags in the text become links and leave it. Source and place come from the activity."""
        tags = self._tags(audit_id, text)
        given: dict[str, object] = {
            "audit": audit_id,
            "activity": activity,
            "author": self._audits.me(audit_id),
            "moment": self._desk.fine_moment(),
            "seen": without_tags(text, tags),
            **(self._from_activity(activity) if activity else {}),
            **fields,
        }
        check_length(given)
        note = self._desk.new_id()
        links = [self._link(audit_id, note, tag.target, tag.direction) for tag in tags]
        return self._desk.write([Edit(audit_id, "note", note, given), *links], group)

    def _from_activity(self, activity_id: str) -> dict[str, object]:
        activity = read.entity(self._desk.store, Activity, activity_id)
        names = ("source", "room", "subject", "year_group")
        return {name: getattr(activity, name) for name in names}

    def _tags(self, audit_id: str, text: str) -> tuple[Tag, ...]:
        audit = read.entity(self._desk.store, Audit, audit_id)
        body = read.entity(self._desk.store, FrozenFramework, audit.framework).body
        criteria = {item["code"] for item in body["criteria"]}  # type: ignore[attr-defined]  # checked when it was loaded
        cells = {item["id"] for item in body["matrix"]["cells"]}  # type: ignore[index]  # checked when it was loaded
        return find_tags(text, criteria, cells)

    @staticmethod
    def _link(audit: str, note: str, target: str, direction: Direction | str) -> Edit:
        fields = {"audit": audit, "note": note, "target": target, "direction": str(direction), "deleted": False}
        return Edit(audit, "link", f"{note}:{target}", fields)

    def edit_note(self, note_id: str, group: str = "", *, take_tags: bool = False, **fields: object) -> Written:
        """Set fields of a note; with `take_tags` the tags in `seen` become links and leave the text."""
        note = read.entity(self._desk.store, Note, note_id)
        check_length(fields)
        edits = []
        if take_tags and "seen" in fields:
            tags = self._tags(note.audit, str(fields["seen"]))
            fields["seen"] = without_tags(str(fields["seen"]), tags)
            edits = [self._link(note.audit, note_id, tag.target, tag.direction) for tag in tags]
        if "deleted" in fields:
            edits += self.attachments.along_with(note_id, is_binned=bool(fields["deleted"]))
        return self._desk.write([Edit(note.audit, "note", note_id, fields), *edits], group)

    def place_note(self, note_id: str, activity: str, source: str) -> Written:
        """Put a note with another activity, or outside the programme; where it was made comes from the activity."""
        note = read.entity(self._desk.store, Note, note_id)
        if activity and read.entity(self._desk.store, Activity, activity).audit != note.audit:
            raise UserError("store.not_found", kind="activity", id=activity)
        fields: dict[str, Any] = {"activity": activity, "source": source}
        if activity != note.activity:
            nowhere = dict.fromkeys(("room", "subject", "year_group"), "")
            fields = {**(self._from_activity(activity) if activity else nowhere), **fields}
        return self.edit_note(note_id, **fields)

    def bin_note(self, note_id: str) -> Written:
        """Put a note into the bin, with the photos, files and voices beside it."""
        return self.edit_note(note_id, deleted=True)

    def restore_note(self, note_id: str) -> Written:
        """Take a note out of the bin, with what went there together with it."""
        return self.edit_note(note_id, deleted=False)

    def note_around(self, audit_id: str, activity: str, add: Callable[[str, str], Written]) -> Written:
        """Write a note of no words yet for what `add` puts beside it (it gets the note's id and the action's group).

        Both are undone as one; when nothing could be added, the note goes again.
        """
        group = self._desk.new_id()
        note = self.add_note(audit_id, "", activity, group=group)
        try:
            added = add(note.id, group)
        except UserError:
            self._desk.write([Edit(audit_id, "note", note.id, {"deleted": True})], group)
            raise
        return Written((*note.changes, *added.changes), note.id)

    def link(self, note_id: str, target: str, direction: Direction | str) -> Written:
        """Tie a note to a criterion (`E2.1`) or a matrix cell (`matrix:C2`), or change how it speaks to it."""
        note = read.entity(self._desk.store, Note, note_id)
        return self._desk.write([self._link(note.audit, note_id, target, Direction(direction))], about=note_id)

    def unlink(self, note_id: str, target: str) -> Written:
        """Take a link away."""
        link = read.entity(self._desk.store, Link, f"{note_id}:{target}")
        return self._desk.write([Edit(link.audit, "link", link.id, {"deleted": True})], about=note_id)

    def history(self, note_id: str) -> tuple[Version, ...]:
        """Give every change of a note and its tags, oldest first, with old and new values.

        Of a new note only its texts are told: the rest it got from its activity. A tag is one field called `link`. What
        was typed in one go is one change, however often it came to the disk meanwhile.
        """
        audit = read.entity(self._desk.store, Note, note_id).audit
        found: list[Version] = []
        before: dict[str, object] = {}
        where = "(kind = 'note' AND entity = ?) OR (kind = 'link' AND entity > ? AND entity < ?)"
        for change in self._desk.store.changes(where, (note_id, f"{note_id}:", f"{note_id};")):
            made = Version(_iso(int(change.stamp[:12], 16)), self._writer(audit, change.author), group=change.group)
            if change.kind == "link":
                tag = change.entity.removeprefix(f"{note_id}:")
                after = _tagged(tag, change.fields)
                found.append(replace(made, field="link", before=before.get(tag, ""), after=after))
                before[tag] = after
                continue
            is_new = "audit" in change.fields
            for name, value in change.fields.items():
                if name in _TEXTS or not is_new:
                    found.append(replace(made, field=name, before=before.get(name, _blank(name)), after=value))
            before |= change.fields
        return in_one_go(found)

    def _writer(self, audit: str, author: str) -> str:
        """Give the member of the team that an author is; of a sample I am whoever leads it."""
        member = f"{audit}:{author}"
        is_known = author != self._desk.author or read.entities(self._desk.store, "member", "id = ?", (member,))
        return member if is_known else self._audits.me(audit)

    def search(self, words: str, audit_id: str = "", limit: int = 50) -> tuple[Hit, ...]:
        """Find notes by words, in one audit or in all."""
        return search.search_notes(self._desk.store, words, audit_id, limit)

    def search_criteria(self, audit_id: str, words: str, language: str, limit: int = 12) -> tuple[str, ...]:
        """Find criteria of the audit's framework by title, question or look-fors; gives their codes."""
        audit = read.entity(self._desk.store, Audit, audit_id)
        return search.search_criteria(self._desk.store, words, audit.framework, language, limit)

    def notes_with(self, words: str, audit_id: str) -> frozenset[str]:
        """Give the ids of all notes of an audit that hold the words."""
        return search.notes_with(self._desk.store, words, audit_id)


def in_one_go(versions: Iterable[Version]) -> tuple[Version, ...]:
    """Join the pieces in which a text came to the disk while it was typed; what came to nothing is left out.

    A joined one stands where its last piece was written.
    """
    joined: list[Version] = []
    latest: dict[tuple[str, str], int] = {}
    for version in versions:
        key = (version.group, version.field)
        place = latest.get(key, -1) if version.field in _TEXTS else -1
        if place >= 0 and _is_soon(joined[place].moment, version.moment):
            joined[place] = replace(version, before=joined[place].before)
        else:
            latest[key] = len(joined)
            joined.append(version)
    told = (version for version in joined if version.before != version.after)
    return tuple(sorted(told, key=lambda version: datetime.fromisoformat(version.moment)))


def _is_soon(moment: str, later: str) -> bool:
    return datetime.fromisoformat(later) - datetime.fromisoformat(moment) < _PAUSE


def _blank(name: str) -> object:
    """Give what a field of a note holds before anything was said of it."""
    return getattr(_NOTHING, name, "")


def _tagged(tag: str, fields: Mapping[str, object]) -> str:
    """Write a tag as it is typed; "" when it was taken away."""
    direction = str(fields.get("direction", ""))
    sign = direction if direction in {Direction.SUPPORTS, Direction.CONTRADICTS} else ""
    return "" if fields.get("deleted") else f"#{tag.removeprefix('matrix:')}{sign}"


def _iso(millis: int) -> str:
    return datetime.fromtimestamp(millis / 1000, UTC).astimezone().isoformat(timespec="seconds")


def check_length(fields: dict[str, object]) -> None:
    """Raise `UserError("note.too_long")` for a text no report could hold."""
    for value in fields.values():
        if isinstance(value, str) and len(value) > MAX_TEXT:
            raise UserError("note.too_long", length=len(value), limit=MAX_TEXT)
