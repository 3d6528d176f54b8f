"""Which school is audited, by which framework, and what took place before (DOMAIN sections 1, 7 and 9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from auditor_app.core.frozen import nothing


class AuditKind(StrEnum):
    """What an audit is for; only a summative audit may ever carry an outcome (DOMAIN 9)."""

    FORMATIVE = "formative"
    INTERIM = "interim"
    SUMMATIVE = "summative"


class Step(StrEnum):
    """What takes place before a summative audit (DOMAIN 1.1); registered by hand where nothing was imported."""

    FORMATIVE = "formative"
    INTERIM = "interim"


@dataclass(frozen=True)
class School:
    """A school location: from the register, or typed in."""

    name: str = ""
    brin: str = ""
    location: str = ""
    place: str = ""
    province: str = ""
    board: str = ""
    education: str = ""
    website: str = ""
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)

    @property
    def key(self) -> str:
        """Identify the school across audits: its register code, or its name and place when it has none."""
        if self.brin:
            return f"{self.brin}-{self.location or '00'}".upper()
        return f"{self.name.casefold().strip()}|{self.place.casefold().strip()}"


@dataclass(frozen=True)
class Audit:
    """One audit of one school; `framework` is the digest of the frozen framework it uses."""

    id: str = ""
    kind: AuditKind = AuditKind.FORMATIVE
    is_peer: bool = False
    is_sample: bool = False
    school: School = field(default_factory=School)
    starts: str = ""
    ends: str = ""
    framework: str = ""
    language: str = "nl"
    phase: str = "prepare"
    summary: str = ""
    context: str = ""
    done: str = ""
    not_looked_at: str = ""
    version: str = "1.0"
    predecessor: str = ""
    """The audit that this one is a corrected version of, or ""."""
    replaces_version: str = ""
    replaces_signed: str = ""
    replaces_print: str = ""
    """Version, moment of signing and fingerprint of the report that this version takes the place of."""
    correction: str = ""
    """What is corrected, and why."""
    created: str = ""
    photo_permission: str = ""
    """Who of the school allowed photos; without it none can be added."""
    photo_permitted: str = ""
    """The moment that was recorded."""
    survey_minimum: int = 5
    """Survey groups with fewer answers than this are not shown."""
    warn_pupils: int = 60
    """The response in per cent below which a survey warns (DOMAIN 9.3, G2)."""
    warn_parents: int = 30
    warn_teachers: int = 70
    deleted: bool = False
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)


@dataclass(frozen=True)
class FrozenFramework:
    """The framework text an audit used, kept word for word; `id` is the SHA-256 of its canonical JSON."""

    id: str = ""
    body: Mapping[str, object] = field(default_factory=nothing, hash=False)
    deleted: bool = False
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)


@dataclass(frozen=True)
class Milestone:
    """What took place before a summative audit, registered by hand (DOMAIN 9.3, G1, G4); id `<audit>:<step>`."""

    id: str = ""
    audit: str = ""
    step: Step = Step.FORMATIVE
    held: str = ""
    version: str = ""
    """Of the framework that a formative audit used."""
    text: str = ""
    deleted: bool = False
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)


@dataclass(frozen=True)
class Checkpoint:
    """A moment the auditor gave a name (Ctrl+S)."""

    id: str = ""
    audit: str = ""
    name: str = ""
    made: str = ""
    deleted: bool = False
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)
