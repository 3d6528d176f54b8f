"""Texts in nl, en and sv for the window, the terminal and the report (gettext; English texts are the keys)."""

from __future__ import annotations

import gettext
import locale
import os
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from babel.core import Locale
from babel.dates import format_date, format_datetime, format_time

from auditor_app.config import resource_path
from auditor_app.core.errors import UserError

LANGUAGES = ("nl", "en", "sv")
_NAMES = {"dutch": "nl", "english": "en", "swedish": "sv", "c": "en"}
DOMAIN = "auditor"
Day = date | str
"""A date, or an ISO date."""
IN_WORDS = "MMMM"
"""The CLDR pattern of a month's whole name."""


def N_(text: str) -> str:  # noqa: N802 - the name gettext tools look for
    """Mark a text for translation where it is defined but not yet shown."""
    return text


class Translator:
    """The texts and date forms of one language; call it with the English text."""

    def __init__(self, language: str) -> None:
        """Load the catalogue of `language` ("nl", "en" or "sv"); English needs none."""
        self.language = language if language in LANGUAGES else "en"
        self._forms = Locale(self.language)
        """What babel knows of the language; asked for by name, it is put together anew for every date."""
        self._texts = gettext.translation(DOMAIN, resource_path("locale"), languages=[self.language], fallback=True)

    def __call__(self, text: str) -> str:
        """Give `text` in this language; an empty text stays empty."""
        return self._texts.gettext(text) if text else ""

    def plural(self, one: str, many: str, count: int) -> str:
        """Give the right form for `count`, with `{n}` filled in."""
        return self._texts.ngettext(one, many, count).format(n=count)

    def listed(self, words: Iterable[str]) -> str:
        """Join words as one does in a sentence: "1, 2 and 3"."""
        *most, last = list(words) or [""]
        return self(N_("{first} and {last}")).format(first=", ".join(most), last=last) if most else last

    def number(self, value: float) -> str:
        """Write a number as one does in this language: "250.000" or "5,6" in Dutch."""
        from babel.numbers import format_decimal  # noqa: PLC0415 - few texts have large numbers, and it takes its time

        return format_decimal(value, locale=self._forms)

    def pick(self, texts: object) -> str:
        """Choose this language from a framework text `{"nl": …, "en": …}`, else English, else whatever there is."""
        if not hasattr(texts, "get"):
            return str(texts or "")
        return str(texts.get(self._picked(texts)) or "")

    def lang_of(self, texts: object) -> str:
        """Give the language of what `pick` chooses, when it is not this one: a screen reader has to know."""
        picked = self._picked(texts) if hasattr(texts, "get") else ""
        return picked if picked != self.language else ""

    def _picked(self, texts: Any) -> str:  # noqa: ANN401 - anything that has texts by language
        return next((language for language in (self.language, "en", *LANGUAGES) if texts.get(language)), "")

    def date(self, value: date | str, form: str = "d MMMM y") -> str:
        """Write a date (or ISO date) in words; an empty or broken one gives ''. `form` is a CLDR pattern."""
        day = _as_date(value)
        return format_date(day, form, locale=self._forms) if day else ""

    def time(self, value: datetime | time, form: str = "HH:mm") -> str:
        """Write a time of day; `form` is a CLDR pattern."""
        return format_time(value, form, locale=self._forms)

    def moment(self, value: str, form: str = "EEE HH:mm") -> str:
        """Write an ISO moment in its own offset, one in UTC (a signature's) by the clock here; '' when broken."""
        try:
            moment = datetime.fromisoformat(value)
            moment = moment.astimezone() if moment.utcoffset() == timedelta(0) else moment
            return format_datetime(moment, form, locale=self._forms)
        except (OverflowError, ValueError):
            return ""

    def date_range(self, starts: Day, ends: Day, month: str = "MMM") -> str:
        """Write "12–13 nov 2026", with month and year only where they differ; "12 and 13 November 2026" in words."""
        first, last = _as_date(starts), _as_date(ends)
        if first is None or last is None or first == last:
            return self.date(first or last or "", f"d {month} y")
        same_month = (first.year, first.month) == (last.year, last.month)
        form = "d" if same_month else f"d {month}" if first.year == last.year else f"d {month} y"
        one, other = self.date(first, form), self.date(last, f"d {month} y")
        if month == IN_WORDS and last - first == timedelta(1):
            return self.listed((one, other))
        return f"{one}{'–' if same_month else ' – '}{other}"


def _as_date(value: date | str) -> date | None:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None


@cache
def translator(language: str) -> Translator:
    """Give the (cached) translator of a language."""
    return Translator(language)


class _Current:
    """The language of the screens; the one piece of state that is the same for a whole process."""

    def __init__(self) -> None:
        self.translator = translator("en")


_CURRENT = _Current()


def set_language(language: str) -> None:
    """Choose the language of the screens and the terminal."""
    _CURRENT.translator = translator(language)


def current() -> Translator:
    """Give the translator of the screens."""
    return _CURRENT.translator


def _(text: str) -> str:
    """Give `text` in the language of the screens."""
    return _CURRENT.translator(text)


def ngettext(one: str, many: str, count: int) -> str:
    """Give the right form for `count` in the language of the screens, with `{n}` filled in."""
    return _CURRENT.translator.plural(one, many, count)


def system_language() -> str:
    """Guess the user's language from the system; Dutch when it is none of ours.

    What is set for the user counts first, also where the system lacks the files of that language; Windows, which sets
    nothing there, says the name of the language in English ("Swedish_Sweden"). A system without a language ("C") speaks
    English, as Python below 3.13 reads "C.UTF-8".
    """
    set_for_user = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    of_user = next((name for name in set_for_user if name and not name.startswith(("C", "POSIX"))), "")
    said = of_user or locale.getlocale()[0] or ""
    code = _NAMES.get(said.partition("_")[0].lower(), said[:2].lower())
    return code if code in LANGUAGES else "nl"


def error_text(error: UserError, translate: Callable[[str], str] = _) -> str:
    """Say an expected error in people's words, with the next step."""
    from auditor_app.error_texts import ERROR_TEXTS, FALLBACK  # noqa: PLC0415 - the texts import N_ from here

    text = translate(ERROR_TEXTS.get(error.code, FALLBACK))
    said = {name: _in_words(value) for name, value in error.details.items()}
    try:
        return text.format(code=error.code, **said)
    except (KeyError, IndexError):
        return text


def _in_words(value: object) -> object:
    if isinstance(value, date):
        return current().date(value)
    return current().number(value) if isinstance(value, int) else value


def failure_text(error: Exception, otherwise: str = "") -> str:
    """Say what went wrong: an expected error in people's words, else `otherwise`, or that it was not expected."""
    if isinstance(error, UserError):
        return error_text(error)
    return otherwise or _("Something unexpected happened.")
