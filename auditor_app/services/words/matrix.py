"""The matrix in words: what a row, a column and a traced goal tell, for the screen and for the report alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from auditor_app.core.framework import Framework
from auditor_app.core.matrix import SUGGESTS_FOR, CellState, Message, Row, RowState, Suggestion
from auditor_app.i18n import Translator
from auditor_app.services.words.first_letter import small


@dataclass(frozen=True)
class Said:
    """A sentence whose first words carry the verdict of the loop check, as in "Open loop. Goals are set …"."""

    first: str
    rest: str = ""

    @property
    def text(self) -> str:
        """Give the whole sentence."""
        return " ".join(filter(None, (f"{self.first}.", self.rest)))


def state_words(tr: Translator) -> Mapping[CellState, str]:
    """Name the four states."""
    return {
        CellState.SYSTEMATIC: tr("systematic"),
        CellState.PARTLY: tr("partly"),
        CellState.NOT_SEEN: tr("not seen"),
        CellState.NOT_DISCUSSED: tr("not discussed"),
    }


def loop_words(tr: Translator) -> Mapping[RowState, str]:
    """Name the states of a loop."""
    return {
        RowState.CLOSED: tr("Loop closed"),
        RowState.PARTLY: tr("Almost closed"),
        RowState.OPEN: tr("Open loop"),
        RowState.NOT_STARTED: tr("Not started"),
        RowState.NOT_DISCUSSED: tr("Still to discuss"),
    }


def row_words(tr: Translator, framework: Framework, row: Row) -> Said:
    """Say what a row tells; the row that does not count says where it goes instead."""
    said = loop_sentence(tr, row)
    if row.counts_for_school:
        return said
    own = tr("Also goes to {role} itself.").format(role=role_name(tr, framework, row.role))
    return replace(said, rest=" ".join(filter(None, (said.rest, own))))


def loop_sentence(tr: Translator, row: Row) -> Said:
    """Say what the four steps of a loop tell, of a role or of one goal."""
    return Said(loop_words(tr)[row.state], _ROWS.get(row.message.code, _nothing)(tr, row))


def role_name(tr: Translator, framework: Framework, role: str) -> str:
    """Name a role of the matrix."""
    return next((tr.pick(item.title) for item in framework.matrix_roles if item.code == role), role)


def role_lang(tr: Translator, framework: Framework, role: str) -> str:
    """Give the language of a role's name, when the framework has it only in another one."""
    return next((tr.lang_of(item.title) for item in framework.matrix_roles if item.code == role), "")


def question_of(tr: Translator, framework: Framework, cell: str) -> str:
    """Give the question of a cell."""
    return next((tr.pick(item.question) for item in framework.matrix_cells if item.id == cell), "")


def _nothing(_tr: Translator, _row: Row) -> str:
    return ""


def _closed(tr: Translator, _row: Row) -> str:
    return tr("Every step has a fixed rhythm and an example.")


def _not_evaluated(tr: Translator, _row: Row) -> str:
    return tr("Goals are set and acted on, but nobody evaluates them.")


def _neither(tr: Translator, _row: Row) -> str:
    return tr("There are goals, but nobody evaluates them or acts on deviations.")


def _not_acted(tr: Translator, _row: Row) -> str:
    return tr("Goals are set and evaluated, but nobody acts on deviations.")


def _not_started(tr: Translator, _row: Row) -> str:
    return tr("No goals were seen, so there is nothing to follow.")


def _partly(tr: Translator, row: Row) -> str:
    said = []
    for state, one, many in (
        (CellState.PARTLY, tr("Step {steps} happens for a part."), tr("Steps {steps} happen for a part.")),
        (CellState.NOT_SEEN, tr("Step {steps} was not seen."), tr("Steps {steps} were not seen.")),
    ):
        steps = [str(place) for place, found in enumerate(row.states, 1) if found is state]
        if steps:
            said.append((one if len(steps) == 1 else many).format(steps=tr.listed(steps)))
    return " ".join(said)


def _not_discussed(tr: Translator, row: Row) -> str:
    steps = [str(place) for place, found in enumerate(row.states, 1) if found is CellState.NOT_DISCUSSED]
    if len(steps) == len(row.states):
        return ""
    words = tr("Step {steps}.") if len(steps) == 1 else tr("Steps {steps}.")
    return words.format(steps=tr.listed(steps))


_ROWS: Mapping[str, Callable[[Translator, Row], str]] = {
    "matrix.row_closed": _closed,
    "matrix.row_open_not_evaluated": _not_evaluated,
    "matrix.row_open_neither": _neither,
    "matrix.row_open_not_acted": _not_acted,
    "matrix.row_not_started": _not_started,
    "matrix.row_partly": _partly,
    "matrix.row_not_discussed": _not_discussed,
}


def roles_words(tr: Translator, framework: Framework, message: Message) -> str:
    """Name the roles of a message in the middle of a sentence: "coach and department / year team"."""
    return tr.listed([small(role_name(tr, framework, role)) for role in message.roles])


def chain_words(tr: Translator, framework: Framework, message: Message) -> str:
    """Say how far one step can be followed from pupil to school."""
    texts = {
        "matrix.chain_whole": tr("Seen from pupil to school."),
        "matrix.chain_partly": tr("Seen from pupil to school, for a part at: {roles}."),
        "matrix.chain_broken": tr("Breaks off at: {roles}."),
        "matrix.chain_not_discussed": tr("Not discussed yet with: {roles}."),
    }
    return texts.get(message.code, "").format(roles=roles_words(tr, framework, message))


def trace_words(tr: Translator, framework: Framework, message: Message) -> str:
    """Say how far a traced goal was found, or which example is still missing."""
    if message.code == "matrix.trace_missing":
        is_pupil = message.roles == ("P",)
        return (
            tr("No goal of a pupil has been followed yet.")
            if is_pupil
            else tr("No goal of the school has been followed yet.")
        )
    texts = {
        "matrix.trace_whole": tr("Found again all the way from pupil to school."),
        "matrix.trace_broken": tr("Not found again at: {roles}."),
    }
    return texts.get(message.code, "").format(roles=roles_words(tr, framework, message))


def suggestion_words(tr: Translator, suggestion: Suggestion) -> str:
    """Say in short what the matrix suggests for its criterion; the auditor decides."""
    if not suggestion.level:
        return tr("{code}: too little discussed for a suggestion").format(code=SUGGESTS_FOR)
    closed = tr.plural("{n} row closed", "{n} rows closed", len(suggestion.message.roles))
    words = tr("{code}: suggestion level {level} · {closed}")
    return words.format(code=SUGGESTS_FOR, closed=closed, level=suggestion.level)


def suggestion_reason(tr: Translator) -> str:
    """Say where the suggestion comes from."""
    return tr("Four or five closed rows suggest level 3, two or three level 2, fewer level 1. You decide.")
