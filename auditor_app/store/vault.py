"""The key of the store: random, wrapped by a passphrase, by a printed recovery key and by the system's keyring."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from auditor_app.config import write_atomically
from auditor_app.core.errors import UserError

FILE_NAME = "vault.json"
VERSION = 1
KEYRING_SERVICE = "auditor"
ARGON2 = {"time_cost": 3, "memory_cost": 64 * 1024, "parallelism": 2}
"""Argon2id as RFC 9106 recommends for 64 MiB; 0.16 s on a laptop."""
RANDOM_SECRET = {"time_cost": 1, "memory_cost": 8, "parallelism": 1}
"""For the keyring's secret of 256 random bits, which nobody can guess: stretching would only delay each start."""
RECOVERY_BYTES = 20
MIN_PASSPHRASE = 8


@dataclass(frozen=True)
class Vault:
    """An opened vault: the data key, and the folder whose `vault.json` holds the wraps."""

    folder: Path
    key: bytes

    @staticmethod
    def exists(folder: Path) -> bool:
        """Tell whether a data folder has been set up."""
        return (folder / FILE_NAME).is_file()

    @classmethod
    def create(cls, folder: Path, passphrase: str) -> tuple[Vault, str]:
        """Make a vault and its recovery key (shown once, 32 characters in groups of four)."""
        if cls.exists(folder):
            raise UserError("vault.exists", folder=str(folder))
        _check_passphrase(passphrase)
        key = secrets.token_bytes(32)
        recovery = secrets.token_bytes(RECOVERY_BYTES)
        wraps = {"passphrase": _wrap(key, passphrase), "recovery": _wrap(key, _recovery_text(recovery))}
        _write(folder, wraps)
        return cls(folder, key), _grouped(_recovery_text(recovery))

    @classmethod
    def open(cls, folder: Path, passphrase: str) -> Vault:
        """Open with the passphrase; raises `UserError("vault.wrong_passphrase")`."""
        key = _unwrap(_read(folder).get("passphrase"), passphrase)
        if key is None:
            raise UserError("vault.wrong_passphrase")
        return cls(folder, key)

    @classmethod
    def recover(cls, folder: Path, recovery_key: str) -> Vault:
        """Open with the printed recovery key, however it is spaced; raises `UserError("vault.wrong_recovery_key")`."""
        typed = "".join(recovery_key.upper().replace("0", "O").replace("1", "I").replace("-", "").split())
        key = _unwrap(_read(folder).get("recovery"), typed)
        if key is None:
            raise UserError("vault.wrong_recovery_key")
        return cls(folder, key)

    @classmethod
    def open_with_keyring(cls, folder: Path) -> Vault | None:
        """Open with the key that the system keeps for this user, if it keeps one."""
        wrap = _read(folder).get("keyring")
        if not wrap:
            return None
        keyring = _keyring()
        try:
            secret = keyring.get_password(KEYRING_SERVICE, wrap["name"])
        except keyring.errors.KeyringError:
            return None
        key = _unwrap(wrap, secret) if secret else None
        return cls(folder, key) if key else None

    def change_passphrase(self, passphrase: str) -> None:
        """Wrap the same key under a new passphrase; nothing else is written."""
        _check_passphrase(passphrase)
        _write(self.folder, {**_read(self.folder), "passphrase": _wrap(self.key, passphrase)})

    def keep_in_keyring(self) -> None:
        """Let the system's keyring open this vault; raises `UserError("vault.no_keyring")` where there is none."""
        name, secret = secrets.token_hex(8), secrets.token_hex(32)
        keyring = _keyring()
        try:
            keyring.set_password(KEYRING_SERVICE, name, secret)
            is_kept = keyring.get_password(KEYRING_SERVICE, name) == secret
        except keyring.errors.KeyringError as error:
            raise UserError("vault.no_keyring") from error
        if not is_kept:  # some backends accept everything and keep nothing
            raise UserError("vault.no_keyring")
        _write(self.folder, {**_read(self.folder), "keyring": {**_wrap(self.key, secret, RANDOM_SECRET), "name": name}})

    def forget_keyring(self) -> None:
        """Take the keyring's wrap away: from now on the passphrase is asked."""
        wraps = _read(self.folder)
        wraps.pop("keyring", None)
        _write(self.folder, wraps)


def _keyring() -> ModuleType:
    import keyring  # noqa: PLC0415 - looking for the system's keyrings costs a tenth of a second
    import keyring.errors  # noqa: PLC0415 - looking for the system's keyrings costs a tenth of a second

    return keyring


def _check_passphrase(passphrase: str) -> None:
    if len(passphrase) < MIN_PASSPHRASE:
        raise UserError("vault.short_passphrase", minimum=MIN_PASSPHRASE)


def _recovery_text(recovery: bytes) -> str:
    return base64.b32encode(recovery).decode()


def _grouped(text: str) -> str:
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def _stretched(secret: str, salt: bytes, cost: Mapping[str, int]) -> bytes:
    # Half an emoji that was pasted is part of the secret too.
    return hash_secret_raw(secret.encode(errors="surrogatepass"), salt, hash_len=32, type=Type.ID, **cost)


def _wrap(key: bytes, secret: str, cost: Mapping[str, int] = ARGON2) -> dict[str, Any]:
    salt = secrets.token_bytes(16)
    wrapped = aes_key_wrap(_stretched(secret, salt, cost), key)
    return {"salt": salt.hex(), "wrapped": wrapped.hex(), "argon2id": dict(cost)}


def _unwrap(wrap: Mapping[str, Any] | None, secret: str) -> bytes | None:
    if not wrap:
        return None
    try:
        stretched = _stretched(secret, bytes.fromhex(wrap["salt"]), wrap["argon2id"])
        return aes_key_unwrap(stretched, bytes.fromhex(wrap["wrapped"]))
    except InvalidUnwrap:
        return None
    except (ValueError, KeyError, TypeError, HashingError) as error:
        raise UserError("vault.damaged") from error


def _read(folder: Path) -> dict[str, Any]:
    try:
        values = json.loads((folder / FILE_NAME).read_text("utf-8"))
        version = int(values.get("version", VERSION))
        wraps = dict(values["wraps"]) if version <= VERSION else {}
    except OSError as error:
        raise UserError("vault.missing", folder=str(folder)) from error
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise UserError("vault.damaged") from error
    if version > VERSION:
        raise UserError("store.newer", newest=str(version)[:20])
    return wraps


def _write(folder: Path, wraps: Mapping[str, Any]) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # of no concern to other users of this laptop
    content = {"format": "auditor-vault", "version": VERSION, "wraps": wraps}
    write_atomically(folder / FILE_NAME, json.dumps(content, indent=1).encode(), is_secret=True)
