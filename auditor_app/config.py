"""Where the program's own files and the user's data live, and the few settings needed before the store is open."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from platformdirs import user_data_path

PACKAGE = Path(__file__).parent


def resource_path(*parts: str) -> Path:
    """Locate a shipped file: beside the package in a checkout, inside it in a wheel or a frozen build."""
    return _shipped("resources", "_resources").joinpath(*parts)


def migrations_path() -> Path:
    """Locate the numbered `.sql` migrations."""
    return _shipped("db", "_db")


def _shipped(beside: str, inside: str) -> Path:
    packaged = PACKAGE / inside
    return packaged if packaged.is_dir() else PACKAGE.parent / beside


def default_data_dir() -> Path:
    """Give the folder for the user's audits unless another is chosen (`AUDITOR_DATA_DIR` or `--data-dir`)."""
    chosen = os.environ.get("AUDITOR_DATA_DIR")
    return place_of_audits(Path(chosen) if chosen else user_data_path("auditor", appauthor=False))


_PLACE = "audits-are-in.txt"


def place_of_audits(folder: Path) -> Path:
    """Give the folder that was chosen at the first start instead of this one; this one when none was."""
    try:
        named = (folder / _PLACE).read_text("utf-8").strip()
    except (OSError, ValueError):
        return folder
    return Path(named) if named else folder


def keep_place_of_audits(folder: Path, place: Path) -> None:
    """Leave word in a folder that the audits are in another, for the next start; its own place takes the word back."""
    if place == folder:
        (folder / _PLACE).unlink(missing_ok=True)
    else:
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(folder / _PLACE, str(place).encode())


@dataclass(frozen=True)
class Settings:
    """What must be known before the store is unlocked; holds nothing about any school."""

    language: str = ""
    theme: str = "system"
    name: str = ""
    initials: str = ""
    organisation: str = ""
    export_dir: str = ""
    uses_keyring: bool = False
    time_authority: str = ""
    """The address of a time-stamping authority (RFC 3161); empty: signatures go without time stamps."""
    months_kept: int = 12
    """How long notes and what is beside them are kept after the report was signed."""


def load_settings(data_dir: Path) -> Settings:
    """Read the settings of a data folder; a missing or broken file gives the defaults."""
    try:
        values = json.loads((data_dir / "settings.json").read_text("utf-8"))
    except (OSError, ValueError):
        return Settings()
    kinds = {item.name: type(item.default) for item in fields(Settings)}
    given = values.items() if isinstance(values, dict) else ()
    known: dict[str, Any] = {name: value for name, value in given if kinds.get(name) is type(value)}
    return Settings(**known)


def save_settings(data_dir: Path, settings: Settings) -> None:
    """Write the settings so that a crash leaves either the old or the new ones."""
    write_atomically(data_dir / "settings.json", json.dumps(asdict(settings), indent=1).encode())


def write_atomically(path: Path, content: bytes, *, is_secret: bool = False) -> None:
    """Write beside, flush to the disk, move into place: a reader never sees half a file.

    A secret is readable for its owner alone where the system knows owners; whoever else can sign in there could copy it
    and try passphrases at leisure.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        if is_secret:
            beside.touch(mode=0o600)
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows offers no handle on a folder; its journal orders the rename
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
