"""`auditor <verb>`: the use cases without a window. Here is the table of verbs, and what all of them share."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from auditor_app import __version__
from auditor_app.cli import (
    audits,
    authority,
    compare,
    cosign,
    demo,
    doctor,
    folder,
    frameworks,
    outcome,
    plan,
    register,
    reports,
    sheets,
    survey,
    verify,
)
from auditor_app.cli.opening import data_dir
from auditor_app.cli.terminal import BAD_INPUT, FAULT, FINDING, OK, Terminal
from auditor_app.cli.verb import Verb
from auditor_app.config import load_settings
from auditor_app.core.errors import UserError
from auditor_app.i18n import LANGUAGES, N_, _, error_text, set_language, system_language

VERBS: tuple[Verb, ...] = (
    Verb("demo", N_("Make the demonstration: a signed report, verified, imported and compared"), demo.run, demo.add),
    Verb("init", N_("Make a data folder; prints its recovery key"), folder.init, folder.add_init),
    Verb("list", N_("List the audits and the imported reports"), audits.list_all),
    Verb("show", N_("Show one audit: levels, findings, what still stops signing"), audits.show, audits.add_audit),
    Verb(
        "outcome",
        N_("The gates and the outcome of a summative audit, what decides, and what would change it"),
        outcome.run,
        outcome.add,
    ),
    Verb("load", N_("Make an audit from a snapshot file"), audits.load, audits.add_load),
    Verb("import", N_("Verify a signed report and keep it beside an audit"), reports.import_, reports.add_import),
    Verb("export", N_("Write the signed report, a draft or the data"), reports.export, reports.add_export),
    Verb("sign", N_("Sign the report as lead auditor and export it"), reports.sign, reports.add_sign),
    Verb("version", N_("Make a corrected version of a signed audit"), reports.version, reports.add_version),
    Verb(
        "cosign",
        N_("Sign a report that the lead signed, as second auditor or school"),
        cosign.cosign,
        cosign.add_cosign,
    ),
    Verb(
        "timestamp",
        N_("Prove when a report was signed, and seal it for decades"),
        cosign.timestamp,
        cosign.add_timestamp,
    ),
    Verb("verify", N_("Say of files whether they are unchanged, and who signed them"), verify.run, verify.add),
    Verb("compare", N_("Set an audit, or a report, beside an earlier report"), compare.run, compare.add),
    Verb("plan", N_("The school's quality development plan and its list of goals"), verbs=plan.VERBS),
    Verb(
        "framework",
        N_("Frameworks: check a file, list them, load one"),
        verbs=(
            Verb("check", N_("Check a framework file without loading it"), frameworks.check, frameworks.add_file),
            Verb("list", N_("List the frameworks on this laptop"), frameworks.list_all),
            Verb("load", N_("Load a framework file"), frameworks.load, frameworks.add_file),
        ),
    ),
    Verb(
        "register",
        N_("The school register: import a file, find a school"),
        verbs=(
            Verb("import", N_("Put a register file in place of the old register"), register.import_, register.add_file),
            Verb("find", N_("Find schools by name, place or code"), register.find, register.add_words),
        ),
    ),
    Verb("survey", N_("Look at a file of survey results, and take it into an audit"), survey.run, survey.add),
    Verb("ca", N_("The organisation's own authority, offline: who may sign as an auditor"), verbs=authority.VERBS),
    Verb("sheets", N_("Write blank sheets to print, for when the laptop fails"), sheets.run, sheets.add),
    Verb("doctor", N_("Check this laptop, the data folder and the program"), doctor.run),
)

EXIT_CODES = N_(
    "Exit codes: 0 fine; 1 a finding (a changed or unsigned file, problems in a framework, signing blocked, a failed "
    "check); 2 wrong use or bad input; 3 a fault of the program."
)
PASSPHRASE_WAYS = N_(
    "The passphrase is read from --passphrase-file, from AUDITOR_PASSPHRASE, from the system's keyring, or asked for."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments say and give the exit code; expected errors become one sentence, never a traceback."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    _let_print_anything()
    set_language(_language(given))
    parsed = parser().parse_args(given)
    terminal = Terminal(parsed.json)
    try:
        code: int = parsed.run(parsed, terminal)
    except UserError as error:
        code = _said(error, terminal)
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = OK
    except KeyboardInterrupt:
        terminal.say(_("Stopped."))
        code = BAD_INPUT
    except Exception as error:  # one of the two places that report bugs
        if parsed.debug:
            raise
        terminal.say(_("Something went wrong inside the program. The details are in {path}; nothing was sent.").format(
            path=_noted(error, data_dir(parsed))
        ))  # fmt: skip
        code = FAULT
    return code


def _let_print_anything() -> None:
    """A file name that is no text must not stop the answer; JSON reads the same escapes back."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _language(arguments: Sequence[str]) -> str:
    """Choose the language before the help texts are made: what is asked, what the settings say, the system's."""
    early = argparse.ArgumentParser(add_help=False, exit_on_error=False, allow_abbrev=False)
    early.add_argument("--language", choices=LANGUAGES)
    early.add_argument("--data-dir")
    try:
        known, _rest = early.parse_known_args(list(arguments))
    except argparse.ArgumentError:
        return system_language()
    return known.language or load_settings(data_dir(known)).language or system_language()


def parser() -> argparse.ArgumentParser:
    """Make the parser of all verbs from the table."""
    made = argparse.ArgumentParser(
        prog="auditor",
        description=_("Audits of schools, without a window. Without a verb the window opens."),
        epilog=_(EXIT_CODES),
        allow_abbrev=False,
    )
    made.add_argument("--version", action="version", version=f"auditor {__version__}")
    _add_shared(made)
    _add_verbs(made, VERBS, _("verb"))
    return made


def _add_verbs(parser: argparse.ArgumentParser, verbs: Sequence[Verb], title: str) -> None:
    places = parser.add_subparsers(metavar=title, required=True)
    for verb in verbs:
        sentence = _(verb.sentence)
        own = places.add_parser(
            verb.name,
            help=sentence,
            description=f"{sentence}.",
            epilog=f"{_(PASSPHRASE_WAYS)} {_(EXIT_CODES)}",
            allow_abbrev=False,
        )
        # What is not said again here stays as it was said before the verb.
        own.argument_default = argparse.SUPPRESS
        _add_shared(own)
        own.argument_default = None
        if verb.run is None:
            _add_verbs(own, verb.verbs, title)
            continue
        verb.add_arguments(own)
        own.set_defaults(run=verb.run)


def _add_shared(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group(_("for every verb, before or after it"))
    group.add_argument("--data-dir", metavar="DIR", help=_("the data folder, if it is not the usual one"))
    group.add_argument("--passphrase-file", metavar="FILE", help=_("a file whose first line is the passphrase"))
    group.add_argument("--json", action="store_true", help=_("answer in JSON on standard output"))
    group.add_argument("--debug", action="store_true", help=_("show where a fault of the program happened"))
    group.add_argument("--language", choices=LANGUAGES, help=_("language of messages, and of a report that is made"))


def _said(error: UserError, terminal: Terminal) -> int:
    sentence = error_text(error)
    if terminal.is_json:
        terminal.answer({"error": {"code": error.code, "sentence": sentence}}, ())
    terminal.say(sentence)
    return FINDING if error.code == "publish.blocked" else BAD_INPUT


def _noted(error: Exception, folder: Path) -> Path:
    """Note a fault in the window's log: kind and places in the code, never a message, which could hold audit data."""
    is_ours = folder.is_dir() and os.access(folder, os.W_OK)
    path = folder / "logs" / "auditor.log" if is_ours else Path(tempfile.gettempdir()) / "auditor.log"
    path.parent.mkdir(parents=True, exist_ok=True)
    frames = traceback.extract_tb(error.__traceback__)
    with path.open("a", encoding="utf-8", errors="backslashreplace") as log:
        log.write(
            f"{datetime.now(UTC).isoformat(timespec='seconds')} ERROR auditor {__version__} {type(error).__name__}\n"
        )
        log.writelines(f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}\n" for frame in frames)
    return path


if __name__ == "__main__":
    sys.exit(main())
