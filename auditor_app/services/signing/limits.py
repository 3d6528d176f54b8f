"""How much a PDF from outside may ask of us: sizes are checked before anything is unpacked."""

from __future__ import annotations

# The one associated file of a report that holds its data.
SNAPSHOT_NAME = "audit.json"
# The entry of the document's information that states the SHA-256 which the cover prints.
FINGERPRINT_KEY = "/AuditFingerprint"

MEBIBYTE = 1 << 20
LARGEST_PDF = 256 * MEBIBYTE
LARGEST_SNAPSHOT = 64 * MEBIBYTE
LARGEST_KEY_FILE = MEBIBYTE
# What the process that reads a foreign file may use: the file twice, what it unpacks to, and Python itself.
WORKER_MEMORY = 1536 * MEBIBYTE
# Three signatures under two seals take a quiet laptop some ten seconds, a busy one far longer.
WORKER_SECONDS = 120
