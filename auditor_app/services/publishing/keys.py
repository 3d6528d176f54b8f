"""Which key signs: that of this laptop, one in a file, or one on a token; each unlocked only while it signs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from auditor_app.core.errors import UserError
from auditor_app.services.chosen_file import read_chosen
from auditor_app.services.signing.limits import LARGEST_KEY_FILE

if TYPE_CHECKING:
    from auditor_app.services.signing.identity import Identity, OpenedIdentity

Kind = Literal["own", "file", "token"]


@dataclass(frozen=True)
class Key:
    """Where a key lies: here, in the key file `path`, or behind the driver `path` on a token (labels may be "")."""

    kind: Kind = "own"
    path: Path = Path()
    token: str = ""
    certificate: str = ""


class Keys:
    """Opens keys; `own` gives the key file of this laptop, `now` the time at which a certificate must be valid."""

    def __init__(self, own: Callable[[], bytes], now: Callable[[], datetime]) -> None:
        self._own = own
        self._now = now

    @contextmanager
    def opened(self, key: Key, secret: str) -> Iterator[OpenedIdentity]:
        """Unlock a key for as long as the signing takes; refused unless its certificate may sign now."""
        if key.kind == "token":
            from auditor_app.services.signing.token import TokenChoice, opened_token  # noqa: PLC0415 - optional

            with opened_token(TokenChoice(key.path, key.token, key.certificate), secret) as opened:
                self.require_usable(opened.identity)
                yield opened
            return
        yield usable(self._own() if key.kind == "own" else key_file(key.path), secret, self._now())

    def look_at(self, key: Key, secret: str) -> Identity:
        """Give the certificate that goes with a key, after everything that could be wrong with it was looked at."""
        with self.opened(key, secret) as opened:
            return opened.identity

    def require_usable(self, identity: Identity) -> None:
        """Refuse a certificate that may not sign now; that can be known before its key is opened."""
        from auditor_app.services.signing.identity import check_usable  # noqa: PLC0415 - loads pyHanko

        check_usable(identity, self._now())


def usable(p12: bytes, passphrase: str, now: datetime) -> OpenedIdentity:
    """Unlock a key file; refused unless its certificate may sign at that time."""
    from auditor_app.services.signing.identity import check_usable, open_identity  # noqa: PLC0415 - loads pyHanko

    opened = open_identity(p12, passphrase)
    check_usable(opened.identity, now)
    return opened


def key_file(path: Path, code: str = "signing.not_a_key_file") -> bytes:
    """Read a small file that a person chose; raises `UserError("publish.cannot_read")`, or `code` if it is large."""
    try:
        content = read_chosen(path, LARGEST_KEY_FILE)
    except OSError as error:
        raise UserError("publish.cannot_read", path=str(path)) from error
    if len(content) > LARGEST_KEY_FILE:
        raise UserError(code)
    return content


def plugged_in(driver: Path) -> tuple[str, ...]:
    """Name the tokens that a driver sees now."""
    from auditor_app.services.signing.token import token_labels  # noqa: PLC0415 - an optional package

    return token_labels(driver)
