"""The key of this laptop and its certificate: made here, taken from a file, or vouched for by an authority."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from auditor_app.config import write_atomically
from auditor_app.core.errors import UserError
from auditor_app.services.desk import Desk
from auditor_app.services.publishing.keys import key_file, usable
from auditor_app.store import reference

if TYPE_CHECKING:
    from auditor_app.services.signing.identity import Identity, OpenedIdentity

KEY_FILE = "identity.p12"
CERTIFICATE_FILE = "identity.cer"


class OwnKey:
    """The identity that signs here; its key lies in the data folder under a passphrase."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        """Work at `desk`; the key lies in `folder`."""
        self._desk = desk
        self._folder = folder

    def identity(self) -> Identity | None:
        """Give the identity that signs here, without its key; None before one was made."""
        path = self._folder / CERTIFICATE_FILE
        if not path.is_file():
            return None
        from auditor_app.services.signing.identity import identity_from_der  # noqa: PLC0415 - pyHanko takes a second

        return identity_from_der(path.read_bytes())

    def content(self) -> bytes:
        """Give the key file; raises `UserError("publish.no_identity")` when there is none."""
        path = self._folder / KEY_FILE
        if not path.is_file():
            raise UserError("publish.no_identity")
        return path.read_bytes()

    def open(self, passphrase: str) -> OpenedIdentity:
        """Unlock the key; refused unless it may sign now."""
        return usable(self.content(), passphrase, self._desk.now())

    def make(self, name: str, organisation: str, passphrase: str) -> Identity:
        """Make a key and a self-made certificate, protected by the passphrase."""
        from auditor_app.services.signing.identity import make_identity  # noqa: PLC0415 - pyHanko takes a second

        return self._keep(make_identity(name, organisation, passphrase, self._desk.now()), passphrase)

    def take_file(self, path: Path, passphrase: str) -> Identity:
        """Take over a `.p12` or `.pfx` file; refused unless it opens and may sign."""
        return self._keep(key_file(path), passphrase)

    def change_passphrase(self, old: str, new: str) -> bool:
        """Protect the key by another passphrase; False when there is no key or it has one of its own."""
        from auditor_app.services.signing.identity import under_passphrase  # noqa: PLC0415 - pyHanko takes a second

        path = self._folder / KEY_FILE
        if not path.is_file():
            return False
        try:
            changed = under_passphrase(path.read_bytes(), old, new)
        except UserError as error:
            if error.code == "signing.wrong_passphrase":
                return False
            raise
        write_atomically(path, changed, is_secret=True)
        return True

    def request_certificate(self, passphrase: str) -> bytes:
        """Ask an authority to vouch for the key: a request (PKCS#10, PEM) signed by it."""
        from auditor_app.services.signing.authority import make_request  # noqa: PLC0415 - pyHanko takes a second

        return make_request(self.content(), passphrase)

    def take_certificate(self, issued: bytes, passphrase: str, issuer: bytes = b"") -> Identity:
        """Put the certificate that an authority issued in place of the old one; refused unless the key is ours.

        The issuer's certificate travels in every signature; it comes from the trust list unless it is given.
        """
        from auditor_app.services.signing.identity import with_issued  # noqa: PLC0415 - pyHanko takes a second
        from auditor_app.services.signing.trust import vouching_for  # noqa: PLC0415 - pyHanko takes a second

        chain = (issuer,) if issuer else vouching_for(issued, reference.trusted_certificates(self._desk.store))
        return self._keep(with_issued(self.content(), passphrase, issued, chain), passphrase)

    def _keep(self, p12: bytes, passphrase: str) -> Identity:
        opened = usable(p12, passphrase, self._desk.now())
        write_atomically(self._folder / KEY_FILE, p12, is_secret=True)
        write_atomically(self._folder / CERTIFICATE_FILE, opened.identity.cert_der)
        return opened.identity
