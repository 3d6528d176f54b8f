"""How every story begins: the first start, and an audit of a school that no register knows."""

from __future__ import annotations

from datetime import date, timedelta

from auditor_app.core.snapshot import Snapshot
from tests.e2e.keyboard import Desk, is_at, press, tab_to, write

PASSPHRASE = "paard batterij nietje juist"
SCHOOL = "Voorbeeldschool West"


def first_start(desk: Desk) -> None:
    """Dutch, as the system speaks it, then English; name, passphrase, recovery key."""
    assert is_at("Uw naam")
    press("Shift+Tab")
    tab_to("English", "Left")
    desk.press("Space")
    tab_to("Your name")
    write("Jo de Vries")
    tab_to("Your organisation")
    write("Network North")
    desk.press("Return")
    write(PASSPHRASE)
    press("Tab")
    write(PASSPHRASE)
    desk.press("Return")
    tab_to("I have kept the recovery key")
    desk.press("Space")
    tab_to("Next")
    desk.press("Space")
    tab_to("Set up my first audit")
    desk.press("Space")


def new_audit(desk: Desk) -> None:
    """Type a school that no register knows, and a visit of today and tomorrow."""
    assert is_at("School")
    desk.write(SCHOOL)
    desk.press("Return")
    assert is_at("Place")
    desk.write("Voorbeeldstad")
    today = date.today()  # noqa: DTZ011 - the day of the laptop, whatever day of the week that is
    tab_to("First day")
    desk.write(today.isoformat())
    press("Tab")
    desk.write((today + timedelta(1)).isoformat())
    desk.press("Return")
    assert audit_of(desk).audit.school.name == SCHOOL
    assert audit_of(desk).audit.school.place == "Voorbeeldstad"


def audit_of(desk: Desk) -> Snapshot:
    """Give the open audit as it stands on the disk, not as the screen thinks."""
    page, workspace = desk.window.page, desk.program.workspace
    assert page is not None
    assert workspace is not None
    return workspace.audits.snapshot(page.session.audit_id)
