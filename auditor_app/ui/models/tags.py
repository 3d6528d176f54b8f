"""How links look as tags, and what a half-typed `#` may become."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from auditor_app.core.framework import Framework
from auditor_app.core.model import Attachment, AttachmentKind, Direction, Link, Note, Sensitivity
from auditor_app.i18n import _, current, ngettext
from auditor_app.ui.models.notebook import MATRIX, Entry
from auditor_app.ui.widgets.chips import Tag

HALF_TYPED: Final = re.compile(r"(?<![\w#])#([\w.]{0,40})([+\-−–]?)$")
"""A tag that is being typed: from `#` to the cursor."""
MOST_CHOICES: Final = 8
_SIGNS: Final = {Direction.SUPPORTS: "+", Direction.CONTRADICTS: "-", Direction.CONTEXT: ""}


def tag_of(target: str, direction: str = "") -> Tag:
    """Give the tag of a link's target; context has no sign, a matrix cell its small square."""
    is_cell = target.startswith(MATRIX)
    return Tag(target.removeprefix(MATRIX), "" if direction == "o" or is_cell else direction, is_cell=is_cell)


def tags_of(links: Iterable[Link]) -> tuple[Tag, ...]:
    """Give the tags of links, in their order: criteria as in the framework, then matrix cells."""
    return tuple(tag_of(link.target, str(link.direction)) for link in links)


def state_tags(note: Note, *, is_coded: bool) -> tuple[Tag, ...]:
    """Give the chips that say what still has to happen with a note, or how it came about."""
    found = []
    if not is_coded and not note.is_excluded and not note.deleted:
        found.append(Tag(_("To code"), tone="attention", icon="tag"))
    if note.is_afterwards:
        found.append(Tag(_("Afterwards"), icon="clock"))
    if note.sensitivity is Sensitivity.TEAM:
        found.append(Tag(_("Team only"), icon="lock"))
    return tuple(found)


def direction_word(direction: str) -> str:
    """Say a direction in words."""
    words = {"+": _("supports"), "-": _("contradicts")}
    return words.get(direction, _("context"))


def target_title(framework: Framework, target: str) -> str:
    """Say what a code stands for: a criterion's title, or role and step of a matrix cell."""
    pick = current().pick
    if not target.startswith(MATRIX):
        criterion = framework.by_code.get(target)
        return pick(criterion.title) if criterion else target
    return _("Matrix: {cell}").format(cell=cell_title(framework, target.removeprefix(MATRIX)))


def cell_title(framework: Framework, cell: str) -> str:
    """Say role and step of a matrix cell: "Coach · Setting goals"."""
    pick = current().pick
    roles: Mapping[str, str] = {role.code: pick(role.title) for role in framework.matrix_roles}
    steps: Mapping[str, str] = {step.code: pick(step.title) for step in framework.matrix_steps}
    return f"{roles.get(cell[:1], cell[:1])} · {steps.get(cell[1:], cell[1:])}"


def note_sentence(entry: Entry, framework: Framework, when: str = "", direction: str = "", target: str = "") -> str:
    """Say a note as one sentence for screen readers: "supports E2.1, conversation with coaches, 13:34: …"."""
    said = [f"{direction_word(direction)} {target}"] if target else []
    said += (
        []
        if target
        else [f"{direction_word(link.direction)} {link.target.removeprefix(MATRIX)}" for link in entry.links]
    )
    said.append(source_title(framework, entry.note.source))
    said.append(when or entry.note.moment[11:16])
    said += [_("to code")] if not entry.is_coded else []
    said += [beside_words(entry.beside)] if entry.beside else []
    said += [_("written by {initials}").format(initials=entry.initials)] if entry.initials else []
    return ", ".join(filter(None, said)) + ": " + entry.note.seen


def beside_words(beside: Collection[Attachment]) -> str:
    """Count what is kept beside a note: "2 photos, 1 file"."""
    kinds = Counter(item.kind for item in beside)
    words = {
        AttachmentKind.PHOTO: ngettext("{n} photo", "{n} photos", kinds[AttachmentKind.PHOTO]),
        AttachmentKind.FILE: ngettext("{n} file", "{n} files", kinds[AttachmentKind.FILE]),
        AttachmentKind.VOICE: ngettext("{n} voice memo", "{n} voice memos", kinds[AttachmentKind.VOICE]),
    }
    return ", ".join(said for kind, said in words.items() if kinds[kind])


def source_short(framework: Framework, code: str) -> str:
    """Give a source in one or two words: who was spoken with, or what was looked at."""
    words = source_title(framework, code).partition(" / ")[0].partition(",")[0]
    if code.startswith("INT-"):
        words = words.rpartition(" ")[2]
    return words[:1].upper() + words[1:]


def year_words(group: str) -> str:
    """Say a year group: "year 4" where only its number was written."""
    return _("year {group}").format(group=group) if group[:1].isdigit() else group


def source_title(framework: Framework, code: str) -> str:
    """Give the words of a source code."""
    return next((current().pick(source.title) for source in framework.sources if source.code == code), code)


@dataclass(frozen=True)
class Choice:
    """One thing a half-typed tag may become."""

    target: str
    direction: str = ""
    title: str = ""
    key: str = ""
    is_core: bool = False
    is_step: bool = False
    """Only completes the code; the direction is chosen next."""

    @property
    def written(self) -> str:
        """Give the tag as it stands in a text."""
        return f"#{self.target.removeprefix(MATRIX)}{self.direction if self.direction in ('+', '-') else ''}"


def choices_for(typed: str, framework: Framework, cells: bool = True) -> tuple[Choice, ...]:  # noqa: FBT001, FBT002 - fixed per field
    """List what `typed` (without its `#`) may become: an exact code offers its directions, words find titles."""
    code = typed.upper()
    criterion = framework.by_code.get(code)
    if criterion is not None:
        return tuple(
            Choice(code, str(direction), direction_word(str(direction)), key, criterion.is_core)
            for direction, key in ((Direction.SUPPORTS, "+"), (Direction.CONTRADICTS, "−"), (Direction.CONTEXT, "Tab"))
        )
    return tuple([*(_cells(code, framework) if cells else ()), *_criteria(typed, framework)][:MOST_CHOICES])


def _cells(code: str, framework: Framework) -> list[Choice]:
    known = [cell.id for cell in framework.matrix_cells if code and cell.id.startswith(code)]
    return [Choice(f"{MATRIX}{cell}", "o", cell_title(framework, cell)) for cell in known]


def _criteria(typed: str, framework: Framework) -> list[Choice]:
    pick, low = current().pick, typed.casefold()
    by_code = [item for item in framework.criteria if item.code.startswith(typed.upper())]
    by_title = [item for item in framework.criteria if len(low) > 1 and low in pick(item.title).casefold()]
    found = {item.code: item for item in [*by_code, *by_title]}
    return [Choice(item.code, "", pick(item.title), "", item.is_core, is_step=True) for item in found.values()]
