"""What the palette (Ctrl+K) offers: actions, places, criteria, notes, audits and schools."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditor_app.core.model import AuditKind
from auditor_app.i18n import N_, _, current
from auditor_app.ui.frame.words import KINDS, school_facts, school_name, version_words
from auditor_app.ui.models.criteria_tree import my_ratings
from auditor_app.ui.places import PLACES
from auditor_app.ui.shortcuts import BY_NAME, shown
from auditor_app.ui.widgets.palette import PaletteGroup, PaletteItem

if TYPE_CHECKING:
    from auditor_app.core.model import Rating, School
    from auditor_app.services.audits.overview import AuditSummary
    from auditor_app.store.search import Hit
    from auditor_app.ui.session import AuditSession

PER_GROUP = 6
Target = tuple[str, ...]
"""("action", name) · ("place", key) · ("view", key) · ("criterion", code) · ("note", id, audit) · ("audit", id) ·
("school", key)."""


@dataclass(frozen=True)
class Action:
    """Something the palette can do; `name` is the slot it leads to."""

    name: str
    text: str
    icon: str
    needs_audit: bool = False

    @property
    def keys(self) -> str:
        """Give the key that does the same, or nothing."""
        key = BY_NAME.get(self.name)
        return shown(key.keys) if key else ""


ACTIONS: tuple[Action, ...] = (
    Action("note", N_("New note"), "pencil", needs_audit=True),
    Action("note_window", N_("Small note window, stays on top"), "pin", needs_audit=True),
    Action("leaving", N_("Before you leave"), "clock", needs_audit=True),
    Action("check_errors", N_("Check for errors"), "file-search", needs_audit=True),
    Action("paper_entry", N_("Type in from paper"), "keyboard", needs_audit=True),
    Action("calendar_in", N_("Take over a calendar"), "calendar-clock", needs_audit=True),
    Action("calendar_out", N_("Save as a calendar"), "calendar", needs_audit=True),
    Action("photo", N_("Add photos from a folder"), "image", needs_audit=True),
    Action("camera", N_("Take a photo with the camera"), "camera", needs_audit=True),
    Action("file", N_("Add files from a folder"), "paperclip", needs_audit=True),
    Action("voice", N_("Record a voice memo"), "mic", needs_audit=True),
    Action("photo_permission", N_("Permission for photos"), "shield-check", needs_audit=True),
    Action("checkpoint", N_("Give this moment a name"), "flag", needs_audit=True),
    Action("moments", N_("Named moments"), "flag", needs_audit=True),
    Action("undo", N_("Undo"), "undo-2", needs_audit=True),
    Action("redo", N_("Redo"), "redo-2", needs_audit=True),
    Action("back", N_("Back to all audits"), "arrow-left", needs_audit=True),
    Action("survey", N_("Read in survey results"), "table", needs_audit=True),
    Action("new_audit", N_("New audit"), "file-plus"),
    Action("interim", N_("Begin an interim evaluation"), "list-tree"),
    Action("import", N_("Open a signed report"), "file-check"),
    Action("register", N_("Import a school register"), "school"),
    Action("framework", N_("Import a framework"), "book-open"),
    Action("sheets", N_("Blank sheets for paper"), "printer"),
    Action("theme_light", N_("Light colours"), "sun"),
    Action("theme_dark", N_("Dark colours"), "moon"),
    Action("theme_system", N_("Colours as the system has them"), "sliders-horizontal"),
    Action("language_nl", N_("Work in Dutch"), "languages"),
    Action("language_en", N_("Work in English"), "languages"),
    Action("language_sv", N_("Work in Swedish"), "languages"),
    Action("settings", N_("Settings"), "settings"),
    Action("keys", N_("Keys that work here"), "keyboard"),
    Action("logs", N_("Open the folder with logs"), "folder-open"),
    Action("lock", N_("Lock the program"), "lock"),
    Action("quit", N_("Quit"), "log-out"),
)
"""Everything the palette can do; the window has a slot for each (guarded by a test)."""


def fits(words: str, *texts: str) -> bool:
    """Whether every word stands in one of the texts."""
    joined = " ".join(texts).casefold()
    return all(word in joined for word in words.casefold().split())


def group(title: str, items: Iterable[PaletteItem]) -> PaletteGroup:
    """Give at most six items under a heading."""
    return PaletteGroup(title, tuple(items)[:PER_GROUP])


def actions(words: str, *, has_audit: bool) -> PaletteGroup:
    """Find what can be done here."""
    items = (
        PaletteItem(_(action.text), ("action", action.name), action.icon, key=action.keys)
        for action in ACTIONS
        if (has_audit or not action.needs_audit) and fits(words, _(action.text))
    )
    return group(_("Do"), items)


def places(words: str) -> PaletteGroup:
    """Find places by name."""
    return group(_("Places"), (_place(place.key) for place in PLACES if fits(words, _(place.name))))


VIEWS: tuple[tuple[str, str, str], ...] = (
    ("outcome", N_("Outcome"), "scale"),
    ("exit", N_("Exit talk"), "message-square"),
    ("facts", N_("Check of the facts"), "file-check"),
)
"""The views of the report that have a name of their own: key, words, icon."""


def views(words: str, kind: AuditKind) -> PaletteGroup:
    """Find views of the report by name; only a summative audit has an outcome."""
    return group(
        _("Report"),
        (
            PaletteItem(_(name), ("view", key), icon)
            for key, name, icon in VIEWS
            if fits(words, _(name)) and (key != "outcome" or kind is AuditKind.SUMMATIVE)
        ),
    )


def recent(visited: Sequence[str]) -> PaletteGroup:
    """Give the places visited last, the newest first, then the others."""
    known = [place.key for place in PLACES]
    order = [key for key in visited if key in known]
    order += [key for key in known if key not in order]
    return PaletteGroup(_("Recent places"), tuple(_place(key) for key in order))


def _place(key: str) -> PaletteItem:
    place = next(item for item in PLACES if item.key == key)
    return PaletteItem(_(place.name), ("place", key), place.icon, key=shown(f"Ctrl+{place.number}"))


def criteria(session: AuditSession, words: str, found: Sequence[str] = ()) -> PaletteGroup:
    """Find criteria by code or title at once, then those whose texts the search `found`; the symbol is my level."""
    pick, live = current().pick, session.live
    levels = my_ratings(live.entities("rating"), live.me)
    known = live.framework.by_code
    code = words.casefold()
    first = [key for key in known if key.casefold().startswith(code)]
    named = [key for key, item in known.items() if fits(words, key, pick(item.title))]
    order = dict.fromkeys((*first, *named, *(key for key in found if key in known)))
    return group(
        _("Criteria"),
        (
            PaletteItem(pick(known[key].title), ("criterion", key), level=_level(levels.get(key)), code=key)
            for key in order
        ),
    )


def _level(rating: Rating | None) -> str:
    return rating.level if rating else ""


def notes(hits: Sequence[Hit]) -> PaletteGroup:
    """Give the notes a search found."""
    items = (
        PaletteItem(
            " ".join(hit.snippet.split()),
            ("note", hit.note, hit.audit),
            "notebook-pen",
            code=current().moment(hit.moment, "HH:mm"),
        )
        for hit in hits
    )
    return group(_("Notes"), items)


def audits(summaries: Sequence[AuditSummary], words: str) -> PaletteGroup:
    """Find audits by school, place, code, kind or date."""
    found = []
    for item in summaries:
        audit = item.audit
        kind, when = _(KINDS[audit.kind]), current().date_range(audit.starts, audit.ends)
        if not item.is_binned and fits(words, school_name(audit.school), school_facts(audit.school), kind, when):
            text = " · ".join(filter(None, (school_name(audit.school), kind, when, version_words(audit))))
            found.append(PaletteItem(text, ("audit", audit.id), "file-text"))
    return group(_("Audits"), found)


def schools(found: Sequence[School]) -> PaletteGroup:
    """Give schools of the register; choosing one starts a new audit there."""
    return group(
        _("New audit at"),
        (
            PaletteItem(" · ".join(filter(None, (item.name, school_facts(item)))), ("school", item.key), "school")
            for item in found
        ),
    )
