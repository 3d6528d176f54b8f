"""Whether every page of a signed report is what this program makes of the data inside: the pages are built again."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from auditor_app.core.errors import UserError
from auditor_app.services.outside.snapshots import get_ready, read_snapshot
from auditor_app.services.signing.isolation import verify_isolated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from auditor_app.core.snapshot import Snapshot
    from auditor_app.services.signing.isolation import IsolatedVerification

Agreement = Literal["same", "other", "unknown"]
"""Of the pages with the data: built again to the byte; built otherwise; not to be told here."""


def pages_agree(pdf: bytes) -> Agreement:
    """Build the pages of a report again from its data, and compare all of it: "same" proves each word and number.

    "other" is a report whose pages were not made from its data, by what says that it is this edition of the pages.
    "unknown" is one of another edition, one whose logo is not the one that the data name, or one that is refused.
    """
    found = verify_isolated(pdf, meanwhile=_get_ready, is_close=True)
    made = found.made
    if made is None or found.snapshot is None or not found.verification.unchanged:
        return "unknown"
    try:
        snapshot = read_snapshot(found.snapshot)
    except UserError:
        return "unknown"
    if made.only_signs and any(made.digest == digest for digest in _built(found, snapshot)):
        return "same"
    has_logo = snapshot.layout.logo in {"", *made.pictures}
    return "other" if has_logo and _is_by_this_program(made.producer) else "unknown"


def _get_ready() -> None:
    import auditor_app.services.report.build  # noqa: F401, PLC0415 - takes as long as the other process

    get_ready()


def _built(found: IsolatedVerification, snapshot: Snapshot) -> Iterator[str]:
    """Build the report as of the day it was signed, and of those beside it: the day was that of the signer's clock."""
    from auditor_app.services.report.build import Status, build  # noqa: PLC0415 - loads what sets pages
    from auditor_app.services.signing.made import digest_of  # noqa: PLC0415 - loads pyHanko

    language = "" if found.form is None else found.form.language
    pictures = {} if found.made is None else found.made.pictures
    for day in _days(found.verification.signatures[0].signed_at):
        yield digest_of(build(snapshot, language, status=Status(is_draft=False, day=day), blobs=pictures).pdf)


def _days(moment: str) -> tuple[str, ...]:
    signed = datetime.fromisoformat(moment).date() if moment else date.min + timedelta(days=1)
    return tuple((signed + timedelta(days=days)).isoformat() for days in (0, 1, -1))


def _is_by_this_program(producer: str) -> bool:
    from auditor_app.services.report.archive import PRODUCER  # noqa: PLC0415 - loads what sets pages

    return producer.partition(";")[0] == PRODUCER
