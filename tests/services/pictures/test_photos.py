"""Photos: a real portrait with place and orientation in, upright pixels and nothing else out; hostile files refused."""

from __future__ import annotations

import random
import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageStat

from auditor_app.core.errors import UserError
from auditor_app.core.model import Box
from auditor_app.services.pictures.photos import Prepared, blur, crop, prepare

PORTRAIT = Path(__file__).parents[2] / "data" / "portrait.jpg"
FACE = (175, 70, 275, 195)
"""Where the astronaut's face is, found by eye."""
ORIENTATION, GPS, MAKER, COMMENT = 0x0112, 0x8825, 0x010F, "Groep 3b, lokaal 12"
TURNED = {3: 180, 6: 90, 8: 270}
"""By how much a camera held so has turned the pixels anticlockwise."""


def from_a_phone(orientation: int = 6, size: tuple[int, int] | None = None) -> bytes:
    """Take the portrait as a phone would store it: turned pixels, place, maker, thumbnail, comment."""
    image: Image.Image = Image.open(PORTRAIT)
    if size:
        image = image.resize(size)
    if orientation in TURNED:
        image = image.rotate(TURNED[orientation], expand=True)
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[MAKER] = "Voorbeeldtelefoon"
    place = exif.get_ifd(GPS)
    place.update({1: "N", 2: (52.0, 5.0, 17.0), 3: "E", 4: (5.0, 7.0, 14.0)})
    output = BytesIO()
    image.save(output, "JPEG", exif=exif, comment=COMMENT.encode(), dpi=(300, 300))
    assert b"Voorbeeldtelefoon" in output.getvalue()
    return output.getvalue()


def opened(prepared: Prepared) -> Image.Image:
    return Image.open(BytesIO(prepared.finished.jpeg))


def difference(one: Image.Image, other: Image.Image) -> float:
    pairs = zip(one.convert("L").resize((64, 64)).tobytes(), other.convert("L").resize((64, 64)).tobytes(), strict=True)
    return sum(abs(a - b) for a, b in pairs) / 4096


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_a_phones_photo_comes_out_upright_and_says_nothing_else(orientation: int) -> None:
    content = from_a_phone(orientation)
    with Image.open(BytesIO(content)) as before:
        assert before.getexif().get_ifd(GPS)
    prepared = prepare(content)
    after = opened(prepared)
    assert not after.getexif()
    assert set(after.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    for secret in (b"Exif", b"Voorbeeldtelefoon", COMMENT.encode(), b"ICC_PROFILE", b"http://ns.adobe.com"):
        assert secret not in prepared.finished.jpeg
    assert difference(after, Image.open(PORTRAIT)) < 5


def test_a_large_photo_gets_two_thousand_pixels_and_equal_bytes_every_time() -> None:
    content = from_a_phone(6, (3000, 4000))
    prepared = prepare(content)
    assert (prepared.width, prepared.height) == (1536, 2048)
    assert prepared.finished.jpeg == prepare(content).finished.jpeg
    assert prepared.finished.sha256 == prepare(content).finished.sha256
    assert prepare(prepared.finished.jpeg).image.size == prepared.image.size


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1", "CMYK"])
def test_any_kind_of_colours_becomes_plain_ones(mode: str, tmp_path: Path) -> None:
    path = tmp_path / ("photo.jpg" if mode == "CMYK" else "photo.png")
    Image.open(PORTRAIT).convert(mode).save(path)
    assert opened(prepare(path)).mode == "RGB"


def test_what_is_see_through_becomes_white() -> None:
    output = BytesIO()
    Image.new("RGBA", (40, 40), (255, 0, 0, 0)).save(output, "PNG")
    assert prepare(output.getvalue()).image.getpixel((20, 20)) == (255, 255, 255)


def bomb(width: int, height: int) -> bytes:
    """Make a PNG of a few hundred bytes that claims to be huge."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(("width", "height"), [(7_100, 7_100), (20_000, 20_000), (60_000, 60_000)])
def test_a_bomb_is_refused_before_it_unpacks(width: int, height: int) -> None:
    with pytest.raises(UserError, match="photo.too_many_pixels"):
        prepare(bomb(width, height))


WRONG = {
    "text": b"this is no photo, " * 100,
    "nothing": b"",
    "pdf": b"%PDF-1.7\n" + bytes(300),
    "gif": b"GIF89a\x01\x00\x01\x00\x00\x00\x00;" + bytes(100),
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>',
    "eps": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
    "tiff": b"II*\x00" + bytes(200),
}


@pytest.mark.parametrize("name", sorted(WRONG))
def test_other_kinds_of_file_are_not_opened(name: str) -> None:
    with pytest.raises(UserError, match="photo.wrong_type"):
        prepare(WRONG[name])


def test_an_apple_photo_is_refused_with_its_own_advice() -> None:
    with pytest.raises(UserError, match="photo.heic"):
        prepare(b"\x00\x00\x00\x18ftypheic" + bytes(200))


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_broken_photos_are_refused_whatever_is_broken() -> None:
    chance = random.Random(3)  # noqa: S311 - the same broken files every time
    good = from_a_phone()
    output = BytesIO()
    Image.open(PORTRAIT).resize((200, 200)).save(output, "PNG")
    refused = 0
    for content in (good, output.getvalue()):
        for _ in range(60):
            broken = bytearray(content[: chance.randrange(20, len(content))])
            for _ in range(chance.randrange(1, 40)):
                broken[chance.randrange(len(broken))] = chance.randrange(256)
            try:
                prepare(bytes(broken))
            except UserError as error:
                refused += error.code in {
                    "photo.broken",
                    "photo.wrong_type",
                    "photo.too_many_pixels",
                    "photo.too_small",
                }
    assert refused > 100
    with pytest.raises(UserError, match="photo.broken"):
        prepare(good[: len(good) // 2])


def test_a_missing_file_and_a_folder_are_said(tmp_path: Path) -> None:
    for path in (tmp_path / "gone.jpg", tmp_path):
        with pytest.raises(UserError, match="photo.unreadable"):
            prepare(path)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_broken_metadata_do_not_lose_the_photo() -> None:
    content = bytearray(from_a_phone(1))
    start = content.index(b"Exif\x00\x00") + 6
    content[start + 4 : start + 40] = b"\xff" * 36
    assert prepare(bytes(content)).width == 512


def detail(image: Image.Image, box: tuple[int, int, int, int]) -> float:
    part = image.convert("L").crop(box)
    shifted = image.convert("L").crop((box[0] + 2, box[1], box[2] + 2, box[3]))
    pairs = zip(part.tobytes(), shifted.tobytes(), strict=True)
    return sum(abs(a - b) for a, b in pairs) / (part.width * part.height)


def test_a_blurred_face_is_gone_and_the_rest_is_as_it_was() -> None:
    prepared = prepare(PORTRAIT)
    box = Box("blur", FACE[0], FACE[1], FACE[2] - FACE[0], FACE[3] - FACE[1])
    blurred = blur(prepared, [box])
    assert blurred.boxes == (box,)
    assert detail(blurred.image, FACE) < detail(prepared.image, FACE) / 3
    elsewhere = (300, 300, 500, 500)
    assert blurred.image.crop(elsewhere).tobytes() == prepared.image.crop(elsewhere).tobytes()
    mean = ImageStat.Stat(prepared.image.crop(FACE)).mean
    assert ImageStat.Stat(blurred.image.crop(FACE)).mean == pytest.approx(mean, abs=6)


def test_boxes_over_the_edge_are_cut_off_and_those_outside_do_nothing() -> None:
    prepared = prepare(PORTRAIT)
    assert blur(prepared, [Box("blur", 900, 900, 50, 50), Box("blur", 5, 5, 0, 40)]) is prepared
    assert blur(prepared, [Box("blur", -20, -20, 60, 60)]).boxes == (Box("blur", 0, 0, 40, 40),)
    assert blur(prepared, [Box("blur", 3, 3, 1, 1)]).image.size == (512, 512)


def test_a_crop_keeps_only_its_part() -> None:
    prepared = prepare(PORTRAIT)
    part = crop(prepared, Box("crop", 300, 100, 400, 200))
    assert part.image.size == (212, 200)
    assert part.boxes == (Box("crop", 300, 100, 212, 200),)
    with pytest.raises(UserError, match="photo.too_small"):
        crop(prepared, Box("crop", 0, 0, 10, 300))
    with pytest.raises(UserError, match="photo.too_small"):
        crop(prepared, Box("crop", 4000, 0, 100, 100))
