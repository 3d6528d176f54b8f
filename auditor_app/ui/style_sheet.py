"""The one style sheet, written from the tokens. Widgets choose by `role` and `tone`, never by object name."""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING

from auditor_app.ui.tokens import RADIUS, SIZE

if TYPE_CHECKING:
    from auditor_app.ui.theme import Theme


def style_sheet(theme: Theme) -> str:
    """Give the style sheet of a theme."""
    colors = {name.replace(".", "_"): value for name, value in theme.colors.items()}
    sizes = {f"h_{name}": str(theme.px(SIZE[name]) - 2) for name in ("button", "buttonSmall", "buttonLarge", "input")}
    sizes["h_inputFocus"] = str(theme.px(SIZE["input"]) - 4)
    radii = {f"r_{name}": str(value) for name, value in RADIUS.items()}
    return Template(_SHEET).substitute(colors | sizes | radii)


_SHEET = """
QPushButton {
    min-height: ${h_button}px; max-height: ${h_button}px; padding: 0 14px; border-radius: ${r_button}px;
    border: 1px solid $line_strong; background: $bg_surface; color: $text_primary; outline: 0;
}
QPushButton[extent="small"] { min-height: ${h_buttonSmall}px; max-height: ${h_buttonSmall}px; padding: 0 10px; }
QPushButton[extent="large"] { min-height: ${h_buttonLarge}px; max-height: ${h_buttonLarge}px; padding: 0 16px; }
QPushButton:hover { background: $bg_hover; }
QPushButton:pressed { background: $bg_sunken; }
QPushButton[role="main"] { background: $accent_base; border-color: $accent_base; color: $accent_on; }
QPushButton[role="main"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[role="main"]:pressed { background: $accent_pressed; border-color: $accent_pressed; }
QPushButton[role="quiet"] { border-color: transparent; background: transparent; color: $accent_text; padding: 0 8px; }
QPushButton[role="quiet"]:hover { background: $bg_hover; border-color: $bg_hover; }
QPushButton[role="quiet"]:pressed { background: $bg_sunken; border-color: $bg_sunken; }
QPushButton[role="wipe"] { border-color: $failure_line; color: $failure_text; }
QPushButton[role="wipe"]:hover { background: $failure_bg; }
QPushButton:disabled, QPushButton[role="main"]:disabled, QPushButton[role="wipe"]:disabled {
    background: transparent; border-color: $line_medium; color: $text_disabled;
}
QPushButton[role="quiet"]:disabled { background: transparent; border-color: transparent; color: $text_disabled; }
QPushButton[role="link"] {
    min-height: 0; padding: 0 2px; border: 0; background: transparent; color: $accent_text; text-align: left;
}
QPushButton[role="link"]:hover { text-decoration: underline; }
QPushButton[role="link"]:disabled { color: $text_disabled; }

QToolButton { border: 0; border-radius: ${r_button}px; background: transparent; color: $text_secondary; padding: 0; }
QToolButton:hover { background: $bg_hover; }
QToolButton:pressed { background: $bg_sunken; }
QToolButton:disabled { color: $text_disabled; background: transparent; }

QLineEdit, QComboBox, QDateEdit, QTimeEdit, QDateTimeEdit, QSpinBox {
    min-height: ${h_input}px; max-height: ${h_input}px; padding: 0 8px; border-radius: ${r_input}px;
    border: 1px solid $line_strong; background: $bg_surface; color: $text_primary;
    selection-background-color: $accent_soft; selection-color: $text_primary;
    placeholder-text-color: $text_muted;
}
QLineEdit:focus, QComboBox:on, QDateEdit:focus, QTimeEdit:focus, QDateTimeEdit:focus, QSpinBox:focus {
    border: 2px solid $accent_base; padding: 0 7px;
}
QLineEdit:focus, QDateEdit:focus, QTimeEdit:focus, QSpinBox:focus {
    min-height: ${h_inputFocus}px; max-height: ${h_inputFocus}px;
}
QLineEdit[tone="failure"], QLineEdit[tone="failure"]:focus {
    border: 2px solid $failure_line; padding: 0 7px; min-height: ${h_inputFocus}px; max-height: ${h_inputFocus}px;
}
QLineEdit:disabled, QComboBox:disabled, QDateEdit:disabled, QTimeEdit:disabled, QSpinBox:disabled {
    border-color: $line_medium; color: $text_disabled; background: transparent;
}
QLineEdit[role="bare"], QLineEdit[role="bare"]:focus {
    border: 0; padding: 0; background: transparent; min-height: 0; max-height: 999px;
}
QLineEdit:read-only { background: transparent; border-color: $line_medium; }
QComboBox::drop-down { border: 0; width: 32px; }
QComboBox::down-arrow { image: none; width: 0; height: 0; }
QComboBox QAbstractItemView {
    border: 1px solid $line_strong; background: $bg_surface; color: $text_primary; padding: 4px 0; outline: 0;
    selection-background-color: $bg_selected; selection-color: $text_primary;
}

QListView, QTreeView, QTableView { border: 0; background: $bg_surface; outline: 0; }
QListView[floor="canvas"], QTreeView[floor="canvas"], QTableView[floor="canvas"] { background: $bg_canvas; }
QListView[floor="sunken"] { background: $bg_sunken; }
QListView[floor="popup"] {
    border: 1px solid $line_strong; color: $text_primary;
    selection-background-color: $bg_selected; selection-color: $text_primary;
}
QScrollArea { border: 0; background: transparent; }
QScrollArea > QWidget > QWidget[floor="none"] { background: transparent; }
QWidget[floor="canvas"] { background: $bg_canvas; }
QWidget[floor="surface"] { background: $bg_surface; }
QWidget[floor="sunken"] { background: $bg_sunken; }

QScrollBar:vertical { border: 0; background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { border: 0; background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $line_medium; border-radius: 3px; margin: 2px; min-height: 28px; min-width: 28px; }
QScrollBar::handle:hover, QScrollBar::handle:pressed { background: $line_strong; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QMenu { border: 1px solid $line_strong; background: $bg_surface; color: $text_primary; padding: 4px 0; }
QMenu::item { padding: 6px 28px 6px 14px; }
QMenu::item:selected { background: $bg_selected; }
QMenu::item:disabled { color: $text_disabled; }
QMenu::separator { height: 1px; background: $line_subtle; margin: 4px 0; }
QToolTip { border: 0; background: $text_primary; color: $bg_surface; padding: 5px 8px; }
QHeaderView { border: 0; background: $bg_surface; }
QHeaderView::section {
    border: 0; border-bottom: 1px solid $line_subtle; background: $bg_surface; color: $text_secondary; padding: 4px 8px;
}
QSplitter::handle { background: transparent; }
"""
