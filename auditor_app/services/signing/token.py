"""Keys on a PKCS#11 token (a smart card, a USB key): they sign there and never leave it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from auditor_app.core.errors import UserError
from auditor_app.services.signing.identity import OpenedIdentity, identity_of, require_strong

if TYPE_CHECKING:
    import pkcs11


@dataclass(frozen=True)
class TokenChoice:
    """Where a key lies: the driver that the token's maker supplies, the token's label, the certificate's label.

    Empty labels mean: the only one there is.
    """

    driver: Path
    token: str = ""
    certificate: str = ""


@contextmanager
def opened_token(choice: TokenChoice, pin: str) -> Iterator[OpenedIdentity]:
    """Unlock the key on a token for as long as the signing takes; what is missing or wrong is said at once."""
    session = _session(choice, pin)
    from pkcs11 import PKCS11Error  # noqa: PLC0415 - an optional package, there by now

    try:
        yield _identity(session, choice)
    except PKCS11Error as error:  # pulled out, or it refuses
        raise UserError("token.failed", reason=_reason(error)) from error
    finally:
        _close(session)


def token_labels(driver: Path) -> tuple[str, ...]:
    """Name the tokens that are plugged in now."""
    return tuple(str(token.label) for token in _tokens(driver))


def _session(choice: TokenChoice, pin: str) -> pkcs11.Session:
    token = _only_token(choice)
    from pkcs11 import exceptions  # noqa: PLC0415 - an optional package, found to be there by `_only_token`

    try:
        return token.open(user_pin=pin)
    except (exceptions.PinIncorrect, exceptions.PinLenRange, exceptions.PinInvalid) as error:
        raise UserError("token.wrong_pin", token=str(token.label)) from error
    except (exceptions.PinLocked, exceptions.PinExpired) as error:
        raise UserError("token.locked", token=str(token.label)) from error
    except exceptions.PKCS11Error as error:
        raise UserError("token.failed", reason=_reason(error)) from error


def _close(session: pkcs11.Session) -> None:
    from pkcs11 import PKCS11Error  # noqa: PLC0415 - an optional package, there by now

    with suppress(PKCS11Error):  # a token that was pulled out has closed it already
        session.close()


def _only_token(choice: TokenChoice) -> pkcs11.Token:
    tokens = [token for token in _tokens(choice.driver) if choice.token in ("", str(token.label))]
    if not tokens:
        raise UserError("token.missing", token=choice.token)
    if len(tokens) > 1:
        raise UserError("token.several", found=", ".join(str(token.label) for token in tokens))
    return tokens[0]


def _tokens(driver: Path) -> list[pkcs11.Token]:
    """List the tokens with something on them; a slot in the machine may be empty, a token not set up."""
    try:
        import pkcs11  # noqa: PLC0415 - an optional package
    except ImportError as error:
        raise UserError("token.not_supported") from error
    if not driver.is_file():
        raise UserError("token.no_driver", path=str(driver))
    try:
        library = pkcs11.lib(str(driver))
        # A driver remembers what was plugged in when it started.
        library.reinitialize()
        tokens = [slot.get_token() for slot in library.get_slots(token_present=True)]
    except (pkcs11.PKCS11Error, OSError, RuntimeError) as error:
        raise UserError("token.no_driver", path=str(driver)) from error
    return [token for token in tokens if pkcs11.TokenFlag.TOKEN_INITIALIZED in token.flags]


def _identity(session: pkcs11.Session, choice: TokenChoice) -> OpenedIdentity:
    from pkcs11 import Attribute  # noqa: PLC0415 - an optional package, there by now
    from pyhanko.sign.pkcs11 import PKCS11Signer  # noqa: PLC0415 - needs the optional package

    own, others = _certificates(session, choice.certificate)
    certificate = x509.load_der_x509_certificate(own[Attribute.VALUE])
    require_strong(certificate.public_key())
    signer = PKCS11Signer(
        session,
        signing_cert=asn1_x509.Certificate.load(own[Attribute.VALUE]),
        ca_chain={asn1_x509.Certificate.load(one[Attribute.VALUE]) for one in others},
        key_id=own[Attribute.ID],
        use_raw_mechanism=_hashes_here(session, certificate),
    )
    return OpenedIdentity(identity_of(certificate), signer)


def _certificates(session: pkcs11.Session, label: str) -> tuple[pkcs11.Object, list[pkcs11.Object]]:
    """Give the certificate that has its key on the token, and the others, which may be its issuers."""
    from pkcs11 import Attribute, ObjectClass  # noqa: PLC0415 - an optional package, there by now

    keys = {one[Attribute.ID] for one in session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY})}
    found = list(session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE}))
    own = [one for one in found if one[Attribute.ID] in keys and label in ("", one[Attribute.LABEL])]
    if not own:
        raise UserError("token.no_certificate", certificate=label)
    if len(own) > 1:
        raise UserError("token.several_certificates", found=", ".join(str(one[Attribute.LABEL]) for one in own))
    return own[0], [one for one in found if one[Attribute.ID] != own[0][Attribute.ID]]


def _hashes_here(session: pkcs11.Session, certificate: x509.Certificate) -> bool:
    """Say whether the digest is made on this side: many tokens sign one with an elliptic curve, but make none."""
    from pkcs11 import Mechanism  # noqa: PLC0415 - an optional package, there by now

    is_elliptic = isinstance(certificate.public_key(), ec.EllipticCurvePublicKey)
    return is_elliptic and Mechanism.ECDSA_SHA256 not in session.token.slot.get_mechanisms()


def _reason(error: Exception) -> str:
    return str(error) or type(error).__name__
