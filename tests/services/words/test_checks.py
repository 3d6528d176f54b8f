from __future__ import annotations

import pytest

from auditor_app.core.checks import Check, Flaw
from auditor_app.services.words.checks import FLAW_TEXTS, check_text


@pytest.mark.parametrize("flaw", list(Flaw))
def test_every_flaw_says_what_to_do(flaw: Flaw) -> None:
    text = check_text(Check(flaw, "notes", "note", "n"))
    assert text == FLAW_TEXTS[flaw]
    assert text.count(".") >= 2
