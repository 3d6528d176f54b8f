"""A verb of the terminal, as a value; the table of all verbs stands in main.py."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass

from auditor_app.cli.terminal import Terminal

Run = Callable[[argparse.Namespace, Terminal], int]


def no_arguments(parser: argparse.ArgumentParser) -> None:
    """Add nothing: some verbs need no more than the options that all have."""
    del parser


@dataclass(frozen=True)
class Verb:
    """What a person can ask for: its name, one sentence about it (English, translated when shown), and what it does.

    A verb has either `run`, which gives the exit code, or `verbs` of its own (`framework check`).
    """

    name: str
    sentence: str
    run: Run | None = None
    add_arguments: Callable[[argparse.ArgumentParser], None] = no_arguments
    verbs: tuple[Verb, ...] = ()
