"""A count kept note by note says what counting all notes says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from auditor_app.core.evidence import EvidenceCount, Tally, count_evidence
from auditor_app.core.model import Direction, Link, Note

NOTES = st.lists(
    st.tuples(st.sampled_from(Direction), st.sampled_from(["OBS", "INT-P", ""]), st.sampled_from(["a", "b", ""]),
              st.sampled_from(["lesson", "walk", ""])),
    max_size=12,
)  # fmt: skip


@given(kept=NOTES, taken_out=NOTES)
def test_a_tally_says_what_counting_says(
    kept: list[tuple[Direction, str, str, str]], taken_out: list[tuple[Direction, str, str, str]]
) -> None:
    tally = Tally()
    for number, (way, source, author, activity) in enumerate([*taken_out, *kept]):
        tally.add(way, source, author, activity or str(number))
    for number, (way, source, author, activity) in enumerate(taken_out):
        tally.add(way, source, author, activity or str(number), -1)
    notes = [
        Note(str(number), source=source, author=author, activity=activity)
        for number, (_way, source, author, activity) in enumerate(kept)
    ]
    links = [Link(note=note.id, target="E1.1", direction=row[0]) for note, row in zip(notes, kept, strict=True)]
    assert tally.count == count_evidence(notes, links).get("E1.1", EvidenceCount())
