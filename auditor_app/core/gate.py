"""A gate before a summative outcome (DOMAIN 9.3), as a value: what keeps it closed, and what to watch, in codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from auditor_app.core.frozen import nothing


@dataclass(frozen=True)
class Reason:
    """Why a gate is not met, or what to watch: `code` names the sentence, the rest are its arguments."""

    code: str = ""
    about: str = ""
    found: str = ""
    needed: str = ""
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)


@dataclass(frozen=True)
class Gate:
    """One gate: met when nothing stands in `reasons`; `warnings` never close it."""

    code: str = ""
    reasons: tuple[Reason, ...] = ()
    warnings: tuple[Reason, ...] = ()
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)

    @property
    def is_met(self) -> bool:
        """Tell whether nothing keeps the gate closed."""
        return not self.reasons
