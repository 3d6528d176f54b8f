"""Whether a text speaks of use by others, outside the team or the school: what level 4 asks of one note (DOMAIN 7.3).

No field says so, and the words that do are many. This looks for those that are hard to leave out. It serves a hint and
decides nothing.
"""

from __future__ import annotations

import re
from typing import Final

_DUTCH: Final = (
    r"scholen",
    r"(?:ander|tweede|derde|vierde|vijfde)\w* (?:\w+ )?(?:school|locaties?|vestiging\w*|bestu(?:ur|ren))",
    r"(?:collega-?|partner|buur|zuster|netwerk|basis|gast|hoge)school",
    r"school (?:uit|in) de (?:buurt|regio|omgeving|stad)",
    r"buiten (?:de|onze|deze) school",
    r"netwerk\w*|lerarenopleiding\w*|overgenomen door|gedeeld met",
)
"""Who writes of schools in the plural writes of others too."""
_ENGLISH: Final = (
    r"schools",
    r"(?:other|another|second|third|fourth|partner|neighbou?ring|sister|visiting) (?:\w+ )?school",
    r"school (?:nearby|in the (?:area|region|city))",
    r"(?:outside|beyond) the school",
    r"networks?|(?:taken over|adopted) by|shared with|teacher training",
)
_SWEDISH: Final = (
    r"skolor(?:na)?",
    r"(?:en|den) (?:annan|andra|tredje|fjärde) (?:\w+ )?skola",
    r"(?:grann|partner|syster)skolan?",
    r"skolan? i (?:närheten|grannkommunen|regionen)",
    r"utanför (?:den egna )?skolan",
    r"nätverk\w*|lärarutbildning\w*|övertagits? av|delats? med",
)
_FOUND: Final = re.compile(rf"(?<!\w)(?:{'|'.join((*_DUTCH, *_ENGLISH, *_SWEDISH))})(?!\w)", re.IGNORECASE)


def speaks_of_others(text: str) -> bool:
    """Tell whether the text names another school, a network or someone else outside who made use of something."""
    return _FOUND.search(text) is not None
