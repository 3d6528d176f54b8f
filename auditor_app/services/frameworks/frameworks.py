"""The quality frameworks on this laptop: those that come with the program and those a user loaded."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auditor_app.config import resource_path, write_atomically
from auditor_app.core.errors import UserError
from auditor_app.core.framework import Framework, build_framework
from auditor_app.services.frameworks.framework_file import built, read_file

FOLDER = "frameworks"


@dataclass(frozen=True)
class _Kept:
    """A framework and the text it was built from."""

    framework: Framework
    body: Mapping[str, Any]


class Frameworks:
    """Frameworks by their digest; files are read once, when they are first asked for."""

    def __init__(self, data_dir: Path) -> None:
        """Look in the program's own folder and in `data_dir`."""
        self._folder = data_dir / FOLDER
        self._known: dict[str, _Kept] | None = None

    def available(self) -> tuple[Framework, ...]:
        """List the frameworks, the program's own first."""
        return tuple(item.framework for item in self._all().values())

    def get(self, digest: str) -> Framework:
        """Find a framework by its digest; raises `UserError("framework.unknown")`."""
        return self._find(digest).framework

    def body(self, digest: str) -> Mapping[str, Any]:
        """Give the text of a framework word for word, for an audit to keep; raises `UserError("framework.unknown")`."""
        return self._find(digest).body

    def load(self, path: Path) -> Framework:
        """Judge a user's file and keep a copy; raises UserError with path, line and reason when it is not right."""
        file = read_file(path)
        framework = built(file, path.name)
        known = self._all()
        if framework.digest not in known:
            name = f"{framework.id}-{framework.digest[:16]}.json"
            try:
                write_atomically(self._folder / name, file.content)
            except OSError as error:
                reason = error.strerror or str(error)
                raise UserError("framework.not_kept", file=path.name, reason=reason) from error
            self._known = {**known, framework.digest: _Kept(framework, file.body)}
        return framework

    def _find(self, digest: str) -> _Kept:
        found = self._all().get(digest)
        if found is None:
            raise UserError("framework.unknown", digest=digest[:16])
        return found

    def _all(self) -> dict[str, _Kept]:
        if self._known is None:
            folders = (resource_path(FOLDER), self._folder)
            kept = [item for folder in folders for item in _read_folder(folder)]
            self._known = {}
            for item in kept:
                self._known.setdefault(item.framework.digest, item)
        return self._known


def _read_folder(folder: Path) -> Iterator[_Kept]:
    for path in sorted(folder.glob("*.json")):
        kept = _trusted(path)
        if kept is not None:
            yield kept


def _trusted(path: Path) -> _Kept | None:
    """Build from a file that was judged when it came in; one that was damaged since is left out, not judged anew."""
    try:
        body = json.loads(path.read_bytes().decode("utf-8-sig"))
        if not isinstance(body, dict) or "criteria" not in body:
            return None
        return _Kept(build_framework(body), body)
    except (UserError, OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None
