"""Writes the attack files anew: `python -m tests.attacks.make_files`.

They are real files, so that other programs can be tried on them too; `docs/verification.md` says what those find. Keys
are made for one run and thrown away, so every run gives other bytes.
"""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

from auditor_app.services.signing.sign import sign
from tests.attacks import forgeries
from tests.attacks.forgeries import UNIVERSAL_FORGERIES as UNIVERSAL
from tests.attacks.forgeries import Builder
from tests.attacks.later_revisions import HARMLESS, LATER_REVISIONS
from tests.attacks.reports import self_made, signature_request, signed_report
from tests.attacks.time_stamps import EMPTY_STAMPS, STAMP_ATTACKS, archived

FILES = Path(__file__).parent / "files"
SOUND = "sound"
"""The folder, beside the forged files, of those that a reader must accept: who refuses everything proves nothing."""


def forged() -> dict[str, Builder]:
    """Give what builds every forgery, by the name of its file."""
    return {
        **forgeries.FORGERIES,
        **{f"universal forgery: {name}": partial(forgeries.universal_forgery, name) for name in UNIVERSAL},
        **{f"later revision: {name}": build for name, build in LATER_REVISIONS.items()},
        **{f"time stamp: {name}": build for name, build in STAMP_ATTACKS.items()},
        **{f"by an insider: {name}": build for name, (build, _) in forgeries.INSIDER_PRINTS.items()},
        "by an insider: two sets of data": forgeries.two_snapshots,
        "by an insider: two sets of data, one named elsewhere": forgeries.named_elsewhere,
        "by an insider: hidden data": forgeries.hidden_snapshot,
        "by an insider: two entries for the data": forgeries.alternative_entries,
        "data that unpack to 65 MiB": partial(forgeries.bomb, 65 << 20),
        "truncated": partial(forgeries.truncated, 0.9),
    }


def sound() -> dict[str, Builder]:
    """Give what builds reports as they should be: certified, signed by all, with what signing elsewhere may add."""
    return {
        "certified": signed_report,
        "signed by three": signed_by_three,
        "archived": archived,
        **{f"with a time stamp {name}": build for name, build in EMPTY_STAMPS.items()},
        **{f"certified, with {name}": build for name, build in HARMLESS.items()},
    }


def signed_by_three() -> bytes:
    """Let the second auditor and the school sign what the lead certified."""
    second = sign(signed_report(), self_made(), signature_request("second"))
    return sign(second, self_made(), signature_request("school"))


def file_name(name: str) -> str:
    """Name a file so that every system can hold it."""
    return re.sub("[^a-z0-9]+", "-", name.casefold()).strip("-") + ".pdf"


def main() -> None:
    """Write all files in place of those that are there."""
    for folder, files in ((FILES, forged()), (FILES / SOUND, sound())):
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.pdf"):
            old.unlink()
        for name, build in files.items():
            (folder / file_name(name)).write_bytes(build())
    size = sum(path.stat().st_size for path in FILES.rglob("*.pdf"))
    print(f"{len(list(FILES.rglob('*.pdf')))} files, {size / 1e6:.1f} MB, in {FILES}")  # noqa: T201 - a script


if __name__ == "__main__":
    main()
