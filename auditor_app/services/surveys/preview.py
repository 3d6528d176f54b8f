"""What a person sees before anything is stored: the file as understood, what it counts to, what is decided about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from auditor_app.core.errors import UserError
from auditor_app.core.model import SurveyQuestion
from auditor_app.core.statements import Share, question_key, results_of, share_of, tells_of_a_few
from auditor_app.services.surveys.look import Look, usual_agreement
from auditor_app.services.surveys.reader import SurveyReader
from auditor_app.services.surveys.tally import Counted, Scale, Tally
from auditor_app.services.surveys.template import AskedQuestion, Template, best_of

NOTHING_COUNTED = Tally((), (), {}, 0, 0, 0)


@dataclass(frozen=True)
class Preview:
    """A file, its counts with small groups withheld, and the decisions about its questions; nothing is stored yet."""

    file: Look
    tally: Tally
    asked: Mapping[str, AskedQuestion] = field(default_factory=dict, hash=False)
    template: Template | None = None
    problem: UserError | None = None
    """Why the columns as they are now cannot be counted."""
    before: Mapping[str, AskedQuestion] = field(default_factory=dict, hash=False)
    """What was decided about questions of the same words, in this audit or the one before."""

    @property
    def scales(self) -> dict[str, Scale]:
        """Give the scale of every question."""
        return {key: Scale(item.lowest, item.highest) for key, item in self.asked.items()}


def decided_first(text: str, scale: Scale) -> AskedQuestion:
    """Give what is decided about a question before anybody decided anything."""
    return AskedQuestion(text, (), scale.lowest, scale.highest, usual_agreement(scale))


def decided_before(questions: Iterable[SurveyQuestion]) -> dict[str, AskedQuestion]:
    """Give what was decided about questions that were asked before; the first of the same words holds."""
    found: dict[str, AskedQuestion] = {}
    for item in questions:
        if not item.deleted and (item.criteria or item.is_reversed):
            decided = AskedQuestion(
                item.text, item.criteria, item.lowest, item.highest, item.agrees_from, item.is_reversed
            )
            found.setdefault(item.key, decided)
    return found


def decisions(
    look: Look, questions: Sequence[str], template: Template | None, before: Mapping[str, AskedQuestion] | None = None
) -> dict[str, AskedQuestion]:
    """Give what is decided about the questions of a file: as in the template, as before, or as usual for their scale.

    What was decided before tells the criteria; its scale only where the answers of this file lie on the same.
    """
    known = {item.key: item for item in template.questions} if template else {}
    found = {}
    for text in questions:
        first = decided_first(text, look.scales.get(text, look.scale))
        earlier = (before or {}).get(first.key)
        if first.key in known:
            first = replace(known[first.key], text=text)
        elif earlier and (earlier.lowest, earlier.highest) == (first.lowest, first.highest):
            first = replace(earlier, text=text)
        elif earlier:
            first = replace(first, criteria=earlier.criteria, is_reversed=earlier.is_reversed)
        found[first.key] = first
    return found


def open_file(
    reader: SurveyReader,
    path: Path,
    sheet: str,
    minimum: int,
    templates: Sequence[Template],
    before: Mapping[str, AskedQuestion],
) -> Preview:
    """Open a file, count it, and take over what a fitting template says, or what was decided before."""
    file = reader.open(path, sheet)
    own = {question_key(title): scale for title, scale in file.scales.items()}
    tally, problem = _count(reader, file, own, minimum)
    template = best_of(templates, list(_texts(tally)))
    asked = decisions(file, list(_texts(tally).values()), template, before)
    found = Preview(file, tally, asked, template, problem, before)
    if template is None:
        return found
    return count_again(reader, replace(found, file=replace(file, words={**file.words, **template.words})), minimum)


def count_again(reader: SurveyReader, preview: Preview, minimum: int) -> Preview:
    """Count with the words and scales as they were decided; questions that are new get the usual decisions."""
    tally, problem = _count(reader, preview.file, preview.scales, minimum)
    if problem is not None:
        return replace(preview, tally=tally, problem=problem)
    texts = _texts(tally)
    usual = decisions(preview.file, list(texts.values()), preview.template, preview.before)
    asked = {key: preview.asked.get(key, usual[key]) for key in texts}
    return replace(preview, tally=tally, asked=asked, problem=None)


def look_again(reader: SurveyReader, preview: Preview, file: Look, minimum: int) -> Preview:
    """Count a file that is understood in another way; what was decided about its questions stays."""
    words = {**file.words, **preview.file.words}
    return count_again(reader, replace(preview, file=replace(file, words=words)), minimum)


def with_template(preview: Preview, template: Template | None) -> Preview:
    """Decide as another template says; the words for answers that came with the one before go with it."""
    texts = [item.text for item in preview.asked.values()]
    gone = preview.template.words.items() if preview.template else ()
    words = {word: value for word, value in preview.file.words.items() if (word, value) not in gone}
    file = replace(preview.file, words={**words, **(template.words if template else {})})
    return replace(preview, file=file, template=template, asked=decisions(file, texts, template, preview.before))


def _texts(tally: Tally) -> dict[str, str]:
    return {item.key: item.text for group in tally.groups for item in group.questions}


def _count(
    reader: SurveyReader, file: Look, scales: Mapping[str, Scale], minimum: int
) -> tuple[Tally, UserError | None]:
    """Count; columns that cannot be counted are a problem to solve, not the end."""
    try:
        tally = reader.count(
            file.layout, comma=file.comma, words=file.words, scale=file.scale, scales=scales, minimum=minimum
        )
    except UserError as error:
        if not error.code.startswith("survey."):
            raise
        return NOTHING_COUNTED, error
    return tally, None


def would_tell_of_a_few(counted: Iterable[Counted], before: Iterable[SurveyQuestion], minimum: int) -> bool:
    """Tell whether these results beside those of before would tell what a few late ones answered."""
    known: dict[str, list[SurveyQuestion]] = {}
    for asked in before:
        known.setdefault(asked.key, []).append(asked)
    return any(
        tells_of_a_few(item.results, results_of(asked), minimum)
        for item in counted
        for asked in known.get(item.key, ())
    )


def share_in(item: Counted, decided: AskedQuestion) -> Share | None:
    """Give who agrees with a counted question; None where too few answered."""
    return None if item.results.total is None else share_of(read_with(item, decided), item.results.total)


def read_with(item: Counted, decided: AskedQuestion) -> SurveyQuestion:
    """Give what is needed to read counts: their scale, and what counts as agreeing on it."""
    agrees_from = decided.agrees_from
    if (item.scale.lowest, item.scale.highest) != (decided.lowest, decided.highest):
        agrees_from = usual_agreement(item.scale)
    return SurveyQuestion(
        lowest=item.scale.lowest, highest=item.scale.highest, agrees_from=agrees_from, is_reversed=decided.is_reversed
    )
