"""What may be a face is proposed: on a real portrait, held and lit in every way; never without the extra."""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageEnhance, ImageFilter

from auditor_app.core.model import Box
from auditor_app.services.pictures import photos
from auditor_app.services.pictures.photos import blur, find_faces, prepare

PORTRAIT = (Path(__file__).parents[2] / "data" / "portrait.jpg").read_bytes()
PICTURE = Image.open(BytesIO(PORTRAIT)).convert("RGB")
FACE = (180, 70, 275, 190)
"""Where the astronaut's face is on 512 × 512 pixels, found by eye."""


def png(image: Image.Image) -> bytes:
    output = BytesIO()
    image.save(output, "PNG")
    return output.getvalue()


def the_only_face(image: Image.Image) -> Box:
    boxes = find_faces(prepare(png(image)))
    assert boxes is not None
    assert len(boxes) == 1
    return boxes[0]


@pytest.mark.parametrize("side", [512, 1024, 160])
def test_a_face_on_a_real_portrait_is_proposed(side: int) -> None:
    box, scale = the_only_face(PICTURE.resize((side, side))), side / 512
    left, top, right, bottom = (edge * scale for edge in FACE)
    assert box.x < left + 20 * scale
    assert box.y < top + 20 * scale
    assert box.x + box.width > right - 20 * scale
    assert box.y + box.height > bottom - 20 * scale
    assert box.width * box.height < 2 * (right - left) * (bottom - top)


@pytest.mark.parametrize("degrees", [30, 60, 90, 180])
def test_a_face_is_proposed_however_the_head_or_the_camera_is_held(degrees: int) -> None:
    the_only_face(PICTURE.rotate(degrees, expand=True))


@pytest.mark.parametrize(
    "changed",
    [
        ImageEnhance.Brightness(PICTURE).enhance(0.25),
        ImageEnhance.Brightness(PICTURE).enhance(2.2),
        PICTURE.filter(ImageFilter.GaussianBlur(3)),
        PICTURE.convert("L"),
    ],
    ids=["dark", "bright", "out of focus", "grey"],
)
def test_a_face_is_proposed_in_a_bad_photo(changed: Image.Image) -> None:
    the_only_face(changed)


def test_a_face_far_away_is_proposed_and_one_that_fills_the_photo_once() -> None:
    room = Image.new("RGB", (2048, 1536), (120, 120, 110))
    room.paste(PICTURE.resize((80, 80)), (900, 700))
    assert the_only_face(room).width < 40
    close = PICTURE.crop((150, 40, 300, 220)).resize((1700, 2040))
    assert the_only_face(close).width > 1000


def test_what_was_blurred_as_proposed_is_no_face_any_more() -> None:
    prepared = prepare(PORTRAIT)
    found = find_faces(prepared)
    assert found
    assert find_faces(blur(prepared, found)) == ()


def test_without_the_extra_the_program_says_that_it_does_not_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "auditor_app.services.pictures.faces", None)
    assert find_faces(prepare(PORTRAIT)) is None
    assert not photos.looks_for_faces()
