from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from auditor_app.services.schools.place_names import place_name


@pytest.mark.parametrize(
    "written",
    [
        "'s-Gravenhage",
        "'s-Heer Arendskerke",
        "'t Harde",
        "Alphen aan den Rijn",
        "Bergen NH",
        "Bergen op Zoom",
        "Broek-op-Langedijk",
        "Capelle aan den IJssel",
        "De Meern",
        "Den Haag",
        "Etten-Leur",
        "Hoek van Holland",
        "IJmuiden",
        "IJsselstein UT",
        "Nieuw-Vennep",
        "Sint-Michielsgestel",
        "St. Annaparochie",
        "Ter Apel",
        "Wijk bij Duurstede",
        "Zuidlaren",
    ],
)
def test_a_shouted_place_is_written_as_people_write_it(written: str) -> None:
    assert place_name(written.upper()) == written
    assert place_name(written) == written


@given(st.text(max_size=60))
@example("IJ")
@example("''S")
@example("ǅ")
def test_only_the_case_changes_and_only_once(text: str) -> None:
    once = place_name(text)
    assert once.upper() == text.upper()
    assert place_name(once) == once or once == once.upper()
