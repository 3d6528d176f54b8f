"""The frameworks on this laptop: those that are shipped, and those a user loaded."""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path
from typing import Any

from auditor_app.config import resource_path
from auditor_app.core.errors import UserError
from auditor_app.core.framework import Framework, build_framework


class Frameworks:
    """All frameworks that an audit can be made with."""

    def __init__(self, data_dir: Path) -> None:
        """Look in the program's own folder and in `data_dir`/frameworks."""
        self._folders = (resource_path("frameworks"), data_dir / "frameworks")

    @cached_property
    def _bodies(self) -> dict[str, tuple[Framework, dict[str, Any]]]:
        found = {}
        for folder in self._folders:
            for path in sorted(folder.glob("*.json")):
                body = json.loads(path.read_text("utf-8"))
                if "criteria" in body:
                    framework = build_framework(body)
                    found[framework.digest] = (framework, body)
        return found

    def available(self) -> tuple[Framework, ...]:
        """List the frameworks."""
        return tuple(framework for framework, _ in self._bodies.values())

    def get(self, digest: str) -> Framework:
        """Give a framework by the digest of its text; raises `UserError("framework.unknown")`."""
        return self._find(digest)[0]

    def body(self, digest: str) -> dict[str, Any]:
        """Give a framework's text as JSON."""
        return self._find(digest)[1]

    def _find(self, digest: str) -> tuple[Framework, dict[str, Any]]:
        if digest not in self._bodies:
            raise UserError("framework.unknown", digest=digest[:12])
        return self._bodies[digest]
