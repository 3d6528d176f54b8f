"""Tokens as a maker's tool would set them up, in SoftHSM2: a machine is a folder, and pulling one out moves it away."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pkcs11
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from pkcs11 import Attribute, CertificateType, ObjectClass

from auditor_app.services.signing.identity import SigningKey

PIN = "24680135"
DRIVERS = (
    Path("/usr/lib/softhsm/libsofthsm2.so"),
    Path("/usr/lib64/pkcs11/libsofthsm2.so"),
    Path("/opt/homebrew/lib/softhsm/libsofthsm2.so"),
    Path("/usr/local/lib/softhsm/libsofthsm2.so"),
)


def soft_driver() -> Path:
    """Give the driver, or fail: these tests are never skipped."""
    found = [path for path in DRIVERS if path.is_file()]
    if not found:
        pytest.fail("SoftHSM2 is not installed; `make test` installs it or says how")
    return found[0]


@dataclass(frozen=True)
class Machine:
    """A machine with tokens in it; the driver finds them by an environment variable."""

    folder: Path
    util: str
    driver: Path

    def make(self, label: str) -> None:
        """Plug in a token with nothing on it."""
        command = [self.util, "--init-token", "--free", "--label", label, "--so-pin", "13572468", "--pin", PIN]
        subprocess.run(command, capture_output=True, check=True)

    def fill(self, label: str, key: SigningKey, made: x509.Certificate) -> None:
        """Plug in a token with a key and its certificate."""
        self.make(label)
        pem = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        (self.folder / "key.pem").write_bytes(pem)
        command = [self.util, "--import", str(self.folder / "key.pem"), "--token", label, "--label", "key"]
        subprocess.run([*command, "--id", "01", "--pin", PIN], capture_output=True, check=True)
        library = pkcs11.lib(str(self.driver))
        library.reinitialize()
        with library.get_token(token_label=label).open(user_pin=PIN, rw=True) as session:
            session.create_object({
                Attribute.CLASS: ObjectClass.CERTIFICATE, Attribute.CERTIFICATE_TYPE: CertificateType.X_509,
                Attribute.TOKEN: True, Attribute.LABEL: "certificate", Attribute.ID: b"\1",
                Attribute.SUBJECT: made.subject.public_bytes(),
                Attribute.VALUE: made.public_bytes(serialization.Encoding.DER),
            })  # fmt: skip

    def pull_out(self) -> None:
        """Take out every token."""
        (self.folder / "tokens").rename(self.folder / "pulled out")
        (self.folder / "tokens").mkdir()

    def put_back(self) -> None:
        """Put them in again."""
        (self.folder / "tokens").rmdir()
        (self.folder / "pulled out").rename(self.folder / "tokens")


@contextmanager
def machine(folder: Path, util: str) -> Iterator[Machine]:
    """Give a machine without tokens for as long as the test takes."""
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder}/tokens\nlog.level = ERROR\n")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SOFTHSM2_CONF", str(folder / "softhsm2.conf"))
        yield Machine(folder, util, soft_driver())
