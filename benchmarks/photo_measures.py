"""What photos cost: taking one in, and forty of them in a report."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import cache
from io import BytesIO
from random import Random

from PIL import Image, ImageFilter

from auditor_app.core.projection import project
from auditor_app.core.snapshot import Audience, Snapshot
from auditor_app.services.pictures.photos import prepare
from auditor_app.services.report import build as report_build
from auditor_app.services.report.report import Status
from auditor_app.services.samples import THIS_YEAR, sample_snapshot
from benchmarks.measure import Result, Scale, medians, within_limit, within_ratio

PHOTOS = 40
MAY_ADD = 1000.0
"""Milliseconds that forty photos may add to a report."""
INTAKE_BAR = 2.0


@cache
def phone_photo(seed: int, size: tuple[int, int] = (4032, 3024)) -> bytes:
    """Make a photo as large and as busy as a phone's: soft shapes with the grain of a sensor."""
    random = Random(seed)
    shapes = Image.frombytes("RGB", (48, 36), random.randbytes(48 * 36 * 3)).filter(ImageFilter.GaussianBlur(1.2))
    image = shapes.resize(size, Image.Resampling.BICUBIC)
    grain = Image.effect_noise(size, 18).convert("RGB")
    output = BytesIO()
    Image.blend(image, grain, 0.12).save(output, "JPEG", quality=92)
    return output.getvalue()


def with_photos(snapshot: Snapshot, count: int, blobs: dict[str, bytes]) -> Snapshot:
    """Give the sample with `count` kept photos beside its notes, and put their bytes into `blobs`."""
    notes = [link.note for link in snapshot.links if not link.target.startswith("matrix:")]
    photos = []
    for place in range(count):
        kept = prepare(phone_photo(place, (2048, 1536))).finished
        blobs[kept.sha256] = kept.jpeg
        first = snapshot.attachments[0]
        named = replace(first, id=f"photo{place:02}", note=notes[place], blob=kept.sha256, size=len(kept.jpeg))
        photos.append(replace(named, width=kept.width, height=kept.height))
    return replace(snapshot, attachments=tuple(photos))


def photos_in_report(scale: Scale) -> Result:
    """What forty photos of 2,048 pixels add to building the sample's report; the floor is hashing their bytes."""
    blobs: dict[str, bytes] = {}
    school = project(sample_snapshot(THIS_YEAR), Audience.SCHOOL)
    without = replace(school, attachments=())
    illustrated = with_photos(school, PHOTOS if scale.repeats > 1 else 2, blobs)

    def bare() -> object:
        return report_build.build(without, "nl", status=Status())

    def with_all() -> object:
        return report_build.build(illustrated, "nl", status=Status(), blobs=blobs)

    def hashed() -> None:
        for content in blobs.values():
            hashlib.sha256(content).hexdigest()

    plain, full, floor = medians([bare, with_all, hashed], scale.repeats)
    name = f"{len(illustrated.attachments)} photos added to a report"
    return within_limit(name, max(full - plain, 0.001), "ms", floor, MAY_ADD)


def photo_intake(scale: Scale) -> Result:
    """Making a 12 megapixel photo fit to keep; the floor is Pillow shrinking and saving it, and nothing else."""
    content = phone_photo(0)

    def ours() -> object:
        return prepare(content).finished.sha256

    def bare() -> None:
        with Image.open(BytesIO(content)) as opened:
            opened.thumbnail((2048, 2048))
            opened.save(BytesIO(), "JPEG", quality=82)

    value, floor = medians([ours, bare], scale.repeats)
    return within_ratio("photo made fit to keep", value, "ms", floor, INTAKE_BAR)
