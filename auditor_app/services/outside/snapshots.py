"""Snapshots from outside: read strictly, checked against the published schema, turned into an audit of this laptop."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from auditor_app.config import resource_path
from auditor_app.core.change import Edit
from auditor_app.core.codec import Json, encode, field_names
from auditor_app.core.errors import UserError
from auditor_app.core.model import KINDS, Attachment
from auditor_app.core.snapshot import LISTS, Snapshot
from auditor_app.core.snapshot_json import from_document, is_newer, parse_document, versions
from auditor_app.services.desk import Desk, Written
from auditor_app.services.signing.limits import LARGEST_SNAPSHOT
from auditor_app.store import read
from auditor_app.store.undo import SETUP

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator


def _schema() -> Json:
    schema: Json = json.loads(resource_path("schema", "snapshot-1.schema.json").read_text("utf-8"))
    return schema


@cache
def _validator() -> Draft202012Validator:
    from jsonschema_rs import Draft202012Validator  # noqa: PLC0415 - only files from outside need it

    return Draft202012Validator(_schema())


@cache
def get_ready() -> None:
    """Load what reading a snapshot takes, once per process: most of what the first report would wait for."""
    from auditor_app.core.strict import structure  # noqa: PLC0415 - a window that only opens its own store needs none

    _validator()
    for kind in KINDS.values():
        structure(kind, encode(kind()))


def read_snapshot(content: bytes) -> Snapshot:
    """Build a snapshot from untrusted bytes; raises UserError naming the path and the reason."""
    if len(content) > LARGEST_SNAPSHOT:
        raise UserError("snapshot.too_large", limit=LARGEST_SNAPSHOT >> 20)
    document = parse_document(content)
    try:
        check_schema(document)
        snapshot = from_document(document)
    except UserError as error:
        if error.code == "snapshot.invalid" and is_newer(document):  # it is no fault of the file
            raise UserError("snapshot.newer", **versions(document)) from error
        raise
    if snapshot.framework.digest != snapshot.frozen.id:
        raise UserError("snapshot.invalid", path="framework", reason="is not the digest of the framework's text")
    return snapshot


def check_schema(document: Json) -> None:
    """Raise `UserError("snapshot.invalid")` with the path of the worst violation of the published schema.

    Nearly every file is sound, and a fast validator says so; only what it refuses is looked at by the slow one,
    which says best what is wrong.
    """
    if not _validator().is_valid(document):
        raise UserError("snapshot.invalid", **_worst_violation(document))


def _worst_violation(document: Json) -> dict[str, str]:
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - only broken files need it
    from jsonschema.exceptions import best_match  # noqa: PLC0415 - only broken files need it

    error = best_match(Draft202012Validator(_schema()).iter_errors(document))
    if error is None:  # should the two ever disagree, the file stays refused
        return {"path": "", "reason": next(_validator().iter_errors(document)).message[:200]}
    return {"path": error.json_path.removeprefix("$."), "reason": error.message[:200]}


class Snapshots:
    """Audits made from snapshots."""

    def __init__(self, desk: Desk) -> None:
        """Work at `desk`."""
        self._desk = desk

    def load(self, snapshot: Snapshot, blobs: Mapping[str, tuple[str, bytes]] | None = None) -> Written:
        """Make an audit with everything a snapshot holds; raises `UserError("audit.exists")` if it is here.

        `blobs` are the photos it names: SHA-256 -> (media type, bytes).
        """
        audit = snapshot.audit
        if read.entities(self._desk.store, "audit", "id = ?", (audit.id,)):
            raise UserError("audit.exists", id=audit.id)
        created = audit.created or self._desk.moment()
        edits = [Edit(audit.id, "audit", audit.id, {**_fields("audit", audit), "created": created})]
        for name, (kind, _) in LISTS.items():
            edits += [
                Edit(audit.id, kind, item.id, {**_fields(kind, item), "audit": audit.id})
                for item in getattr(snapshot, name)
            ]
        if not read.entities(self._desk.store, "framework", "id = ?", (snapshot.frozen.id,)):
            edits.insert(0, Edit("", "framework", snapshot.frozen.id, _fields("framework", snapshot.frozen)))
        return self._desk.write(edits, SETUP + self._desk.new_id(), about=audit.id, blobs=blobs)

    def missing(self, snapshot: Snapshot) -> tuple[Attachment, ...]:
        """Give the photos, files and memos that a snapshot names and that are not on this laptop."""
        named = tuple(item for item in snapshot.attachments if item.blob and not item.erased)
        return tuple(item for item in named if not self._desk.store.has_blob(item.blob))


def _fields(kind: str, entity: object) -> dict[str, object]:
    known = field_names(kind)
    return {name: value for name, value in encode(entity).items() if name in known}
