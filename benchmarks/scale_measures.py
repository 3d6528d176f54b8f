"""Measures of the window with 100,000 notes: spread over many audits, and all of them in one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from statistics import median
from typing import Any

from benchmarks.measure import Result, Scale, percentile, within_limit, within_ratio
from benchmarks.window_measures import STALL_LIMIT, in_window, stored

WORST_LIMIT, OPEN_LIMIT, VISIT_LIMIT, SWITCH_LIMIT, PAUSE_LIMIT, HELD_BAR = 50.0, 300.0, 500.0, 50.0, 100.0, 1.5
"""In milliseconds, and as a ratio."""
MANY, ONE = "many audits", "one audit"


def measures() -> Mapping[str, Callable[[Scale], Result]]:
    """Give the measures by the name they are asked for."""
    return {
        "photos": photos,
        "photos-worst": photos_worst,
        "photos-own": photos_own,
        "photos-one": photos_one,
        "photos-one-worst": photos_one_worst,
        "photos-one-own": photos_one_own,
        "notes": notes,
        "notes-one": notes_one,
        "places": places,
        "places-one": places_one,
        "criteria": criteria,
        "criteria-one": criteria_one,
        "garbage": garbage,
        "garbage-one": garbage_one,
        "held": held,
        "held-one": held_one,
    }


def _of_one(scale: Scale) -> Scale:
    """Give the same number of notes, all in one audit."""
    return replace(scale, size=replace(scale.size, audits=1))


def _p99(stalls: list[float]) -> float:
    return percentile(stalls, 99)


_STALLS: Mapping[str, tuple[str, Callable[[list[float]], float], float]] = {
    "p99": ("stalls", _p99, STALL_LIMIT), "worst": ("stalls", max, WORST_LIMIT), "own work": ("work", max, WORST_LIMIT),
}  # fmt: skip


def _stall(scale: Scale, where: str, name: str) -> Result:
    told, what, limit = _STALLS[name]
    value, floor = (what(in_window("photos", scale, store)[told]) for store in (stored(scale), ()))
    return within_limit(f"event-loop stall, typing and photos, {where}, {name}", value, "ms", floor, limit)


def photos(scale: Scale) -> Result:
    """Find the stall that 99 of 100 heartbeats stay under while a note is typed and photos are added; many audits."""
    return _stall(scale, MANY, "p99")


def photos_worst(scale: Scale) -> Result:
    """Find the longest stall while a note is typed and photos are added; many audits."""
    return _stall(scale, MANY, "worst")


def photos_own(scale: Scale) -> Result:
    """Find the longest that the window's own thread worked in one go, typing and photos; many audits.

    A worst stall far above it is not the window's work: its thread waited, mostly for a core that the machine gave to
    something else, as the bare window beside it has to.
    """
    return _stall(scale, MANY, "own work")


def photos_one(scale: Scale) -> Result:
    """Find the stall that 99 of 100 heartbeats stay under while a note is typed and photos are added; one audit."""
    return _stall(_of_one(scale), ONE, "p99")


def photos_one_worst(scale: Scale) -> Result:
    """Find the longest stall while a note is typed and photos are added; one audit."""
    return _stall(_of_one(scale), ONE, "worst")


def photos_one_own(scale: Scale) -> Result:
    """Find the longest that the window's own thread worked in one go, typing and photos; one audit."""
    return _stall(_of_one(scale), ONE, "own work")


def notes(scale: Scale) -> Result:
    """Time opening the place of the notes until it is painted, against a bare list of as many rows; many audits."""
    return _opening(scale, MANY)


def notes_one(scale: Scale) -> Result:
    """Time opening the place of the notes until it is painted, against a bare list of as many rows; one audit."""
    return _opening(_of_one(scale), ONE)


def _opening(scale: Scale, where: str) -> Result:
    value, floor = (median(_walks(scale, store, "notes")) for store in (stored(scale), ()))
    return within_limit(f"opening the notes, {where}", value, "ms", floor, OPEN_LIMIT)


def places(scale: Scale) -> Result:
    """Time the first visit of the slowest other place until it is painted, against a bare list; many audits."""
    return _visiting(scale, MANY)


def places_one(scale: Scale) -> Result:
    """Time the first visit of the slowest other place until it is painted, against a bare list; one audit."""
    return _visiting(_of_one(scale), ONE)


def _visiting(scale: Scale, where: str) -> Result:
    """Take each place's median, so that one slow moment of the machine is not taken for a slow place."""
    rounds = [in_window("walk", scale, stored(scale), turn)["places"] for turn in range(_rounds(scale))]
    value = max(median(times) for times in zip(*rounds, strict=True))
    floor = median(_walks(scale, (), "places"))
    return within_limit(f"opening the slowest other place, {where}", value, "ms", floor, VISIT_LIMIT)


def criteria(scale: Scale) -> Result:
    """Time going to another criterion until it is painted (19 of 20 times), against a list's next row; many audits."""
    return _switching(scale, MANY)


def criteria_one(scale: Scale) -> Result:
    """Time going to another criterion until it is painted (19 of 20 times), against a list's next row; one audit."""
    return _switching(_of_one(scale), ONE)


def _switching(scale: Scale, where: str) -> Result:
    value, floor = (percentile(_walks(scale, store, "criteria"), 95) for store in (stored(scale), ()))
    return within_limit(f"switching criterion, {where}", value, "ms", floor, SWITCH_LIMIT)


def garbage(scale: Scale) -> Result:
    """Time looking through what came since opening, with every place open, as when nobody is there; many audits."""
    return _pausing(scale, MANY)


def garbage_one(scale: Scale) -> Result:
    """Time looking through what came since opening, with every place open, as when nobody is there; one audit."""
    return _pausing(_of_one(scale), ONE)


def _pausing(scale: Scale, where: str) -> Result:
    value, floor = (median(_walks(scale, store, "garbage")) for store in (stored(scale), ()))
    return within_limit(f"looking for garbage in a pause, {where}", value, "ms", floor, PAUSE_LIMIT)


def _walks(scale: Scale, store: tuple[str, ...], what: str) -> list[float]:
    """Walk through the places in a few windows, one after another, and give all timings of one kind."""
    rounds: list[Mapping[str, Any]] = [in_window("walk", scale, store, turn) for turn in range(_rounds(scale))]
    return [float(taken) for walked in rounds for taken in walked[what]]


def _rounds(scale: Scale) -> int:
    return max(1, scale.repeats // 2)


def held(scale: Scale) -> Result:
    """Weigh the window with an audit open at its notes, against the window with the same data closed; many audits."""
    return _weighed(scale, MANY)


def held_one(scale: Scale) -> Result:
    """Weigh the window with an audit open at its notes, against the window with the same data closed; one audit."""
    return _weighed(_of_one(scale), ONE)


def _weighed(scale: Scale, where: str) -> Result:
    store = stored(scale)
    value, floor = (
        median(float(in_window(wish, scale, store, turn)["own"]) for turn in range(_rounds(scale)))
        for wish in ("held", "memory")
    )
    return within_ratio(f"memory with an open audit, {where}", value, "MB", floor, HELD_BAR)
