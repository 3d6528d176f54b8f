from __future__ import annotations

import subprocess
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID

from auditor_app.core.errors import UserError
from auditor_app.error_texts import ERROR_TEXTS
from auditor_app.i18n import error_text
from auditor_app.services.signing.identity import (
    check_usable,
    identity_from_der,
    identity_of,
    make_identity,
    open_identity,
    pack,
)
from tests.attacks.reports import NOW, PASSPHRASE, authority, certificate, ec_key, key_usage, rsa_key

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from auditor_app.services.signing.identity import SigningKey


def _code(refusal: pytest.ExceptionInfo[UserError]) -> str:
    # Every refusal has a sentence, and its details fill it.
    assert refusal.value.code in ERROR_TEXTS
    assert "{" not in error_text(refusal.value)
    return refusal.value.code


@pytest.fixture(scope="module")
def p12() -> bytes:
    return make_identity("Jonna  Öberg ", "Audit team", PASSPHRASE, NOW)


def test_a_made_identity_opens_again(p12: bytes) -> None:
    identity = open_identity(p12, PASSPHRASE).identity
    assert (identity.common_name, identity.organisation) == ("Jonna Öberg", "Audit team")
    assert identity.is_self_made
    assert identity.not_before <= NOW < identity.not_after
    assert identity.not_after - NOW > timedelta(days=5 * 365)
    assert len(identity.fingerprint) == 64
    check_usable(identity, NOW)


def test_two_identities_of_one_name_differ(p12: bytes) -> None:
    other = open_identity(make_identity("Jonna Öberg", "Audit team", PASSPHRASE, NOW), PASSPHRASE).identity
    assert other.fingerprint != open_identity(p12, PASSPHRASE).identity.fingerprint


@pytest.mark.usefixtures("real_costs")
def test_the_file_is_under_modern_encryption(tmp_path: Path) -> None:
    path = tmp_path / "identity.p12"
    path.write_bytes(make_identity("Jonna Öberg", "Audit team", PASSPHRASE, NOW))
    described = subprocess.run(
        ["openssl", "pkcs12", "-in", path, "-info", "-noout", "-passin", f"pass:{PASSPHRASE}"],
        capture_output=True,
        text=True,
        check=True,
    ).stderr
    assert "MAC: sha256, Iteration 200000" in described
    assert described.count("PBES2, PBKDF2, AES-256-CBC, Iteration 200000, PRF hmacWithSHA256") == 2


def test_the_certificate_signs_documents_and_nothing_else(p12: bytes) -> None:
    made = x509.load_der_x509_certificate(open_identity(p12, PASSPHRASE).identity.cert_der)
    usage = made.extensions.get_extension_for_class(x509.KeyUsage)
    assert usage.critical
    assert (usage.value.digital_signature, usage.value.content_commitment) == (True, True)
    assert not any((usage.value.key_cert_sign, usage.value.key_encipherment, usage.value.crl_sign))
    assert not made.extensions.get_extension_for_class(x509.BasicConstraints).value.ca


@pytest.mark.parametrize("wrong", ["another passphrase", "", PASSPHRASE.upper(), PASSPHRASE + " "])
def test_a_wrong_passphrase_is_said(p12: bytes, wrong: str) -> None:
    with pytest.raises(UserError) as refusal:
        open_identity(p12, wrong)
    assert _code(refusal) == "signing.wrong_passphrase"


def test_a_passphrase_with_half_a_character_opens_what_it_closed() -> None:
    made = make_identity("Mirte", "", "vier losse \ud83d woorden", NOW)
    assert open_identity(made, "vier losse \ud83d woorden").identity.common_name == "Mirte"
    with pytest.raises(UserError, match=r"signing\.wrong_passphrase"):
        open_identity(made, "vier losse  woorden")


def test_a_passphrase_has_one_spelling() -> None:
    p12 = make_identity("Name", "", "caf\u00e9 noir", NOW)
    assert open_identity(p12, "cafe\u0301 noir").identity.common_name == "Name"


@pytest.mark.parametrize(
    "junk", [b"", b"junk", b"\x30\x03\x02\x01\x03", b"%PDF-1.7\n%%EOF", b"\x30" * (1 << 20) + b"\x00"]
)
@pytest.mark.filterwarnings("ignore:PKCS#12 bundle could not be parsed")
def test_another_file_is_no_key_file(junk: bytes) -> None:
    with pytest.raises(UserError) as refusal:
        open_identity(junk, PASSPHRASE)
    assert _code(refusal) == "signing.not_a_key_file"


def test_half_a_key_file_is_no_key_file(p12: bytes) -> None:
    with pytest.raises(UserError) as refusal:
        open_identity(p12[: len(p12) // 2], PASSPHRASE)
    assert _code(refusal) == "signing.not_a_key_file"


@pytest.mark.parametrize("make_key", [rsa_key, ec_key, lambda: ec.generate_private_key(ec.SECP384R1())])
def test_an_issued_identity_is_imported(make_key: Callable[[], SigningKey]) -> None:
    key = make_key()
    p12 = pack(key, certificate("Karel", key, authority()), PASSPHRASE, (authority()[1],))
    identity = open_identity(p12, PASSPHRASE).identity
    assert identity.common_name == "Karel"
    assert not identity.is_self_made


def test_a_key_without_its_certificate_is_refused() -> None:
    encryption = serialization.BestAvailableEncryption(PASSPHRASE.encode())
    p12 = pkcs12.serialize_key_and_certificates(None, ec_key(), None, None, encryption)
    with pytest.raises(UserError) as refusal:
        open_identity(p12, PASSPHRASE)
    assert _code(refusal) == "signing.no_key_in_file"


def test_a_key_that_no_reader_knows_is_refused() -> None:
    key = ed25519.Ed25519PrivateKey.generate()
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Ed")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(NOW)
        .not_valid_after(NOW + timedelta(days=1))
        .sign(key, None)
    )
    encryption = serialization.BestAvailableEncryption(PASSPHRASE.encode())
    p12 = pkcs12.serialize_key_and_certificates(None, key, made, None, encryption)
    with pytest.raises(UserError) as refusal:
        open_identity(p12, PASSPHRASE)
    assert _code(refusal) == "signing.unsupported_key"


@pytest.mark.parametrize(
    ("name", "passphrase", "code"),
    [
        ("", PASSPHRASE, "signing.name_missing"),
        ("  \t ", PASSPHRASE, "signing.name_missing"),
        ("bad\u202ename", PASSPHRASE, "signing.name_missing"),
        ("x" * 65, PASSPHRASE, "signing.name_too_long"),
        ("Name", "short", "signing.passphrase_too_short"),
        ("Name", "", "signing.passphrase_too_short"),
    ],
)
def test_an_identity_needs_a_name_and_a_passphrase(name: str, passphrase: str, code: str) -> None:
    with pytest.raises(UserError) as refusal:
        make_identity(name, "Team", passphrase, NOW)
    assert _code(refusal) == code


def test_a_certificate_outside_its_time_is_refused() -> None:
    identity = identity_of(certificate("Late", ec_key(), authority()))
    for moment, code in (
        (identity.not_before - timedelta(seconds=1), "signing.certificate_not_yet_valid"),
        (identity.not_after + timedelta(seconds=1), "signing.certificate_expired"),
    ):
        with pytest.raises(UserError) as refusal:
            check_usable(identity, moment)
        assert _code(refusal) == code


def test_a_certificate_for_another_use_is_refused() -> None:
    for made in (
        certificate("Encipher", ec_key(), authority(), usage=key_usage(key_agreement=True)),
        certificate("Server", ec_key(), authority(), extended_usage=ExtendedKeyUsageOID.SERVER_AUTH),
        authority()[1],
    ):
        with pytest.raises(UserError) as refusal:
            check_usable(identity_of(made), NOW)
        assert _code(refusal) == "signing.certificate_not_for_signing"


@pytest.mark.parametrize("usage", [ExtendedKeyUsageOID.EMAIL_PROTECTION, ExtendedKeyUsageOID.CLIENT_AUTH])
def test_a_certificate_for_mail_may_sign(usage: x509.ObjectIdentifier) -> None:
    check_usable(identity_of(certificate("Mail", ec_key(), authority(), extended_usage=usage)), NOW)


@pytest.mark.parametrize("encoding", [serialization.Encoding.DER, serialization.Encoding.PEM])
def test_a_certificate_file_is_read_either_way(encoding: serialization.Encoding) -> None:
    made = certificate("Karel", ec_key(), authority())
    assert identity_from_der(made.public_bytes(encoding)) == identity_of(made)


@pytest.mark.parametrize("junk", [b"", b"no certificate", b"-----BEGIN CERTIFICATE-----\nAAAA\n"])
def test_another_file_is_no_certificate(junk: bytes) -> None:
    with pytest.raises(UserError) as refusal:
        identity_from_der(junk)
    assert _code(refusal) == "signing.not_a_certificate"
