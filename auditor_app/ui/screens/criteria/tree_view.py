"""The criteria tree as a view: no indentation, one click folds a head, criteria are walked with the arrows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTreeView, QWidget

from auditor_app.i18n import _
from auditor_app.ui.delegates.criteria import CriteriaDelegate
from auditor_app.ui.models.criteria_tree import CriteriaTree
from auditor_app.ui.theme import set_property

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

Index = QModelIndex | QPersistentModelIndex


class CriteriaTreeView(QTreeView):
    """`chosen` tells the code a person went to."""

    chosen = Signal(str)

    def __init__(self, look: Look, tree: CriteriaTree, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tree = tree
        self._is_showing = False
        tree.setParent(self)
        self.setModel(tree)
        self.setItemDelegate(CriteriaDelegate(look, self))
        self.setAccessibleName(_("Criteria"))
        self.setHeaderHidden(True)
        self.setIndentation(0)
        self.setRootIsDecorated(False)
        self.setItemsExpandable(True)
        self.setExpandsOnDoubleClick(False)
        self.setUniformRowHeights(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        set_property(self, "floor", "canvas")
        self.clicked.connect(self._on_clicked)
        self._unfold()

    def _unfold(self) -> None:
        """Show the first line whole; the standards of the others are there as soon as their line is opened."""
        for row in range(self._tree.rowCount()):
            line = self._tree.index(row, 0)
            self.setExpanded(line, row == 0)
            for place in range(self._tree.rowCount(line)):
                self.setExpanded(self._tree.index(place, 0, line), True)

    def choose(self, code: str) -> None:
        """Show `code` as chosen, unfolding what hides it, without telling."""
        self._is_showing = True
        index = self._tree.index_of(code)
        above = index.parent()
        while above.isValid():
            self.setExpanded(above, True)
            above = above.parent()
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)
        self._is_showing = False

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell which criterion a person went to."""
        super().currentChanged(current, previous)
        key = self._tree.key(current)
        if not self._is_showing and key and ":" not in key:
            self.chosen.emit(key)

    def _on_clicked(self, index: QModelIndex) -> None:
        if self.model().rowCount(index):
            self.setExpanded(index, not self.isExpanded(index))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter folds a head; digits and signs are the place's own keys."""
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._on_clicked(index)
        elif event.text().strip() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def drawBranches(self, _painter: QPainter, _rect: QRect, _index: Index) -> None:
        """Leave the branches to the delegate."""

    def showEvent(self, event: QShowEvent) -> None:
        """Bring the chosen criterion in sight: it may have been chosen while the tree was folded away."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._bring_in_sight)

    def _bring_in_sight(self) -> None:
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the titles anew at another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()
