"""Who audits, with the declaration of interests (DOMAIN 10.4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from auditor_app.core.frozen import nothing


class Role(StrEnum):
    """What a member of the team does (DOMAIN 6)."""

    LEAD = "lead"
    SECOND = "second"
    AUDITOR = "auditor"
    SPECIALIST = "specialist"
    SECOND_READER = "second_reader"


class Relation(StrEnum):
    """The tie between an auditor's own organisation and the school (DOMAIN 10.4)."""

    UNDECLARED = ""
    NONE = "none"
    NETWORK = "network"
    BUDDY = "buddy"
    AUDITED_US = "audited_us"
    SUPPLIER = "supplier"


@dataclass(frozen=True)
class Member:
    """An auditor in the team, with the declaration of interests of DOMAIN 10.4."""

    id: str = ""
    audit: str = ""
    name: str = ""
    initials: str = ""
    role: Role = Role.AUDITOR
    organisation: str = ""
    is_private_partner: bool = False
    relation: Relation = Relation.UNDECLARED
    relation_text: str = ""
    declared: str = ""
    relation_weighed: str = ""
    returned: str = ""
    """The day the audited school's people audited the member's own school, as the files of some laptop show it."""
    left_because: str = ""
    """Why a colleague took the member off the team who had not locked while others had; empty for all others."""
    deleted: bool = False
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)
