"""The numbers of the design: colours, type, sizes. Lengths are logical pixels at 100 %."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TypeStyle:
    """One role of text: size and line distance in pixels, weight on the CSS scale, tracking in pixels."""

    size: int
    line: int
    weight: int = 400
    tracking: float = 0.0


LIGHT: dict[str, str] = {
    "bg.canvas": "#F6F5F2",
    "bg.surface": "#FFFFFF",
    "bg.sunken": "#EEECE7",
    "bg.hover": "#ECE9E3",
    "bg.selected": "#E0ECEF",
    "bg.well": "#F9F8F5",
    "bg.mark": "#FBE8AE",
    "line.subtle": "#E2DFD8",
    "line.medium": "#C9C5BC",
    "line.strong": "#85827B",
    "text.primary": "#1B1F22",
    "text.secondary": "#4B5155",
    "text.muted": "#62676A",
    "text.disabled": "#8B8E8F",
    "accent.base": "#0F5A70",
    "accent.hover": "#0B4759",
    "accent.pressed": "#083643",
    "accent.text": "#0F5A70",
    "accent.on": "#FFFFFF",
    "accent.soft": "#BCD7DE",
    "attention.bg": "#FAF0DA",
    "attention.line": "#A8701A",
    "attention.text": "#6A4404",
    "failure.bg": "#FBE9E5",
    "failure.line": "#B23A2A",
    "failure.text": "#8B2316",
    "failure.solid": "#A43021",
    "failure.on": "#FFFFFF",
    "level.ink": "#2A2F33",
    "focus.ring": "#0F5A70",
    "paper.bg": "#FFFFFF",
    "paper.ink": "#1F1D1A",
    "paper.muted": "#5E5A52",
    "paper.accent": "#1F4E6B",
    "paper.mark": "#E6EEF2",
    "paper.desk": "#E3E0D9",
}

DARK: dict[str, str] = {
    "bg.canvas": "#16191B",
    "bg.surface": "#1D2123",
    "bg.sunken": "#111416",
    "bg.hover": "#282D30",
    "bg.selected": "#1B3740",
    "bg.well": "#191D1F",
    "bg.mark": "#55440F",
    "line.subtle": "#2D3336",
    "line.medium": "#454C50",
    "line.strong": "#7C8489",
    "text.primary": "#E9E7E2",
    "text.secondary": "#B9BDBE",
    "text.muted": "#9BA1A4",
    "text.disabled": "#6F767A",
    "accent.base": "#7FC4D6",
    "accent.hover": "#9BD4E2",
    "accent.pressed": "#B9E3ED",
    "accent.text": "#8CCBDB",
    "accent.on": "#08262E",
    "accent.soft": "#2C5663",
    "attention.bg": "#352A12",
    "attention.line": "#C6963F",
    "attention.text": "#F0CD86",
    "failure.bg": "#40201C",
    "failure.line": "#E0685A",
    "failure.text": "#FFB9AE",
    "failure.solid": "#E0685A",
    "failure.on": "#2A0B07",
    "level.ink": "#DEDCD7",
    "focus.ring": "#8CCBDB",
    "paper.bg": "#FBFAF7",
    "paper.ink": "#1F1D1A",
    "paper.muted": "#5E5A52",
    "paper.accent": "#1F4E6B",
    "paper.mark": "#E6EEF2",
    "paper.desk": "#0E1112",
}

TYPE: dict[str, TypeStyle] = {
    "clock": TypeStyle(28, 32, 500),
    "title": TypeStyle(20, 28, 600),
    "figure": TypeStyle(20, 26, 600),
    "heading": TypeStyle(16, 24, 600),
    "question": TypeStyle(16, 24, 500),
    "school": TypeStyle(15, 20, 600),
    "writing": TypeStyle(15, 24, 400),
    "note": TypeStyle(14, 21, 400),
    "capture": TypeStyle(14, 22, 400),
    "interpretation": TypeStyle(14, 22, 400),
    "interpretation.list": TypeStyle(13, 19),
    "body": TypeStyle(13, 20, 400),
    "bodyStrong": TypeStyle(13, 20, 600),
    "control": TypeStyle(13, 20, 500),
    "treeTitle": TypeStyle(13, 18, 400),
    "rubric": TypeStyle(13, 19, 400),
    "small": TypeStyle(12, 16, 400),
    "caption": TypeStyle(12, 16, 600),
    "tag": TypeStyle(12, 20, 600),
    "source": TypeStyle(11, 16, 600, tracking=0.3),
    "key": TypeStyle(11, 16, 500),
}

SPACE = {1: 4, 2: 8, 3: 12, 4: 16, 5: 20, 6: 24, 7: 32, 8: 48}
RADIUS = {
    "chip": 4,
    "source": 3,
    "input": 4,
    "button": 6,
    "group": 6,
    "segmented": 6,
    "dialog": 8,
    "badge": 11,
    "pane": 0,
    "row": 0,
}
STROKE: dict[str, float] = {
    "hairline": 1,
    "input": 1,
    "inputFocus": 2,
    "focusRing": 2,
    "focusOffset": 2,
    "selectionBar": 3,
    "evidenceBar": 3,
    "segmentUnderline": 2,
    "levelRing": 1.5,
    "icon": 1.6,
}
SIZE = {
    "topBar": 48,
    "rail": 168,
    "railCompact": 56,
    "railSmall": 48,
    "railItem": 40,
    "quickBar": 40,
    "paneHeader": 52,
    "paneHeaderSmall": 44,
    "button": 32,
    "buttonSmall": 28,
    "buttonLarge": 40,
    "input": 32,
    "segmented": 32,
    "segmentedSmall": 28,
    "ratingControl": 36,
    "ratingSegmentMin": 58,
    "checkbox": 16,
    "tag": 20,
    "source": 18,
    "badge": 22,
    "key": 18,
    "touchMinimum": 28,
}
ROW = {
    "list": 30,
    "listTwoLines": 48,
    "filter": 28,
    "day": 35,
    "group": 32,
    "team": 38,
    "teamGroup": 30,
    "finding": 38,
    "blocker": 34,
    "compare": 27,
    "compareGroup": 30,
    "link": 44,
    "matrix": 80,
    "audit": 64,
    "palette": 34,
}
WIDE, MEDIUM, LOW_HEIGHT = 1280, 1000, 600
FOLD_MS, TOAST_MS, EDIT_DEBOUNCE_MS = 120, 6000, 300
