"""What was seen and heard: notes, what they are tagged with, and what is kept beside them (DOMAIN 10.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from auditor_app.core.frozen import nothing


class Direction(StrEnum):
    """How a note speaks to a criterion."""

    SUPPORTS = "+"
    CONTRADICTS = "-"
    CONTEXT = "o"


class Sensitivity(StrEnum):
    """Who may read a note."""

    NORMAL = "normal"
    TEAM = "team"


class AttachmentKind(StrEnum):
    """What is kept beside a note; only photos ever travel, and voices never do (DOMAIN 5, row 14)."""

    PHOTO = "photo"
    FILE = "file"
    VOICE = "voice"


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
