from __future__ import annotations

import locale

import pytest

from auditor_app.i18n import system_language


@pytest.mark.parametrize(
    ("of_user", "of_system", "language"),
    [
        ("sv_SE.UTF-8", "en_US", "sv"),
        ("nl_BE.UTF-8", None, "nl"),
        ("", "Swedish_Sweden", "sv"),
        ("", "Dutch_Netherlands", "nl"),
        ("", "English_United States", "en"),
        ("", "sv_SE", "sv"),
        ("C.UTF-8", "en_US", "en"),
        ("C.UTF-8", "C", "en"),
        ("de_DE.UTF-8", "de_DE", "nl"),
        ("", None, "nl"),
    ],
)
def test_the_first_start_speaks_the_language_of_the_user(
    monkeypatch: pytest.MonkeyPatch, of_user: str, of_system: str | None, language: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", of_user)
    monkeypatch.setattr(locale, "getlocale", lambda: (of_system, "UTF-8"))
    assert system_language() == language
