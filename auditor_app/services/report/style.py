"""The page of the printed report: lengths, colours, faces and roles of type, all read from the design."""

from __future__ import annotations

from dataclasses import dataclass, replace

MM = 72 / 25.4
PAGE_WIDTH = 210 * MM
PAGE_HEIGHT = 297 * MM
LEFT = 24 * MM
RIGHT = 186 * MM
TEXT = 68 * MM
"""Where the text column starts; what stands left of it is the margin column."""
LIVE_WIDTH = RIGHT - LEFT
MARGIN_WIDTH = 38 * MM
TEXT_WIDTH = RIGHT - TEXT
HEAD_BASELINE = 16 * MM
FIRST_BASELINE = 40 * MM
TEXT_END = 272 * MM
FOOT_RULE = 278.4 * MM
FOOT_BASELINE = 283 * MM
CELL_GUTTER = 3 * MM

INK = "#1F1D1A"
SOFT = "#5E5A52"
ACCENT = "#1F4E6B"
GREY = "#8A857B"
HAIR = "#D5CFC3"
SAND = "#F5F1E9"
WHITE = "#FFFFFF"

SERIF = "Newsreader-Regular"
SERIF_ITALIC = "Newsreader-Italic"
SERIF_MEDIUM = "Newsreader-Medium"
SERIF_SEMIBOLD = "Newsreader-SemiBold"
SANS = "InterTabular-Regular"
SANS_ITALIC = "InterTabular-Italic"
SANS_MEDIUM = "InterTabular-Medium"
SANS_SEMIBOLD = "InterTabular-SemiBold"
FACES = (
    SERIF, SERIF_ITALIC, SERIF_MEDIUM, SERIF_SEMIBOLD, SANS, SANS_ITALIC, SANS_MEDIUM, SANS_SEMIBOLD,
)  # fmt: skip
OTHER_FACE = {
    SERIF: SANS,
    SERIF_ITALIC: SANS_ITALIC,
    SERIF_MEDIUM: SANS_MEDIUM,
    SERIF_SEMIBOLD: SANS_SEMIBOLD,
    SANS: SERIF,
    SANS_ITALIC: SERIF_ITALIC,
    SANS_MEDIUM: SERIF_MEDIUM,
    SANS_SEMIBOLD: SERIF_SEMIBOLD,
}
"""Where a character is looked for when its own face lacks it."""


@dataclass(frozen=True)
class Type:
    """A role of type: face, size and leading in points, colour, extra space between letters."""

    face: str
    size: float
    leading: float
    color: str = INK
    tracking: float = 0.0

    def __hash__(self) -> int:
        """Tell roles apart by what nearly always differs: every word is looked up by its role."""
        return hash((self.face, self.size))

    def but(self, face: str = "", color: str = "") -> Type:
        """Give this role in another face or colour."""
        return replace(self, face=face or self.face, color=color or self.color)


COVER_TITLE = Type(SERIF, 36, 40)
COVER_SCHOOL = Type(SERIF, 22, 27, ACCENT)
COVER_SCHOOL_LONG = Type(SERIF, 15, 19, ACCENT)
CHAPTER = Type(SERIF, 23, 27.5)
CHAPTER_LONG = Type(SERIF, 20, 24)
HEADING = Type(SERIF_MEDIUM, 14.5, 19)
SIDE = Type(SERIF_MEDIUM, 12.2, 15)
LEAD = Type(SERIF, 13.2, 18.5)
BODY = Type(SERIF, 10.8, 15)
QUOTE = Type(SERIF_ITALIC, 10.8, 15)
SMALL_BODY = Type(SERIF, 9.8, 13.5)
TABLE = Type(SANS, 8.2, 11.5)
TABLE_CODE = Type(SANS_MEDIUM, 8.2, 11.5)
TABLE_NAME = Type(SERIF, 10, 12.6)
GROUP = Type(SANS_SEMIBOLD, 8.2, 11.5, ACCENT)
HEAD = Type(SANS, 7.4, 10, SOFT)
FOOT_LINE = Type(SANS_MEDIUM, 7.4, 10)
NOTE = Type(SANS, 7.4, 10.4, SOFT)
CORE = Type(SANS_MEDIUM, 6.8, 11.5, ACCENT)
COVER_FIELD = Type(SERIF, 10.8, 15)
COVER_LABEL = Type(SANS, 8.2, 11.5, SOFT)
HASH = Type(SANS, 8.2, 13, INK, 0.25)
CONTINUED = Type(SERIF_ITALIC, 12.2, 15, SOFT)

COMPACT = {
    LEAD: Type(SERIF, 11.6, 16),
    BODY: Type(SERIF, 9.8, 13.5),
    QUOTE: Type(SERIF_ITALIC, 9.8, 13.5),
    SIDE: Type(SERIF_MEDIUM, 11.2, 14),
}
"""What roles become in a report of compact density; tables stay as they are, since they are small already."""
SQUEEZE = 0.7
"""What the white between blocks becomes then."""
