"""Pages for the eye alone: what stands in the fields of a signed report, drawn on its pages."""

from __future__ import annotations

from io import BytesIO

import pikepdf


def flat(pdf: bytes) -> bytes:
    """Give a report with its stamps on the pages, for a reader of PDFs that draws no fields of signatures.

    It carries no signature any more and is never given out: it is only looked at, and printed.
    """
    with pikepdf.open(BytesIO(pdf)) as opened:
        opened.flatten_annotations("screen")
        for page in opened.pages:
            for left in [one for one in page.get("/Annots", ()) if one.get("/Subtype") == "/Widget"]:
                page.Annots.remove(left)  # those that show nothing, as of time stamps
        out = BytesIO()
        opened.save(out)
    return out.getvalue()
