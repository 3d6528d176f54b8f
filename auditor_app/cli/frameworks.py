"""`auditor framework`: check a framework file, list the frameworks, load one."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor_app.cli.opening import opened_workspace, require_readable
from auditor_app.cli.terminal import FINDING, OK, Terminal, aligned
from auditor_app.i18n import _, current, ngettext

if TYPE_CHECKING:
    from auditor_app.core.framework import Framework


def add_file(parser: argparse.ArgumentParser) -> None:
    """Take the file of a framework."""
    parser.add_argument("file", metavar="FILE", help=_("a framework file (.json)"))


def check(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Check a file and list every problem with its place; needs no data folder."""
    from auditor_app.services.frameworks.framework_file import check_framework  # noqa: PLC0415 - loads the schema checker

    path = Path(arguments.file)
    require_readable(path)
    problems = check_framework(path)
    good = _("{file} is a framework that can be loaded.").format(file=path.name)
    count = f"{path.name}: {ngettext('{n} problem', '{n} problems', len(problems))}"
    lines = [f"  {path.name}:{problem.line}  {problem.path}  {problem.reason}" for problem in problems]
    document = {"file": str(path), "problems": [vars(problem) for problem in problems]}
    terminal.answer(document, [count, *lines] if problems else [good])
    return FINDING if problems else OK


def list_all(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """List the frameworks."""
    with opened_workspace(arguments) as workspace:
        frameworks = workspace.frameworks.available()
    rows = [(item.id, item.version, item.digest[:16], current().pick(item.label)) for item in frameworks]
    terminal.answer({"frameworks": [_framework(item) for item in frameworks]}, aligned(rows))
    return OK


def load(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Load a framework, so that audits can be made with it."""
    with opened_workspace(arguments) as workspace:
        framework = workspace.frameworks.load(Path(arguments.file))
    name = f"{framework.id} {framework.version}"
    terminal.answer({"framework": _framework(framework)}, [_("Loaded: {name}").format(name=name)])
    return OK


def _framework(framework: Framework) -> dict[str, Any]:
    return {
        "id": framework.id, "version": framework.version, "digest": framework.digest,
        "label": dict(framework.label), "criteria": len(framework.criteria),
    }  # fmt: skip
