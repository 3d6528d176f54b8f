"""A real time-stamping authority on this machine: `openssl ts` behind a small HTTP server."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.x509.oid import ExtendedKeyUsageOID

from tests.attacks.reports import certificate, ec_key, key_usage

PEM = serialization.Encoding.PEM
CONFIG = """
[tsa]
default_tsa = clock
[clock]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/clock.pem
certs = {folder}/root.pem
signer_key = {folder}/clock.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


class Clock:
    """The authority: where it listens, what it says, and what it was asked."""

    def __init__(self, folder: Path, name: str = "Clock") -> None:
        """Make its keys; openssl takes the time from this machine, so its certificates are valid now."""
        self.folder = folder
        self.questions: list[bytes] = []
        self.answer: bytes | None = None
        self.url = ""
        now = datetime.now(UTC)
        start, end = now - timedelta(days=1), now + timedelta(days=30)
        root_key, key = ec_key(), ec_key()
        self.root = certificate(f"{name} root", root_key, None, is_authority=True, start=start, end=end)
        self.certificate = certificate(
            name, key, (root_key, self.root), usage=key_usage(digital_signature=True),
            extended_usage=ExtendedKeyUsageOID.TIME_STAMPING, start=start, end=end,
        )  # fmt: skip
        folder.mkdir(parents=True)
        private = key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        (folder / "clock.key").write_bytes(private)
        (folder / "clock.pem").write_bytes(self.certificate.public_bytes(PEM))
        (folder / "root.pem").write_bytes(self.root.public_bytes(PEM))
        (folder / "serial").write_text("01\n")
        (folder / "ts.cnf").write_text(CONFIG.format(folder=folder))

    @property
    def root_der(self) -> bytes:
        return der(self.root)

    def reply(self, question: bytes) -> bytes:
        self.questions.append(question)
        if self.answer is not None:
            return self.answer
        (self.folder / "question.tsq").write_bytes(question)
        command = ["openssl", "ts", "-reply", "-config", "ts.cnf", "-queryfile", "question.tsq"]
        return subprocess.run(command, cwd=self.folder, capture_output=True, check=True).stdout


def der(certificate_: x509.Certificate) -> bytes:
    return certificate_.public_bytes(serialization.Encoding.DER)


@contextmanager
def listening(clock: Clock) -> Iterator[Clock]:
    """Let an authority answer on loopback."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            answer = clock.reply(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:  # says nothing in a test's output
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    clock.url = f"http://127.0.0.1:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield clock
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
