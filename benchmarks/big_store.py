"""A store as large as a laptop may ever get, made once per shape of the store and the same every time."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from auditor_app.config import Settings, resource_path
from auditor_app.core.change import Edit
from auditor_app.core.framework import build_framework
from auditor_app.services.desk import Desk, storable
from auditor_app.services.workspace import Workspace
from auditor_app.store.migrations import migration_files
from auditor_app.store.undo import SETUP

PASSPHRASE = "benchmark-passphrase"  # noqa: S105 - of a folder with invented audits
FIRST_DAY = date(2020, 9, 1)
ZONE = timezone(timedelta(hours=1))
WORDS = tuple(
    """
leerling coach logboek doel periode taak gesprek basisgroep stilte werkplek planning week vak strategie
opdracht niveau feedback reflectie kwartier ouder portaal afspraak vraag antwoord tafel groepje docent
lokaal begin einde zelfstandig samen opnieuw rustig zichtbaar hardop kort lang eerste tweede derde later
vandaag gisteren morgen vertelt noemt kiest schrijft leest zoekt toont legt vergelijkt bespreekt herhaalt
verbetert wacht begint stopt
""".split()  # noqa: SIM905 - a list of seventy quoted words says less
)


@dataclass(frozen=True)
class Size:
    """How much a store holds."""

    audits: int = 500
    notes: int = 100_000

    @property
    def name(self) -> str:
        """Name the size in a folder's name."""
        return f"{self.audits}-{self.notes}"


TINY = Size(5, 60)
"""For the tests of the measures themselves."""


@dataclass
class Clock:
    """A clock that goes a second on with each look."""

    now: datetime = field(default_factory=lambda: datetime(2020, 9, 1, 8, tzinfo=ZONE))

    def look(self) -> datetime:
        """Give the time."""
        self.now += timedelta(seconds=1)
        return self.now

    def millis(self) -> int:
        """Give the time in milliseconds since 1970."""
        return int(self.look().timestamp() * 1000)


def big_store(size: Size) -> Path:
    """Give the folder of the made store; do not write in it, take a `copy`."""
    folder = Path(tempfile.gettempdir()) / f"auditor-big-store-{_shape()}-{size.name}"
    if not (folder / "complete").is_file():
        shutil.rmtree(folder, ignore_errors=True)
        _make(folder, size)
        (folder / "complete").touch()
    return folder


def copy(size: Size, to: Path) -> Path:
    """Give a folder of one's own with the same store."""
    return shutil.copytree(big_store(size), to)


def _shape() -> str:
    """Name what the made store depends on: the migrations, the framework, and this module."""
    parts = [*migration_files(), resource_path("frameworks", "ked-starter-0.1.json"), Path(__file__)]
    return hashlib.sha256(b"".join(path.read_bytes() for path in parts)).hexdigest()[:12]


def _make(folder: Path, size: Size) -> None:
    settings = Settings(language="nl", name="Mirte Meting", initials="MM", organisation="Meetkring")
    workspace, _ = Workspace.create(folder, PASSPHRASE, settings)
    clock = Clock()
    workspace.store._now = clock.millis  # noqa: SLF001 - the same store every time needs the same clock
    workspace.store.device = "benchmark-device"
    body = json.loads(resource_path("frameworks", "ked-starter-0.1.json").read_text("utf-8"))
    digest = build_framework(body).digest
    desk = Desk(workspace.store, "mirte", clock.look)
    desk.write([Edit("", "framework", digest, {"body": body})], SETUP + "framework")
    for number in range(size.audits):
        notes = size.notes // size.audits + (number < size.notes % size.audits)
        desk.write(list(_audit(number, notes, digest, body)), f"{SETUP}{number}")
    workspace.store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    workspace.close()


def _audit(number: int, notes: int, digest: str, body: dict[str, Any]) -> Iterator[Edit]:
    chance = random.Random(number)
    audit, starts = f"big{number:05d}", FIRST_DAY + timedelta(days=4 * number)
    criteria = [item["code"] for item in body["criteria"]]
    sources = [item["code"] for item in body["evidence_sources"]]
    school = {
        "name": f"School {_words(chance, 2).title()} {number}",
        "brin": f"{number % 90 + 10}AB",
        "place": "Meetstad",
    }
    fields = {
        "kind": "formative", "school": school, "starts": starts.isoformat(), "language": "nl", "framework": digest,
        "ends": (starts + timedelta(days=1)).isoformat(), "created": f"{starts}T08:00:00+01:00",
    }  # fmt: skip
    yield _edit(audit, "audit", audit, fields)
    for name, role in (("mirte", "lead"), ("ruben", "auditor")):
        member = {"audit": audit, "name": name.title(), "initials": name[:2].upper(), "role": role, "relation": "none"}
        yield _edit(audit, "member", f"{audit}:{name}", member)
    for index in range(12):
        yield _edit(audit, "activity", f"{audit}-a{index}", _activity(audit, index, starts, chance.choice(sources)))
    for index in range(notes):
        yield from _note(audit, index, starts, chance, criteria)
    for code in criteria:
        rating = {"audit": audit, "criterion": code, "member": f"{audit}:mirte", "level": str(chance.randint(1, 4))}
        yield _edit(audit, "rating", f"{audit}:{code}:mirte", rating)


def _activity(audit: str, index: int, starts: date, source: str) -> dict[str, object]:
    day = (starts + timedelta(days=index // 6)).isoformat()
    hour = 8 + index % 6
    return {
        "audit": audit, "day": day, "start": f"{hour:02d}:15", "end": f"{hour + 1:02d}:00",
        "title": f"Activiteit {index + 1}", "source": source,
    }  # fmt: skip


def _note(audit: str, index: int, starts: date, chance: random.Random, criteria: list[str]) -> Iterator[Edit]:
    note = f"{audit}-n{index:05d}"
    fields = {
        "audit": audit, "activity": f"{audit}-a{index % 12}", "author": f"{audit}:{chance.choice(('mirte', 'ruben'))}",
        "moment": f"{starts}T{8 + index % 9:02d}:{index % 60:02d}:00+01:00", "source": "OBS",
        "seen": _words(chance, chance.randint(8, 40)).capitalize() + ".",
        "interpretation": _words(chance, 8).capitalize() + "." if index % 4 == 0 else "",
    }  # fmt: skip
    yield _edit(audit, "note", note, fields)
    if index % 20:
        target = chance.choice(criteria)
        link = {"audit": audit, "note": note, "target": target, "direction": chance.choice("+-o")}
        yield _edit(audit, "link", f"{note}:{target}", link)


def _words(chance: random.Random, count: int) -> str:
    return " ".join(chance.choices(WORDS, k=count))


def _edit(audit: str, kind: str, entity: str, fields: dict[str, Any]) -> Edit:
    return storable(Edit(audit, kind, entity, fields))
