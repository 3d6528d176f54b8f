"""What a corrected version says of the one it replaces, for window and terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor_app.core.model import Audit
    from auditor_app.i18n import Translator


def replaced_words(audit: Audit, tr: Translator) -> str:
    """Name the version that this one replaces, and what was corrected; nothing of a first version."""
    if not audit.replaces_version:
        return ""
    words = tr("Replaces version {version}, signed {date}. Corrected: {correction}")
    date = tr.date(audit.replaces_signed[:10])
    return words.format(version=audit.replaces_version, date=date, correction=audit.correction)
