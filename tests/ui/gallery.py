"""Draws the whole set for looking: `python -m tests.ui.gallery --out set.png [--sheet messages] [--dark]`."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QEnterEvent, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from auditor_app.ui.icons import paint_icon
from auditor_app.ui.theme import Look, apply_theme
from auditor_app.ui.widgets.buttons import Button, Role
from auditor_app.ui.widgets.cards import Answer, ImportCard, ImportState
from auditor_app.ui.widgets.chips import Badge, Chip, SampleBadge, SourceChip, Tag, TagLabel, paint_source
from auditor_app.ui.widgets.dialog import Dialog
from auditor_app.ui.widgets.editor import PlainEditor
from auditor_app.ui.widgets.inputs import CheckBox, ComboBox, Field, LineEdit, RadioButton, SearchField
from auditor_app.ui.widgets.messages import EmptyState, Message, MessageBar, ProgressStrip, Toast
from auditor_app.ui.widgets.palette import Palette, PaletteGroup, PaletteItem
from auditor_app.ui.widgets.panes import set_floor
from auditor_app.ui.widgets.rows import paint_ground
from auditor_app.ui.widgets.saved import SavedIndicator
from auditor_app.ui.widgets.segmented import RatingControl, Segmented
from auditor_app.ui.widgets.shapes import (
    paint_core,
    paint_evidence_bar,
    paint_level,
    paint_loop,
    paint_matrix_state,
)
from auditor_app.ui.widgets.text import TextBlock, TextLabel, paint_line

if TYPE_CHECKING:
    from collections.abc import Callable

WIDTH, HEIGHT = 1366, 768


def _put(sheet: QWidget, widget: QWidget, x: int, y: int, width: int = 0, height: int = 0) -> None:
    widget.setParent(sheet)
    widget.ensurePolished()
    hint = widget.sizeHint()
    wide = width or hint.width()
    high = height or (widget.heightForWidth(wide) if widget.hasHeightForWidth() else hint.height())
    widget.setGeometry(x, y, wide, high)
    widget.show()


def _caption(sheet: QWidget, look: Look, text: str, x: int, y: int) -> None:
    _put(sheet, TextLabel(look, text, "caption", "text.muted", "line"), x, y - 1)


def _tiny(look: Look, text: str) -> TextLabel:
    label = TextLabel(look, text, "source", "text.muted", "line")
    label.set_role("source", 400)
    return label


class Drawn(QWidget):
    """A sheet on which delegates' functions draw."""

    def __init__(self, look: Look, paint: Callable[[QPainter, Look], None], size: tuple[int, int]) -> None:
        super().__init__()
        self._look, self._paint = look, paint
        self.setFixedSize(*size)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint(painter, self._look)


def _hover(widget: QWidget) -> None:
    widget.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    middle = QPointF(widget.rect().center())
    QApplication.sendEvent(widget, QEnterEvent(middle, middle, middle))


def controls(look: Look) -> QWidget:
    """Reproduce the sheet of controls."""
    sheet = QWidget()
    sheet.resize(WIDTH, HEIGHT)
    set_floor(sheet, "surface")
    _put(sheet, Drawn(look, _control_drawings, (WIDTH, HEIGHT)), 0, 0, WIDTH, HEIGHT)
    _buttons(sheet, look)
    _inputs(sheet, look)
    _chips(sheet, look)
    _choices(sheet, look)
    return sheet


def _buttons(sheet: QWidget, look: Look) -> None:
    _caption(sheet, look, "Knoppen · 32 px hoog, hoek 6", 18, 14)
    rows: tuple[tuple[str, Role, str, str, int], ...] = (
        ("hoofd", "main", "Verder", "", 62),
        ("gewoon", "plain", "Open", "", 102),
        ("stil", "quiet", "Nieuw", "plus", 142),
        ("wissen", "wipe", "Wissen …", "", 182),
    )
    for name, x in (("rust", 70), ("muis erop", 158), ("ingedrukt", 246), ("focus", 334), ("uit", 422)):
        _put(sheet, _tiny(look, name), x, 39)
    for label, role, text, icon, y in rows:
        _put(sheet, TextLabel(look, label, "small", "text.muted", "line"), 18, y + 8)
        states = 1 if role == "wipe" else 5
        for index in range(states):
            if role == "quiet" and index in (2, 4):
                continue
            button = Button(look, text, role, icon)
            _put(sheet, button, 70 + 88 * index, y)
            button.setEnabled(index != _OFF)
            button.setDown(index == _PRESSED)
            if index == 1:
                _hover(button)


_PRESSED, _OFF = 2, 4


def _inputs(sheet: QWidget, look: Look) -> None:
    _caption(sheet, look, "Invoer · 32 px hoog, hoek 4", 18, 243)
    _put(sheet, LineEdit(look, "Voorbeeldstad"), 18, 269, 233)
    _put(sheet, LineEdit(look, "00XX"), 261, 269, 233)
    _put(sheet, SearchField(look, "Woorden zoeken"), 18, 311, 233)
    combo = ComboBox(look)
    combo.setFixedWidth(233)
    combo.show_choices((("Overlegruimte", 1), ("Lokaal", 2)))
    _put(sheet, combo, 261, 311, 233)
    field = Field(look)
    field.show_text("31-02-2026")
    field.show_error("Deze datum bestaat niet. Schrijf bijvoorbeeld 28-02-2026.")
    _put(sheet, field, 18, 353, 480, 56)
    field.edit.setFixedWidth(233)
    off = LineEdit(look, "Niet van toepassing")
    off.setEnabled(False)
    _put(sheet, off, 261, 353, 233)
    for text, x, is_on in (("Alleen team", 18, False), ("Letterlijke woorden", 132, True)):
        box = CheckBox(look, text)
        box.setChecked(is_on)
        _put(sheet, box, x, 415)
    for text, x in (("Ja", 292), ("Nee", 348)):
        answer = RadioButton(look, text)
        _put(sheet, answer, x, 415)
        answer.setChecked(text == "Nee")
    _put(sheet, TextLabel(look, "gezien of gehoord", "small", "text.muted", "line"), 18, 448)
    _put(sheet, TextLabel(look, "duiding", "small", "text.muted", "line"), 265, 448)
    fact = PlainEditor(look)
    fact.show_text("Leerling opent zelf het logboek en leest voor.")
    _put(sheet, fact, 18, 467, 233)
    reading = PlainEditor(look, variant="interpretation")
    reading.show_text("Het logboek lijkt hier van de leerling zelf te zijn.")
    _put(sheet, reading, 265, 467, 232)
    _caption(sheet, look, "Rijen · 30 px", 18, 568)


def _chips(sheet: QWidget, look: Look) -> None:
    _caption(sheet, look, "Chips en labels", 534, 14)
    tags = (Tag("E2.1", "+"), Tag("E2.1", "-"), Tag("E2.1"), Tag("C2", is_cell=True))
    for tag, x in zip(tags, (534, 596, 658, 707), strict=True):
        _put(sheet, TagLabel(look, tag), x, 40)
    for text, x in (("OBS", 761), ("INT-C", 803)):
        _put(sheet, SourceChip(look, text), x, 41)
    _put(sheet, SampleBadge(look, "voorbeeld"), 857, 41)
    words = "ondersteunt · weerspreekt · context · matrixcel · bron · herkomst"
    _put(sheet, _tiny(look, words), 534, 65)
    _put(sheet, Badge(look, "concept 2"), 534, 90)
    _put(sheet, Chip(look, "Donderdag, middag"), 619, 90)
    _put(sheet, Badge(look, "14 niet gedeeld", "attention", "package"), 779, 90)
    _put(sheet, Badge(look, "Alles gedeeld", "", "check"), 534, 122)
    _put(sheet, Badge(look, "Niet opgeslagen", "failure", "circle-alert"), 659, 122)


def _choices(sheet: QWidget, look: Look) -> None:
    _caption(sheet, look, "Waarderen en kiezen", 534, 173)
    rating, chosen = RatingControl(look), RatingControl(look)
    _put(sheet, rating, 534, 199)
    _put(sheet, chosen, 534, 249)
    chosen.show_rating("3")
    _hover(chosen.segment("2"))
    view, changed = Segmented(look), Segmented(look, is_small=True)
    view.offer({"picture": "Beeld", "table": "Tabel"})
    view.show_choice("picture")
    changed.offer({"all": "Alles", "changed": "Veranderd"})
    changed.show_choice("changed")
    _put(sheet, view, 534, 297)
    _put(sheet, changed, 664, 299)
    _caption(sheet, look, "Bewijs · doorlopend ondersteunt, gestippeld weerspreekt", 534, 358)
    _caption(sheet, look, "Lettermaten · Inter", 534, 534)
    y = 560
    for text, role in (
        ("Gesprek coaches", "title"),
        ("Ziet de school het op tijd?", "question"),
        ("Wat gezien en gehoord is", "writing"),
        ("Notitie in de stroom", "note"),
        ("Knoppen, lijsten, formulieren", "body"),
        ("Bijschrift, tijd, herkomst", "small"),
    ):
        _put(sheet, TextLabel(look, text, role, "text.primary", "line"), 534, y)
        y += look.line(role)
    _caption(sheet, look, "Niveaus · vorm, nooit kleur alleen", 980, 14)
    _caption(sheet, look, "Matrix · vierkanten, zodat ze geen niveau lijken", 980, 271)
    _caption(sheet, look, "Kleur · één accent", 980, 498)
    _caption(sheet, look, "Pictogrammen · één set, 18 px, lijn 1,6", 980, 642)


_LEVELS: Final = (
    ("1", "1", "Nog niet zichtbaar"),
    ("2", "2", "In ontwikkeling"),
    ("3", "3", "Geborgd"),
    ("4", "4", "Gedeeld"),
    ("NB", "", "Niet beoordeeld"),
    ("NVT", "", "Niet van toepassing"),
    ("", "", "Nog open"),
)
_STATES: Final = (
    ("systematic", "Systematisch"),
    ("partly", "Deels"),
    ("not_seen", "Niet gezien"),
    ("not_discussed", "Niet besproken"),
)
_LOOPS: Final = (
    ("gesloten", ("systematic",) * 4, 983),
    ("bijna rond", ("systematic", "systematic", "partly", "partly"), 1055),
    ("open kring", ("partly", "partly", "not_seen", "not_seen"), 1129),
    ("te bespreken", ("systematic", "partly", "not_discussed", "not_discussed"), 1212),
)
_SWATCHES: Final = (
    ("vloer", "bg.canvas"),
    ("papier", "bg.surface"),
    ("rand", "bg.sunken"),
    ("gekozen", "bg.selected"),
    ("lijn", "line.strong"),
    ("inkt", "text.primary"),
    ("accent", "accent.base"),
    ("let op", "attention.line"),
    ("fout", "failure.solid"),
)
_ICONS: Final = (
    "clipboard-list calendar-clock notebook-pen list-tree grid-3x3 users file-text git-compare search lock history",
    "package badge-check shield-check signature eye-off link filter tag printer settings trash-2",
)


def _control_drawings(painter: QPainter, look: Look) -> None:
    for x in (515, 961):
        painter.fillRect(QRect(x, 0, 1, HEIGHT), look["line.subtle"])
    for x, width, y in (
        (0, 515, 228), (0, 515, 553), (516, 445, 158), (516, 445, 343), (516, 445, 519),
        (962, 404, 256), (962, 404, 483), (962, 404, 627),
    ):  # fmt: skip
        painter.fillRect(x, y, width, 1, look["line.subtle"])
    _draw_rows(painter, look)
    _draw_evidence(painter, look)
    _draw_symbols(painter, look)
    _draw_icons(painter, look)


def _draw_rows(painter: QPainter, look: Look) -> None:
    names = ("Rust", "Muis erop", "Gekozen", "Gekozen, focus elders", "Toetsenbordfocus")
    painter.setPen(look["line.subtle"])
    painter.drawRect(QRectF(18.5, 594.5, 478, 150))
    for index, name in enumerate(names):
        rect = QRect(19, 595 + 30 * index, 477, 30)
        paint_ground(
            painter,
            rect,
            look,
            hovered=name == "Muis erop",
            selected=index > 1,
            focused="elders" not in name,
            ringed="bord" in name,
        )
        paint_level(painter, QRectF(33, rect.y() + 7, 16, 16), "3", look["level.ink"])
        code, body = look.font("body", tabular=True), look.font("body")
        paint_line(painter, rect.adjusted(38, 0, 0, 0), "E2.1", code, look["text.secondary"])
        paint_line(painter, rect.adjusted(73, 0, 0, 0), name, body, look["text.primary"])
        right = Qt.AlignmentFlag.AlignRight
        paint_line(painter, rect.adjusted(0, 0, -13, 0), "6", code, look["text.muted"], right)


def _draw_evidence(painter: QPainter, look: Look) -> None:
    items = (
        ("Zeven van de acht leerlingen noemen uit het hoofd een afspraak.", "+", "INT-P", "do 12:58", "MV", 384),
        ("Twee coaches: ‘die halen we niet in’.", "-", "INT-C", "do 13:41", "RB", 461),
    )
    for text, direction, source, when, author, y in items:
        block = TextBlock(text, look.font("note"), look.line("note"), 394)
        high = block.height + 23
        paint_evidence_bar(painter, QRectF(534, y, 3, high), direction, look["accent.base"])
        block.paint(painter, QPointF(549, y), look["text.primary"])
        below = y + block.height + 4
        width = paint_source(painter, QPointF(549, below), source, look)
        small = look.font("small", tabular=True)
        line = QRect(549 + width + 8, below, 300, 18)
        paint_line(painter, line, when, small, look["text.secondary"])
        initials = QRect(843, below, 100, 18)
        paint_line(painter, initials, author, look.font("source"), look["text.muted"], Qt.AlignmentFlag.AlignRight)


def _draw_symbols(painter: QPainter, look: Look) -> None:
    body, ink = look.font("body", tabular=True), look["level.ink"]
    for index, (level, digit, name) in enumerate(_LEVELS):
        middle = 50 + 26 * index
        for x, size in ((987, 14), (1014, 16), (1042, 20)):
            paint_level(painter, QRectF(x - size / 2, middle - size / 2, size, size), level, ink)
        paint_line(painter, QRect(1062, middle - 13, 20, 26), digit, body, look["text.muted"])
        x = 1078 if digit else 1062
        paint_line(painter, QRect(x, middle - 13, 250, 26), name, body, look["text.primary"])
    paint_core(painter, QPointF(987, 232), look["text.muted"])
    paint_line(painter, QRect(1062, 219, 250, 26), "Kerncriterium", body, look["text.primary"])
    for index, (state, name) in enumerate(_STATES):
        middle = 307 + 27 * index
        paint_matrix_state(painter, QRectF(980, middle - 8, 16, 16), state, ink)
        paint_line(painter, QRect(1010, middle - 13, 250, 26), name, body, look["text.primary"])
    for name, states, x in _LOOPS:
        paint_loop(painter, QRectF(x, 412, 38, 38), states, ink, look["line.strong"])
        centre = Qt.AlignmentFlag.AlignHCenter
        paint_line(
            painter, QRect(x - 40, 454, 118, 16), name, look.font("source", weight=400), look["text.muted"], centre
        )


def _draw_icons(painter: QPainter, look: Look) -> None:
    x = 980
    for name, color in _SWATCHES:
        width = 45 if name == "gekozen" else 36
        painter.fillRect(QRect(x, 524, width, 26), look[color])
        painter.setPen(look["line.subtle"])
        painter.drawRect(QRectF(x + 0.5, 524.5, width - 1, 25))
        centre = Qt.AlignmentFlag.AlignHCenter
        paint_line(
            painter,
            QRect(x - 10, 554, width + 20, 16),
            name,
            look.font("source", weight=400),
            look["text.muted"],
            centre,
        )
        x += width + 5
    for row, names in enumerate(_ICONS):
        for column, name in enumerate(names.split()):
            place = QRectF(980 + 33.5 * column, 668 + 32 * row, 18, 18)
            paint_icon(painter, place, name, look["text.secondary"])


def messages(look: Look) -> QWidget:
    """Reproduce the sheet of messages."""
    sheet = QWidget()
    sheet.resize(WIDTH, HEIGHT)
    set_floor(sheet, "surface")
    _put(sheet, Drawn(look, _message_drawings, (WIDTH, HEIGHT)), 0, 0, WIDTH, HEIGHT)
    _bars(sheet, look)
    _saved(sheet, look)
    _cards(sheet, look)
    _palette(sheet, look)
    return sheet


def _message_drawings(painter: QPainter, look: Look) -> None:
    for x in (509, 953):
        painter.fillRect(QRect(x, 0, 1, HEIGHT), look["line.subtle"])
    for y in (296, 407, 553):
        painter.fillRect(0, y, 509, 1, look["line.subtle"])


def _bars(sheet: QWidget, look: Look) -> None:
    _caption(sheet, look, "Berichtbalk · zegt wat er is en wat u kunt doen", 18, 14)
    full = "Uw tekst staat nog op het scherm. Maak ruimte, of zet de audit op een USB-stick."
    actions = (("usb", "Op USB zetten"), ("again", "Opnieuw proberen"))
    bars = (
        (Message("Nieuwer pakket van ÅS. Bij samenvoegen verdwijnt niets.",
                 actions=(("merge", "Samenvoegen"),)), 40, 54),
        (Message("Staat hier een naam? Schrijf liever de rol: ‘leraar wiskunde’.", "attention",
                 actions=(("edit", "Aanpassen"),)), 102, 54),
        (Message(full, "failure", "Niet opgeslagen: de schijf is vol", actions), 164, 116),
    )  # fmt: skip
    for message, y, high in bars:
        bar = MessageBar(look)
        bar.setParent(sheet)
        bar.show_message(message)
        _put(sheet, bar, 18, y, 473)
        print(message.tone, bar.height(), "drawn", high)  # noqa: T201 - a tool for looking


def _saved(sheet: QWidget, look: Look) -> None:
    _caption(sheet, look, "Opgeslagen · waar of luid", 18, 311)
    shown = [SavedIndicator(look) for _index in range(4)]
    shown[0].show_saved(datetime(2026, 11, 12, 14, 3, 22).astimezone())
    shown[1]._show("saving")
    shown[2].show_read_only()
    shown[3].show_failed()
    for indicator, x, y in zip(shown, (18, 263, 18, 263), (332, 332, 364, 363), strict=True):
        _put(sheet, indicator, x, y)
    _caption(sheet, look, "Melding met terugweg, en lang werk", 18, 422)
    holder = QWidget(sheet)
    holder.setGeometry(2, 0, 432, 508)
    toast = Toast(look, holder)
    toast.stand_above(0)
    holder.show()
    toast.show_done("Notitie van 13:41 ligt in de prullenbak", 1, "Ongedaan maken")
    strip = ProgressStrip(look)
    strip.show_progress("Rapport opbouwen: pagina 9 van 14", 9, 14)
    _put(sheet, strip, 18, 506, 400, 32)
    _caption(sheet, look, "Lege plek", 18, 568)
    empty = EmptyState(look)
    empty.show_step(
        "Hier komt wat u ziet en hoort",
        "Eén regel per waarneming, met tijd. Koppelen aan criteria kan later.",
        "Eerste notitie",
        "Ctrl+N",
    )
    _put(sheet, empty, 0, 577, 509, 191)


def _cards(sheet: QWidget, look: Look) -> None:
    _caption(sheet, look, "Rapport inlezen · twee vragen, los van elkaar", 528, 14)
    good = ImportState(
        "Rapport De Linde, 0-meting 2024.pdf",
        "formatieve audit · 20–21 mrt 2024 · 14 bladzijden",
        Answer("ok", "Ja, sinds ondertekening niets veranderd", "Getekend 18 apr 2024, 16:02, met tijdstempel."),
        Answer(
            "attention",
            "Zelfgemaakte sleutel, niet op uw lijst",
            "Wie tekende staat niet vast. Vergelijk de vingerafdruk 7F2A 91C4 met de ondertekenaar.",
        ),
        can_import=True,
        action="Vertrouwen toevoegen …",
        import_label="Inlezen",
    )
    bad = ImportState(
        "Rapport Waterrand (kopie).pdf",
        "summatieve audit · 3–5 jun 2025 · 22 bladzijden",
        Answer(
            "failure",
            "Nee, later is er iets veranderd",
            "Bladzijde 9 is na ondertekening gewijzigd. De getekende versie zit nog in het bestand.",
        ),
        Answer("ok", "Voorzitter auditteam, op uw lijst", "Uitgegeven door Auditnetwerk Voorbeeld."),
        can_import=False,
        action="Getekende versie tonen",
        import_label="Inlezen",
    )
    for state, y in ((good, 40), (bad, 333)):
        card = ImportCard(look)
        card.show_state(state)
        _put(sheet, card, 528, y, 407)
        print("card", card.height(), "drawn 281")  # noqa: T201 - a tool for looking, run by hand


def _palette(sheet: QWidget, look: Look) -> None:
    _caption(sheet, look, "Zoeken of opdracht · Ctrl+K", 972, 14)
    groups = (
        PaletteGroup(
            "Criteria",
            (
                PaletteItem("Gestructureerd individueel coachgesprek", 1, level="3", code="E2.1"),
                PaletteItem("Werkbare inzet en coachbelasting", 2, level="", code="O2.2"),
            ),
        ),
        PaletteGroup(
            "Notities",
            (
                PaletteItem("Twee coaches: ‘die halen we niet in’", 3, "notebook-pen", code="13:41"),
                PaletteItem("Zestien coachleerlingen per coach", 4, "notebook-pen", code="13:45"),
            ),
        ),
        PaletteGroup("Doen", (PaletteItem("Notitie bij Gesprek coaches", 5, "plus", key="Ctrl+N"),)),
    )
    palette = Palette(look, sheet)
    palette.open_palette(groups, "coach")
    palette.setGeometry(972, 40, 376, palette.height())
    print("palette", palette.height(), "drawn 316")  # noqa: T201 - a tool for looking, run by hand
    _caption(sheet, look, "Dialoog · alleen als het niet terug kan", 972, 374)
    text = (
        "Alle drie de auditors zijn klaar. Na het onthullen ziet het team ieders waardering en reden, en "
        "staan ze vast. Dit kan niet terug."
    )
    dialog = Dialog(look, "Waarderingen onthullen?", text)
    dialog.add_safe("Nog niet")
    dialog.add_action("Onthullen")
    dialog.setWindowFlags(Qt.WindowType.Widget)
    _put(sheet, dialog, 972, 400, 376)
    print("dialog", dialog.height(), "drawn 183")  # noqa: T201 - a tool for looking, run by hand


SHEETS: Final = {"controls": controls, "messages": messages}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", required=True)
    parser.add_argument("--sheet", choices=tuple(SHEETS), default="controls")
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--scale", type=float, default=1.0)
    return parser.parse_args()


def main() -> int:
    """Draw one sheet into a picture."""
    arguments = _arguments()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["QT_SCALE_FACTOR"] = str(arguments.scale)
    app = QApplication(sys.argv[:1])
    look = apply_theme(app, "dark" if arguments.dark else "light").look
    sheet = SHEETS[arguments.sheet](look)
    sheet.show()
    sheet.activateWindow()
    sheet.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
    for control in sheet.findChildren(RatingControl)[1:]:
        control.focus_chosen()
    for dialog in sheet.findChildren(Dialog):
        dialog.findChildren(Button)[0].setFocus(Qt.FocusReason.TabFocusReason)
    app.processEvents()
    image = QImage(sheet.size() * arguments.scale, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(arguments.scale)
    image.fill(look["bg.surface"])
    sheet.render(image, QPoint(0, 0))
    return 0 if image.save(arguments.out) else 1


if __name__ == "__main__":
    sys.exit(main())
