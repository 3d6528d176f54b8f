"""The process of its own that reads filled forms: `python -m auditor_app.services.report.form_worker`.

It takes one file on standard input and answers with a line of JSON: the fields and what was typed in them. Nothing of
the file is drawn, run or followed. A frozen program starts itself with `WORKER_FLAG` of `form_reading` instead.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO
from itertools import count

import pikepdf

from auditor_app.services.report.form_limits import DEEPEST, LARGEST_FORM, LONGEST_TEXT, MEMORY, MOST_FIELDS, SECONDS
from auditor_app.services.worker_limits import limit_this_process, plain_streams


def main() -> None:
    """Limit this process, then answer about one file."""
    limit_this_process(MEMORY, SECONDS)
    request, answer = plain_streams()
    with request, answer:
        answer.write(json.dumps(fields_of(request.read(LARGEST_FORM + 1)), ensure_ascii=True).encode("ascii"))


def fields_of(pdf: bytes) -> list[tuple[str, str]]:
    """Give what is typed in each text field, with its full name; a name may come twice, as readers differ about that.

    Raises ValueError for a tree of more fields than a form of ours could ever have.
    """
    with pikepdf.open(BytesIO(pdf)) as opened:
        form = opened.Root.get("/AcroForm")
        listed = form.get("/Fields") if isinstance(form, pikepdf.Dictionary) else None
        return list(_typed(listed, "", 0, count())) if isinstance(listed, pikepdf.Array) else []


def _typed(fields: pikepdf.Array, above: str, depth: int, numbers: Iterator[int]) -> Iterator[tuple[str, str]]:
    if len(fields) > MOST_FIELDS or depth > DEEPEST:
        return
    for field in fields:
        if next(numbers) > MOST_FIELDS:
            raise ValueError
        if not isinstance(field, pikepdf.Dictionary):
            continue
        own = str(field.get("/T", ""))[:LONGEST_TEXT]
        name = f"{above}.{own}" if above and own else above or own
        value, kids = field.get("/V"), field.get("/Kids")
        if isinstance(value, pikepdf.Stream):
            # A long text may stand in a stream of its own (ISO 32000-2, 12.7.5.3).
            value = pikepdf.String(value.read_bytes()[: 4 * LONGEST_TEXT])
        if isinstance(value, pikepdf.String):
            # One character too many is kept, so that nothing is cut off without a word.
            yield name, str(value)[: LONGEST_TEXT + 1]
        if isinstance(kids, pikepdf.Array):
            yield from _typed(kids, name, depth + 1, numbers)


if __name__ == "__main__":
    main()
