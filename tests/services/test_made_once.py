"""What a workspace makes when it is asked for is made once, and a start asks for little."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import sleep

from auditor_app.services.audits.overview import SAMPLES
from auditor_app.services.made_once import MadeOnce
from auditor_app.services.samples import INTERIM, SUMMATIVE, THIS_YEAR, sample_snapshot

THREADS = 8


class Holder:
    """Counts how often its thing is made."""

    def __init__(self) -> None:
        self.made = 0

    @MadeOnce
    def thing(self) -> object:
        """Give a thing."""
        self.made += 1
        sleep(0)  # lets another thread come in between
        return object()


def test_it_is_made_when_asked_and_kept() -> None:
    holder, other = Holder(), Holder()
    assert holder.made == 0
    assert holder.thing is holder.thing
    assert (holder.made, other.made) == (1, 0)
    assert other.thing is not holder.thing
    assert isinstance(Holder.thing, MadeOnce)
    assert Holder.thing.__doc__ == "Give a thing."


def test_threads_that_ask_at_once_get_the_same() -> None:
    holder, start = Holder(), Barrier(THREADS)

    def ask() -> object:
        start.wait()
        return holder.thing

    with ThreadPoolExecutor(THREADS) as pool:
        found = [future.result() for future in [pool.submit(ask) for _ in range(THREADS)]]
    assert set(found) == {holder.thing}
    assert holder.made == 1


def test_the_ids_of_the_samples_are_those_of_their_files() -> None:
    assert tuple(sample_snapshot(name).audit.id for name in (THIS_YEAR, INTERIM, SUMMATIVE)) == SAMPLES
