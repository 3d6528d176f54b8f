"""A photo, file or voice memo as a tile of a strip, and as a row of small pictures in a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from auditor_app.core.model import Attachment, AttachmentKind
from auditor_app.ui.delegates.rows import draw_text
from auditor_app.ui.icons import paint_icon
from auditor_app.ui.models.beside import clock, kind_words, size_words, title_of
from auditor_app.ui.models.rows import ROW_ROLE
from auditor_app.ui.thumbnails import ICONS, Thumbnails, paint_thumbnail
from auditor_app.ui.tokens import RADIUS
from auditor_app.ui.widgets.shapes import paint_box
from auditor_app.ui.widgets.text import TextBlock

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

TILE: Final = QSize(112, 84)
GAP: Final = 8
SMALL: Final = QSize(60, 45)
"""A photo in a row of the stream, the capture or the evidence."""
_CHIP: Final = 26


class TileDelegate(QStyledItemDelegate):
    """Draws tiles: photos fill theirs, files and memos say what they are."""

    def __init__(self, look: Look, view: QListView, thumbnails: Thumbnails) -> None:
        super().__init__(view)
        self._look, self._view, self._thumbnails = look, view, thumbnails
        thumbnails.ready.connect(self._on_ready)
        look.changed.connect(view.viewport().update)

    def _on_ready(self, _blob: str) -> None:
        self._view.viewport().update()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Give one tile and the gap after it."""
        return TILE + QSize(GAP, GAP)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one tile, a ring around the chosen one."""
        item: Attachment = index.data(ROW_ROLE)
        look = self._look
        rect = QRectF(QRect(option.rect.topLeft(), TILE)).adjusted(2, 2, -2, -2)
        painter.save()
        painter.setOpacity(0.5 if item.deleted else 1.0)
        if item.kind is AttachmentKind.PHOTO:
            self._paint_photo(painter, rect, item)
        else:
            self._paint_thing(painter, rect, item)
        painter.setOpacity(1.0)
        if option.state & QStyle.StateFlag.State_Selected:
            color = look["accent.base" if self._view.hasFocus() else "line.strong"]
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(color, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(-1, -1, 1, 1), RADIUS["chip"] + 1, RADIUS["chip"] + 1)
        painter.restore()

    def _paint_photo(self, painter: QPainter, rect: QRectF, item: Attachment) -> None:
        look, thumbnails = self._look, self._thumbnails
        paint_thumbnail(painter, rect, item, look, thumbnails.pixmap(item), is_lost=thumbnails.is_lost(item))
        mark = "triangle-alert" if not item.is_free_of_people else "file-x" if item.is_excluded else ""
        if mark:
            corner = QRectF(rect.right() - 24, rect.top() + 4, 20, 20)
            paint_box(painter, corner, 3, look["bg.surface"], look["line.medium"])
            color = look["attention.line" if mark == "triangle-alert" else "text.secondary"]
            paint_icon(painter, corner.adjusted(3, 3, -3, -3), mark, color)

    def _paint_thing(self, painter: QPainter, rect: QRectF, item: Attachment) -> None:
        look = self._look
        paint_box(painter, rect, RADIUS["chip"], look["bg.well"], look["line.medium"])
        icon = "play" if item.kind is AttachmentKind.VOICE else "file-text"
        paint_icon(painter, QRectF(rect.x() + 8, rect.y() + 8, 18, 18), icon, look["text.secondary"])
        facts = clock(item.seconds) if item.kind is AttachmentKind.VOICE else kind_words(item)
        place = QRectF(rect.x() + 32, rect.y() + 8, rect.width() - 38, 18)
        draw_text(painter, place, facts, look, "small", "text.muted", tabular=True)
        text = TextBlock(title_of(item), look.font("small"), look.line("small"), rect.width() - 16, max_lines=2)
        text.paint(painter, QRectF(rect.x() + 8, rect.y() + 30, 0, 0).topLeft(), look["text.primary"])
        if item.kind is AttachmentKind.FILE and text.lines == 1:
            below = QRectF(rect.x() + 8, rect.y() + 48, rect.width() - 16, 18)
            draw_text(painter, below, size_words(item.size), look, "small", "text.muted", tabular=True)


def beside_height(items: Sequence[Attachment]) -> int:
    """Give how high the line of small pictures under a note is; 0 without any."""
    if not items:
        return 0
    return SMALL.height() + 6 if any(item.kind is AttachmentKind.PHOTO for item in items) else _CHIP


def paint_beside(
    painter: QPainter, rect: QRectF, items: Sequence[Attachment], look: Look, thumbnails: Thumbnails | None
) -> None:
    """Draw photos in small, then how many files and memos; what has no room is counted."""
    x = rect.x()
    photos = [item for item in items if item.kind is AttachmentKind.PHOTO]
    room = max(1, int((rect.width() - 40) // (SMALL.width() + 6)))
    for item in photos[:room]:
        place = QRectF(x, rect.y(), SMALL.width(), SMALL.height())
        pixmap = thumbnails.pixmap(item) if thumbnails is not None else None
        is_lost = thumbnails is not None and thumbnails.is_lost(item)
        paint_thumbnail(painter, place, item, look, pixmap, is_lost=is_lost)
        x += SMALL.width() + 6
    high = SMALL.height() if photos else _CHIP - 6
    if len(photos) > room:
        more = QRectF(x, rect.y(), 36, high)
        x += draw_text(painter, more, f"+{len(photos) - room}", look, "small", "text.muted", tabular=True) + 8
    for kind in (AttachmentKind.FILE, AttachmentKind.VOICE):
        found = [item for item in items if item.kind is kind]
        if found and x + 60 < rect.right():
            paint_icon(painter, QRectF(x, rect.y() + (high - 14) / 2, 14, 14), ICONS[kind], look["text.muted"])
            words = title_of(found[0]) if len(found) == 1 else str(len(found))
            place = QRectF(x + 18, rect.y(), min(150.0, rect.right() - x - 18), high)
            x += 18 + draw_text(painter, place, words, look, "small", "text.secondary") + 12
