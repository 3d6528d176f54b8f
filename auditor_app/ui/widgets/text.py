"""Text with the design's own line distance: laid out once, drawn by labels and by delegates alike."""

from __future__ import annotations

import unicodedata
from collections.abc import Hashable, Iterable
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyle, QWidget

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

Span = tuple[int, int]
_UNBOUNDED = 100_000
_BLOCKS = 3
"""So many widths a label remembers: the one it has, the one it would like, and the one it is asked about."""
_LONGEST_LINE = 1_000
"""More characters than a line has room for."""
LONGEST_WORD = 10_000
"""Letters without a space: to break a longer word at its end, Qt reads all of it for every line of it."""
_LEAST_WRAP, _MOST_WRAP = 96, 480


def is_endless(text: str) -> bool:
    """Whether a text holds a word that goes on for pages, as what a computer made does."""
    return len(text) > LONGEST_WORD and max(map(len, text.split()), default=0) > LONGEST_WORD


def wrap_mode(text: str) -> QTextOption.WrapMode:
    """Break lines between words, and within those longer than a line; anywhere in a text with an endless word."""
    wrap = QTextOption.WrapMode
    return wrap.WrapAnywhere if is_endless(text) else wrap.WrapAtWordBoundaryOrAnywhere


class TextBlock:
    """A text broken into lines for one font and width; keep it beside the size hint it gave."""

    def __init__(  # noqa: PLR0913 - all that decides how a text is broken, by name
        self,
        text: str,
        font: QFont,
        line: int,
        width: float,
        *,
        max_lines: int = 0,
        bold: Iterable[Span] = (),
        underlined: Iterable[Span] = (),
        marked: Iterable[Span] = (),
        mark: QColor | None = None,
        is_centred: bool = False,
    ) -> None:
        self.line = line
        self.is_cut = False
        self._layout = QTextLayout(text.replace("\n", "\u2028"), font)
        option = QTextOption()
        option.setWrapMode(wrap_mode(text))
        if is_centred:
            option.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._layout.setTextOption(option)
        bold, underlined, marked = (_in_units(text, spans) for spans in (bold, underlined, marked))
        self._layout.setFormats([*_weights(bold), *_underlines(underlined), *_marks(marked, mark)])
        self._last = 0
        metrics = QFontMetricsF(font)
        self.above = (line - metrics.ascent() - metrics.descent()) / 2
        """The room over the letters of the first line."""
        self.lines = self._break(width, max_lines)
        if self.is_cut:
            self._shorten(width)
            self.lines = self._break(width, max_lines)
            self.is_cut = True
        self.height = self.lines * line

    def _break(self, width: float, max_lines: int) -> int:
        count = 0
        self._layout.beginLayout()
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(max(1.0, width))
            line.setPosition(QPointF(0, round(count * self.line + self.above)))
            count += 1
            if max_lines and count == max_lines:
                self._last = line.textStart()
                self.is_cut = self._last + line.textLength() < len(self._layout.text())
                break
        self._layout.endLayout()
        return max(1, count)

    def _shorten(self, width: float) -> None:
        """End the last line there is room for with "…", so that nobody takes a part for the whole."""
        text, formats = self._layout.text(), self._layout.formats()
        rest = text[self._last : self._last + _LONGEST_LINE].replace("\u2028", " ")
        font = QFont(self._layout.font())
        if any(one.format.fontWeight() == QFont.Weight.DemiBold for one in formats):
            font.setWeight(QFont.Weight.DemiBold)  # else what is partly bold would be taken for shorter than it is
        metrics = QFontMetricsF(font)
        self._layout.setText(text[: self._last] + metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width - 1))
        self._layout.setFormats(formats)

    @property
    def natural_width(self) -> float:
        """The width of the longest line."""
        return max((self._layout.lineAt(i).naturalTextWidth() for i in range(self._layout.lineCount())), default=0)

    def paint(self, painter: QPainter, position: QPointF, color: QColor) -> None:
        """Draw with the block's top left corner at `position`."""
        painter.setPen(color)
        self._layout.draw(painter, position)


def _in_units(text: str, spans: Iterable[Span]) -> list[Span]:
    """Give spans of letters as Qt counts them: an emoji takes two."""
    if text.isascii():
        return list(spans)
    return [(text_units(text[:start]), text_units(text[start : start + length])) for start, length in spans]


def text_units(text: str) -> int:
    """Count the length of a text as Qt does: an emoji takes two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _weights(spans: Iterable[Span]) -> list[QTextLayout.FormatRange]:
    style = QTextCharFormat()
    style.setFontWeight(QFont.Weight.DemiBold)
    return [_range(span, style) for span in spans]


def _underlines(spans: Iterable[Span]) -> list[QTextLayout.FormatRange]:
    style = QTextCharFormat()
    style.setFontUnderline(True)
    return [_range(span, style) for span in spans]


def _marks(spans: Iterable[Span], mark: QColor | None) -> list[QTextLayout.FormatRange]:
    style = QTextCharFormat()
    if mark is not None:
        style.setBackground(mark)
    return [_range(span, style) for span in spans]


def _range(span: Span, style: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length = span
    made.format = style
    return made


def found_words(text: str, query: str) -> tuple[Span, ...]:
    """Give where the words of `query` stand in `text`, whatever their case and accents, as the search finds them."""
    words = _folded(query).split()
    folded, spans = _folded(text) if words else "", []
    for word in words:
        start = folded.find(word)
        while start >= 0:
            spans.append((start, len(word)))
            start = folded.find(word, start + len(word))
    return tuple(sorted(spans))


def _folded(text: str) -> str:
    """Give a text without case and accents, letter for letter, so that places in it are places in the text."""
    return "".join(map(_plain_letter, text))


@cache
def _plain_letter(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[0].lower()[:1]


def paint_line(
    painter: QPainter,
    rect: QRect,
    text: str,
    font: QFont,
    color: QColor,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> int:
    """Draw one line, ended with "…" where it does not fit, and give the width it took."""
    painter.setFont(font)
    painter.setPen(color)
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
    return painter.fontMetrics().horizontalAdvance(shown)


def plain_tip(text: str) -> str:
    """Give a text as a tooltip that shows it as it is: Qt takes what looks like HTML for HTML, and loads its files."""
    return f"<qt>{escape(text)}</qt>" if "<" in text or "&" in text else text


Mode = Literal["wrap", "line", "elide"]


class TextLabel(QLabel):
    """A label in a role of the type scale: wrapped, on one line, or one line that may be cut (with a tooltip)."""

    def __init__(
        self,
        look: Look,
        text: str = "",
        role: str = "body",
        color: str = "text.primary",
        mode: Mode = "wrap",
        parent: QWidget | None = None,
        *,
        tabular: bool = False,
    ) -> None:
        super().__init__(parent)
        self._look, self._role, self._color, self._mode, self._tabular = look, role, color, mode, tabular
        self._bold: tuple[Span, ...] = ()
        self._weight = 0
        self._blocks: dict[Hashable, TextBlock] = {}
        self.setTextFormat(Qt.TextFormat.PlainText)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(mode == "wrap")
        if mode == "wrap":
            self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        if mode == "line":
            policy.setHorizontalPolicy(QSizePolicy.Policy.Minimum)
        self.setSizePolicy(policy)
        look.changed.connect(self._restyle)
        self._restyle()
        self.show_text(text)

    def show_text(self, text: str, bold: Iterable[Span] = ()) -> None:
        """Show `text`; `bold` names the (start, length) of what is set in a heavier weight."""
        spans = tuple(bold)
        if text == self.text() and spans == self._bold:
            return  # or everything around it would be laid out anew
        self._bold = spans
        self.setText(text)
        self.updateGeometry()
        self.update()

    def set_color(self, color: str) -> None:
        """Paint in another colour of the theme."""
        self._color = color
        self.update()

    def set_role(self, role: str, weight: int = 0) -> None:
        """Set in another role of the type scale, or with another weight."""
        self._role, self._weight = role, weight
        self._restyle()

    def _restyle(self) -> None:
        self.setFont(self._look.font(self._role, tabular=self._tabular, weight=self._weight))
        self.updateGeometry()
        self.update()

    def _block(self, width: float) -> TextBlock:
        text, access_key = self._shown()
        lines = 0 if self._mode == "wrap" else 1
        if self._mode == "elide":
            text = QFontMetricsF(self.font()).elidedText(text, Qt.TextElideMode.ElideRight, width)
        bold, is_centred = self._bold, self._mode == "wrap" and self._is_in_the_middle()
        font, line = self.font(), self._look.line(self._role)
        key = (text, font.key(), line, width, bold, access_key, is_centred)
        block = self._blocks.get(key)
        if block is None:
            if len(self._blocks) >= _BLOCKS:
                del self._blocks[next(iter(self._blocks))]
            block = TextBlock(
                text, font, line, width, max_lines=lines, bold=bold, underlined=access_key, is_centred=is_centred
            )
            self._blocks[key] = block
        return block

    def _is_in_the_middle(self) -> bool:
        return bool(self.alignment() & Qt.AlignmentFlag.AlignHCenter)

    def _shown(self) -> tuple[str, tuple[Span, ...]]:
        """Give the text without its mark of the access key, and where that is; only a label with a buddy has one."""
        text = self.text()
        place = text.find("&") if self.buddy() is not None else -1
        if place < 0:
            return text, ()
        is_shown = bool(self.style().styleHint(QStyle.StyleHint.SH_UnderlineShortcut, None, self))
        return text[:place] + text[place + 1 :], ((place, 1),) if is_shown else ()

    def _inner(self, width: int) -> int:
        margins = self.contentsMargins()
        return width - margins.left() - margins.right()

    def _upright(self) -> int:
        margins = self.contentsMargins()
        return margins.top() + margins.bottom()

    def hasHeightForWidth(self) -> bool:
        """Only wrapped text grows when it gets narrow."""
        return self._mode == "wrap"

    def heightForWidth(self, width: int) -> int:
        """Give the height of the text at this width."""
        return self._block(self._inner(width)).height + self._upright()

    def sizeHint(self) -> QSize:
        """Give the size of the text, wrapped text at most 480 wide."""
        block = self._block(_UNBOUNDED if self._mode != "wrap" else _MOST_WRAP)
        margins = self.contentsMargins()
        width = int(block.natural_width) + 1 + margins.left() + margins.right()
        return QSize(width, block.height + self._upright())

    def minimumSizeHint(self) -> QSize:
        """Let wrapped and cut text shrink; a plain line keeps its width."""
        hint = self.sizeHint()
        return hint if self._mode == "line" else QSize(min(hint.width(), _LEAST_WRAP), hint.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the text with its own line distance."""
        inside = self.contentsRect()
        block = self._block(inside.width())
        if self._mode == "elide":
            self.setToolTip(plain_tip(self.text()) if block.natural_width < self.sizeHint().width() - 2 else "")
        y = inside.y() + max(0, (inside.height() - block.height) // 2 if self._is_centred() else 0)
        x = float(inside.x())
        if self.alignment() & Qt.AlignmentFlag.AlignRight:
            x = inside.right() + 1 - block.natural_width
        elif self._is_in_the_middle() and self._mode != "wrap":
            x += (inside.width() - block.natural_width) / 2
        color = self._color if self.isEnabled() else "text.disabled"
        painter = QPainter(self)
        block.paint(painter, QPointF(x, y), self._look[color])

    def _is_centred(self) -> bool:
        return bool(self.alignment() & Qt.AlignmentFlag.AlignVCenter)
