"""Draws the pictures of the documentation: `python docs/make_screenshots.py [--out docs/screenshots] [--only day]`.

Every place, the start, the first run, the signing dialog and the card of an imported report, in each language; two
places also dark and at larger scales; and pages of the sample report. Needs no display. The report's pages need
`pdftoppm` (poppler-utils).
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("nl", "en", "sv")
WIDTH, HEIGHT = 1366, 768
COLOURS, PAGE_DPI = 96, 72
ENLARGED = ("day", "notes", "criteria", "matrix", "team")
PASSPHRASE = "voorbeeld voorbeeld"  # noqa: S105 - of an invented audit
RECOVERY_KEY = "VOORB-EELDV-OORBE-ELDVO-ORBEE-LDVOO-RBEEL-DVOOR"
"""Not a key: it only has the form of one."""


@dataclass(frozen=True)
class Series:
    """Pictures made by one process, because Qt takes its scale at the start."""

    language: str
    theme: str = "light"
    scale: float = 1.0

    @property
    def suffix(self) -> str:
        """Give what tells this series from the usual light one."""
        enlarged = f"-{round(self.scale * 100)}" if self.scale != 1 else ""
        return f"-{self.language}{'-dark' if self.theme == 'dark' else ''}{enlarged}"


SERIES = (
    *(Series(language) for language in LANGUAGES),
    *(Series(language, "dark") for language in LANGUAGES),
    *(Series(language, scale=2.0) for language in LANGUAGES),
    Series("nl", "dark", 2.0),
    Series("nl", scale=1.25),
)


def main() -> int:
    """Make all pictures, each series in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "screenshots")
    parser.add_argument("--only", default="", help="only pictures whose name begins so; several with commas")
    parser.add_argument("--series", type=int, default=-1, help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    if options.series >= 0:
        Camera(options.out, options.only, SERIES[options.series]).take_all()
        return 0
    for number, series in enumerate(SERIES):
        surroundings = {
            **os.environ,
            "AUDITOR_SAMPLES_AS_WRITTEN": "1",
            "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": str(series.scale),
            "TZ": "Europe/Amsterdam", "PYTHONPATH": str(ROOT),
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        }  # fmt: skip
        command = [sys.executable, __file__, "--out", str(options.out), "--only", options.only, "--series", str(number)]
        subprocess.run(command, env=surroundings, check=True)
    for language in LANGUAGES:
        draw_report(language, options.out, options.only)
    size = sum(path.stat().st_size for path in options.out.glob("*.png"))
    print(f"{len(list(options.out.glob('*.png')))} pictures, {size / 1e6:.1f} MB, in {options.out}")
    return 0


def keep(picture: Path) -> None:
    """Store a picture with few colours: it is a drawing, and nobody sees the difference."""
    from PIL import Image  # noqa: PLC0415 - only the drawing processes need it

    with Image.open(picture) as image:
        small = image.convert("RGB").quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    small.save(picture, optimize=True)


class Camera:
    """Opens the program as a person would find it and takes its pictures."""

    def __init__(self, out: Path, only: str, series: Series) -> None:
        from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - the process that starts the others has no Qt

        self.out, self.only, self.series = out, only, series
        self.app = QApplication([])
        self.folder = Path(tempfile.mkdtemp(prefix="auditor-pictures-"))

    @property
    def is_plain(self) -> bool:
        """Whether this is the usual look, of which every picture is taken."""
        return self.series.suffix == f"-{self.series.language}"

    def take_all(self) -> None:
        """Take the series."""
        try:
            if self.is_plain:
                self.first_run()
            self.audit()
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _program(self, name: str, *, is_sample: bool):  # noqa: ANN202 - the program is loaded late
        from auditor_app.app import Choices, Program  # noqa: PLC0415 - only the drawing processes need it

        program = Program(self.app, Choices(self.folder / name, is_sample=is_sample, language=self.series.language))
        program.appearance.choose("dark" if self.series.theme == "dark" else "light")
        program.background.bug.connect(sys.exit)
        return program

    def _settle(self, program, least: float = 0.4) -> None:  # noqa: ANN001 - the program is loaded late
        scale = self.series.scale
        ends = time.monotonic() + least
        while time.monotonic() < ends or program.background.is_busy:
            if program.window is not None:
                program.window.resize(round(WIDTH / scale), round(HEIGHT / scale))
            self.app.processEvents()
            time.sleep(0.01)

    def _take(self, name: str, window, dialog=None) -> None:  # noqa: ANN001 - the program is loaded late
        from PySide6.QtGui import QPainter  # noqa: PLC0415 - only the drawing processes need it

        if not name.startswith(tuple(self.only.split(","))):
            return
        picture = window.grab()
        if dialog is not None:
            painter = QPainter(picture)
            place = window.rect().center() - dialog.rect().center()
            painter.drawPixmap(place, dialog.grab())
            painter.end()
        path = self.out / f"{name}{self.series.suffix}.png"
        picture.save(str(path))
        keep(path)

    def first_run(self) -> None:
        """Take the pages of the welcome, filled in."""
        program = self._program("new", is_sample=False)
        program.start()
        self._settle(program)
        screen = program.window.centralWidget()
        screen.who.name.show_text("Mirte Voorbeeld")
        screen.who.initials.show_text("MV")
        screen.who.organisation.show_text("Netwerk Noord (fictief)")
        self._take("first-run-1-you", program.window)
        screen.who.next.click()
        for field in (screen.secret.passphrase.first, screen.secret.passphrase.second):
            field.edit.setText("vier losse woorden samen")
        screen.secret.folder.show_text("Documents/Auditor")
        self._settle(program)
        self._take("first-run-2-passphrase", program.window)
        screen._on_made((None, RECOVERY_KEY))
        self._settle(program)
        self._take("first-run-3-recovery-key", program.window)
        screen._on_kept()
        self._settle(program)
        self._take("first-run-4-begin", program.window)
        program.window.close()
        program.end()

    def audit(self) -> None:
        """Take the places of the sample audit, the start, and the two dialogs about reports."""
        from auditor_app.ui.places import PLACES  # noqa: PLC0415 - only the drawing processes need it

        program = self._program("sample", is_sample=True)
        program.start()
        self._settle(program, 2.0)
        window = program.window
        program.appearance.choose("dark" if self.series.theme == "dark" else "light")
        for place in PLACES:
            window.page.show_place(place.key)
            self._settle(program, 2.0 if place.key == "report" else 0.5)
            self._point_out(window, place.key)
            self._settle(program)
            if self.is_plain or place.key in ENLARGED:
                self._take(f"place-{place.number}-{place.key}", window)
        if self.is_plain:
            self._surveys(program)
            self._dialogs(program)
            self._interim(program)
            self._outcome(program)
            window.show_start()
            self._settle(program)
            self._take("start", window)
        window.close()
        program.end()

    def _point_out(self, window, place: str) -> None:  # noqa: ANN001 - the program is loaded late
        """Show what a place is about."""
        screen = window.page.open_screen
        if place == "criteria":
            screen.show_entity("criterion", "E2.1")
        elif place == "notes":
            notes = sorted(window.page.session.snapshot.notes, key=lambda note: note.moment)
            worked_out = next(note for note in notes if note.interpretation)
            screen.show_entity("note", worked_out.id)
        elif place == "day":
            activities = window.page.session.snapshot.activities
            talk = next(activity for activity in activities if activity.source == "INT-P")
            screen.show_entity("activity", talk.id)
        elif place == "team":
            session = window.page.session
            session.write(lambda: session.judge.lock(session.audit_id))

    def _surveys(self, program) -> None:  # noqa: ANN001 - the program is loaded late
        """Show what was asked and answered, down to the bars of one question."""
        window = program.window
        window.page.show_place("prepare")
        window.page.open_screen.show_section("surveys")
        self._settle(program)
        bar = window.page.open_screen.stack.currentWidget().verticalScrollBar()
        bar.setValue(bar.maximum())
        self._settle(program)
        self._take("place-1-prepare-surveys", window)

    def _interim(self, program) -> None:  # noqa: ANN001 - the program is loaded late
        """Take the points of the interim evaluation, and the goals of the school's plan."""
        window = program.window
        window.open_audit(program.workspace.samples.add_interim(), "compare")
        self._settle(program, 1.0)
        follow_up = window.page.open_screen.follow_up
        reached = next(key for key, point in follow_up._points.items() if point.now.state == "reached")
        follow_up.choose(reached)
        self._settle(program)
        self._take("interim-points", window)
        window.page.show_place("prepare")
        window.page.open_screen.show_section("goals")
        self._settle(program)
        self._take("interim-goals", window)

    def _outcome(self, program) -> None:  # noqa: ANN001 - the program is loaded late
        """Take the views of the summative sample."""
        window = program.window
        window.open_audit(program.workspace.samples.add_summative(), "report")
        self._settle(program, 1.0)
        for view in ("outcome", "exit", "facts"):
            window.page.show_thing("report", "view", view)
            self._settle(program)
            self._take(f"report-{view}", window)

    def _dialogs(self, program) -> None:  # noqa: ANN001 - the program is loaded late
        from auditor_app.ui.import_card import ImportDialog  # noqa: PLC0415 - only the drawing processes need it

        window = program.window
        window.page.show_place("report")
        window.page.show_thing("report", "view", "findings")
        dialog = window.page.open_screen.open_view.sign()
        dialog.folder.show_text("Documents/Auditor")
        dialog.passphrase.edit.setText(PASSPHRASE)
        self._settle(program)
        self._take("dialog-sign", window, dialog)
        dialog.close()
        pdf, name = program.workspace.samples.last_years_report(self.series.language)
        path = self.folder / name
        path.write_bytes(pdf)
        card = ImportDialog(
            program.appearance.look, program.workspace.imports, window.reader._room(), path, lambda _audit: "", window
        )
        card.show()
        self._settle(program, 1.0)
        self._take("dialog-import", window, card)
        card.close()
        self._photo(program)

    def _photo(self, program) -> None:  # noqa: ANN001 - the program is loaded late
        """Take a kept photo opened large, with a part that is being blurred."""
        window = program.window
        photo = next(item for item in window.page.session.snapshot.attachments if item.id.endswith("p01"))
        window.page.show_thing("notes", "attachment", photo.id)
        self._settle(program)
        actions = window.page.open_screen.beside.actions
        actions.open(photo.id)
        self._settle(program, 1.0)
        sheet = actions.viewer.sheet
        sheet.panel.blur.click()
        self._settle(program)
        self._take("dialog-photo", window, sheet)
        sheet.reject()


CHAPTERS = {"then-and-now": "Then and now", "signatures": "Signatures"}
STANDARD = "E2 "


def draw_report(language: str, out: Path, only: str) -> None:
    """Draw pages of this year's sample report, signed with a passing key."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "auditor_app", "demo", "--language", language, "--out", folder]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        report = max(Path(folder).glob("*.pdf"), key=lambda path: path.name)
        for name, page in pages_of(report, language).items():
            if f"report-{name}".startswith(tuple(only.split(","))):
                _draw(report, page, out / f"report-{name}-{language}")


def pages_of(report: Path, language: str) -> dict[str, int]:
    """Find cover, contents, summary, a standard's chapter, then and now, and the signatures (numbered from 1)."""
    import pikepdf  # noqa: PLC0415 - only the pages of the report need it

    sys.path.insert(0, str(ROOT))
    from auditor_app.i18n import translator  # noqa: PLC0415 - after the path is set

    titles = {name: translator(language)(title) for name, title in CHAPTERS.items()}
    found = {"cover": 1, "contents": 2, "summary": 3}
    with pikepdf.open(report) as pdf, pdf.open_outline() as outline:
        order = [page.objgen for page in pdf.pages]
        for item in outline.root:
            destination = item.destination or (item.action.D if item.action is not None else None)
            page = order.index(destination[0].objgen) + 1
            names = [name for name, title in titles.items() if str(item.title).endswith(title)]
            names += ["standard"] if str(item.title).startswith(STANDARD) else []
            found |= dict.fromkeys(names, page)
    return found


def _draw(report: Path, page: int, stem: Path) -> None:
    span = ["-f", str(page), "-l", str(page)]
    subprocess.run(["pdftoppm", "-r", str(PAGE_DPI), *span, "-png", "-singlefile", str(report), str(stem)], check=True)
    keep(stem.with_suffix(".png"))


if __name__ == "__main__":
    sys.exit(main())
