"""Boxes on a photo that are still being set: each step can be taken back until the photo is kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

from auditor_app.core.model import Box

What = Literal["blur", "crop"]
SMALLEST: Final = 16
"""Pixels of a photo; a smaller box hides nothing."""
_SHARE: Final = 4
"""A new box is so much smaller than the photo's shorter side."""


@dataclass(frozen=True)
class Retouch:
    """What is to be blurred and to what a photo is to be cut, in its pixels; `chosen` is the box in hand."""

    width: int = 0
    height: int = 0
    boxes: tuple[Box, ...] = ()
    chosen: int = -1
    past: tuple[tuple[tuple[Box, ...], int], ...] = ()
    nudged: int = -1
    """The box that the last step only moved or sized, so that a row of arrow keys is one step."""

    @property
    def box(self) -> Box | None:
        """Give the box in hand."""
        return self.boxes[self.chosen] if 0 <= self.chosen < len(self.boxes) else None

    @property
    def blurs(self) -> tuple[Box, ...]:
        """Give the parts to blur."""
        return tuple(box for box in self.boxes if box.what == "blur")

    @property
    def crop(self) -> Box | None:
        """Give the part to keep, if the photo is to be cut."""
        return next((box for box in self.boxes if box.what == "crop"), None)

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self.past)

    def proposed(self, boxes: tuple[Box, ...]) -> Retouch:
        """Take over parts that the program found; the person's own steps stay as they are."""
        return replace(self, boxes=(*self.boxes, *(self._inside(box) for box in boxes)))

    def added(self, what: What, box: Box | None = None) -> Retouch:
        """Add a box (in the middle unless one is given) and take it in hand; a photo is cut to one part only."""
        made = self._inside(replace(box or self._middle(what), what=what))
        kept = tuple(item for item in self.boxes if what != "crop" or item.what != "crop")
        return replace(self._stepped(), boxes=(*kept, made), chosen=len(kept))

    def _middle(self, what: What) -> Box:
        if what == "crop":
            return Box(what, self.width // 10, self.height // 10, self.width * 8 // 10, self.height * 8 // 10)
        side = min(self.width, self.height) // _SHARE
        return Box(what, (self.width - side) // 2, (self.height - side) // 2, side, side)

    def shaped(self, place: int, box: Box) -> Retouch:
        """Give a box another shape within the same step; the step itself is begun by `begun`."""
        boxes = list(self.boxes)
        boxes[place] = self._inside(replace(box, what=boxes[place].what))
        return replace(self, boxes=tuple(boxes), chosen=place)

    def begun(self) -> Retouch:
        """Remember how it is now: what follows is one step to take back."""
        return self._stepped()

    def nudge(self, x: int = 0, y: int = 0, wider: int = 0, higher: int = 0) -> Retouch:
        """Move the box in hand, or make it larger, by pixels of the photo."""
        box = self.box
        if box is None:
            return self
        now = self if self.nudged == self.chosen else self._stepped()
        moved = replace(box, x=box.x + x, y=box.y + y, width=box.width + wider, height=box.height + higher)
        return replace(now.shaped(self.chosen, moved), nudged=self.chosen)

    def took(self, place: int) -> Retouch:
        """Take a box in hand; -1 for none."""
        return replace(self, chosen=place if 0 <= place < len(self.boxes) else -1, nudged=-1)

    def next(self, step: int = 1) -> Retouch:
        """Take the next box in hand, round about."""
        if not self.boxes:
            return self
        start = self.chosen if self.chosen >= 0 else (-1 if step > 0 else 0)
        return self.took((start + step) % len(self.boxes))

    def without(self) -> Retouch:
        """Take the box in hand away."""
        if self.box is None:
            return self
        boxes = tuple(box for place, box in enumerate(self.boxes) if place != self.chosen)
        return replace(self._stepped(), boxes=boxes, chosen=min(self.chosen, len(boxes) - 1))

    def undone(self) -> Retouch:
        """Take the last step back."""
        if not self.past:
            return self
        boxes, chosen = self.past[-1]
        return replace(self, boxes=boxes, chosen=chosen, past=self.past[:-1], nudged=-1)

    def turned(self) -> Retouch:
        """Go along when the photo is turned a quarter clockwise; what was before cannot be taken back then."""
        boxes = tuple(
            replace(box, x=self.height - box.y - box.height, y=box.x, width=box.height, height=box.width)
            for box in self.boxes
        )
        return Retouch(self.height, self.width, boxes, self.chosen)

    def at(self, x: int, y: int) -> int:
        """Find the smallest box at a point, -1 for none; the part to keep only where no blur lies."""
        hit = [
            (box.what == "crop", box.width * box.height, place)
            for place, box in enumerate(self.boxes)
            if box.x <= x < box.x + box.width and box.y <= y < box.y + box.height
        ]
        return min(hit)[2] if hit else -1

    def _stepped(self) -> Retouch:
        return replace(self, past=(*self.past, (self.boxes, self.chosen)), nudged=-1)

    def _inside(self, box: Box) -> Box:
        """Keep a box within the photo and large enough to be seen."""
        width = max(SMALLEST, min(box.width, self.width))
        height = max(SMALLEST, min(box.height, self.height))
        x = max(0, min(box.x, self.width - width))
        y = max(0, min(box.y, self.height - height))
        return replace(box, x=x, y=y, width=width, height=height)
