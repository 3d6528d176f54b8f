"""The parts of a report that a team may leave out; the others are what a report is (DOMAIN 10.6)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from auditor_app.i18n import N_

OPTIONAL: Mapping[str, str] = MappingProxyType(
    {
        "contents": N_("Contents"),
        "context": N_("The school in its own words"),
        "matrix": N_("Creating value through a systematic approach"),
        "plan": N_("Quality development plan"),
        "surveys": N_("Surveys"),
        "then_and_now": N_("Then and now"),
        "inspectorate": N_("Orientation to the standards of the Inspectorate"),
    }
)
"""By the name of their section. This list is apart from the sections, since the window shows it without setting any."""
