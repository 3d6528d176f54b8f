"""Answering requests to verify, in the process of its own."""

from __future__ import annotations

import gc
import json
from base64 import b64decode
from dataclasses import asdict
from datetime import datetime
from typing import IO, TYPE_CHECKING, Any

from auditor_app.core.errors import UserError
from auditor_app.services.signing.form import form_of
from auditor_app.services.signing.made import made_of
from auditor_app.services.signing.snapshot import read_attachment
from auditor_app.services.signing.verify import verify_and_keep

if TYPE_CHECKING:
    from pyhanko.pdf_utils.reader import PdfFileReader

    from auditor_app.services.signing.verification import Verification


def answer_all(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Answer until the input ends: a line of JSON and bytes in, a line of JSON and bytes out."""
    while line := requests.readline():
        request = json.loads(line)
        pdf = requests.read(request["size"])
        _answer(answers, *_judge(pdf, request))
        gc.collect()


def _judge(pdf: bytes, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    trusted = [b64decode(der) for der in request["trusted"]]
    now = datetime.fromisoformat(request["now"])
    verification, reader = verify_and_keep(pdf, trusted, now)
    revision = verification.signed_revision
    answer: dict[str, Any] = {
        "verification": verification.to_json(),
        "revision_size": None if revision is None else len(revision),
        "snapshot_size": None,
        "snapshot_problem": "",
        "form": _form_of(verification, reader),
        "made": None,
    }
    if revision is None:
        return answer, b""
    try:
        # A reader of later revisions must not be asked for the data.
        snapshot = read_attachment(verification, request["name"], reader if revision == pdf else None)
    except UserError as error:
        return answer | {"snapshot_problem": error.code}, b""
    answer["snapshot_size"] = len(snapshot)
    return (answer, snapshot) if not request["is_close"] else _closely(answer, snapshot, revision)


def _closely(answer: dict[str, Any], snapshot: bytes, revision: bytes) -> tuple[dict[str, Any], bytes]:
    """Add how the report was made, and its photos behind the snapshot; nothing when that cannot be read."""
    try:
        made = made_of(revision)
    except Exception:  # noqa: BLE001  # a foreign PDF: what cannot be read cannot be compared
        return answer, snapshot
    sizes = {name: len(picture) for name, picture in made.pictures.items()}
    answer["made"] = {
        "producer": made.producer,
        "only_signs": made.only_signs,
        "digest": made.digest,
        "pictures": sizes,
    }
    return answer, b"".join((snapshot, *made.pictures.values()))


def _form_of(verification: Verification, reader: PdfFileReader | None) -> dict[str, Any] | None:
    """Give what signing needs to know of a report that is unchanged; None for any other."""
    if reader is None or not verification.unchanged:
        return None
    try:
        return asdict(form_of(reader))
    except Exception:  # noqa: BLE001  # a foreign PDF: what cannot be read cannot be signed
        return None


def _answer(answers: IO[bytes], answer: dict[str, Any], snapshot: bytes) -> None:
    answers.write(json.dumps(answer).encode("ascii") + b"\n" + snapshot)
    answers.flush()
