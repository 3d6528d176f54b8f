"""How a survey was answered, as counts and never as answers of one respondent (DOMAIN 9.3, G2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from auditor_app.core.frozen import nothing


class SurveyGroup(StrEnum):
    """Who was asked (DOMAIN 1.1)."""

    PUPILS = "pupils"
    PARENTS = "parents"
    TEACHERS = "teachers"
    OTHER = "other"
    """Somebody else at the school, such as support staff; no gate asks for them."""


@dataclass(frozen=True)
class Survey:
    """How many were asked and answered; the date decides whether it is recent (DOMAIN 9.3, G2)."""

    id: str = ""
    audit: str = ""
    group: SurveyGroup = SurveyGroup.PUPILS
    held: str = ""
    asked: int | None = None
    answered: int | None = None
    title: str = ""
    """Who was asked in the survey's own words, where that is not the whole group."""
    split: str = ""
    """What its answers are split by, such as the year group; there is never more than one split."""
    is_small: bool = False
    """Fewer answered than may be shown, and `answered` is left out for that."""
    deleted: bool = False
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)


@dataclass(frozen=True)
class SurveyQuestion:
    """One question of a survey and how often each answer was given; never a single respondent's answers.

    Its id is `<survey>:<key>`; `key` is what the same question has in every survey. `counts` is everybody who answered
    it, `parts` the same per part of the split. Small parts were left out before this was stored.
    """

    id: str = ""
    audit: str = ""
    survey: str = ""
    key: str = ""
    position: int = 0
    text: str = ""
    criteria: tuple[str, ...] = ()
    lowest: int = 1
    highest: int = 5
    agrees_from: int = 4
    """The lowest answer that counts as agreeing."""
    is_reversed: bool = False
    """Agreeing speaks against the school, so that the share of those who disagree is shown."""
    counts: Mapping[str, object] = field(default_factory=nothing, hash=False)
    parts: Mapping[str, object] = field(default_factory=nothing, hash=False)
    withheld: tuple[str, ...] = ()
    is_withheld: bool = False
    deleted: bool = False
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)
