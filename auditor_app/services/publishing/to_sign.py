"""Exactly what somebody is about to sign: the bytes, the data in them, what is open, and who signed before."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from auditor_app.core.model import Publication
from auditor_app.core.snapshot import Snapshot
from auditor_app.core.snapshot_json import fingerprint

if TYPE_CHECKING:
    from auditor_app.services.publishing.countersign import SignerRole
    from auditor_app.services.signing.verification import SignatureReport


@dataclass(frozen=True)
class ToSign:
    """A report and the places in it that are still open; `publication` is the one kept here, if it is."""

    snapshot: Snapshot
    language: str
    file_name: str
    pdf: bytes = field(repr=False)
    content: bytes = field(repr=False)
    """The data inside: canonical JSON, as the signature will cover it."""
    roles: tuple[SignerRole, ...]
    signed: tuple[SignatureReport, ...] = ()
    publication: Publication | None = None
    page: int = 0
    """The page, from 0, with the places for signatures."""

    @property
    def digest(self) -> str:
        """Give the SHA-256 of the file as it is before this signature."""
        return hashlib.sha256(self.pdf).hexdigest()

    @property
    def fingerprint(self) -> str:
        """Give the fingerprint that the cover prints."""
        return fingerprint(self.content)
