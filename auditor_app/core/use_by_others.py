"""Whether a text speaks of use by others, outside the team or the school: what level 4 asks of one note (DOMAIN 7.3).

No field says so, and the words that do are many. This looks for those that are hard to leave out. It serves a hint and
decides nothing.
"""

from __future__ import annotations

import re
from typing import Final

_WORDS: Final = (
    # nl
    r"ander\w* (?:\w+ )?(?:scho(?:ol|len)|locaties?|vestiging\w*|besturen)", r"collega-?scho(?:ol|len)",
    r"(?:partner|buur|zuster|netwerk|basis)scho(?:ol|len)", r"netwerk\w*", r"buiten (?:de|onze|deze) school",
    r"overgenomen door", r"gedeeld met", r"gastscho(?:ol|len)", r"lerarenopleiding\w*", r"hogescho(?:ol|len)",
    # en
    r"(?:other|another|partner|neighbou?ring|sister|visiting) (?:\w+ )?schools?", r"networks?", r"outside the school",
    r"beyond the school", r"taken over by", r"adopted by", r"shared with", r"teacher training",
    # sv
    r"andra (?:\w+ )?skol(?:or|orna|enheter)", r"en annan (?:\w+ )?skola", r"(?:grann|partner|syster)skol(?:a|an|or)",
    r"nätverk\w*", r"utanför (?:den egna )?skolan", r"övertagits? av", r"delats? med", r"lärarutbildning\w*",
)  # fmt: skip
_FOUND: Final = re.compile(rf"(?<!\w)(?:{'|'.join(_WORDS)})(?!\w)", re.IGNORECASE)


def speaks_of_others(text: str) -> bool:
    """Tell whether the text names another school, a network or someone else outside who made use of something."""
    return _FOUND.search(text) is not None
