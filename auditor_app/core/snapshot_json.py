"""A snapshot as JSON that follows `snapshot-1.schema.json`, and back; what comes from outside is read strictly."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, replace
from types import MappingProxyType
from typing import Any

from auditor_app.core.baseline import BASELINE_LISTS, Baseline, LevelThen
from auditor_app.core.canonical import canonical_json
from auditor_app.core.codec import Json, decode, encode
from auditor_app.core.errors import UserError
from auditor_app.core.evidence import EvidenceCount
from auditor_app.core.frozen import plain
from auditor_app.core.gate import Gate
from auditor_app.core.model import Audit, FrozenFramework
from auditor_app.core.snapshot import LISTS, Audience, Snapshot

FORMAT = "auditor-snapshot"
MAJOR, MINOR = 1, 2
ATTACHMENT_NAME = "audit.json"
"""The name of the snapshot inside a signed report."""

KNOWN = frozenset(
    {"format", "version", *(item.name for item in fields(Snapshot))} - {"frozen", "extra"} | {"framework"}
)
"""The names in the JSON that this version reads; whatever else stands there is kept as it came."""


def to_document(snapshot: Snapshot) -> Json:
    """Give the snapshot as JSON that follows `snapshot-1.schema.json`."""
    lists = {name: [encode(item) for item in getattr(snapshot, name)] for name in LISTS}
    return {
        **plain(snapshot.extra),
        "format": FORMAT,
        "version": f"{MAJOR}.{MINOR}",
        "audience": str(snapshot.audience),
        "taken": snapshot.taken,
        "heads": plain(snapshot.heads),
        "audit": encode(snapshot.audit),
        "framework": encode(snapshot.frozen),
        **lists,
        "gates": [encode(gate) for gate in snapshot.gates],
        "evidence": {code: encode(count) for code, count in snapshot.evidence.items()},
        "baseline": _baseline_document(snapshot.baseline),
        "withheld": list(snapshot.withheld),
    }


def _baseline_document(baseline: Baseline | None) -> Json | None:
    if baseline is None:
        return None
    levels = {code: encode(level) for code, level in baseline.levels.items()}
    return {**encode(replace(baseline, levels={})), "levels": levels}


def snapshot_bytes(snapshot: Snapshot) -> bytes:
    """Give the snapshot's canonical JSON (RFC 8785): same snapshot, same bytes."""
    return canonical_json(to_document(snapshot))


def fingerprint(content: bytes) -> str:
    """Give the SHA-256 of a snapshot's bytes in hexadecimal: what the report's cover prints."""
    return hashlib.sha256(content).hexdigest()


def parse_document(content: bytes) -> Json:
    """Read untrusted JSON strictly: UTF-8, no duplicate keys, no NaN; raises `UserError("snapshot.unreadable")`."""
    try:
        document = json.loads(content.decode("utf-8"), object_pairs_hook=_no_duplicates, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise UserError("snapshot.unreadable", reason=str(error)) from error
    if not isinstance(document, dict):
        raise UserError("snapshot.unreadable", reason="not an object")
    _check_version(document)
    return document


def _check_version(document: Json) -> None:
    """Refuse what is not a snapshot, and a newer major version than this program knows."""
    if document.get("format") != FORMAT:
        raise UserError("snapshot.not_a_snapshot")
    version = str(document.get("version", ""))
    major = version.partition(".")[0]
    if not major.isascii() or not major.isdigit():
        raise UserError("snapshot.invalid", path="version", reason=version[:40])
    if int(major[:9]) > MAJOR:
        raise UserError("snapshot.newer", **versions(document))


def versions(document: Json) -> dict[str, str]:
    """Give the version of a document and the newest that is known here, to say both."""
    return {"version": str(document.get("version", ""))[:40], "known": f"{MAJOR}.{MINOR}"}


def is_newer(document: Json) -> bool:
    """Tell whether a newer minor version wrote it: its new fields are kept, new values of old fields are unknown."""
    minor = str(document.get("version", "")).partition(".")[2]
    return minor.isascii() and minor.isdigit() and int(minor[:9]) > MINOR


def _no_duplicates(pairs: list[tuple[str, Any]]) -> Json:
    seen = dict(pairs)
    if len(seen) != len(pairs):
        message = "an object has the same key twice"
        raise ValueError(message)
    return seen


def _refuse(constant: str) -> None:
    message = f"{constant} is not a JSON value"
    raise ValueError(message)


def from_document(document: Json) -> Snapshot:
    """Build a snapshot from checked JSON; unknown fields are kept and written back."""
    _check_version(document)
    if not isinstance(document.get("audit"), Mapping) or not isinstance(document.get("framework"), Mapping):
        raise UserError("snapshot.invalid", path="audit", reason="missing")
    lists: Json = {name: _entities(document, name, kind) for name, (_, kind) in LISTS.items()}
    try:
        audience = Audience(document.get("audience", "team"))
    except ValueError as error:
        raise UserError("snapshot.invalid", path="audience", reason=str(error)) from error
    return Snapshot(
        audit=decode(Audit, document["audit"]),
        frozen=decode(FrozenFramework, document["framework"]),
        audience=audience,
        taken=str(document.get("taken", "")),
        heads=MappingProxyType(dict(document.get("heads") or {})),
        **lists,
        gates=_entities(document, "gates", Gate),
        evidence={code: decode(EvidenceCount, count) for code, count in (document.get("evidence") or {}).items()},
        baseline=_baseline(document.get("baseline")),
        withheld=tuple(document.get("withheld") or ()),
        extra={name: value for name, value in document.items() if name not in KNOWN},
    )


def _entities(document: Json, name: str, kind: type) -> tuple[Any, ...]:
    items = document.get(name) or ()
    if not isinstance(items, (list, tuple)):
        raise UserError("snapshot.invalid", path=name, reason="not a list")
    return tuple(decode(kind, item) for item in items)


def _baseline(value: Json | None) -> Baseline | None:
    if not value:
        return None
    levels = {code: decode(LevelThen, level) for code, level in (value.get("levels") or {}).items()}
    lists: Json = {name: _entities(value, name, kind) for name, kind in BASELINE_LISTS.items()}
    rest = {name: item for name, item in value.items() if name != "levels" and name not in BASELINE_LISTS}
    return replace(decode(Baseline, rest), levels=levels, **lists)
