"""An organisation's own authority: profiles judged by openssl, revocation judged by us and by openssl."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtensionOID, NameOID

from auditor_app.core.errors import UserError
from auditor_app.services.publishing import organisation
from auditor_app.services.signing.authority import make_request, open_root
from auditor_app.services.signing.identity import make_identity, open_identity, with_issued
from auditor_app.services.signing.levels import raise_level
from auditor_app.services.signing.sign import sign
from auditor_app.services.signing.timestamp import TimeAuthority
from auditor_app.services.signing.verify import verify
from tests.attacks.reports import NOW, PASSPHRASE, report, signature_request
from tests.services.time_authority import Clock, listening

LATER = NOW + timedelta(days=30)


class World:
    """An authority, an auditor's own key, and the certificate the authority gave for it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        organisation.init(folder, "Stichting Noord root", "Noord", PASSPHRASE, NOW)
        self.own = make_identity("Jonna Öberg", "Noord", PASSPHRASE, NOW)
        self.request = make_request(self.own, PASSPHRASE)
        self.path, self.identity = organisation.give_certificate(folder, self.request, PASSPHRASE, NOW)

    @property
    def root(self) -> bytes:
        return (self.folder / organisation.ROOT_CERTIFICATE).read_bytes()

    @property
    def revocations(self) -> bytes:
        return (self.folder / organisation.REVOCATIONS).read_bytes()

    def signed(self) -> bytes:
        p12 = with_issued(self.own, PASSPHRASE, self.path.read_bytes(), (self.root,))
        return sign(report(), open_identity(p12, PASSPHRASE), signature_request())

    def openssl(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(["openssl", *arguments], cwd=self.folder, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(tmp_path_factory.mktemp("authority") / "ca")


@pytest.fixture
def world(made: World, tmp_path: Path) -> World:
    """One of one's own to revoke in."""
    copy = World.__new__(World)
    copy.folder = Path(shutil.copytree(made.folder, tmp_path / "ca"))
    copy.own, copy.request, copy.identity = made.own, made.request, made.identity
    copy.path = copy.folder / made.path.relative_to(made.folder)
    return copy


def _code(refusal: pytest.ExceptionInfo[UserError]) -> str:
    return refusal.value.code


def test_the_root_issues_and_does_nothing_else(made: World) -> None:
    root = x509.load_der_x509_certificate(made.root)
    basic = root.extensions.get_extension_for_class(x509.BasicConstraints)
    usage = root.extensions.get_extension_for_class(x509.KeyUsage)
    assert (basic.critical, basic.value.ca, basic.value.path_length) == (True, True, 0)
    assert (usage.critical, usage.value.key_cert_sign, usage.value.crl_sign) == (True, True, True)
    assert (usage.value.digital_signature, usage.value.content_commitment) == (False, False)


def test_an_auditor_signs_and_does_nothing_else(made: World) -> None:
    certificate = x509.load_der_x509_certificate(made.path.read_bytes())
    find = certificate.extensions.get_extension_for_class
    assert not find(x509.BasicConstraints).value.ca
    usage = find(x509.KeyUsage)
    assert (usage.critical, usage.value.digital_signature, usage.value.content_commitment) == (True, True, True)
    assert (usage.value.key_cert_sign, usage.value.crl_sign, usage.value.key_encipherment) == (False,) * 3
    assert [one.dotted_string for one in find(x509.ExtendedKeyUsage).value] == [
        "1.3.6.1.5.5.7.3.36",
        "1.3.6.1.5.5.7.3.4",
    ]
    root = x509.load_der_x509_certificate(made.root).extensions
    own = root.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest
    assert find(x509.AuthorityKeyIdentifier).value.key_identifier == own
    assert find(x509.SubjectKeyIdentifier).value.digest != own
    assert made.identity.common_name == "Jonna Öberg"
    assert not made.identity.is_self_made


def test_openssl_accepts_request_chain_and_list(made: World) -> None:
    (made.folder / "request.csr").write_bytes(made.request)
    assert "verify OK" in made.openssl("req", "-in", "request.csr", "-noout", "-verify").stderr
    for name, kind in ((organisation.ROOT_CERTIFICATE, "x509"), (organisation.REVOCATIONS, "crl")):
        made.openssl(kind, "-inform", "DER", "-in", name, "-out", f"{name}.pem")
    at = str(int(NOW.timestamp()) + 60)
    judged = made.openssl(
        "verify", "-x509_strict", "-attime", at, "-crl_check", "-CAfile", "root.cer.pem",
        "-CRLfile", "revocations.crl.pem", str(made.path),
    )  # fmt: skip
    assert judged.returncode == 0, judged.stderr


def test_who_trusts_the_root_trusts_its_auditors(made: World) -> None:
    (lead,) = verify(made.signed(), (made.root, made.revocations), LATER).signatures
    assert (lead.trust, lead.certificate_state, lead.is_self_made) == ("trusted", "valid", False)


def test_a_revoked_certificate_is_no_longer_trusted_and_the_report_still_unchanged(world: World) -> None:
    signed = world.signed()
    organisation.revoke(world.folder, world.identity.serial, "key compromise", PASSPHRASE, LATER)
    verification = verify(signed, (world.root, world.revocations), LATER)
    (lead,) = verification.signatures
    assert verification.unchanged
    assert (lead.trust, lead.certificate_state) == ("unknown", "revoked")
    # A list that ran out still says what it said.
    assert verify(signed, (world.root, world.revocations), NOW + timedelta(days=700)).signatures[0].trust == "unknown"
    # Pinning a certificate oneself does not outweigh its issuer.
    pinned = (world.root, world.revocations, world.path.read_bytes())
    assert verify(signed, pinned, LATER).signatures[0].certificate_state == "revoked"
    text = world.openssl("crl", "-inform", "DER", "-in", organisation.REVOCATIONS, "-noout", "-text").stdout
    assert "Key Compromise" in text
    assert world.identity.serial.upper() in text.upper()


def test_a_list_of_somebody_else_with_the_same_name_says_nothing(world: World, tmp_path: Path) -> None:
    other = World(tmp_path / "other")
    register = json.loads((other.folder / organisation.REGISTER).read_text())
    register["issued"][0]["serial"] = world.identity.serial
    (other.folder / organisation.REGISTER).write_text(json.dumps(register))
    organisation.revoke(other.folder, world.identity.serial, "unspecified", PASSPHRASE, LATER)
    (lead,) = verify(world.signed(), (world.root, other.revocations), LATER).signatures
    assert (lead.trust, lead.certificate_state) == ("trusted", "valid")


def test_a_signature_proven_to_be_older_than_the_revocation_keeps_its_worth(world: World, tmp_path: Path) -> None:
    with listening(Clock(tmp_path / "clock")) as clock:
        known = (world.root, world.revocations, clock.root_der)
        # The clock of openssl is that of this machine, so the rest is set around it.
        pdf = raise_level(world.signed(), "B-LTA", TimeAuthority(clock.url), known, datetime.now(UTC))
    (stamped,) = verify(pdf).signatures
    moment = type(NOW).fromisoformat(stamped.stamped_at)
    before, after = moment - timedelta(hours=1), moment + timedelta(hours=1)
    states = []
    for number, revoked in enumerate((before, after)):
        folder = Path(shutil.copytree(world.folder, tmp_path / f"ca-{number}"))
        organisation.revoke(folder, "Jonna Öberg", "left the organisation", PASSPHRASE, revoked)
        trusted = (world.root, (folder / organisation.REVOCATIONS).read_bytes(), clock.root_der)
        (lead,) = verify(pdf, trusted, moment + timedelta(days=1)).signatures
        states.append((lead.certificate_state, lead.trust))
    assert states == [("revoked", "unknown"), ("valid", "trusted")]


# --- what is refused -----------------------------------------------------------------------------


def test_a_request_that_its_key_did_not_sign_is_refused(world: World) -> None:
    der = bytearray(x509.load_pem_x509_csr(world.request).public_bytes(serialization.Encoding.DER))
    place = der.index(b"Jonna")
    der[place] = ord("D")
    with pytest.raises(UserError) as refusal:
        organisation.give_certificate(world.folder, bytes(der), PASSPHRASE, NOW)
    assert _code(refusal) == "authority.request_not_signed"


def test_what_a_request_wants_beyond_a_name_does_not_count(world: World) -> None:
    key = rsa.generate_private_key(65537, 2048)
    request = (
        x509.CertificateSigningRequestBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Greedy")]))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = request.public_bytes(serialization.Encoding.PEM)
    path, _ = organisation.give_certificate(world.folder, pem, PASSPHRASE, NOW)
    extensions = x509.load_der_x509_certificate(path.read_bytes()).extensions
    assert not extensions.get_extension_for_oid(ExtensionOID.BASIC_CONSTRAINTS).value.ca  # type: ignore[attr-defined]  # the OID says which extension


def test_a_weak_or_broken_request_is_refused(world: World) -> None:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Weak")])
    weak = rsa.generate_private_key(65537, 1024)  # noqa: S505 - to be refused
    request = x509.CertificateSigningRequestBuilder().subject_name(name).sign(weak, hashes.SHA256())
    cases = {
        request.public_bytes(serialization.Encoding.DER): "signing.unsupported_key",
        b"": "authority.not_a_request",
        b"-----BEGIN CERTIFICATE REQUEST-----\nno\n": "authority.not_a_request",
        world.root: "authority.not_a_request",
        b"0" * (1 << 17): "authority.not_a_request",
    }
    for content, code in cases.items():
        with pytest.raises(UserError) as refusal:
            organisation.give_certificate(world.folder, content, PASSPHRASE, NOW)
        assert _code(refusal) == code
    assert len(organisation.read_register(world.folder).issued) == 1


def test_the_wrong_passphrase_changes_nothing(world: World) -> None:
    before = {path: path.read_bytes() for path in world.folder.rglob("*") if path.is_file()}
    for act in (
        lambda: organisation.give_certificate(world.folder, world.request, "not this one", NOW),
        lambda: organisation.revoke(world.folder, world.identity.serial, "superseded", "not this one", NOW),
        lambda: organisation.init(world.folder, "Another", "", PASSPHRASE, NOW),
    ):
        with pytest.raises(UserError):
            act()
    assert {path: path.read_bytes() for path in world.folder.rglob("*") if path.is_file()} == before


def test_only_one_certificate_is_revoked_and_only_once(world: World) -> None:
    organisation.give_certificate(world.folder, world.request, PASSPHRASE, NOW, is_again=True)
    for which in ("Jonna Öberg", "", "ffffffff"):
        with pytest.raises(UserError) as refusal:
            organisation.revoke(world.folder, which, "superseded", PASSPHRASE, NOW)
        assert _code(refusal) == "authority.which_certificate"
    organisation.revoke(world.folder, world.identity.serial, "superseded", PASSPHRASE, NOW)
    with pytest.raises(UserError) as refusal:
        organisation.revoke(world.folder, world.identity.serial, "superseded", PASSPHRASE, NOW)
    assert _code(refusal) == "authority.already_revoked"


def test_what_is_left_of_an_authority_is_not_written_over(world: World) -> None:
    (world.folder / organisation.ROOT_KEY).unlink()
    before = (world.folder / organisation.REGISTER).read_bytes()
    with pytest.raises(UserError) as refusal:
        organisation.init(world.folder, "Another", "", PASSPHRASE, NOW)
    assert _code(refusal) == "authority.exists"
    assert (world.folder / organisation.REGISTER).read_bytes() == before


def test_a_damaged_key_of_an_authority_is_said_as_that(world: World) -> None:
    (world.folder / organisation.ROOT_KEY).write_bytes(b"damaged")
    with pytest.raises(UserError) as refusal:
        organisation.renew_list(world.folder, PASSPHRASE, NOW)
    assert _code(refusal) == "authority.damaged"


def test_an_authority_gives_itself_no_certificate_to_sign_with(world: World) -> None:
    root = (world.folder / organisation.ROOT_KEY).read_bytes()
    with pytest.raises(UserError) as refusal:
        make_request(root, PASSPHRASE)
    assert _code(refusal) == "authority.own_key"
    key = open_root(root, PASSPHRASE).key
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Root")])
    request = x509.CertificateSigningRequestBuilder().subject_name(subject).sign(key, hashes.SHA256())
    with pytest.raises(UserError) as refusal:
        organisation.give_certificate(world.folder, request.public_bytes(serialization.Encoding.DER), PASSPHRASE, NOW)
    assert _code(refusal) == "authority.own_key"


def test_a_request_without_a_name_is_said_to_its_reader(world: World) -> None:
    key = rsa.generate_private_key(65537, 2048)
    subject = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Noord")])
    request = x509.CertificateSigningRequestBuilder().subject_name(subject).sign(key, hashes.SHA256())
    with pytest.raises(UserError) as refusal:
        organisation.give_certificate(world.folder, request.public_bytes(serialization.Encoding.DER), PASSPHRASE, NOW)
    assert _code(refusal) == "authority.request_without_name"


def test_a_name_means_the_certificate_that_still_counts(world: World) -> None:
    organisation.revoke(world.folder, world.identity.serial, "superseded", PASSPHRASE, NOW)
    _, later = organisation.give_certificate(world.folder, world.request, PASSPHRASE, NOW)
    organisation.revoke(world.folder, "jonna öberg", "superseded", PASSPHRASE, NOW)
    assert later.serial in {serial for serial, _, _ in organisation.read_register(world.folder).revoked}


def test_a_second_certificate_for_one_key_is_given_on_demand_alone(world: World) -> None:
    with pytest.raises(UserError) as refusal:
        organisation.give_certificate(world.folder, world.request, PASSPHRASE, LATER)
    assert refusal.value.code == "authority.issued_already"
    assert refusal.value.details["serial"] == world.identity.serial
    assert len(organisation.read_register(world.folder).issued) == len(list((world.folder / "issued").iterdir())) == 1
    renamed = make_request(world.own, PASSPHRASE, "Jonna Berg", "Noord")
    with pytest.raises(UserError, match="issued_already"):
        organisation.give_certificate(world.folder, renamed, PASSPHRASE, LATER)
    path, identity = organisation.give_certificate(world.folder, renamed, PASSPHRASE, LATER, is_again=True)
    assert (path.is_file(), identity.common_name) == (True, "Jonna Berg")


@pytest.mark.parametrize("how", ["another key", "revoked", "over", "file gone", "file damaged"])
def test_who_has_no_certificate_that_counts_gets_one_without_being_asked(world: World, how: str) -> None:
    wanted, moment = world.request, LATER
    if how == "another key":
        wanted = make_request(make_identity("Jonna Öberg", "Noord", PASSPHRASE, NOW), PASSPHRASE)
    elif how == "revoked":
        organisation.revoke(world.folder, world.identity.serial, "superseded", PASSPHRASE, NOW)
    elif how == "over":
        moment = NOW + timedelta(days=366 * 4)
    elif how == "file gone":
        world.path.unlink()
    else:
        world.path.write_bytes(b"nothing")
    organisation.give_certificate(world.folder, wanted, PASSPHRASE, moment)
    assert len(organisation.read_register(world.folder).issued) == len((1, 2))


def test_an_issued_certificate_fits_only_its_own_key(made: World) -> None:
    other = make_identity("Somebody else", "", PASSPHRASE, NOW)
    with pytest.raises(UserError) as refusal:
        with_issued(other, PASSPHRASE, made.path.read_bytes())
    assert _code(refusal) == "signing.certificate_of_another_key"


def test_an_auditors_key_is_no_authority(made: World, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(made.folder, tmp_path / "ca"))
    (folder / organisation.ROOT_KEY).write_bytes(made.own)
    with pytest.raises(UserError) as refusal:
        organisation.give_certificate(folder, made.request, PASSPHRASE, NOW)
    assert _code(refusal) == "authority.not_an_authority"


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b'{"issued": [{}], "revoked": [], "lists": 1}', b"\xff"])
def test_a_damaged_register_is_said(world: World, content: bytes) -> None:
    (world.folder / organisation.REGISTER).write_bytes(content)
    with pytest.raises(UserError) as refusal:
        organisation.read_register(world.folder)
    assert _code(refusal) == "authority.damaged"


def test_an_expired_root_issues_nothing(world: World) -> None:
    with pytest.raises(UserError) as refusal:
        organisation.give_certificate(world.folder, world.request, PASSPHRASE, NOW + timedelta(days=366 * 16))
    assert _code(refusal) == "authority.expired"


def test_an_expired_signer_is_said_before_anything_is_written(made: World) -> None:
    p12 = with_issued(made.own, PASSPHRASE, made.path.read_bytes())
    late = replace(signature_request(), signed_at=made.identity.not_after + timedelta(days=1))
    with pytest.raises(UserError) as refusal:
        sign(report(), open_identity(p12, PASSPHRASE), late)
    assert _code(refusal) == "signing.certificate_expired"


@pytest.mark.skipif(sys.platform == "win32", reason="the system knows no such rights")
def test_the_key_of_an_authority_is_for_its_owner_alone(made: World) -> None:
    assert (made.folder / organisation.ROOT_KEY).stat().st_mode & 0o077 == 0
    assert (made.folder / organisation.ROOT_CERTIFICATE).stat().st_mode & 0o044 == 0o044
