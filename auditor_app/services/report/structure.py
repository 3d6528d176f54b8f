"""The logical structure of the report (PDF/UA): a tree of elements that the marked content and the fields hang on."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(eq=False)
class Element:
    """One structure element; its content is child elements, marked content `(page, number)` and annotations."""

    tag: str
    alt: str = ""
    scope: str = ""
    span: int = 1
    """Over how many columns a cell runs."""
    lang: str = ""
    is_label: bool = False
    """Whether it names what comes after it, as "Question" beside a question."""
    is_legend: bool = False
    """Whether it explains drawn signs, which other forms say in words."""
    widths: tuple[float, ...] = ()
    """How wide the columns of a table are on the page."""
    kids: list[Element | Marked | Annotated] = field(default_factory=list)

    def add(self, tag: str, alt: str = "", scope: str = "", span: int = 1) -> Element:
        """Add a child element after what is there."""
        child = Element(tag, alt, scope, span)
        self.kids.append(child)
        return child

    def add_label(self) -> Element:
        """Add a paragraph that names what comes after it."""
        child = self.add("P")
        child.is_label = True
        return child


@dataclass(frozen=True)
class Marked:
    """A stretch of marked content on a page (both count from 0)."""

    page: int
    number: int


@dataclass(frozen=True)
class Annotated:
    """An annotation, by its number among the document's annotations."""

    number: int


@dataclass(frozen=True)
class Link:
    """A place on a page that leads to another place in the report."""

    page: int
    rect: tuple[float, float, float, float]
    target: str
    label: str
    element: Element


@dataclass(frozen=True)
class Field:
    """An empty signature field on a page."""

    name: str
    label: str
    page: int
    rect: tuple[float, float, float, float]
    element: Element


@dataclass(frozen=True)
class Blank:
    """A place on a form to write in; one that comes with a value is hidden and says what the form belongs to."""

    name: str
    label: str
    page: int
    rect: tuple[float, float, float, float]
    element: Element
    longest: int
    value: str = ""
    has_lines: bool = True


@dataclass
class Annotations:
    """The links and fields of a document, numbered in the order they were drawn."""

    items: list[Link | Field | Blank] = field(default_factory=list)

    def add(self, item: Link | Field | Blank) -> None:
        """Number an annotation and hang it on its element."""
        item.element.kids.append(Annotated(len(self.items)))
        self.items.append(item)
