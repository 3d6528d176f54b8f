from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QFontDatabase, QFontInfo
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QScrollArea, QStackedWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from auditor_app.ui import icons
from auditor_app.ui.focus import FocusRing, KeptInSight, _Frame, _ringed, walk_focus
from auditor_app.ui.style_sheet import style_sheet
from auditor_app.ui.theme import Look, apply_theme, load_fonts, palette, set_property, theme_for
from auditor_app.ui.tokens import DARK, LIGHT, TYPE
from auditor_app.ui.widgets.editor import PlainEditor
from auditor_app.ui.widgets.scrolled import Scrolled
from tests.ui.dress import undress

pytestmark = pytest.mark.usefixtures("qtbot")

PAIRS = json.loads((Path(__file__).parent / "contrast_pairs.json").read_text("utf-8"))


def luminance(color: QColor) -> float:
    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF())


def contrast(one: QColor, other: QColor) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda p: f"{p['theme']}-{p['kind']}-{p['fg']}-{p['bg']}")
def test_every_pair_of_colours_can_be_read(pair: dict[str, object]) -> None:
    theme = theme_for(is_dark=pair["theme"] == "dark")
    found = contrast(theme[str(pair["fg"])], theme[str(pair["bg"])])
    assert found >= float(str(pair["need"]))
    assert found == pytest.approx(float(str(pair["ratio"])), abs=0.02)


def test_both_themes_know_the_same_colours() -> None:
    assert LIGHT.keys() == DARK.keys()


@pytest.mark.parametrize("is_dark", [False, True], ids=["light", "dark"])
def test_the_style_sheet_uses_only_colours_of_the_theme(is_dark: bool, qtbot: QtBot) -> None:
    theme = theme_for(is_dark=is_dark)
    text = style_sheet(theme)
    assert set(re.findall(r"#[0-9A-Fa-f]{6}", text)) <= set(theme.colors.values())
    assert "$" not in text
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.setStyleSheet(text)  # a broken sheet would log a warning, which fails the test
    widget.setPalette(palette(theme))
    widget.ensurePolished()


@pytest.mark.parametrize("is_dark", [False, True], ids=["light", "dark"])
def test_what_a_field_asks_for_can_be_read(is_dark: bool, qtbot: QtBot) -> None:
    theme = theme_for(is_dark=is_dark)
    field, holder = QLineEdit(), QWidget()
    field.setParent(holder)
    qtbot.addWidget(holder)
    holder.setStyleSheet(style_sheet(theme))
    field.setPlaceholderText("\u2588" * 8)
    field.resize(160, 32)
    drawn = field.grab().toImage().pixelColor(24, 16)
    assert contrast(drawn, theme["bg.surface"]) >= 4.5


def test_text_is_never_smaller_than_eleven_pixels() -> None:
    assert min(style.size for style in TYPE.values()) == 11


def test_fonts_follow_role_and_scale_and_figures_can_be_tabular() -> None:
    theme = theme_for(is_dark=False, text_scale=1.5)
    assert theme.font("note").pixelSize() == 21
    assert theme.line("note") == 32
    tabular = theme.font("small", tabular=True)
    assert [bytes(tag.toString().data()).decode() for tag in tabular.featureTags()] == ["tnum"]


def test_inter_is_shipped_in_the_weights_the_design_uses() -> None:
    load_fonts()
    assert "Inter Window" in QFontDatabase.families()
    assert QFontInfo(theme_for(is_dark=False).font("control")).family() == "Inter Window"


def test_a_look_tells_when_its_theme_changed(qtbot: QtBot) -> None:
    look = Look()
    with qtbot.waitSignal(look.changed):
        look.show(theme_for(is_dark=True))
    assert look["bg.surface"] == QColor(DARK["bg.surface"])


def test_an_icon_is_drawn_in_its_colour_and_kept() -> None:
    red = QColor("#AA1122")
    drawn = icons.pixmap("search", red, 18, 2.0)
    image = drawn.toImage()
    assert image.width() == 36
    inked = [image.pixelColor(x, y) for x in range(36) for y in range(36) if image.pixelColor(x, y).alpha() > 250]
    assert inked
    assert all(abs(color.red() - 0xAA) + abs(color.green() - 0x11) + abs(color.blue() - 0x22) < 12 for color in inked)
    assert icons.pixmap("search", red, 18, 2.0).cacheKey() == drawn.cacheKey()


def test_every_icon_named_in_the_code_is_shipped() -> None:
    source = "".join(path.read_text("utf-8") for path in Path(icons.__file__).parent.glob("widgets/*.py"))
    names = {"search", "check", "x", "chevron-down", "chevron-right", "info", "triangle-alert", "circle-alert", "lock"}
    names |= {"shield-check", "shield-alert", "file-pen", "badge-check", "signature"}
    assert all(f'"{name}"' in source for name in names)
    assert [name for name in sorted(names) if icons._source(name) == icons._MISSING.decode()] == []


def test_the_ring_shows_for_the_keyboard_only(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    first, second, field = QPushButton("a"), QPushButton("b"), QLineEdit()
    for widget in (first, second, field):
        column.addWidget(widget)
    ring = FocusRing(Look())
    window.show()
    qtbot.waitExposed(window)
    ring.follow(None, first)
    assert ring._frame is None
    with qtbot.waitActive(window):
        window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_Tab)
    now = QApplication.focusWidget()
    assert now is not None
    ring.follow(first, now)
    frame = next(iter(window.findChildren(_Frame)))
    assert frame.widget() is now
    assert frame.geometry() == now.geometry().adjusted(-4, -4, 4, 4)
    ring.follow(now, field)
    assert frame.isHidden()


def test_the_ring_is_whole_around_what_fills_its_parent_and_stays_when_the_page_is_turned(qtbot: QtBot) -> None:
    window, pages = QWidget(), QStackedWidget()
    qtbot.addWidget(window)
    QVBoxLayout(window).addWidget(pages)
    buttons = [QPushButton("a"), QPushButton("b")]
    for button in buttons:
        page = QWidget()
        inside = QVBoxLayout(page)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(button)
        pages.addWidget(page)
    ring = FocusRing(Look())
    window.show()
    with qtbot.waitActive(window):
        window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_Tab)
    ring.follow(None, buttons[0])
    pages.setCurrentIndex(1)
    buttons[1].setFocus()
    ring.follow(buttons[0], buttons[1])
    frame = next(iter(window.findChildren(_Frame)))
    assert frame.widget() is buttons[1]
    assert frame.isVisible()
    whole = frame.rect()
    assert frame.visibleRegion().boundingRect() == whole
    assert (whole.width(), whole.height()) == (buttons[1].width() + 8, buttons[1].height() + 8)


def test_what_the_keyboard_is_on_is_scrolled_into_sight(qtbot: QtBot) -> None:
    area, inside = QScrollArea(), QWidget()
    column = QVBoxLayout(inside)
    fields = [QLineEdit() for _number in range(40)]
    for field in fields:
        column.addWidget(field)
    area.setWidget(inside)
    qtbot.addWidget(area)
    area.resize(300, 200)
    area.show()
    with qtbot.waitActive(area):
        area.activateWindow()
    kept = KeptInSight(area)
    qtbot.waitUntil(fields[0].hasFocus)
    fields[-1].setFocus(Qt.FocusReason.OtherFocusReason)
    kept.follow(fields[0], fields[-1])
    qtbot.waitUntil(lambda: not fields[-1].visibleRegion().isEmpty())
    place = area.verticalScrollBar().value()
    assert place > 0
    area.verticalScrollBar().setValue(0)
    kept.follow(fields[-1], None)  # another window, and back
    kept.follow(None, fields[-1])
    QApplication.processEvents()
    assert area.verticalScrollBar().value() == 0
    area.verticalScrollBar().setValue(place)
    kept.follow(fields[-1], fields[0])  # gone again before its turn came
    kept._bring()
    assert area.verticalScrollBar().value() == place
    shiboken6.delete(fields[0])
    kept._bring()


def test_the_ring_is_seen_around_what_was_scrolled_into_sight(qtbot: QtBot) -> None:
    inside = QWidget()
    column = QVBoxLayout(inside)
    buttons = [QPushButton(str(number)) for number in range(40)]
    for button in buttons:
        column.addWidget(button)
    area = Scrolled(inside, "Many")
    qtbot.addWidget(area)
    area.resize(300, 200)
    area.show()
    with qtbot.waitActive(area):
        area.activateWindow()
    ring, kept = FocusRing(Look()), KeptInSight(area)
    kept.brought.connect(ring.show_again)
    buttons[-1].setFocus(Qt.FocusReason.TabFocusReason)
    area.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
    area.verticalScrollBar().setValue(0)  # Tab alone would have scrolled by itself
    for follow in (ring.follow, kept.follow):
        follow(None, buttons[-1])
    frame = ring._frame
    assert frame is not None
    qtbot.waitUntil(frame.isVisible)
    assert not frame.visibleRegion().isEmpty()
    assert _ringed(area) is area, "an area that is scrolled by key shows that it has the focus"


class Walked(QWidget):
    def focusNextPrevChild(self, is_next: bool) -> bool:
        return walk_focus(self, is_forward=is_next)


def test_what_is_hidden_hands_the_focus_to_its_neighbour(qtbot: QtBot) -> None:
    window, pane = Walked(), QWidget()
    qtbot.addWidget(window)
    corner, title, text = QPushButton("back"), QLineEdit(), QLineEdit()
    column, inside = QVBoxLayout(window), QVBoxLayout(pane)
    column.addWidget(corner)
    column.addWidget(pane)
    inside.addWidget(title)
    inside.addWidget(text)
    window.show()
    with qtbot.waitActive(window):
        window.activateWindow()
    title.setFocus()
    title.hide()
    assert text.hasFocus(), "Enter would press the button in the corner"


def test_the_application_follows_the_choice_of_the_user(qapp: QApplication, qtbot: QtBot) -> None:
    appearance = apply_theme(qapp, "light")
    with qtbot.waitSignal(appearance.look.changed):
        appearance.choose("dark")
    assert appearance.look.theme.is_dark
    assert qapp.palette().window().color() == QColor(DARK["bg.surface"])
    undress(qapp, appearance)
    larger = apply_theme(qapp, "light", 1.5)
    assert qapp.font().pixelSize() == 20
    button = QPushButton("Open")
    qtbot.addWidget(button)
    button.ensurePolished()
    assert button.sizeHint().height() == 48
    undress(qapp, larger)


def test_another_theme_dresses_a_deeply_nested_widget_no_more_often_than_a_shallow_one(
    qapp: QApplication, qtbot: QtBot
) -> None:
    appearance = apply_theme(qapp, "light")
    outer = QWidget()
    qtbot.addWidget(outer)
    inner = outer
    for _depth in range(30):
        inner = QWidget(inner)
    for widget in (outer, inner):
        widget.ensurePolished()
    dressings = Dressings(inner)
    appearance.choose("dark")
    assert 1 <= dressings.count <= 4
    undress(qapp, appearance)


def test_an_unseen_page_is_dressed_when_it_shows_and_looks_as_if_it_had_been_seen(
    qapp: QApplication, qtbot: QtBot
) -> None:
    appearance = apply_theme(qapp, "light")
    pages, pictures = QStackedWidget(), []
    qtbot.addWidget(pages)
    under, over = (_filled(appearance.look) for _place in range(2))
    pages.addWidget(under)
    pages.addWidget(over)
    pages.resize(300, 260)
    pages.show()
    pages.setCurrentIndex(1)  # both have been seen, and dressed for daylight
    button = under.findChild(QPushButton)
    assert button is not None
    dressings = Dressings(button)
    for scheme in ("dark", "light", "dark"):
        appearance.choose(scheme)
    assert dressings.count == 0
    pictures.append(over.grab().toImage())
    pages.setCurrentIndex(0)
    assert dressings.count == 1
    pictures.append(under.grab().toImage())
    assert pictures[0] == pictures[1]
    assert pictures[1].pixelColor(2, 2) == QColor(DARK["bg.canvas"])
    pages.setCurrentIndex(1)
    pages.setCurrentIndex(0)
    assert dressings.count == 1, "once is enough"
    undress(qapp, appearance)


def _filled(look: Look) -> QWidget:
    """Make a page with a bit of everything the sheet speaks of, and fields that set colours of their own."""
    page = QWidget()
    set_property(page, "floor", "canvas")
    inside = QStackedWidget()
    editor = PlainEditor(look, "", "fact", (2, 3))
    editor.set_name("Words", "Nothing yet")
    inside.addWidget(editor)
    inside.addWidget(QPushButton("Unseen"))
    field = QLineEdit()
    field.setPlaceholderText("Nothing yet")
    column = QVBoxLayout(page)
    for widget in (QPushButton("Open"), field, inside, Scrolled(QWidget(), floor="sunken")):
        column.addWidget(widget)
    return page


class Dressings(QObject):
    """Counts how often a widget is dressed anew."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.StyleChange
        return False
