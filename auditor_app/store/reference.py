"""What belongs to this laptop and to no audit: the school register, trusted certificates, the device itself."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from auditor_app.core.model import School
from auditor_app.store.search import match_expression
from auditor_app.store.store import Store

SCHOOL_COLUMNS = "name, brin, location, place, province, board, education, website"

INSERT_SCHOOL = f"INSERT INTO register (row, {SCHOOL_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?)"  # noqa: S608 - constant names


@dataclass(frozen=True)
class TrustedCertificate:
    """A certificate whose signatures count here."""

    fingerprint: str
    name: str
    certificate: bytes
    added: str


def replace_register(store: Store, schools: Iterable[School]) -> int:
    """Put a newly imported register in place of the old one, all or nothing; gives the number of schools."""
    with store.transaction() as connection:
        execute = connection.execute
        execute("DELETE FROM register")
        execute("INSERT INTO register_words (register_words) VALUES ('delete-all')")
        number = 0
        for number, school in enumerate(schools, 1):
            values = (school.name, school.brin, school.location, school.place)
            more = (school.province, school.board, school.education, school.website)
            execute(INSERT_SCHOOL, (number, *values, *more))
            code = f"{school.brin} {school.brin}{school.location}"
            execute(
                "INSERT INTO register_words (rowid, name, place, code) VALUES (?,?,?,?)",
                (number, school.name, school.place, code),
            )
    return number


def find_schools(store: Store, words: str, limit: int = 12) -> tuple[School, ...]:
    """Find schools by the beginnings of words of their name, place or register code."""
    beginnings = match_expression(words)
    if not beginnings:
        return ()
    query = f"""
        SELECT {SCHOOL_COLUMNS} FROM register WHERE row IN
          (SELECT rowid FROM register_words WHERE register_words MATCH ? LIMIT 200) ORDER BY name, place LIMIT ?
    """  # noqa: S608 - constant names
    return tuple(School(*row) for row in store.connection.execute(query, (beginnings, limit)))


def count_schools(store: Store) -> int:
    """Give the number of schools in the register."""
    return int(store.connection.execute("SELECT count(*) FROM register").fetchone()[0])


def trusted(store: Store) -> tuple[TrustedCertificate, ...]:
    """Give the trust list, by name."""
    rows = store.connection.execute(
        "SELECT fingerprint, name, certificate, added FROM trusted_certificate ORDER BY name, fingerprint"
    )
    return tuple(TrustedCertificate(row[0], row[1], bytes(row[2]), row[3]) for row in rows)


def trusted_certificates(store: Store) -> tuple[bytes, ...]:
    """Give the certificates and revocation lists of the trust list, in DER."""
    return tuple(item.certificate for item in trusted(store))


def trust(store: Store, certificate: TrustedCertificate) -> None:
    """Add a certificate to the trust list, or rename it."""
    with store.transaction() as connection:
        connection.execute(
            "INSERT OR REPLACE INTO trusted_certificate (fingerprint, name, certificate, added) VALUES (?,?,?,?)",
            (certificate.fingerprint, certificate.name, certificate.certificate, certificate.added),
        )


def distrust(store: Store, fingerprint: str) -> None:
    """Take a certificate off the trust list."""
    with store.transaction() as connection:
        connection.execute("DELETE FROM trusted_certificate WHERE fingerprint = ?", (fingerprint,))


@dataclass(frozen=True)
class SurveyTemplate:
    """What was decided about the questions of a survey, kept for the next one; `body` is its JSON."""

    id: str
    name: str
    body: str
    used: str


def survey_templates(store: Store) -> tuple[SurveyTemplate, ...]:
    """Give the templates, the one used last first."""
    rows = store.connection.execute("SELECT id, name, body, used FROM survey_template ORDER BY used DESC, id")
    return tuple(SurveyTemplate(*row) for row in rows)


def keep_template(store: Store, template: SurveyTemplate) -> None:
    """Keep a template, or put it in the place of the one with its id."""
    with store.transaction() as connection:
        connection.execute(
            "INSERT OR REPLACE INTO survey_template (id, name, body, used) VALUES (?, ?, ?, ?)",
            (template.id, template.name, template.body, template.used),
        )


def forget_template(store: Store, template: str) -> None:
    """Throw a template away."""
    with store.transaction() as connection:
        connection.execute("DELETE FROM survey_template WHERE id = ?", (template,))


def device_value(store: Store, name: str) -> str:
    """Give what this device remembers under a name, or ''."""
    row = store.connection.execute("SELECT value FROM this_device WHERE name = ?", (name,)).fetchone()
    return row[0] if row else ""


def set_device_value(store: Store, name: str, value: str) -> None:
    """Remember a value on this device."""
    with store.transaction() as connection:
        connection.execute("INSERT OR REPLACE INTO this_device (name, value) VALUES (?, ?)", (name, value))


def new_device_name() -> str:
    """Make a name for a device: random, so that it says nothing about whose it is."""
    return secrets.token_hex(8)
