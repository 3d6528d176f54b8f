"""Everything that belongs to one data folder, opened once and handed out to window and terminal alike."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from auditor_app.config import Settings, load_settings, save_settings
from auditor_app.core.errors import UserError
from auditor_app.services.audits.audits import Auditor, Audits
from auditor_app.services.desk import Desk, new_id
from auditor_app.services.frameworks.frameworks import Frameworks
from auditor_app.services.judging.guard import Guard
from auditor_app.services.outside.imports import Imports
from auditor_app.services.publishing.own_key import OwnKey
from auditor_app.services.publishing.publish import Publishing
from auditor_app.services.samples import Samples
from auditor_app.services.schools.register import Schools
from auditor_app.services.visit.evidence import Evidence
from auditor_app.store import backup, reference
from auditor_app.store.store import COPIES, FILE_NAME, Store
from auditor_app.store.vault import Vault

if TYPE_CHECKING:
    from auditor_app.services.audits.beginnings import Beginnings
    from auditor_app.services.audits.versions import Versions
    from auditor_app.services.judging.fact_checks import FactChecks
    from auditor_app.services.judging.judge import Judge
    from auditor_app.services.judging.outcomes import Outcomes
    from auditor_app.services.outside.snapshots import Snapshots
    from auditor_app.services.pictures.apart import PhotoProcess
    from auditor_app.services.planning.plan import Plans
    from auditor_app.services.publishing.exporting import Exports
    from auditor_app.services.publishing.layouts import Layouts
    from auditor_app.services.publishing.signatures import Signatures
    from auditor_app.services.surveys.results import Surveys
    from auditor_app.services.visit.calendar import Calendars

DAY_SECONDS = 86_400
HOUR_SECONDS = 3_600
LATER = (
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
)
"""The use cases that are made when they are first asked for: without them the window starts a fifth sooner."""


@dataclass
class Workspace:
    """The opened data folder with all use cases; `settings` is replaced by `set_settings`."""

    data_dir: Path
    settings: Settings
    vault: Vault
    store: Store
    desk: Desk
    frameworks: Frameworks
    audits: Audits
    evidence: Evidence
    guard: Guard
    publishing: Publishing
    imports: Imports
    schools: Schools
    samples: Samples

    @cached_property
    def exports(self) -> Exports:
        """Give the use cases of reports as files."""
        from auditor_app.services.publishing.exporting import Exports  # noqa: PLC0415 - the start page does without

        return Exports(self.desk, self.publishing)

    @cached_property
    def judge(self) -> Judge:
        """Give the use cases of ratings and consensus."""
        from auditor_app.services.judging.judge import Judge  # noqa: PLC0415 - the start page does without

        return Judge(self.desk, self.audits)

    @cached_property
    def outcomes(self) -> Outcomes:
        """Give the use cases of what the outcome of a summative audit needs."""
        from auditor_app.services.judging.outcomes import Outcomes  # noqa: PLC0415 - the start page does without

        return Outcomes(self.desk, self.audits)

    @cached_property
    def fact_checks(self) -> FactChecks:
        """Give the use cases of the school's check of the facts."""
        from auditor_app.services.judging.fact_checks import FactChecks  # noqa: PLC0415 - the start page does without

        return FactChecks(self.desk, self.audits)

    @cached_property
    def layouts(self) -> Layouts:
        """Give the use cases of how a report is set."""
        from auditor_app.services.publishing.layouts import Layouts  # noqa: PLC0415 - the start page does without

        return Layouts(self.desk)

    @cached_property
    def plans(self) -> Plans:
        """Give the use cases of the school's plans and goals."""
        from auditor_app.services.planning.plan import Plans  # noqa: PLC0415 - the start page does without

        return Plans(self.desk)

    @cached_property
    def beginnings(self) -> Beginnings:
        """Give the use cases of what a new audit starts from."""
        from auditor_app.services.audits.beginnings import Beginnings  # noqa: PLC0415 - the start page does without

        return Beginnings(self.desk, self.audits, self.imports)

    @cached_property
    def signatures(self) -> Signatures:
        """Give the use cases of further signatures."""
        from auditor_app.services.publishing.signatures import Signatures  # noqa: PLC0415 - the start page does without

        return Signatures(self.desk, self.publishing, self.imports)

    @cached_property
    def versions(self) -> Versions:
        """Give the use cases of versions of a report."""
        from auditor_app.services.audits.versions import Versions  # noqa: PLC0415 - the start page does without

        return Versions(self.desk)

    @cached_property
    def snapshots(self) -> Snapshots:
        """Give the use cases of audits as files."""
        from auditor_app.services.outside.snapshots import Snapshots  # noqa: PLC0415 - the start page does without

        return Snapshots(self.desk)

    @cached_property
    def calendars(self) -> Calendars:
        """Give the use cases of programmes as calendars."""
        from auditor_app.services.visit.calendar import Calendars  # noqa: PLC0415 - the start page does without

        return Calendars(self.desk)

    @cached_property
    def surveys(self) -> Surveys:
        """Give the use cases of results of surveys."""
        from auditor_app.services.surveys.results import Surveys  # noqa: PLC0415 - the start page does without

        return Surveys(self.desk)

    @cached_property
    def photos(self) -> PhotoProcess:
        """Give the process that opens and makes photos; it runs while there are some."""
        from auditor_app.services.pictures.apart import PhotoProcess  # noqa: PLC0415 - the start page does without

        return PhotoProcess()

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
        frameworks = Frameworks(folder)
        audits = Audits(desk, frameworks, Auditor(settings.name, settings.initials, settings.organisation))
        publishing = Publishing(desk, folder, OwnKey(desk, folder))
        imports = Imports(desk)
        return cls(
            folder, settings, vault, store, desk, frameworks, audits,
            evidence=Evidence(desk, audits),
            guard=Guard(desk),
            publishing=publishing,
            imports=imports,
            schools=Schools(desk),
            samples=Samples(desk, audits, publishing, imports),
        )  # fmt: skip

    def set_settings(self, settings: Settings) -> None:
        """Keep new settings; new audits get the auditor they name."""
        save_settings(self.data_dir, settings)
        self.settings = settings
        self.audits.set_auditor(Auditor(settings.name, settings.initials, settings.organisation))

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
        self.imports.close()
        if "photos" in vars(self):  # asked for, so there may be a process
            self.photos.close()
        self.store.close()


def _millis() -> int:
    return time.time_ns() // 1_000_000


def _remembered(store: Store, name: str, make: Callable[[], str]) -> str:
    value = reference.device_value(store, name)
    if not value:
        value = make()
        reference.set_device_value(store, name, value)
    return value
