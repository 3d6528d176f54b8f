# ruff: noqa: INP001 - scripts in a folder, not a package
"""Expand the sample school's texts (`resources/sample/source/*.toml`) into snapshot documents: run by a developer only.

`--check` only compares: it fails when a committed document differs from what its source gives.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PIL import Image

from auditor_app.core.baseline import Baseline
from auditor_app.core.codec import decode
from auditor_app.core.comparison import baseline_of
from auditor_app.core.evidence import count_evidence, is_thin
from auditor_app.core.framework import framework_digest
from auditor_app.core.interim import to_rate
from auditor_app.core.matrix import LONGEST_REMARK, cell_state, notes_per_cell, read_matrix, states_of
from auditor_app.core.model import (
    Activity,
    Advice,
    Attachment,
    Audit,
    AuditKind,
    Cell,
    Chapter,
    Consensus,
    DevelopmentPlan,
    Document,
    EvidenceException,
    FactCheck,
    FactPoint,
    Finding,
    FollowUp,
    FrozenFramework,
    Goal,
    Hypothesis,
    Link,
    Member,
    Milestone,
    Note,
    Rating,
    School,
    Survey,
    SurveyQuestion,
    TracedGoal,
)
from auditor_app.core.readiness import blockers
from auditor_app.core.snapshot import LISTS, Snapshot
from auditor_app.core.snapshot_json import from_document, to_document
from auditor_app.core.statements import question_key
from auditor_app.core.survey import suppress

RESOURCES = Path(__file__).parent.parent
FRAMEWORK = RESOURCES / "frameworks" / "ked-starter-0.1.json"
SAMPLES = RESOURCES / "sample"
NAMES = ("de-linde-2025", "de-linde-2026", "de-linde-2027-interim", "de-linde-2027")
OFFSET = "+01:00"
LONGEST_SUMMARY = 230
LONGEST_LEAD = 115
"""Three lines on the summary page, two above a chapter; the report never shrinks type."""

_TARGET = re.compile(r"([A-Z]\d\.\d)([+-]?)|m([A-Z]\d)")
_FLAGS = frozenset({"q", "team", "late", "d2", "x"})
"""Literal words, for the team only, written afterwards, on the second day, excluded."""
_NOTE = re.compile(r"(?P<time>\d\d:\d\d) (?P<author>\S+)(?P<head>[^|]*)\| (?P<text>.+)")


@dataclass(frozen=True)
class Notes:
    """The notes of one audit, their tags, and the short names by which findings refer to them."""

    notes: tuple[Note, ...]
    links: tuple[Link, ...]
    names: Mapping[str, str]


def main() -> int:
    """Write the samples, or check them; give the number of documents that are not as they should be."""
    import make_pages  # noqa: PLC0415 - a script beside this one; the pages' edition is what the samples are set as

    is_check = "--check" in sys.argv[1:]
    return sum(_make(name, is_check=is_check) for name in NAMES) + make_pages.main()


def _make(name: str, *, is_check: bool) -> bool:
    target = SAMPLES / f"{name}.json"
    text = expand(SAMPLES / "source" / f"{name}.toml")
    if is_check:
        is_stale = not target.exists() or target.read_text("utf-8") != text
        print(f"{target.name}: {'differs from its source' if is_stale else 'as its source'}")  # noqa: T201 - a script
        return is_stale
    target.write_text(text, "utf-8")
    print(f"{target.name}: {len(text):,} characters")  # noqa: T201 - a script
    return False


def expand(path: Path) -> str:
    """Turn one source file into the text of its snapshot document, after checking that it could be signed."""
    source = tomllib.loads(path.read_text("utf-8"))
    snapshot = build(source)
    _check(replace(snapshot, baseline=_followed(path, source)))
    return json.dumps(to_document(snapshot), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _followed(path: Path, source: Mapping[str, Any]) -> Baseline | None:
    """Give what an interim evaluation takes over from the audit it follows; its document holds nothing of that."""
    if "follows" not in source:
        return None
    earlier = path.with_name(f"{source['follows']}.toml")
    return baseline_of(build(tomllib.loads(earlier.read_text("utf-8"))), source["follows"], "-")


def build(source: Mapping[str, Any]) -> Snapshot:
    """Build the snapshot that a source describes."""
    body = json.loads(FRAMEWORK.read_text("utf-8"))
    frozen = FrozenFramework(framework_digest(body), body)
    prefix = source["prefix"]
    activities = tuple(_activities(source))
    written = _notes(source, {activity.id: activity for activity in activities})
    members = tuple(
        decode(Member, {"id": _member(prefix, m["initials"]), "audit": prefix, **m}) for m in source["members"]
    )
    ratings, consensus = _judgement(source)
    snapshot = Snapshot(
        audit=_audit(source, frozen.id),
        frozen=frozen,
        taken=source["taken"],
        members=members,
        activities=activities,
        notes=written.notes,
        links=written.links,
        ratings=ratings,
        consensus=consensus,
        findings=tuple(_findings(source, written.names)),
        chapters=tuple(_chapters(source)),
        hypotheses=tuple(_hypotheses(source)),
        documents=tuple(_documents(source)),
        attachments=tuple(_photos(source, written)),
        cells=tuple(_cells(source)),
        traces=tuple(_traces(source)),
        surveys=tuple(_surveys(source)),
        survey_questions=tuple(_survey_questions(source)),
        follow_ups=tuple(_follow_ups(source, written.names)),
        goals=tuple(_goals(source)),
        **_towards_an_outcome(source),
        evidence=count_evidence(written.notes, written.links),
    )
    ordered: dict[str, Any] = {name: tuple(sorted(getattr(snapshot, name), key=lambda item: item.id)) for name in LISTS}
    return replace(snapshot, **ordered)


def _audit(source: Mapping[str, Any], framework: str) -> Audit:
    texts = {name: source[name].strip() for name in ("summary", "context", "done", "not_looked_at")}
    return Audit(
        id=source["prefix"],
        kind=AuditKind(source["kind"]),
        is_sample=True,
        school=decode(School, source["school"]),
        starts=source["starts"],
        ends=source["ends"],
        framework=framework,
        phase="report",
        created=source["created"],
        photo_permission=source.get("photos", {}).get("permission", ""),
        photo_permitted=source.get("photos", {}).get("permitted", ""),
        **texts,
    )


def _member(prefix: str, initials: str) -> str:
    return f"{prefix}-{initials.lower().replace('å', 'a')}" if initials else ""


def _table(rows: str, columns: int) -> Iterator[list[str]]:
    for line in rows.strip().splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) != columns:
            raise ValueError(f"{len(cells)} cells instead of {columns}: {line}")
        yield cells


def _activities(source: Mapping[str, Any]) -> Iterator[Activity]:
    prefix = source["prefix"]
    days = {"1": source["starts"], "2": source["ends"]}
    for cells in _table(source["programme"]["rows"], 14):
        key, when, kind, code, title, subject, year, room, leads, records, people, role, criteria, flags = cells
        day, start, end = when[0], when[2:7], when[8:13]
        present, _, expected = people.partition("/")
        skip = flags.partition("skip=")[2]
        values: dict[str, Any] = {
            "id": f"{prefix}-{key}",
            "audit": prefix,
            "day": days[day],
            "start": start,
            "end": end,
            "title": title,
            "kind": kind,
            "source": code,
            "subject": subject,
            "year_group": year,
            "room": room,
            "leads": _member(prefix, leads),
            "records": _member(prefix, records),
            "matrix_role": role,
            "criteria": criteria.split(),
            "present": int(present) if present else None,
            "expected": int(expected) if expected else None,
            "is_informed": not skip and "informed" in flags,
            "is_voluntary": not skip and "voluntary" in flags,
            "is_skipped": bool(skip),
            "skip_reason": skip,
        }
        yield decode(Activity, values)


def _notes(source: Mapping[str, Any], activities: Mapping[str, Activity]) -> Notes:
    prefix = source["prefix"]
    notes: list[Note] = []
    links: list[Link] = []
    names: dict[str, str] = {}
    activity = Activity()
    for line in source["notes"]["rows"].strip().splitlines():
        if line.startswith("["):
            activity = activities[f"{prefix}-{line.strip('[]')}"]
            continue
        match = _NOTE.fullmatch(line)
        if match is None:
            raise ValueError(f"not a note: {line}")
        note_id = f"{prefix}-n{len(notes) + 1:03}"
        words = match["head"].split()
        day = source["ends"] if "d2" in words else activity.day
        notes.append(_note(match, words, replace(activity, day=day), note_id, source.get("offset", OFFSET)))
        links += [_link(prefix, note_id, word) for word in words if _TARGET.fullmatch(word)]
        names |= {word[1:]: note_id for word in words if word.startswith("@")}
    return Notes(tuple(notes), tuple(links), names)


def _note(match: re.Match[str], words: list[str], activity: Activity, note_id: str, offset: str) -> Note:
    seen, _, reason = match["text"].partition(" ## ")
    seen, _, interpretation = seen.partition(" // ")
    source = next((word[4:] for word in words if word.startswith("src=")), activity.source)
    unknown = [word for word in words if not _is_known(word)]
    if unknown:
        raise ValueError(f"{note_id}: {unknown}")
    values = {
        "id": note_id,
        "audit": activity.audit,
        "activity": activity.id,
        "author": _member(activity.audit, match["author"]),
        "moment": f"{activity.day}T{match['time']}:00{offset}",
        "source": source,
        "room": activity.room,
        "subject": activity.subject,
        "year_group": activity.year_group,
        "seen": _tied(seen),
        "interpretation": _tied(interpretation),
        "is_quote": "q" in words,
        "sensitivity": "team" if "team" in words else "normal",
        "is_afterwards": "late" in words,
        "is_excluded": "x" in words,
        "exclusion_reason": reason,
    }
    return decode(Note, values)


def _is_known(word: str) -> bool:
    return bool(_TARGET.fullmatch(word)) or word in _FLAGS or word.startswith(("@", "src="))


def _tied(text: str) -> str:
    """Keep a number and its percent sign on one line."""
    return re.sub(r"(\d) %", "\\1\N{NO-BREAK SPACE}%", text)


def _link(prefix: str, note: str, word: str) -> Link:
    match = _TARGET.fullmatch(word)
    target, direction = (f"matrix:{match[3]}", "") if match and match[3] else (word[:4], word[4:])
    return decode(
        Link,
        {"id": f"{note}:{target}", "audit": prefix, "note": note, "target": target, "direction": direction or "o"},
    )


def _judgement(source: Mapping[str, Any]) -> tuple[tuple[Rating, ...], tuple[Consensus, ...]]:
    prefix, ratings, consensus = source["prefix"], [], []
    # An interim evaluation writes down the team's level at once.
    raters = (
        []
        if source["kind"] == AuditKind.INTERIM
        else [member for member in source["members"] if member["role"] != "second_reader"]
    )
    members = [_member(prefix, member["initials"]) for member in raters]
    still_rating = {_member(prefix, initials) for initials in source.get("still_rating", ())}
    for criterion, level, *own, reason in _table(source["judgement"]["rows"], 3 + len(members)):
        key = f"{prefix}:{criterion}"
        consensus.append(Consensus(key, prefix, criterion, level, _tied(reason), source["decided"]))
        for member, said in zip(members, own, strict=True):
            mine, _, why = said.partition(": ")
            is_locked = member not in still_rating
            ratings.append(Rating(f"{key}:{member}", prefix, criterion, member, mine, _tied(why), is_locked=is_locked))
    return tuple(ratings), tuple(consensus)


def _findings(source: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[Finding]:
    prefix = source["prefix"]
    for place, item in enumerate(source["findings"], start=1):
        texts = {name: _tied(text) for name, text in item.items() if isinstance(text, str)}
        notes = sorted(names[name] for name in item["notes"])
        own = {"id": f"{prefix}-f{place:02}", "audit": prefix, "position": place, "notes": notes}
        yield decode(Finding, {**item, **texts, **own})


def _chapters(source: Mapping[str, Any]) -> Iterator[Chapter]:
    prefix = source["prefix"]
    for standard, texts in source["chapters"].items():
        yield decode(Chapter, {"id": f"{prefix}:{standard}", "audit": prefix, "standard": standard, **texts})


def _hypotheses(source: Mapping[str, Any]) -> Iterator[Hypothesis]:
    prefix = source["prefix"]
    for criterion, text in _table(source["preparation"]["hypotheses"], 2):
        yield Hypothesis(f"{prefix}:{criterion}", prefix, criterion, text)


def _documents(source: Mapping[str, Any]) -> Iterator[Document]:
    prefix = source["prefix"]
    rows = _table(source["preparation"]["documents"], 4)
    for place, (title, exists, criteria, remark) in enumerate(rows, start=1):
        yield Document(f"{prefix}-d{place:02}", prefix, title, exists == "yes", tuple(criteria.split()), remark)


def _photos(source: Mapping[str, Any], written: Notes) -> Iterator[Attachment]:
    prefix, notes = source["prefix"], {note.id: note for note in written.notes}
    rows = _table(source.get("photos", {}).get("rows", ""), 4)
    for place, (name, note, caption, alt) in enumerate(rows, start=1):
        content = (SAMPLES / "photos" / f"{name}.jpg").read_bytes()
        with Image.open(SAMPLES / "photos" / f"{name}.jpg") as image:
            width, height = image.size
        yield Attachment(
            id=f"{prefix}-p{place:02}",
            audit=prefix,
            note=written.names[note],
            blob=hashlib.sha256(content).hexdigest(),
            media_type="image/jpeg",
            size=len(content),
            caption=_tied(caption),
            alt=_tied(alt),
            width=width,
            height=height,
            taken=notes[written.names[note]].moment,
            is_free_of_people=True,
        )


def _surveys(source: Mapping[str, Any]) -> Iterator[Survey]:
    prefix = source["prefix"]
    splits = {_survey_id(prefix, who) for _row, who, parts in _asked(source) if parts}
    for group, title, held, asked, answered in _table(source["preparation"]["surveys"], 5):
        key = _survey_id(prefix, f"{group}/{title}" if title else group)
        values = {"id": key, "audit": prefix, "group": group, "title": title, "held": held}
        split = {"split": "Leerjaar"} if key in splits else {}
        yield decode(Survey, {**values, **split, "asked": int(asked), "answered": int(answered)})


def _survey_id(prefix: str, who: str) -> str:
    return f"{prefix}:{who.lower().replace(' ', '-').replace('/', ':')}"


def _asked(source: Mapping[str, Any]) -> Iterator[tuple[list[str], str, tuple[tuple[str, int, int], ...]]]:
    """Give each statement's own cells, whom it was put to, and the parts of a split as (part, answers, per cent)."""
    for line in source["preparation"]["statements"].strip().splitlines():
        criteria, text, *groups = [cell.strip() for cell in line.split("|")]
        for cell in groups:
            who, *numbers = cell.split(" = ")
            whole, *parts = [part.split() for part in numbers[0].split(";")]
            read = tuple((part, int(answers), int(share)) for part, answers, share in parts)
            yield [criteria, text, *whole], who.strip(), read


def _survey_questions(source: Mapping[str, Any]) -> Iterator[SurveyQuestion]:
    """Give the questions; of the parts those under the minimum are withheld, as everywhere."""
    prefix = source["prefix"]
    places: dict[str, int] = {}
    for (criteria, text, answers, share), who, parts in _asked(source):
        survey, key = _survey_id(prefix, who), question_key(text)
        places.setdefault(key, len(places) + 1)
        split = {part: _answers(number, agreeing) for part, number, agreeing in parts}
        found = suppress(split or {"": _answers(int(answers), int(share))})
        yield SurveyQuestion(
            f"{survey}:{key}",
            prefix,
            survey,
            key,
            places[key],
            text,
            tuple(criteria.split()),
            counts=found.total or {},
            parts=found.groups if split else {},
            withheld=found.withheld if split else (),
            is_withheld=found.total is None,
        )


def _answers(number: int, share: int) -> dict[str, int]:
    """Spread so many answers over a scale of five, so that the share that agrees is right."""
    agreeing = round(number * share / 100)
    fully, others = agreeing * 2 // 5, number - agreeing
    neutral = others // 2
    little = (others - neutral) * 2 // 3
    return {"1": others - neutral - little, "2": little, "3": neutral, "4": agreeing - fully, "5": fully}


def _cells(source: Mapping[str, Any]) -> Iterator[Cell]:
    prefix = source["prefix"]
    for cell, state, text in _table(source.get("matrix", {}).get("rows", ""), 3):
        yield Cell(f"{prefix}:{cell}", prefix, cell, str(cell_state(state)), text)


def _traces(source: Mapping[str, Any]) -> Iterator[TracedGoal]:
    prefix = source["prefix"]
    for role, texts in source.get("traces", {}).items():
        yield decode(TracedGoal, {"id": f"{prefix}:{role}", "audit": prefix, "role": role, **texts})


def _follow_ups(source: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[FollowUp]:
    prefix = source["prefix"]
    for finding, said in source.get("follow_ups", {}).items():
        own = {"id": f"{prefix}:{finding}", "audit": prefix, "finding": finding}
        yield decode(FollowUp, {**own, **said, "notes": sorted(names[name] for name in said.get("notes", ()))})


def _goals(source: Mapping[str, Any]) -> Iterator[Goal]:
    prefix = source["prefix"]
    for place, item in enumerate(source.get("goals", ()), start=1):
        yield decode(Goal, {"id": f"{prefix}:g{place:02}", "audit": prefix, "position": place, **item})


def _towards_an_outcome(source: Mapping[str, Any]) -> dict[str, Any]:
    """Give what only a summative audit has, and the school's check of the facts."""
    prefix = source["prefix"]
    own: dict[str, Any] = {"id": prefix, "audit": prefix}
    return {
        "milestones": tuple(
            decode(Milestone, {**own, **item, "id": f"{prefix}:{item['step']}"})
            for item in source.get("milestones", ())
        ),
        "plans": tuple(
            decode(DevelopmentPlan, {**own, **item, "id": f"{prefix}:plan"}) for item in _one(source, "plan")
        ),
        "exceptions": tuple(
            decode(
                EvidenceException,
                {
                    **own, **item, "id": f"{prefix}:{item['criterion']}",
                    "lead": _member(prefix, item["lead"]), "second": _member(prefix, item["second"]),
                },
            )
            for item in source.get("exceptions", ())
        ),
        "advice": tuple(decode(Advice, {**own, **item}) for item in _one(source, "advice")),
        "fact_checks": tuple(
            decode(FactCheck, {**own, **item, "response": item["response"].strip()})
            for item in _one(source, "fact_check")
        ),
        "fact_points": tuple(
            decode(FactPoint, {**own, **item, "id": f"{prefix}-p{place}", "position": place})
            for place, item in enumerate(source.get("fact_points", ()), start=1)
        ),
    }  # fmt: skip


def _one(source: Mapping[str, Any], name: str) -> list[Any]:
    return [source[name]] if name in source else []


def _check(snapshot: Snapshot) -> None:
    """Stop when the sample is not what it shows: signable, complete, within the report's measures."""
    gaps = [f"{item.gap} {item.about}" for item in blockers(snapshot) if item.is_blocking]
    codes = set(snapshot.framework.by_code)
    cells = {f"matrix:{cell.id}" for cell in snapshot.framework.matrix_cells}
    gaps += [f"unknown target {link.id}" for link in snapshot.links if link.target not in codes | cells]
    sources = {source.code for source in snapshot.framework.sources}
    gaps += [f"unknown source {note.id}" for note in snapshot.notes if note.source not in sources]
    authors = {member.id for member in snapshot.members}
    gaps += [f"unknown author {note.id}" for note in snapshot.notes if note.author not in authors]
    gaps += [f"no evidence for {code}" for code in sorted(set(to_rate(snapshot)) - set(snapshot.evidence))]
    gaps += [f"unknown cell {cell.cell}" for cell in snapshot.cells if f"matrix:{cell.cell}" not in cells]
    gaps += [f"long remark {cell.cell}" for cell in snapshot.cells if len(cell.text) > LONGEST_REMARK]
    checked = read_matrix(snapshot.framework, states_of(snapshot.cells), notes_per_cell(snapshot.notes, snapshot.links))
    gaps += [f"no note for {cell}" for cell in checked.unsupported]
    surveys = {survey.id for survey in snapshot.surveys}
    gaps += [f"unknown survey {item.id}" for item in snapshot.survey_questions if item.survey not in surveys]
    gaps += [f"unknown criterion {item.id}" for item in snapshot.survey_questions if not codes >= set(item.criteria)]
    gaps += ["long summary"] if len(snapshot.audit.summary) > LONGEST_SUMMARY else []
    gaps += [f"long lead {item.standard}" for item in snapshot.chapters if len(item.lead) > LONGEST_LEAD]
    points = {point.id for point in snapshot.baseline.points} if snapshot.baseline else set()
    if snapshot.baseline:
        gaps += [f"unknown point {item.finding}" for item in snapshot.follow_ups if item.finding not in points]
    if to_document(snapshot) != to_document(from_document(to_document(snapshot))):
        gaps.append("the document does not read back as the same snapshot")
    if gaps:
        raise ValueError(f"{snapshot.audit.id}: {'; '.join(gaps)}")
    thin = [code for code, count in snapshot.evidence.items() if is_thin(count)]
    print(f"{snapshot.audit.id}: {len(snapshot.notes)} notes, {len(snapshot.links)} links, thin: {thin}")  # noqa: T201 - a tool, run by hand


if __name__ == "__main__":
    sys.exit(main())
