"""Judges that know nothing of this program: pdfsig with a certificate store, OpenSSL, qpdf, pyHanko, pikepdf."""

from __future__ import annotations

import asyncio
import logging
import re
import subprocess
from io import BytesIO
from pathlib import Path

import pikepdf
from pikepdf.pdfa import check
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.pdf_embedded import async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from auditor_app.services.report.conformance import faults

SECONDS = 60


def run(*command: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a judge; a file may hang it or make it crash, which is an answer too."""
    return subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, errors="replace", check=False, timeout=SECONDS
    )


def certificate_store(folder: Path, roots: dict[str, bytes]) -> Path:
    """Make an NSS store that trusts these authorities (DER) for signatures."""
    folder.mkdir(parents=True, exist_ok=True)
    run("certutil", "-N", "-d", f"sql:{folder}", "--empty-password")
    for name, der in roots.items():
        path = folder / f"{len(list(folder.iterdir()))}.der"
        path.write_bytes(der)
        added = run("certutil", "-A", "-d", f"sql:{folder}", "-n", name, "-t", "CT,CT,CT", "-i", str(path))
        assert added.returncode == 0, added.stderr
    return folder


def pdfsig(path: Path, store: Path) -> str:
    """Say what poppler finds of each signature: digest, and whether the certificate is trusted."""
    said = run("pdfsig", "-nssdir", f"sql:{store}", str(path)).stdout
    found = re.findall(r"Signature Validation: (.+)", said)
    trusted = said.count("Certificate is Trusted.")
    if not found:
        return "no signature"
    valid = sum(one.startswith("Signature is Valid") for one in found)
    whole = " whole file" if "Total document signed" in said else ""
    return f"{valid} of {len(found)} valid, {trusted} trusted{whole}"


def openssl(pdf: bytes, folder: Path, roots: dict[str, bytes]) -> str:
    """Say what OpenSSL finds of each CMS over the bytes that its byte range names."""
    good = count = 0
    anchors = folder / "roots.pem"
    anchors.write_bytes(b"".join(_pem(der) for der in roots.values()))
    for numbers in re.findall(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]", pdf):
        start, length, after, rest = map(int, numbers)
        digits = pdf[start + length : after].strip(b"<> \r\n")
        count += 1
        try:
            container = bytes.fromhex(digits.decode("ascii"))
        except ValueError:
            continue
        (folder / "signature.der").write_bytes(container)
        (folder / "content").write_bytes(pdf[start : start + length] + pdf[after : after + rest])
        judged = run(
            "openssl", "cms", "-verify", "-cades", "-binary", "-purpose", "any", "-inform", "DER",
            "-in", "signature.der", "-content", "content", "-out", "out",
            "-CAfile", "roots.pem", "-partial_chain", "-no_check_time", cwd=folder,
        )  # fmt: skip
        good += judged.returncode == 0
    return f"{good} of {count} valid" if count else "no signature"


def _pem(der: bytes) -> bytes:
    from cryptography import x509  # noqa: PLC0415 - here alone
    from cryptography.hazmat.primitives.serialization import Encoding  # noqa: PLC0415 - here alone

    return x509.load_der_x509_certificate(der).public_bytes(Encoding.PEM)


def qpdf(path: Path) -> str:
    """Say whether qpdf finds the file whole."""
    code = run("qpdf", "--check", str(path)).returncode
    return {0: "sound", 3: "warnings"}.get(code, "errors")


def pyhanko(pdf: bytes, roots: dict[str, bytes]) -> str:
    """Say what pyHanko's own validation finds: intact, and nothing added but what the certification allows."""
    logging.disable(logging.CRITICAL)
    try:
        reader = PdfFileReader(BytesIO(pdf), strict=True)
        signatures = reader.embedded_regular_signatures
        held = [asyncio.run(_holds(one, roots)) for one in signatures]
    except Exception as error:  # noqa: BLE001 - a dozen classes; which one is the answer
        return f"refused ({type(error).__name__})"
    finally:
        logging.disable(logging.NOTSET)
    return f"{sum(held)} of {len(held)} hold" if held else "no signature"


async def _holds(signature: object, roots: dict[str, bytes]) -> bool:
    from asn1crypto import x509  # noqa: PLC0415 - here alone

    context = ValidationContext(
        trust_roots=[x509.Certificate.load(der) for der in roots.values()], allow_fetching=False
    )
    status = await async_validate_pdf_signature(signature, context)  # type: ignore[arg-type]  # as the reader gave it
    return bool(status.bottom_line)


CLAIMS = frozenset({"ISO_19005_3:6.6.2.3.1-1", "ISO_19005_3:6.6.4-3"})
"""Rules by which pikepdf, which knows level B alone, objects to the claims of level A and of PDF/UA."""


def faults_of(pdf: pikepdf.Pdf) -> tuple[str, ...]:
    """Give what our own reading of PDF/A-3a and PDF/UA-1 finds.

    Signing writes the metadata anew, with properties as attributes: as good as elements, but our reading does not read
    those.
    """
    is_signed = bool(pdf.Root.AcroForm.get("/SigFlags", 0)) if "/AcroForm" in pdf.Root else False
    found = {group: items for group, items in faults(pdf).items() if not (is_signed and group == "metadata")}
    return tuple(str(one) for items in found.values() for one in items)


def archive(pdf: bytes) -> str:
    """Say what pikepdf's PDF/A check and our own reading find, signatures and all."""
    try:
        with pikepdf.open(BytesIO(pdf)) as opened:
            broken = {one.rule for one in check(opened, "3b").violations} - CLAIMS
            own = faults_of(opened)
    except Exception as error:  # noqa: BLE001 - a forged file breaks readers in many ways; which one is the answer
        return f"unreadable ({type(error).__name__})"
    return "no violation, no fault" if not broken and not own else f"{len(broken)} rules broken, {len(own)} faults"
