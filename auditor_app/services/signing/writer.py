"""Writing behind a report without making it anything else: it stays the PDF 1.7 that PDF/A-3 is built on."""

from __future__ import annotations

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

_HIGHEST = (1, 7)


class ReportWriter(IncrementalPdfFileWriter):
    """pyHanko's own declares PDF 2.0 in the catalogue of every file it signs, which PDF/A-3 does not allow."""

    output_version = _HIGHEST

    def ensure_output_version(self, version: tuple[int, int]) -> None:
        """Declare a version, at most the one of the archive standard."""
        super().ensure_output_version(min(version, _HIGHEST))  # type: ignore[no-untyped-call]  # not annotated in pyHanko
