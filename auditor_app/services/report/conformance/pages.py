"""The content of every page, read operator by operator: which marks it carries and which characters it shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pikepdf import Array, Dictionary, Name, Object, Stream, String, parse_content_stream

from auditor_app.services.report.conformance.objects import Key, dictionary

if TYPE_CHECKING:
    from pikepdf import Pdf

_SHOWS = frozenset({"Tj", "TJ", "'", '"'})
_PAINTS = frozenset({"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do", "INLINE IMAGE"}) | _SHOWS
_CMYK = frozenset({"k", "K"})
_MARKS = frozenset({"BDC", "BMC", "EMC", "q", "Q", "Tf"})
_LOOKED_AT = " ".join(sorted(_PAINTS | _CMYK | _MARKS))
"""Paths and places are left out: no rule asks for them, and they are most of a page."""
_DEEPEST_STATE = 28


@dataclass
class Font:
    """A font and the character codes that some page shows in it."""

    resource: Object
    name: str
    codes: set[int] = field(default_factory=set)


@dataclass
class Content:
    """What one page, or one form on it, was found to hold."""

    number: int
    marks: list[tuple[int, str]] = field(default_factory=list)
    """Marked-content ids with the tag they were written with."""
    problems: list[tuple[str, str]] = field(default_factory=list)
    """(rule, words)"""
    depth: int = 0


class Pages:
    """Reads each page once."""

    def __init__(self, pdf: Pdf) -> None:
        self.fonts: dict[Key, Font] = {}
        self.contents: list[Content] = []
        self.objects: list[Object] = [page.obj for page in pdf.pages]
        self._forms: set[Key] = set()
        for number, page in enumerate(pdf.pages, 1):
            content = Content(number)
            _Reading(self, content, page.obj.get("/Resources")).read(page)
            self.contents.append(content)
            for annotation in page.obj.get("/Annots", Array()):
                self._appearance(annotation, content)

    def _appearance(self, annotation: Object, content: Content) -> None:
        appearance = dictionary(annotation.get("/AP", Dictionary()).get("/N"))
        if isinstance(appearance, Stream):
            self.form(appearance, content, is_artifact=True)

    def form(self, form: Stream, content: Content, *, is_artifact: bool) -> None:
        """Read a form that a page shows, once."""
        if form.objgen in self._forms:
            return
        self._forms.add(form.objgen)
        reading = _Reading(self, content, form.get("/Resources"), is_artifact=is_artifact)
        reading.read(form)

    def font(self, resource: Object) -> Font:
        """Give the record of a font."""
        key = resource.objgen
        if key not in self.fonts:
            self.fonts[key] = Font(resource, str(resource.get("/BaseFont", Name("/?")))[1:])
        return self.fonts[key]


class _Reading:
    """One pass over one content stream."""

    def __init__(self, pages: Pages, content: Content, resources: Object | None, *, is_artifact: bool = False) -> None:
        self._pages, self._content, self._resources = pages, content, resources
        self._stack: list[str] = ["Artifact"] if is_artifact else []
        """The kind of every open mark: Artifact, MCID, or another."""
        self._base = len(self._stack)
        self._font: Font | None = None
        self._fonts: list[Font | None] = []

    def read(self, source: Any) -> None:  # noqa: ANN401 - a page or a form
        """Read it all."""
        for instruction in parse_content_stream(source, _LOOKED_AT):
            self._step(str(instruction.operator), instruction.operands)
        if len(self._stack) != self._base:
            self._problem("UA-1 7.1", "a mark is opened and not closed")
        if self._fonts:
            self._problem("A-3 6.2.2", "q without Q")

    def _problem(self, rule: str, words: str) -> None:
        self._content.problems.append((rule, words))

    def _step(self, operator: str, operands: Any) -> None:  # noqa: ANN401 - operands have any type
        if operator in {"BDC", "BMC"}:
            self._open(name=str(operands[0])[1:], properties=operands[1] if len(operands) > 1 else None)
        elif operator == "EMC":
            self._close()
        elif operator == "q":
            self._fonts.append(self._font)
            if len(self._fonts) > _DEEPEST_STATE:
                self._problem("A-3 6.1.13", "q nested deeper than 28")
        elif operator == "Q":
            self._font = self._fonts.pop() if self._fonts else None
        elif operator == "Tf":
            self._font = self._found_font(operands[0])
        elif operator in _CMYK:
            self._problem("A-3 6.2.4.3", "DeviceCMYK without such an output intent")
        elif operator in _PAINTS:
            self._paint(operator, operands)

    def _open(self, name: str, properties: object) -> None:
        marked = dictionary(properties)
        if marked is None and properties is not None and self._resources is not None:
            marked = dictionary(self._resources.get("/Properties", Dictionary()).get(str(properties)))
        number = marked.get("/MCID") if marked is not None else None
        if name == "Artifact":
            if "MCID" in self._stack:
                self._problem("UA-1 7.1-1", "an artifact inside tagged content")
            self._stack.append("Artifact")
        elif number is not None:
            if "Artifact" in self._stack:
                self._problem("UA-1 7.1-2", "tagged content inside an artifact")
            if "MCID" in self._stack:
                self._problem("UA-1 7.1", "tagged content inside tagged content")
            self._content.marks.append((int(number), name))
            self._stack.append("MCID")
        else:
            self._stack.append("other")

    def _close(self) -> None:
        if len(self._stack) <= self._base:
            self._problem("UA-1 7.1", "a mark is closed that was not opened")
        else:
            self._stack.pop()

    def _paint(self, operator: str, operands: Any) -> None:  # noqa: ANN401 - operands have any type
        if not {"MCID", "Artifact"} & set(self._stack):
            self._problem("UA-1 7.1-3", f"content ({operator}) is neither tagged nor an artifact")
        if operator in _SHOWS:
            self._show(operands)
        elif operator == "Do" and self._resources is not None:
            self._draw(self._resources.get("/XObject", Dictionary()).get(str(operands[0])))

    def _draw(self, drawn: Object | None) -> None:
        if drawn is None:
            self._problem("A-3 6.2.2", "a drawing that the page's resources do not name")
        elif isinstance(drawn, Stream) and drawn.get("/Subtype") == Name.Form:
            self._pages.form(drawn, self._content, is_artifact=True)
        elif isinstance(drawn, Stream):
            for rule, words in image_problems(drawn):
                self._problem(rule, words)

    def _found_font(self, name: object) -> Font | None:
        fonts = self._resources.get("/Font", Dictionary()) if self._resources is not None else Dictionary()
        resource = fonts.get(str(name))
        if resource is None:
            self._problem("A-3 6.2.2", f"the font {name} is not among the page's resources")
            return None
        return self._pages.font(resource)

    def _show(self, operands: Any) -> None:  # noqa: ANN401 - operands have any type
        if self._font is None:
            self._problem("A-3 6.2.11", "text without a font")
            return
        for operand in operands:
            for part in operand if isinstance(operand, Array) else [operand]:
                if isinstance(part, String):
                    self._font.codes.update(bytes(part))


def image_problems(image: Stream) -> Iterator[tuple[str, str]]:
    """Name what PDF/A forbids in an image."""
    if image.get("/Interpolate", False):
        yield "A-3 6.2.8", "an image asks for interpolation"
    if "/Alternates" in image or "/OPI" in image:
        yield "A-3 6.2.8", "an image has alternates or OPI"
    space = image.get("/ColorSpace")
    if space == Name.DeviceCMYK:
        yield "A-3 6.2.4.3", "an image in DeviceCMYK without such an output intent"
    if image.get("/Filter") == Name.LZWDecode:
        yield "A-3 6.1.7.2", "LZW compression"
    if image.get("/Filter") == Name.JPXDecode:
        yield "A-3 6.2.8.3", "JPEG 2000, which this program never writes"
