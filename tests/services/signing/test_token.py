"""Keys on a PKCS#11 token: SoftHSM2, set up as a maker's tool would do it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from auditor_app.core.errors import UserError
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
from tests.services.soft_token import PIN, machine, soft_driver


@pytest.fixture(scope="module")
def driver() -> Path:
    return soft_driver()


@pytest.fixture(scope="module")
def tokens(tmp_path_factory: pytest.TempPathFactory, tool: Callable[[str], str]) -> Iterator[Path]:
    """A machine with a few tokens in it."""
    with machine(tmp_path_factory.mktemp("softhsm"), tool("softhsm2-util")) as made:
        for label, key, usage in (
            ("rsa", rsa_key(), None), ("curve", ec_key(), None),
            ("wrong use", ec_key(), key_usage(key_encipherment=True)),
        ):  # fmt: skip
            made.fill(label, key, certificate(f"Signer {label}", key, authority(), usage=usage))
        made.make("empty")
        yield made.folder


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
