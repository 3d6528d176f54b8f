"""Measures of signing and verifying, against pyHanko alone with the same report and the same key."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from statistics import median
from time import sleep

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from auditor_app.config import Settings
from auditor_app.core.projection import project
from auditor_app.core.snapshot import Audience
from auditor_app.services.report.build import Status, build
from auditor_app.services.samples import THIS_YEAR, sample_snapshot
from auditor_app.services.signing.crew import verify_many
from auditor_app.services.signing.identity import OpenedIdentity, make_identity, open_identity
from auditor_app.services.signing.isolation import IsolatedVerification, verify_isolated
from auditor_app.services.signing.sign import SignatureRequest, sign
from auditor_app.services.signing.verify import verify
from auditor_app.services.workspace import Workspace
from benchmarks.measure import Result, Scale, medians, timed, within_limit, within_ratio

BAR = 1.3
SIGN_BAR = 1.2
IMPORT_LIMIT = 250.0
"""Milliseconds."""
GETTING_READY = 2.0
"""Seconds: somebody looks for the file meanwhile."""
PASSPHRASE = "benchmark-passphrase"  # noqa: S105 - of a key that lives for one run
FIELD = "lead"


def _report() -> bytes:
    return build(project(sample_snapshot(THIS_YEAR), Audience.SCHOOL), "nl", status=Status()).pdf


def _opened() -> OpenedIdentity:
    return open_identity(make_identity("Mirte Meting", "Meetkring", PASSPHRASE, datetime.now(UTC)), PASSPHRASE)


def signing(scale: Scale) -> Result:
    """Time signing, which looks at its own result, against pyHanko signing alone."""
    pdf, opened = _report(), _opened()

    def ours() -> object:
        now = datetime.now(UTC).replace(microsecond=0)
        return sign(pdf, opened, SignatureRequest(FIELD, None, "", "", now, certify=True))

    value, floor = medians([ours, lambda: _bare_signature(pdf, opened)], scale.repeats)
    return within_ratio("sign and check the result", value, "ms", floor, SIGN_BAR)


def _bare_signature(pdf: bytes, opened: OpenedIdentity) -> bytes:
    metadata = PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES,
        certify=True, docmdp_permissions=MDPPerm.FILL_FORMS,
    )  # fmt: skip
    signer = PdfSigner(metadata, signer=opened.signer)
    output = signer.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), existing_fields_only=True)
    return bytes(output.getbuffer())


def _bare_validation(pdf: bytes) -> object:
    """Validate as pyHanko does; the signer is the one root, else every certificate of the system would be read."""
    signature = PdfFileReader(BytesIO(pdf), strict=True).embedded_regular_signatures[0]
    context = ValidationContext(trust_roots=[signature.signer_cert], allow_fetching=False)
    return asyncio.run(async_validate_pdf_signature(signature, context))


BARE_SCRIPT = """
import asyncio, io, sys
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
signature = PdfFileReader(io.BytesIO(sys.stdin.buffer.read()), strict=True).embedded_regular_signatures[0]
context = ValidationContext(trust_roots=[signature.signer_cert], allow_fetching=False)
asyncio.run(async_validate_pdf_signature(signature, context))
"""


def verifying(scale: Scale) -> Result:
    """Time judging a signed report in this process, against pyHanko's own validation of it."""
    signed = _bare_signature(_report(), _opened())
    value, floor = medians([lambda: verify(signed), lambda: _bare_validation(signed)], scale.repeats)
    return within_ratio("verify", value, "ms", floor, BAR)


def verifying_apart(scale: Scale) -> Result:
    """Time what a person waits for: a file judged in a fresh process, against a fresh process with pyHanko alone."""
    signed = _bare_signature(_report(), _opened())

    def bare() -> object:
        return subprocess.run([sys.executable, "-c", BARE_SCRIPT], input=signed, check=True)

    value, floor = medians([lambda: verify_isolated(signed), bare], scale.repeats)
    return within_ratio("verify a file in its own process", value, "ms", floor, BAR)


def importing(scale: Scale) -> Result:
    """Time verifying a report and reading it in, from choosing it on: what reads it got ready while it was chosen."""
    signed = _bare_signature(_report(), _opened())
    path = scale.folder / "report.pdf"
    path.write_bytes(signed)
    workspace, _recovery = Workspace.create(scale.folder / "importing", PASSPHRASE, Settings(language="nl"))
    times: list[float] = []
    for _turn in range(scale.repeats):
        workspace.imports.warm_up()
        sleep(GETTING_READY)
        times.append(timed(lambda: workspace.imports.take(workspace.imports.inspect(path))))
    workspace.close()
    floor = median([timed(lambda: _bare_validation(signed)) for _turn in range(scale.repeats)])
    return within_limit("verify and read in one report", median(times), "ms", floor, IMPORT_LIMIT)


BARE_MANY = f"""
import logging
logging.disable(logging.CRITICAL)
{BARE_SCRIPT.partition("signature =")[0]}
from pathlib import Path
for path in sys.argv[1:]:
    data = Path(path).read_bytes()
    for signature in PdfFileReader(io.BytesIO(data), strict=True).embedded_regular_signatures:
        context = ValidationContext(trust_roots=[signature.signer_cert], allow_fetching=False)
        asyncio.run(async_validate_pdf_signature(signature, context))
"""


def verifying_many(scale: Scale) -> Result:
    """Time judging many reports and reading their data on all cores, against pyHanko alone on as many processes.

    Both start their processes within the time taken; the bar is eight tenths of pyHanko's rate.
    """
    signed = _bare_signature(_report(), _opened())
    paths = [scale.folder / f"report-{number}.pdf" for number in range(scale.commits)]
    for path in paths:
        path.write_bytes(signed)
    count = os.cpu_count() or 1

    def bare(part: list[Path]) -> None:
        shares = [list(map(str, part[start::count])) for start in range(count)]
        processes = [subprocess.Popen([sys.executable, "-c", BARE_MANY, *share]) for share in shares]
        assert sum(process.wait() for process in processes) == 0

    def ours(part: list[Path]) -> None:
        assert all(isinstance(one, IsolatedVerification) and one.snapshot for one in verify_many(part))

    # Half a minute each, so once each, with the floor in the middle: a machine has faster and slower half minutes.
    first, second = paths[::2], paths[1::2]
    begun = timed(lambda: ours(first))
    floor = timed(lambda: bare(first)) + timed(lambda: bare(second))
    value = begun + timed(lambda: ours(second))
    return within_ratio(f"verify {len(paths)} reports on all cores", value, "ms", floor, 1 / 0.8)
