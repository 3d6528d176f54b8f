"""How the report is set: kept with the audit, so that two laptops give the same pages; a logo is pixels only."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image, PngImagePlugin

from auditor_app.core.errors import UserError
from auditor_app.core.model import Density
from auditor_app.services.pictures.logo import LONG_SIDE, checked_drawing, is_drawing, prepared_logo
from auditor_app.services.workspace import Workspace


def as_png(image: Image.Image) -> bytes:
    output = BytesIO()
    image.save(output, "PNG")
    return output.getvalue()


def picture(width: int = 300, height: int = 120, *, secret: str = "") -> bytes:
    output, told = BytesIO(), PngImagePlugin.PngInfo()
    if secret:
        told.add_text("Author", secret)
    Image.new("RGBA", (width, height), "#1F4E6B80").save(output, "PNG", pnginfo=told)
    return output.getvalue()


def test_what_was_chosen_is_kept_with_the_audit_and_can_be_undone(workspace: Workspace, audit: str) -> None:
    layouts = workspace.layouts
    assert layouts.of(audit).density is Density.NORMAL
    layouts.set(audit, density="compact", left_out=("matrix",), photos_per_row=3, language="sv")
    layouts.set(audit, photos_per_row=9, shares_record=True)
    found = workspace.audits.snapshot(audit).layout
    assert (found.density, found.left_out, found.photos_per_row) == (Density.COMPACT, ("matrix",), 3)
    assert (found.language, found.shares_record) == ("sv", True)
    workspace.audits.undo(audit)
    assert not layouts.of(audit).shares_record


def test_unknown_wishes_are_refused(workspace: Workspace, audit: str) -> None:
    with pytest.raises(ValueError, match="logo"):
        workspace.layouts.set(audit, logo="abc")
    with pytest.raises(ValueError, match="airy"):
        workspace.layouts.set(audit, density="airy")


def test_a_place_is_asked_one_thing_at_a_time(workspace: Workspace, audit: str) -> None:
    layouts = workspace.layouts
    layouts.set_break(audit, "part:matrix", "follow_on")
    layouts.set_break(audit, "part:matrix", "new_pages")
    layouts.set_break(audit, "finding:f1", "kept_together")
    found = layouts.of(audit)
    assert (found.new_pages, found.follow_on, found.kept_together) == (("part:matrix",), (), ("finding:f1",))
    layouts.set_break(audit, "part:matrix", "")
    assert layouts.of(audit).new_pages == ()


def test_a_logo_loses_everything_but_its_pixels() -> None:
    made = prepared_logo(picture(2400, 600, secret="Jan Jansen"))
    assert b"Jan" not in made
    assert made == prepared_logo(picture(2400, 600))
    with Image.open(BytesIO(made)) as opened:
        assert (opened.mode, opened.size, opened.info) == ("RGB", (LONG_SIDE, LONG_SIDE // 4), {})
        colour = opened.getpixel((5, 5))
    assert isinstance(colour, tuple)
    assert min(colour) > 100, "what is half see-through lies on white paper"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"no picture at all", "logo.wrong_type"),
        (picture()[:60], "logo.broken"),
        (picture(8, 8), "logo.too_small"),
        (b"\x89PNG" + b"0" * (5 << 20), "logo.too_large"),
        (as_png(Image.new("RGBA", (90, 90), (0, 0, 0, 0))), "logo.blank"),
        (as_png(Image.new("RGB", (90, 90), (250, 251, 255))), "logo.blank"),
    ],
    ids=["text", "cut off", "tiny", "huge", "clear", "white"],
)
def test_what_is_no_logo_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(UserError) as refused:
        prepared_logo(content)
    assert refused.value.code == code


def test_greys_of_sixteen_bits_stay_greys() -> None:
    with Image.open(BytesIO(prepared_logo(as_png(Image.new("I;16", (40, 40), 0x8000))))) as opened:
        assert opened.getpixel((20, 20)) in {(127, 127, 127), (128, 128, 128)}


def test_a_logo_needs_words(workspace: Workspace, audit: str) -> None:
    for alt in ("", "  "):
        with pytest.raises(UserError, match=r"logo\.no_alt"):
            workspace.layouts.set_logo(audit, picture(), alt)
    workspace.layouts.set_logo(audit, picture(), " Een  boom ")
    found = workspace.layouts.of(audit)
    assert found.logo_alt == "Een boom"
    assert workspace.store.blob(found.logo) == prepared_logo(picture())
    with pytest.raises(UserError, match=r"logo\.no_alt"):
        workspace.layouts.set(audit, logo_alt="")
    workspace.layouts.remove_logo(audit)
    assert workspace.layouts.of(audit).logo == ""


DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path id="a" d="M0 0h9v9z"/><use href="#a"/></svg>'
)
HOSTILE = (
    b"<script>alert(1)</script>",
    b'<image href="/etc/passwd"/>',
    b'<image xlink:href="file:///etc/passwd"/>',
    b'<use href="other.svg#a"/>',
    b'<rect onclick="x()"/>',
    b'<style>@import "x.css"</style>',
    b'<rect style="fill:url(http://x/y)"/>',
    b"<foreignObject/>",
)


def test_a_drawing_that_keeps_to_itself_may_be_drawn() -> None:
    assert is_drawing(DRAWING)
    assert checked_drawing(DRAWING) == DRAWING


@pytest.mark.parametrize("part", HOSTILE)
def test_a_drawing_that_reaches_out_may_not(part: bytes) -> None:
    for spoiled in (DRAWING.replace(b"<path", part + b"<path"), b"<!DOCTYPE svg [<!ENTITY a 'b'>]>" + DRAWING):
        with pytest.raises(UserError, match=r"logo\.unsafe_drawing"):
            checked_drawing(spoiled)


def test_two_laptops_set_the_same_pages(
    workspace: Workspace, open_workspace: Callable[[], Workspace], audit: str
) -> None:
    workspace.layouts.set_logo(audit, picture(), "Een boom")
    workspace.layouts.set(audit, density="compact")
    first = workspace.publishing.preview(audit, "nl")
    again = open_workspace().publishing.preview(audit, "nl")
    assert first.pages == again.pages
    assert first.layout == again.layout
