"""Identities, signing and verifying of reports: the only place that knows pyHanko."""

from __future__ import annotations

import logging

# pyHanko logs a traceback with the signer's name for every certificate that is not on a trust list. Its verdicts
# reach us as values, and names of persons do not belong in a log.
for _library in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_library).setLevel(logging.CRITICAL + 1)
