"""Who works here: the store, the author and the clock that every use case needs, and the one way to write."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from auditor_app.core.change import Change, Edit
from auditor_app.core.codec import encode
from auditor_app.core.model import School
from auditor_app.store.store import Store

_STANDSTILL: Final = timedelta(seconds=1)


def new_id() -> str:
    """Make an id that no other device will make: 80 random bits."""
    return secrets.token_hex(10)


def local_now() -> datetime:
    """Give the time with the offset of this place."""
    return datetime.now().astimezone()


class Moments:
    """Gives moments to the millisecond, each later than the one before it: a clock may stand still that long."""

    def __init__(self) -> None:
        self._last: datetime | None = None

    def after(self, now: datetime) -> datetime:
        """Give `now` in whole milliseconds, or the next one not given yet; a clock that was set back is believed."""
        moment = now.replace(microsecond=now.microsecond // 1000 * 1000)
        if self._last is not None and moment <= self._last < moment + _STANDSTILL:
            moment = self._last + timedelta(milliseconds=1)
        self._last = moment
        return moment


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
    moments: Moments = field(default_factory=Moments, compare=False)

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
        fit = tuple(map(storable, edits))
        changes = self.store.commit(fit, self.author, group or self.new_id(), blobs=blobs, forget=forget)
        return Written(changes, about or (edits[0].entity if edits else ""))

    def moment(self) -> str:
        """Give the time as the model writes it: ISO 8601 with offset, to the second."""
        return self.now().isoformat(timespec="seconds")

    def fine_moment(self) -> str:
        """Give the time to the millisecond, later than any before it: notes and files keep their order by it."""
        return self.moments.after(self.now()).isoformat(timespec="milliseconds")


def storable(edit: Edit) -> Edit:
    """Give an edit with JSON values; a framework stays as it is, word for word, since its id is its hash."""
    return edit if edit.kind == "framework" else replace(edit, fields=_plain_fields(edit.fields))


def _plain_fields(fields: Mapping[str, object]) -> dict[str, object]:
    return {name: _plain_value(value) for name, value in fields.items()}


def _plain_value(value: object) -> object:
    """Give one value as JSON; texts lose NUL and half characters, which no file format of ours can hold."""
    if isinstance(value, str):
        whole = str(value).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        return whole.replace("\x00", "")
    if isinstance(value, (tuple, list)):
        return [_plain_value(item) for item in value]
    if isinstance(value, School):
        return _plain_fields(encode(value))
    if isinstance(value, dict):
        return _plain_fields(value)
    return value
