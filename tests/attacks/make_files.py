"""Writes the attack files anew: `python -m tests.attacks.make_files`.

They are real files, so that other programs can be tried on them too; `docs/verification.md` says what those find. Keys
are made for one run and thrown away, so every run gives other bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from auditor_app.services.signing.sign import sign
from tests.attacks import forgeries
from tests.attacks.reports import self_made, signature_request, signed_report

FILES = Path(__file__).parent / "files"
SOUND = "sound"
"""The folder, beside the forged files, of those that a reader must accept: who refuses everything proves nothing."""


def forged() -> Iterator[tuple[str, bytes]]:
    """Give every forgery with the name of its file."""
    for name, build in forgeries.FORGERIES.items():
        yield name, build()
    for name in forgeries.UNIVERSAL_FORGERIES:
        yield f"universal forgery: {name}", forgeries.universal_forgery(name)
    yield "by an insider: two sets of data", forgeries.two_snapshots()
    yield "by an insider: hidden data", forgeries.hidden_snapshot()
    yield "by an insider: two entries for the data", forgeries.alternative_entries()
    yield "data that unpack to 65 MiB", forgeries.bomb(65 << 20)
    yield "truncated", forgeries.truncated(0.9)


def sound() -> Iterator[tuple[str, bytes]]:
    """Give reports as they should be: certified, and signed by all three."""
    certified = signed_report()
    yield "certified", certified
    second = sign(certified, self_made(), signature_request("second"))
    yield "signed by three", sign(second, self_made(), signature_request("school"))


def file_name(name: str) -> str:
    """Name a file so that every system can hold it."""
    return re.sub("[^a-z0-9]+", "-", name.casefold()).strip("-") + ".pdf"


def main() -> None:
    """Write all files in place of those that are there."""
    for folder, files in ((FILES, forged()), (FILES / SOUND, sound())):
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.pdf"):
            old.unlink()
        for name, content in files:
            (folder / file_name(name)).write_bytes(content)
    size = sum(path.stat().st_size for path in FILES.rglob("*.pdf"))
    print(f"{len(list(FILES.rglob('*.pdf')))} files, {size / 1e6:.1f} MB, in {FILES}")  # noqa: T201 - a script


if __name__ == "__main__":
    main()
