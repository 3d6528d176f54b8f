"""The entities of an audit, as frozen values (DOMAIN.md sections 7, 9 and 10).

Every field has a default, so that an entity can be read from any subset of its fields. Moments are ISO 8601 strings
with offset, dates `YYYY-MM-DD`, times of day `HH:MM`. `extra` keeps what a newer program wrote.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

EMPTY: Mapping[str, object] = MappingProxyType({})


def nothing() -> Mapping[str, object]:
    """Give an empty mapping: the default of a field that holds one."""
    return EMPTY


LEVELS = ("1", "2", "3", "4")
NOT_ASSESSED = "NB"
NOT_APPLICABLE = "NVT"
RATINGS = (*LEVELS, NOT_ASSESSED, NOT_APPLICABLE)
LANGUAGES = ("nl", "en", "sv")


class AuditKind(StrEnum):
    """What an audit is for; only a summative audit may ever carry an outcome (DOMAIN 9)."""

    FORMATIVE = "formative"
    INTERIM = "interim"
    SUMMATIVE = "summative"


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


class ActivityKind(StrEnum):
    """Whether a row of the programme gathers evidence or is the team's own time."""

    VISIT = "visit"
    NOTE_TIME = "note_time"
    TEAM = "team"
    BREAK = "break"


class Direction(StrEnum):
    """How a note speaks to a criterion."""

    SUPPORTS = "+"
    CONTRADICTS = "-"
    CONTEXT = "o"


class Sensitivity(StrEnum):
    """Who may read a note."""

    NORMAL = "normal"
    TEAM = "team"


class FindingKind(StrEnum):
    """What binds the school and what does not (DOMAIN 5, row 23)."""

    STRENGTH = "strength"
    DEVELOPMENT = "development"
    CONDITION = "condition"
    SUGGESTION = "suggestion"


class AttachmentKind(StrEnum):
    """What is kept beside a note; only photos ever travel, and voices never do (DOMAIN 5, row 14)."""

    PHOTO = "photo"
    FILE = "file"
    VOICE = "voice"


class Step(StrEnum):
    """What takes place before a summative audit (DOMAIN 1.1); registered by hand where nothing was imported."""

    FORMATIVE = "formative"
    INTERIM = "interim"


class SurveyGroup(StrEnum):
    """Who was asked (DOMAIN 1.1)."""

    PUPILS = "pupils"
    PARENTS = "parents"
    TEACHERS = "teachers"
    OTHER = "other"
    """Somebody else at the school, such as support staff; no gate asks for them."""


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
    deleted: bool = False
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)


@dataclass(frozen=True)
class Activity:
    """A row of the day's programme; `source` is a source code of the framework or empty."""

    id: str = ""
    audit: str = ""
    day: str = ""
    start: str = ""
    end: str = ""
    title: str = ""
    kind: ActivityKind = ActivityKind.VISIT
    source: str = ""
    subject: str = ""
    year_group: str = ""
    room: str = ""
    leads: str = ""
    records: str = ""
    matrix_role: str = ""
    criteria: tuple[str, ...] = ()
    present: int | None = None
    expected: int | None = None
    is_informed: bool = False
    is_voluntary: bool = False
    is_skipped: bool = False
    skip_reason: str = ""
    interval: int | None = None
    """Minutes between two snapshots of a timed observation; None when it has none."""
    deleted: bool = False
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)

    @property
    def is_own_time(self) -> bool:
        """Whether the team is among itself: what is written then is a decision, and no evidence."""
        return self.kind is ActivityKind.TEAM and not self.source


@dataclass(frozen=True)
class Note:
    """One piece of evidence (DOMAIN 10.3): what was seen or heard, apart from what the auditor makes of it."""

    id: str = ""
    audit: str = ""
    activity: str = ""
    author: str = ""
    moment: str = ""
    source: str = ""
    room: str = ""
    subject: str = ""
    year_group: str = ""
    seen: str = ""
    interpretation: str = ""
    is_quote: bool = False
    is_snapshot: bool = False
    sensitivity: Sensitivity = Sensitivity.NORMAL
    is_afterwards: bool = False
    is_excluded: bool = False
    exclusion_reason: str = ""
    deleted: bool = False
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)


@dataclass(frozen=True)
class Link:
    """A note's tag: a criterion (`E2.1`) with a direction, or a matrix cell (`matrix:C2`).

    Its id is `<note>:<target>`, so two auditors who tag one note at the same time both keep their tag.
    """

    id: str = ""
    audit: str = ""
    note: str = ""
    target: str = ""
    direction: Direction = Direction.CONTEXT
    deleted: bool = False
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)


@dataclass(frozen=True)
class Rating:
    """One auditor's own level for one criterion; id `<audit>:<criterion>:<member>`."""

    id: str = ""
    audit: str = ""
    criterion: str = ""
    member: str = ""
    level: str = ""
    reason: str = ""
    is_locked: bool = False
    deleted: bool = False
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)


@dataclass(frozen=True)
class Consensus:
    """The team's level for one criterion; id `<audit>:<criterion>`; `recorded_by` is the member who wrote it down."""

    id: str = ""
    audit: str = ""
    criterion: str = ""
    level: str = ""
    reason: str = ""
    decided: str = ""
    recorded_by: str = ""
    deleted: bool = False
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)


@dataclass(frozen=True)
class Finding:
    """Fact, meaning and question, tied to criteria and to the notes it rests on (DOMAIN 10.7)."""

    id: str = ""
    audit: str = ""
    kind: FindingKind = FindingKind.DEVELOPMENT
    position: int = 0
    title: str = ""
    seen: str = ""
    meaning: str = ""
    question: str = ""
    first_step: str = ""
    quote: str = ""
    quote_source: str = ""
    criteria: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    due: str = ""
    proof: str = ""
    """Of a condition: what shows that it is met; `question` says what has to be seen."""
    is_in_exit_talk: bool = False
    """Whether it is said at the exit talk, before the school has a report."""
    deleted: bool = False
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)


@dataclass(frozen=True)
class Chapter:
    """What the team says about one standard besides findings; id `<audit>:<standard>`."""

    id: str = ""
    audit: str = ""
    standard: str = ""
    lead: str = ""
    own_way: str = ""
    unresolved: str = ""
    deleted: bool = False
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)


@dataclass(frozen=True)
class Hypothesis:
    """What the team expects before the visit; id `<audit>:<criterion>`."""

    id: str = ""
    audit: str = ""
    criterion: str = ""
    text: str = ""
    deleted: bool = False
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)


@dataclass(frozen=True)
class Document:
    """An existing document of the school; nothing is ever written for the visit (DOMAIN 5, row 20)."""

    id: str = ""
    audit: str = ""
    title: str = ""
    exists: bool | None = None
    criteria: tuple[str, ...] = ()
    remark: str = ""
    deleted: bool = False
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)


@dataclass(frozen=True)
class Box:
    """A part of a photo, in pixels from the top left of the photo as it was at that step."""

    what: str = "blur"
    x: int = 0
    y: int = 0
    width: int = 0
    height: int = 0
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)


@dataclass(frozen=True)
class Attachment:
    """A photo, a file or a voice memo beside a note or a document; `blob` is the SHA-256 of its stored bytes.

    `boxes` are the blurs and crops that were applied, in order; `erased` is when the bytes were removed for good.
    """

    id: str = ""
    audit: str = ""
    note: str = ""
    document: str = ""
    kind: AttachmentKind = AttachmentKind.PHOTO
    blob: str = ""
    media_type: str = ""
    size: int = 0
    name: str = ""
    caption: str = ""
    alt: str = ""
    """What a photo shows, for who cannot see it."""
    width: int = 0
    height: int = 0
    seconds: int = 0
    """How long a voice memo lasts."""
    taken: str = ""
    is_free_of_people: bool = False
    is_excluded: bool = False
    """Whether a photo stays out of the report though its note does not."""
    boxes: tuple[Box, ...] = ()
    erased: str = ""
    deleted: bool = False
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)


@dataclass(frozen=True)
class Cell:
    """What was found in one cell of the matrix; id `<audit>:<cell>`, `text` is its remark for the report."""

    id: str = ""
    audit: str = ""
    cell: str = ""
    state: str = ""
    text: str = ""
    deleted: bool = False
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)


@dataclass(frozen=True)
class TracedGoal:
    """One goal of a pupil (`P`) or of the school (`S`), and where it was found again; id `<audit>:<role>`."""

    id: str = ""
    audit: str = ""
    role: str = ""
    goal: str = ""
    pupil: str = ""
    coach: str = ""
    team: str = ""
    school: str = ""
    deleted: bool = False
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)


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
class EvidenceException:
    """Why a level stands on less evidence than the minimum (DOMAIN 9.3, G7); id `<audit>:<criterion>`.

    `lead` and `second` are the members who stand behind it.
    """

    id: str = ""
    audit: str = ""
    criterion: str = ""
    reason: str = ""
    lead: str = ""
    second: str = ""
    deleted: bool = False
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)


@dataclass(frozen=True)
class Advice:
    """What the team advises the deciding body (DOMAIN 9.5), beside what the rule computes; its id is the audit's."""

    id: str = ""
    audit: str = ""
    value: str = ""
    motivation: str = ""
    heaviest: str = ""
    """The criterion that weighs heaviest where the advice is not the computed outcome."""
    agreed_by: str = ""
    """The member who agreed to that: the second auditor or the second reader."""
    agreed: str = ""
    deleted: bool = False
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)


@dataclass(frozen=True)
class FactCheck:
    """The school looks whether the facts of the draft are right (DOMAIN 10.5); its id is the audit's."""

    id: str = ""
    audit: str = ""
    sent: str = ""
    working_days: int = 10
    received: str = ""
    response: str = ""
    """What the school says to the report, printed word for word."""
    response_by: str = ""
    closed: str = ""
    deleted: bool = False
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)


@dataclass(frozen=True)
class FactPoint:
    """One thing the school says is not so, and what the lead auditor did with it."""

    id: str = ""
    audit: str = ""
    position: int = 0
    place: str = ""
    wrong: str = ""
    correct: str = ""
    proof: str = ""
    state: str = ""
    answer: str = ""
    reopened: str = ""
    """The criterion that the new fact opened again."""
    level_before: str = ""
    deleted: bool = False
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)


@dataclass(frozen=True)
class FollowUp:
    """What became of a development point or condition of an earlier audit; id `<audit>:<finding>`.

    `reason` says why a point was dropped, `due` is the next date that was agreed, `notes` are what it rests on now.
    """

    id: str = ""
    audit: str = ""
    finding: str = ""
    state: str = ""
    text: str = ""
    reason: str = ""
    due: str = ""
    notes: tuple[str, ...] = ()
    deleted: bool = False
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)


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
class DevelopmentPlan:
    """The quality development plan that the school itself wrote (DOMAIN 1.1), as it is registered; id `<audit>:plan`.

    `document` is the id of the document on the list that is the plan, or empty.
    """

    id: str = ""
    audit: str = ""
    title: str = ""
    starts: str = ""
    ends: str = ""
    adopted: str = ""
    document: str = ""
    remark: str = ""
    deleted: bool = False
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)


@dataclass(frozen=True)
class Goal:
    """One goal of the school's plan, and how far it came in the four steps of the matrix; id `<audit>:<code>`.

    The code stays the same from audit to audit and in the school's own list; `owner` is a role, never a name;
    `points` are the ids of development points and conditions, of this audit or an earlier one.
    """

    id: str = ""
    audit: str = ""
    position: int = 0
    title: str = ""
    owner: str = ""
    measure: str = ""
    due: str = ""
    points: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    goal_state: str = ""
    goal_text: str = ""
    follow_up_state: str = ""
    follow_up_text: str = ""
    evaluation_state: str = ""
    evaluation_text: str = ""
    action_state: str = ""
    action_text: str = ""
    deleted: bool = False
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)

    @property
    def code(self) -> str:
        """Give what identifies the goal across audits and in the school's list."""
        return self.id.removeprefix(f"{self.audit}:")


@dataclass(frozen=True)
class Checkpoint:
    """A moment the auditor gave a name (Ctrl+S)."""

    id: str = ""
    audit: str = ""
    name: str = ""
    made: str = ""
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
class DecidedCondition:
    """A condition as the deciding body set it, with its day."""

    criterion: str = ""
    text: str = ""
    due: str = ""
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)


@dataclass(frozen=True)
class BodyDecision:
    """What the deciding body decided, recorded beside a signed audit (DOMAIN 9.5); its id is the audit's.

    It is no part of the snapshot: what was signed is advice, and stays what it was.
    """

    id: str = ""
    audit: str = ""
    value: str = ""
    decided: str = ""
    body: str = ""
    signatory: str = ""
    conditions: tuple[DecidedCondition, ...] = ()
    text: str = ""
    deleted: bool = False
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)


Entity = (
    Audit
    | FrozenFramework
    | Member
    | Activity
    | Note
    | Link
    | Rating
    | Consensus
    | Finding
    | Chapter
    | Hypothesis
    | Document
    | Attachment
    | Cell
    | TracedGoal
    | Survey
    | Milestone
    | EvidenceException
    | Advice
    | FactCheck
    | FactPoint
    | SurveyQuestion
    | FollowUp
    | DevelopmentPlan
    | Goal
    | Layout
    | Checkpoint
    | EarlierReport
    | Publication
    | BodyDecision
)

KINDS: Mapping[str, type[Entity]] = MappingProxyType(
    {
        "audit": Audit,
        "framework": FrozenFramework,
        "member": Member,
        "activity": Activity,
        "note": Note,
        "link": Link,
        "rating": Rating,
        "consensus": Consensus,
        "finding": Finding,
        "chapter": Chapter,
        "hypothesis": Hypothesis,
        "document": Document,
        "attachment": Attachment,
        "cell": Cell,
        "trace": TracedGoal,
        "survey": Survey,
        "milestone": Milestone,
        "exception": EvidenceException,
        "advice": Advice,
        "fact_check": FactCheck,
        "fact_point": FactPoint,
        "survey_question": SurveyQuestion,
        "follow_up": FollowUp,
        "plan": DevelopmentPlan,
        "goal": Goal,
        "layout": Layout,
        "checkpoint": Checkpoint,
        "earlier_report": EarlierReport,
        "publication": Publication,
        "decision": BodyDecision,
    }
)
"""Every kind of entity, by the name it has in changes, tables and snapshots."""
