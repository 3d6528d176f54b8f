"""How a report is set, that it was signed, and reports of others that were taken in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from auditor_app.core.frozen import nothing
from auditor_app.core.model.audits import AuditKind, School


class Density(StrEnum):
    """How much air a page of the report has."""

    NORMAL = "normal"
    COMPACT = "compact"


@dataclass(frozen=True)
class Layout:
    """How the report of an audit is set; its id is the audit's, so there is one.

    Where pages break is told by names: "part:" with the key of a part of the report, "finding:" with an id.
    """

    id: str = ""
    audit: str = ""
    language: str = ""
    density: Density = Density.NORMAL
    photos_per_row: int = 2
    left_out: tuple[str, ...] = ()
    logo: str = ""
    logo_alt: str = ""
    new_pages: tuple[str, ...] = ()
    follow_on: tuple[str, ...] = ()
    kept_together: tuple[str, ...] = ()
    shares_record: bool = False
    deleted: bool = False
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)


@dataclass(frozen=True)
class Publication:
    """A signed report of this audit; from its first one on the audit is read-only."""

    id: str = ""
    audit: str = ""
    pdf: str = ""
    snapshot: str = ""
    language: str = ""
    signer: str = ""
    signed: str = ""
    file_name: str = ""
    replaces: str = ""
    """The publication that this one continues: the same bytes, with a signature or time stamps behind them."""
    level: str = ""
    """The PAdES level that all its signatures have reached."""
    stamped_until: str = ""
    """Until when its newest time stamp proves something by itself."""
    deleted: bool = False
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)


@dataclass(frozen=True)
class EarlierReport:
    """A verified, imported report that an audit stands beside; `snapshot` and `pdf` are SHA-256 of stored bytes."""

    id: str = ""
    audit: str = ""
    source_audit: str = ""
    school: School = field(default_factory=School)
    kind: AuditKind = AuditKind.FORMATIVE
    starts: str = ""
    ends: str = ""
    snapshot: str = ""
    pdf: str = ""
    file_name: str = ""
    verification: Mapping[str, object] = field(default_factory=nothing, hash=False)
    imported: str = ""
    deleted: bool = False
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)
