"""Several auditors on one laptop rate blind: each guards the own ratings with a code before handing the laptop on.

The code never leaves the laptop. It keeps colleagues from looking by accident or for a moment; it is no lock against
somebody who owns the laptop and wants to break it. Whoever forgets it rates anew: the old ratings are cleared unseen.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Final

from auditor_app.core.change import Edit
from auditor_app.core.errors import UserError
from auditor_app.core.model import Rating
from auditor_app.services.audits.audits import CODE
from auditor_app.services.desk import Desk, Written
from auditor_app.store import read
from auditor_app.store.reference import device_value, set_device_value
from auditor_app.store.undo import SETUP

SHORTEST: Final = 4
_SCRYPT: Final = {"n": 2**13, "r": 8, "p": 1}


class Guard:
    """The codes of the auditors who share this laptop."""

    def __init__(self, desk: Desk) -> None:
        """Work at `desk`."""
        self._desk = desk

    def has_code(self, member: str) -> bool:
        """Tell whether a member guards the own ratings here."""
        return bool(device_value(self._desk.store, CODE + member))

    def set_code(self, member: str, code: str) -> None:
        """Guard a member's ratings; raises `UserError("guard.too_short")`."""
        if len(code) < SHORTEST:
            raise UserError("guard.too_short", least=SHORTEST)
        salt = secrets.token_bytes(16)
        set_device_value(self._desk.store, CODE + member, f"{salt.hex()}:{_digest(code, salt).hex()}")

    def check(self, member: str, code: str) -> None:
        """Raise `UserError("guard.wrong_code")` unless this is the member's code."""
        salt, _, kept = device_value(self._desk.store, CODE + member).partition(":")
        if not kept or not hmac.compare_digest(_digest(code, bytes.fromhex(salt)), bytes.fromhex(kept)):
            raise UserError("guard.wrong_code")

    def forget(self, audit_id: str, member: str) -> Written:
        """Take a forgotten code away, and with it what the member rated and has not locked; nobody sees what it was."""
        where = "audit = ? AND member = ? AND deleted = 0"
        mine: tuple[Rating, ...] = read.entities(self._desk.store, "rating", where, (audit_id, member))
        if any(rating.is_locked for rating in mine):
            raise UserError("guard.locked")
        set_device_value(self._desk.store, CODE + member, "")
        edits = [Edit(audit_id, "rating", rating.id, {"level": "", "reason": ""}) for rating in mine]
        return self._desk.write(edits, SETUP + self._desk.new_id(), about=member) if edits else Written((), member)


def _digest(code: str, salt: bytes) -> bytes:
    return hashlib.scrypt(code.encode("utf-8", "surrogatepass"), salt=salt, dklen=32, **_SCRYPT)
