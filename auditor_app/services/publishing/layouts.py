"""How the report of an audit is set: parts, density, photos per row, logo, language, and where pages begin."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from auditor_app.core.change import Edit
from auditor_app.core.errors import UserError
from auditor_app.core.model import Density, Layout
from auditor_app.services.desk import Desk, Written
from auditor_app.store import read

if TYPE_CHECKING:
    from pathlib import Path

LONGEST_ALT = 200
MOST_PER_ROW = 3
FIELDS = frozenset({"language", "density", "photos_per_row", "left_out", "logo_alt", "shares_record"})
"""What may be set one by one; breaks and the logo have calls of their own."""
WAYS = ("new_pages", "follow_on", "kept_together")
"""What may be asked of a place in the report, besides leaving it to the program."""


class Layouts:
    """The wishes of the team about the pages."""

    def __init__(self, desk: Desk) -> None:
        """Work at `desk`."""
        self._desk = desk

    def of(self, audit_id: str) -> Layout:
        """Give the layout of an audit; the usual one when nothing was chosen."""
        found: tuple[Layout, ...] = read.entities(self._desk.store, "layout", "id = ? AND deleted = 0", (audit_id,))
        return found[0] if found else Layout(audit_id, audit_id)

    def set(self, audit_id: str, group: str = "", **fields: object) -> Written:
        """Set some of `FIELDS`."""
        unknown = fields.keys() - FIELDS
        if unknown:
            message = f"not for setting: {sorted(unknown)}"
            raise ValueError(message)
        if "density" in fields:
            fields["density"] = str(Density(str(fields["density"])))
        if "photos_per_row" in fields:
            fields["photos_per_row"] = max(1, min(int(str(fields["photos_per_row"])), MOST_PER_ROW))
        if "logo_alt" in fields:
            fields["logo_alt"] = " ".join(str(fields["logo_alt"]).split())[:LONGEST_ALT]
            if not fields["logo_alt"] and self.of(audit_id).logo:
                raise UserError("logo.no_alt")
        return self._write(audit_id, fields, group)

    def set_break(self, audit_id: str, place: str, way: str) -> Written:
        """Say where a part or finding stands: `way` is one of `WAYS`, or "" for wherever it fits."""
        now = self.of(audit_id)
        fields: dict[str, object] = {}
        for name in WAYS:
            listed = tuple(item for item in getattr(now, name) if item != place)
            fields[name] = (*listed, place) if name == way else listed
        return self._write(audit_id, fields, "")

    def set_logo(self, audit_id: str, source: Path | bytes, alt: str) -> Written:
        """Put a picture on the cover, cleaned of everything but its pixels; it needs words for who cannot see it."""
        from auditor_app.services.pictures.logo import MEDIA_TYPE, prepared_logo  # noqa: PLC0415 - Pillow loads with the first picture

        words = " ".join(alt.split())[:LONGEST_ALT]
        if not words:
            raise UserError("logo.no_alt")
        content = prepared_logo(source)
        digest = hashlib.sha256(content).hexdigest()
        edits = [Edit(audit_id, "layout", audit_id, self._fields(audit_id, {"logo": digest, "logo_alt": words}))]
        return self._desk.write(edits, blobs={digest: (MEDIA_TYPE, content)})

    def remove_logo(self, audit_id: str) -> Written:
        """Take the picture off the cover."""
        return self._write(audit_id, {"logo": "", "logo_alt": ""}, "")

    def _write(self, audit_id: str, fields: dict[str, object], group: str) -> Written:
        return self._desk.write([Edit(audit_id, "layout", audit_id, self._fields(audit_id, fields))], group)

    @staticmethod
    def _fields(audit_id: str, fields: dict[str, object]) -> dict[str, object]:
        return {"audit": audit_id, "deleted": False, **fields}
