"""Stands in for the system's keyring, so that the window starts by itself as on the laptop of a person who uses one."""

from __future__ import annotations

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend

PLACE = "AUDITOR_BENCHMARK_KEYRING"
"""The variable that names the file."""
BACKEND = "benchmarks.keyring_in_file.FileKeyring"


class FileKeyring(KeyringBackend):
    """Keeps the secrets of invented audits in a file."""

    priority = 1

    def get_password(self, service: str, username: str) -> str | None:
        """Give a secret."""
        secret = _kept().get(f"{service}/{username}")
        return str(secret) if secret else None

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a secret."""
        _file().write_text(json.dumps(_kept() | {f"{service}/{username}": password}), "utf-8")


def _file() -> Path:
    return Path(os.environ[PLACE])


def _kept() -> dict[str, str]:
    return json.loads(_file().read_text("utf-8")) if _file().is_file() else {}
