"""Who works here: the store, the author and the clock that every use case needs, and the one way to write."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from auditor_app.core.change import Change, Edit
from auditor_app.store.store import Store


def new_id() -> str:
    """Make an id that no other device will make: 80 random bits."""
    return secrets.token_hex(10)


def local_now() -> datetime:
    """Give the time with the offset of this place."""
    return datetime.now().astimezone()


@dataclass(frozen=True)
class Written:
    """What a use case wrote; `id` is the entity it was about."""

    changes: tuple[Change, ...]
    id: str = ""


@dataclass(frozen=True)
class Desk:
    """The store and the author; `now` and `new_id` are handed in so that tests can fix them."""

    store: Store
    author: str
    now: Callable[[], datetime] = local_now
    new_id: Callable[[], str] = new_id

    def write(
        self,
        edits: Sequence[Edit],
        group: str = "",
        *,
        about: str = "",
        blobs: Mapping[str, tuple[str, bytes]] | None = None,
        forget: Sequence[str] = (),
    ) -> Written:
        """Commit edits as one action; on return they are on the disk."""
        changes = self.store.commit(edits, self.author, group or self.new_id(), blobs=blobs, forget=forget)
        return Written(changes, about or (edits[0].entity if edits else ""))

    def moment(self) -> str:
        """Give the time as the model writes it: ISO 8601 with offset, to the second."""
        return self.now().isoformat(timespec="seconds")

    def fine_moment(self) -> str:
        """Give the time to the millisecond, for what is added several at a time and keeps its order by it."""
        return self.now().isoformat(timespec="milliseconds")
