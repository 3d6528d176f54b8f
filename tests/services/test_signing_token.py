"""Keys on a PKCS#11 token: SoftHSM2, set up as a maker's tool would do it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pkcs11
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from pkcs11 import Attribute, CertificateType, ObjectClass

from auditor_app.core.errors import UserError
from auditor_app.services.signing.identity import SigningKey
from auditor_app.services.signing.sign import sign
from auditor_app.services.signing.token import TokenChoice, opened_token, token_labels
from auditor_app.services.signing.verify import verify
from tests.attacks.reports import (
    NOW,
    authority,
    authority_der,
    certificate,
    ec_key,
    key_usage,
    report,
    rsa_key,
    signature_request,
)

PIN = "24680135"
DRIVERS = (
    Path("/usr/lib/softhsm/libsofthsm2.so"),
    Path("/usr/lib64/pkcs11/libsofthsm2.so"),
    Path("/opt/homebrew/lib/softhsm/libsofthsm2.so"),
    Path("/usr/local/lib/softhsm/libsofthsm2.so"),
)


@pytest.fixture(scope="module")
def driver() -> Path:
    found = [path for path in DRIVERS if path.is_file()]
    if not found:
        pytest.fail("SoftHSM2 is not installed; `make test` installs it or says how")
    return found[0]


@pytest.fixture(scope="module")
def tokens(tmp_path_factory: pytest.TempPathFactory, driver: Path, tool: Callable[[str], str]) -> Iterator[Path]:
    """A machine with a few tokens in it; the driver finds them by an environment variable."""
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder}/tokens\nlog.level = ERROR\n")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SOFTHSM2_CONF", str(folder / "softhsm2.conf"))
        util = tool("softhsm2-util")
        _fill(util, driver, folder, "rsa", rsa_key())
        _fill(util, driver, folder, "curve", ec_key())
        _fill(util, driver, folder, "wrong use", ec_key(), usage=key_usage(key_encipherment=True))
        _make(util, "empty")
        yield folder


def _make(util: str, label: str) -> None:
    command = [util, "--init-token", "--free", "--label", label, "--so-pin", "13572468", "--pin", PIN]
    subprocess.run(command, capture_output=True, check=True)


def _fill(
    util: str, driver: Path, folder: Path, label: str, key: SigningKey, usage: x509.KeyUsage | None = None
) -> None:
    _make(util, label)
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "key.pem").write_bytes(pem)
    command = [util, "--import", str(folder / "key.pem"), "--token", label, "--label", "key", "--id", "01"]
    subprocess.run([*command, "--pin", PIN], capture_output=True, check=True)
    made = certificate(f"Signer {label}", key, authority(), usage=usage)
    library = pkcs11.lib(str(driver))
    library.reinitialize()
    with library.get_token(token_label=label).open(user_pin=PIN, rw=True) as session:
        session.create_object({
            Attribute.CLASS: ObjectClass.CERTIFICATE, Attribute.CERTIFICATE_TYPE: CertificateType.X_509,
            Attribute.TOKEN: True, Attribute.LABEL: "certificate", Attribute.ID: b"\1",
            Attribute.SUBJECT: made.subject.public_bytes(),
            Attribute.VALUE: made.public_bytes(serialization.Encoding.DER),
        })  # fmt: skip


@pytest.mark.parametrize("label", ["rsa", "curve"])
@pytest.mark.usefixtures("tokens")
def test_a_key_on_a_token_signs(driver: Path, label: str) -> None:
    with opened_token(TokenChoice(driver, label), PIN) as opened:
        first = sign(report(), opened, signature_request("lead"))
        signed = sign(first, opened, signature_request("second"))
    verification = verify(signed, (authority_der(),), NOW)
    assert verification.unchanged
    assert [(one.signer_name, one.trust, one.level) for one in verification.signatures] == [
        (f"Signer {label}", "trusted", "B-B")
    ] * 2


@pytest.mark.usefixtures("tokens")
def test_tokens_are_named(driver: Path) -> None:
    assert set(token_labels(driver)) == {"rsa", "curve", "wrong use", "empty"}


@pytest.mark.parametrize(
    ("choice", "pin", "code"),
    [
        (TokenChoice(Path(), "rsa"), "1234567", "token.wrong_pin"),
        (TokenChoice(Path(), "rsa"), "", "token.wrong_pin"),
        (TokenChoice(Path(), "not here"), PIN, "token.missing"),
        (TokenChoice(Path()), PIN, "token.several"),
        (TokenChoice(Path(), "empty"), PIN, "token.no_certificate"),
        (TokenChoice(Path(), "rsa", "another"), PIN, "token.no_certificate"),
    ],
)
@pytest.mark.usefixtures("tokens")
def test_what_is_wrong_with_a_token_is_said_before_anything_is_signed(
    driver: Path, choice: TokenChoice, pin: str, code: str
) -> None:
    with pytest.raises(UserError) as refusal, opened_token(replace(choice, driver=driver), pin):
        pytest.fail("it opened")
    assert refusal.value.code == code


@pytest.mark.usefixtures("tokens")
def test_a_certificate_for_something_else_does_not_sign(driver: Path) -> None:
    with opened_token(TokenChoice(driver, "wrong use"), PIN) as opened, pytest.raises(UserError) as refusal:
        sign(report(), opened, signature_request())
    assert refusal.value.code == "signing.certificate_not_for_signing"


@pytest.mark.parametrize("content", [None, b"no library"])
def test_a_driver_that_is_none_is_said(tmp_path: Path, content: bytes | None) -> None:
    driver = tmp_path / "driver.so"
    if content is not None:
        driver.write_bytes(content)
    with pytest.raises(UserError) as refusal, opened_token(TokenChoice(driver), PIN):
        pytest.fail("it opened")
    assert refusal.value.code == "token.no_driver"


@pytest.mark.usefixtures("tokens")
def test_without_a_token_in_the_machine_it_is_missing(
    driver: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tokens").mkdir()
    (tmp_path / "softhsm2.conf").write_text(f"directories.tokendir = {tmp_path}/tokens\n")
    monkeypatch.setitem(os.environ, "SOFTHSM2_CONF", str(tmp_path / "softhsm2.conf"))
    with pytest.raises(UserError) as refusal, opened_token(TokenChoice(driver), PIN):
        pytest.fail("it opened")
    assert refusal.value.code == "token.missing"
