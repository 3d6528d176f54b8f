"""Everything that belongs to one data folder, opened once and handed out to window and terminal alike."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from auditor_app.config import Settings, load_settings, save_settings
from auditor_app.core.errors import UserError
from auditor_app.services.audits.overview import Overview
from auditor_app.services.desk import Desk, new_id
from auditor_app.services.made_once import MadeOnce
from auditor_app.store import backup, reference
from auditor_app.store.store import COPIES, FILE_NAME, Store
from auditor_app.store.vault import Vault

if TYPE_CHECKING:
    from auditor_app.services.audits.audits import Auditor, Audits
    from auditor_app.services.audits.beginnings import Beginnings
    from auditor_app.services.audits.versions import Versions
    from auditor_app.services.frameworks.frameworks import Frameworks
    from auditor_app.services.judging.fact_checks import FactChecks
    from auditor_app.services.judging.guard import Guard
    from auditor_app.services.judging.judge import Judge
    from auditor_app.services.judging.outcomes import Outcomes
    from auditor_app.services.outside.imports import Imports
    from auditor_app.services.outside.snapshots import Snapshots
    from auditor_app.services.pictures.apart import PhotoProcess
    from auditor_app.services.planning.plan import Plans
    from auditor_app.services.publishing.exporting import Exports
    from auditor_app.services.publishing.layouts import Layouts
    from auditor_app.services.publishing.publish import Publishing
    from auditor_app.services.publishing.retention import Retention
    from auditor_app.services.publishing.signatures import Signatures
    from auditor_app.services.samples import Samples
    from auditor_app.services.schools.register import Schools
    from auditor_app.services.surveys.results import Surveys
    from auditor_app.services.visit.calendar import Calendars
    from auditor_app.services.visit.evidence import Evidence

DAY_SECONDS = 86_400
HOUR_SECONDS = 3_600
LATER = (
    "audits",
    "evidence",
    "guard",
    "publishing",
    "imports",
    "schools",
    "judge",
    "exports",
    "outcomes",
    "fact_checks",
    "layouts",
    "plans",
    "beginnings",
    "signatures",
    "versions",
    "snapshots",
    "calendars",
    "surveys",
    "photos",
    "retention",
)
"""The use cases that an open audit needs; each is made when it is first asked for, so that the start loads none."""


@dataclass
class Workspace:
    """The opened data folder with all use cases; `settings` is replaced by `set_settings`."""

    data_dir: Path
    settings: Settings
    vault: Vault
    store: Store
    desk: Desk
    overview: Overview

    @MadeOnce
    def frameworks(self) -> Frameworks:
        """Give the use cases of quality frameworks."""
        from auditor_app.services.frameworks.frameworks import Frameworks  # noqa: PLC0415 - the start page does without

        return Frameworks(self.data_dir)

    @MadeOnce
    def audits(self) -> Audits:
        """Give the use cases of setting up and preparing audits."""
        from auditor_app.services.audits.audits import Audits  # noqa: PLC0415 - the start page does without

        return Audits(self.desk, self.frameworks, _auditor(self.settings))

    @MadeOnce
    def evidence(self) -> Evidence:
        """Give the use cases of notes."""
        from auditor_app.services.visit.evidence import Evidence  # noqa: PLC0415 - the start page does without

        return Evidence(self.desk, self.audits)

    @MadeOnce
    def guard(self) -> Guard:
        """Give the codes of auditors who share this laptop."""
        from auditor_app.services.judging.guard import Guard  # noqa: PLC0415 - the start page does without

        return Guard(self.desk)

    @MadeOnce
    def publishing(self) -> Publishing:
        """Give the use cases of reports."""
        from auditor_app.services.publishing.own_key import OwnKey  # noqa: PLC0415 - the start page does without
        from auditor_app.services.publishing.publish import Publishing  # noqa: PLC0415 - the start page does without

        return Publishing(self.desk, self.data_dir, OwnKey(self.desk, self.data_dir))

    @MadeOnce
    def imports(self) -> Imports:
        """Give the use cases of reports from outside."""
        from auditor_app.services.outside.imports import Imports  # noqa: PLC0415 - the start page does without

        return Imports(self.desk)

    @MadeOnce
    def schools(self) -> Schools:
        """Give the use cases of the register of schools."""
        from auditor_app.services.schools.register import Schools  # noqa: PLC0415 - the start page does without

        return Schools(self.desk)

    @MadeOnce
    def samples(self) -> Samples:
        """Give the use cases of the sample audits."""
        from auditor_app.services.samples import Samples  # noqa: PLC0415 - the start page does without

        return Samples(self.desk, self.audits, self.publishing, self.imports)

    @MadeOnce
    def exports(self) -> Exports:
        """Give the use cases of reports as files."""
        from auditor_app.services.publishing.exporting import Exports  # noqa: PLC0415 - the start page does without

        return Exports(self.desk, self.publishing)

    @MadeOnce
    def judge(self) -> Judge:
        """Give the use cases of ratings and consensus."""
        from auditor_app.services.judging.judge import Judge  # noqa: PLC0415 - the start page does without

        return Judge(self.desk, self.audits)

    @MadeOnce
    def outcomes(self) -> Outcomes:
        """Give the use cases of what the outcome of a summative audit needs."""
        from auditor_app.services.judging.outcomes import Outcomes  # noqa: PLC0415 - the start page does without

        return Outcomes(self.desk, self.audits)

    @MadeOnce
    def fact_checks(self) -> FactChecks:
        """Give the use cases of the school's check of the facts."""
        from auditor_app.services.judging.fact_checks import FactChecks  # noqa: PLC0415 - the start page does without

        return FactChecks(self.desk, self.audits)

    @MadeOnce
    def layouts(self) -> Layouts:
        """Give the use cases of how a report is set."""
        from auditor_app.services.publishing.layouts import Layouts  # noqa: PLC0415 - the start page does without

        return Layouts(self.desk)

    @MadeOnce
    def plans(self) -> Plans:
        """Give the use cases of the school's plans and goals."""
        from auditor_app.services.planning.plan import Plans  # noqa: PLC0415 - the start page does without

        return Plans(self.desk)

    @MadeOnce
    def beginnings(self) -> Beginnings:
        """Give the use cases of what a new audit starts from."""
        from auditor_app.services.audits.beginnings import Beginnings  # noqa: PLC0415 - the start page does without

        return Beginnings(self.desk, self.audits, self.imports)

    @MadeOnce
    def signatures(self) -> Signatures:
        """Give the use cases of further signatures."""
        from auditor_app.services.publishing.signatures import Signatures  # noqa: PLC0415 - the start page does without

        return Signatures(self.desk, self.publishing, self.imports)

    @MadeOnce
    def versions(self) -> Versions:
        """Give the use cases of versions of a report."""
        from auditor_app.services.audits.versions import Versions  # noqa: PLC0415 - the start page does without

        return Versions(self.desk)

    @MadeOnce
    def snapshots(self) -> Snapshots:
        """Give the use cases of audits as files."""
        from auditor_app.services.outside.snapshots import Snapshots  # noqa: PLC0415 - the start page does without

        return Snapshots(self.desk)

    @MadeOnce
    def calendars(self) -> Calendars:
        """Give the use cases of programmes as calendars."""
        from auditor_app.services.visit.calendar import Calendars  # noqa: PLC0415 - the start page does without

        return Calendars(self.desk)

    @MadeOnce
    def surveys(self) -> Surveys:
        """Give the use cases of results of surveys."""
        from auditor_app.services.surveys.results import Surveys  # noqa: PLC0415 - the start page does without

        return Surveys(self.desk)

    @MadeOnce
    def photos(self) -> PhotoProcess:
        """Give the process that opens and makes photos; it runs while there are some."""
        from auditor_app.services.pictures.apart import PhotoProcess  # noqa: PLC0415 - the start page does without

        return PhotoProcess()

    @MadeOnce
    def retention(self) -> Retention:
        """Give the use cases of how long notes are kept."""
        from auditor_app.services.publishing.retention import Retention  # noqa: PLC0415 - the start page does without

        return Retention(self.desk, lambda: self.settings)

    def load(self) -> None:
        """Load what the start page does without and an open audit needs, off the GUI thread."""
        for name in LATER:
            getattr(self, name)

    @staticmethod
    def exists(data_dir: Path) -> bool:
        """Tell whether a data folder has been set up."""
        return Vault.exists(data_dir)

    @classmethod
    def create(cls, data_dir: Path, passphrase: str, settings: Settings) -> tuple[Workspace, str]:
        """Set up a data folder; gives the workspace and the recovery key, which is shown this once."""
        try:
            vault, recovery_key = Vault.create(data_dir, passphrase)
            save_settings(data_dir, settings)
            return cls._opened(vault), recovery_key
        except OSError as error:
            raise UserError("vault.not_made", folder=str(data_dir), reason=error.strerror or "") from error

    @classmethod
    def open(cls, data_dir: Path, passphrase: str | None = None) -> Workspace | None:
        """Open with the passphrase; with None by the system's keyring, which gives None when it does not keep a key."""
        vault = Vault.open(data_dir, passphrase) if passphrase is not None else Vault.open_with_keyring(data_dir)
        return cls._opened(vault) if vault else None

    @classmethod
    def recover(cls, data_dir: Path, recovery_key: str) -> Workspace:
        """Open with the printed recovery key."""
        return cls._opened(Vault.recover(data_dir, recovery_key))

    @staticmethod
    def newest_copy(data_dir: Path) -> float:
        """Give when the newest copy of a folder that does not open was made (seconds since 1970), 0 without one."""
        newest = backup.newest(data_dir / COPIES)
        return newest.stat().st_mtime if newest else 0.0

    @staticmethod
    def put_back_newest(data_dir: Path) -> Path:
        """Put the newest copy in the place of audits that do not open; gives where those were set aside."""
        newest = backup.newest(data_dir / COPIES)
        if newest is None:
            raise UserError("store.no_copy", folder=str(data_dir / COPIES))
        try:
            return backup.put_back(data_dir / FILE_NAME, newest, _millis())
        except OSError as error:
            raise UserError("store.not_put_back", reason=error.strerror or "") from error

    @classmethod
    def _opened(cls, vault: Vault) -> Workspace:
        folder = vault.folder
        settings = load_settings(folder)
        store = Store(folder, vault.key, "", _millis)
        store.device = _remembered(store, "device", reference.new_device_name)
        desk = Desk(store, _remembered(store, "author", new_id))
        return cls(folder, settings, vault, store, desk, Overview(desk))

    def set_settings(self, settings: Settings) -> None:
        """Keep new settings; new audits get the auditor they name."""
        save_settings(self.data_dir, settings)
        self.settings = settings
        self.audits.set_auditor(_auditor(settings))

    def change_passphrase(self, old: str, new: str) -> bool:
        """Change the passphrase of store and signing key together; True when the key went along.

        Raises UserError when the old one is wrong or the new one too short. A key that came with a passphrase of
        its own keeps that one. Should the key not follow for another reason, the store goes back to the old one.
        """
        vault = Vault.open(self.data_dir, old)
        vault.change_passphrase(new)
        try:
            return self.publishing.own_key.change_passphrase(old, new)
        except (UserError, OSError):
            vault.change_passphrase(old)
            raise

    def free_bytes(self) -> int:
        """Give the room that is left on the disk with the audits."""
        return shutil.disk_usage(self.data_dir).free

    def last_backup(self) -> float:
        """Give when the newest copy was made (seconds since 1970), 0 when there is none."""
        return self.newest_copy(self.store.folder)

    def back_up_when_due(self) -> Path | None:
        """Make a copy unless there is one of the last day, or of the last hour where something was written since.

        A copy from the future (the clock was set back) counts for nothing.
        """
        made = self.last_backup()
        age = time.time() - made
        if 0 <= age < (HOUR_SECONDS if self.store.written_at() > made else DAY_SECONDS):
            return None
        return self.store.back_up("daily" if age >= DAY_SECONDS else "hourly")

    def close(self) -> None:
        """Close the store, and what waits beside it."""
        for name in ("imports", "photos"):  # what was asked for may have a process; what was not is not made for this
            if name in vars(self):
                getattr(self, name).close()
        self.store.close()


def _auditor(settings: Settings) -> Auditor:
    from auditor_app.services.audits.audits import Auditor  # noqa: PLC0415 - the start page does without

    return Auditor(settings.name, settings.initials, settings.organisation)


def _millis() -> int:
    return time.time_ns() // 1_000_000


def _remembered(store: Store, name: str, make: Callable[[], str]) -> str:
    value = reference.device_value(store, name)
    if not value:
        value = make()
        reference.set_device_value(store, name, value)
    return value
