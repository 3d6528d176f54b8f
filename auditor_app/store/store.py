"""The store: one encrypted SQLite file that is written in one way, `commit`, and read as entities."""

from __future__ import annotations

import hashlib
import os
import shutil
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from auditor_app.core.change import WRITTEN, Change, Edit, Intent, check_chain
from auditor_app.core.codec import field_names
from auditor_app.core.errors import UserError
from auditor_app.store import backup, log, state, undo
from auditor_app.store.engine import Connection, DatabaseError, connect, why_not_opened
from auditor_app.store.migrations import migrate

FILE_NAME = "auditor.db"
COPIES = "backups"
"""The folder of the backup copies, in the data folder."""
BALLAST_NAME = "ballast"
BALLAST_BYTES = 4 << 20
"""Room that is given back when the disk is full: SQLite cannot even delete without some."""
ROOMY_BYTES = 4 * BALLAST_BYTES
"""With less room than this the ballast is not laid in anew: it would take the room it gave."""

EMPTIED = "emptied:"
"""Before an audit's id: under this name the device remembers that its notes were removed for good."""
SHOWN = "shown:"
"""Before an audit's id: under this name the device remembers which files its signed reports show."""

Millis = Callable[[], int]


class Store:
    """The audits on this laptop. Safe from several threads: each has its own connection, writers take turns."""

    def __init__(self, folder: Path, key: bytes, device: str, now_millis: Millis) -> None:
        """Open (or make) the database in `folder`; refuses one that is newer, broken or has another key."""
        self.folder = folder
        self.device = device
        self._key = key
        self._now = now_millis
        self._local = threading.local()
        self._all: list[Connection] = []
        self._writing = threading.RLock()
        self._is_to_fold = False
        """Whether something that was forgotten lingers in the write-ahead log, because somebody was reading."""
        folder.mkdir(parents=True, exist_ok=True)
        try:
            self._open()
        except UserError as error:
            if error.code != "store.shut_disk_full" or not self._give_room():
                raise
            self._open()
        self._keep_ballast()

    def _open(self) -> None:
        try:
            migrate(self.connection, back_up=lambda: self.back_up(backup.BEFORE_UPGRADE))
        except UserError:
            self.close()
            raise
        except DatabaseError as error:
            self.close()
            raise UserError(why_not_opened(self.path, error)) from error
        except OSError as error:  # no copy could be made before the upgrade
            self.close()
            raise UserError("store.migration_failed", reason=error.strerror or "") from error

    @property
    def path(self) -> Path:
        """Give the database file."""
        return self.folder / FILE_NAME

    @property
    def connection(self) -> Connection:
        """Give this thread's connection."""
        connection: Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = connect(self.path, self._key)
            self._local.connection = connection
            with self._writing:
                self._all.append(connection)
        return connection

    def forget_pages(self) -> None:
        """Give back the memory of pages that this thread's connection keeps in case they are read again."""
        self.connection.execute("PRAGMA shrink_memory")

    def written_at(self) -> float:
        """Give when something was written last (seconds since 1970), as the disk knows it."""
        files = (self.path, self.path.with_name(f"{FILE_NAME}-wal"))
        return max(path.stat().st_mtime for path in files if path.exists())

    def close(self) -> None:
        """Close all connections; the last one folds the write-ahead log into the file."""
        with self._writing:
            for connection in self._all:
                connection.close()
            self._all.clear()
            self._local = threading.local()

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Run a block as one transaction of this thread; a database error comes out as a UserError, nothing written."""
        with self._writing:
            connection = self.connection
            try:
                connection.execute("BEGIN IMMEDIATE")
                yield connection
                connection.execute("COMMIT")
            except DatabaseError as error:
                self._roll_back(connection)
                raise self._said(error) from error
            except BaseException:
                self._roll_back(connection)
                raise

    @staticmethod
    def _roll_back(connection: Connection) -> None:
        with suppress(DatabaseError):
            if connection.in_transaction:
                connection.execute("ROLLBACK")

    def _said(self, error: DatabaseError) -> UserError:
        text = str(error)
        if "full" in text:
            self._give_room()
            return UserError("store.disk_full")
        for sign, code in (("locked", "store.busy"), ("readonly", "store.read_only"), ("malformed", "store.damaged")):
            if sign in text:
                return UserError(code, reason=text)
        return UserError("store.write_failed", reason=text)

    def _give_room(self) -> bool:
        """Throw the ballast away; False when there was none."""
        ballast = self.folder / BALLAST_NAME
        had_some = ballast.exists()
        ballast.unlink(missing_ok=True)
        return had_some

    def _keep_ballast(self) -> None:
        ballast = self.folder / BALLAST_NAME
        with suppress(OSError):
            if not ballast.exists() and shutil.disk_usage(self.folder).free >= ROOMY_BYTES:
                ballast.write_bytes(os.urandom(BALLAST_BYTES))

    def commit(
        self,
        edits: Sequence[Edit],
        author: str,
        group: str,
        *,
        blobs: Mapping[str, tuple[str, bytes]] | None = None,
        forget: Sequence[str] = (),
        intent: Intent = "do",
        target: str = "",
    ) -> tuple[Change, ...]:
        """Write edits as changes, log and state in one transaction; when it returns they are on the disk.

        `blobs` maps SHA-256 to (media type, bytes) of files that the edits name; `forget` names files that are removed
        for good unless something else still needs them. Raises `UserError("audit.signed")`
        when an audit is signed already, and store errors when the disk refuses; then nothing was written.
        """
        _check_fields(edits)
        with self.transaction() as connection:
            for audit in {edit.audit for edit in edits if not _is_allowed_when_signed(edit)}:
                self._refuse_signed(connection, audit)
            for digest, (media_type, content) in (blobs or {}).items():
                _store_blob(connection, digest, media_type, content)
            writer = log.LogWriter(connection, self.device, self._now())
            changes = tuple(writer.append(edit, author, group, intent, target) for edit in edits)
            for change in changes:
                state.apply_change(connection, change)
            for digest in forget:
                _forget_blob(connection, digest)
        if forget or self._is_to_fold:
            self._fold_log()
        return changes

    def empty(self, audit: str, record: str, shown: Collection[str] = ()) -> None:
        """Remove for good what was written in an audit that is signed, and what is kept beside it.

        A correction in the bin counts as the signed version that it was to correct. The changes stay in the log,
        without what was written; `record` is remembered as when and by whom that was done. Files that its reports have
        `shown` (by SHA-256) stay, from now on whatever becomes of other audits that name them. Raises
        `UserError("audit.not_signed")`; copies that were made before still hold everything until newer ones take their
        place.
        """
        with self.transaction() as connection:
            if not _may_be_emptied(connection, audit):
                raise UserError("audit.not_signed")
            connection.execute("PRAGMA secure_delete = ON").fetchall()
            found = connection.execute("SELECT DISTINCT blob FROM attachment WHERE audit = ?", (audit,)).fetchall()
            for kind in WRITTEN:
                log_of_kind = (audit, kind)
                connection.execute("UPDATE change_log SET fields = '{}' WHERE audit = ? AND kind = ?", log_of_kind)
                connection.execute(f'DELETE FROM "{kind}" WHERE audit = ?', (audit,))  # noqa: S608 - a known table
            for name, value in ((EMPTIED, record), (SHOWN, " ".join(sorted(shown)))):
                connection.execute("INSERT OR REPLACE INTO this_device VALUES (?, ?)", (name + audit, value))
            for (digest,) in found:
                _forget_blob(connection, digest)
            # The index of words keeps those of notes that are gone, marked as such, also where its parts are merged.
            connection.execute("INSERT INTO note_words (note_words) VALUES ('rebuild')")
        self._fold_log()

    def _fold_log(self) -> None:
        """Write the write-ahead log over, so that what was forgotten does not linger there either.

        While somebody reads what was there before, it cannot be; then the next save tries again, and closing does it.
        """
        self._is_to_fold = True
        with suppress(DatabaseError):
            is_busy, *_pages = self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            self._is_to_fold = bool(is_busy)

    @staticmethod
    def _refuse_signed(connection: Connection, audit: str) -> None:
        if _is_signed(connection, audit):
            raise UserError("audit.signed")

    def take_back(self, audit: str, author: str, group: str, intent: Intent, rater: str = "") -> tuple[Change, ...]:
        """Undo or redo (`intent`) this device's last action on an audit; nothing to take back gives ().

        With a `rater` (a member's id) the ratings of others are left alone.
        """
        with self._writing:
            both = undo.stacks(self.connection, audit, self.device, rater)
            waiting = list(both.undo if intent == "undo" else both.redo)
            if not waiting:
                return ()
            edits = undo.inverse(self.connection, audit, waiting[-1])
            if not edits:
                edits = (Edit(audit, "audit", audit, {}),)
            return self.commit(edits, author, group, intent=intent, target=waiting[-1])

    def changes(self, where: str = "1", values: Iterable[object] = ()) -> tuple[Change, ...]:
        """Give logged changes in order; `where` is an SQL condition over the columns of `change_log`."""
        return log.read_changes(self.connection, where, values)

    def heads(self, audit: str = "") -> dict[str, str]:
        """Give each device's newest hash."""
        return log.heads(self.connection, audit)

    def check_log(self) -> int:
        """Check every device's hash chain; gives the number of changes or raises `UserError("log.tampered")`."""
        per_device: dict[str, list[Change]] = {}
        for change in sorted(self.changes(), key=lambda item: (item.device, item.number)):
            per_device.setdefault(change.device, []).append(change)
        names = self.connection.execute("SELECT name FROM this_device WHERE name LIKE ?", (f"{EMPTIED}%",))
        emptied = {str(name).removeprefix(EMPTIED) for (name,) in names}
        for changes in per_device.values():
            check_chain(changes, emptied=emptied)
        return sum(map(len, per_device.values()))

    def check_file(self) -> None:
        """Let SQLite check the whole file; raises `UserError("store.damaged")`."""
        found = self.connection.execute("PRAGMA integrity_check").fetchone()[0]
        if found != "ok":
            raise UserError("store.damaged", reason=found)

    def rebuild(self) -> None:
        """Build all state again from the log."""
        with self.transaction() as connection:
            state.rebuild(connection, self.changes())

    def dump_state(self) -> bytes:
        """Give all state as comparable bytes."""
        return state.dump_state(self.connection)

    def blob(self, digest: str) -> bytes:
        """Give a stored file; raises `UserError("store.blob_missing")`."""
        row = self.connection.execute("SELECT content FROM blob WHERE sha256 = ?", (digest,)).fetchone()
        if row is None:
            raise UserError("store.blob_missing", digest=digest)
        return bytes(row[0])

    def has_blob(self, digest: str) -> bool:
        """Tell whether a file is stored here."""
        found = self.connection.execute("SELECT 1 FROM blob WHERE sha256 = ?", (digest,)).fetchone()
        return found is not None

    def back_up(self, label: str) -> Path:
        """Write a complete encrypted copy beside the database and keep the newest few."""
        return backup.back_up(self.connection, self.folder / COPIES, label, self._now())


def _is_signed(connection: Connection, audit: str) -> bool:
    signed = "SELECT 1 FROM publication WHERE audit = ? AND deleted = 0 LIMIT 1"
    return connection.execute(signed, (audit,)).fetchone() is not None


def _may_be_emptied(connection: Connection, audit: str) -> bool:
    corrected = connection.execute("SELECT predecessor FROM audit WHERE id = ? AND deleted = 1", (audit,)).fetchone()
    return _is_signed(connection, audit) or (corrected is not None and _is_signed(connection, corrected[0]))


def _check_fields(edits: Sequence[Edit]) -> None:
    for edit in edits:
        unknown = set(edit.fields) - field_names(edit.kind)
        if unknown or not edit.entity:
            message = f"an edit of {edit.kind} {edit.entity!r} names unknown fields {sorted(unknown)}"
            raise ValueError(message)


def _is_allowed_when_signed(edit: Edit) -> bool:
    is_bin = edit.kind == "audit" and set(edit.fields) <= {"deleted"}
    return edit.kind in {"publication", "framework", "decision"} or is_bin


def _store_blob(connection: Connection, digest: str, media_type: str, content: bytes) -> None:
    if hashlib.sha256(content).hexdigest() != digest:
        message = "a blob is named by its own SHA-256"
        raise ValueError(message)
    connection.execute(
        "INSERT OR IGNORE INTO blob (sha256, media_type, content) VALUES (?, ?, ?)", (digest, media_type, content)
    )


def _forget_blob(connection: Connection, digest: str) -> None:
    """Remove a file that only erased attachments name and no report shows; its pages are overwritten."""
    connection.execute("PRAGMA secure_delete = ON").fetchall()
    connection.execute(
        """
        DELETE FROM blob WHERE sha256 = :digest
        AND NOT EXISTS (SELECT 1 FROM attachment WHERE blob = :digest AND erased = '')
        AND NOT EXISTS (SELECT 1 FROM layout WHERE logo = :digest)
        AND NOT EXISTS (SELECT 1 FROM publication WHERE :digest IN (pdf, snapshot))
        AND NOT EXISTS (SELECT 1 FROM earlier_report WHERE :digest IN (pdf, snapshot))
        AND NOT EXISTS (SELECT 1 FROM this_device WHERE name LIKE :shown AND instr(value, :digest))
        """,
        {"digest": digest, "shown": f"{SHOWN}%"},
    )
