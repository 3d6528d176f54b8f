"""Faces on photographs in packages are counted: found, missed, and what is none."""

import hashlib
import sys
import tarfile
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from benchmarks import faces

PORTRAIT = Path(__file__).parents[1] / "data" / "portrait.jpg"
FACE = (223, 119)


def test_a_face_is_found_one_that_is_not_there_is_missed_and_a_proposal_elsewhere_is_beside() -> None:
    portrait = PORTRAIT.read_bytes()
    count = faces.counted(portrait, [FACE, (400, 400)])
    assert (count.faces, count.found, count.beside) == (2, 1, 0)
    count = faces.counted(portrait, [])
    assert (count.faces, count.found, count.beside) == (0, 0, 1)


def test_photos_are_read_out_of_packages_as_they_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    portrait, wall = PORTRAIT.read_bytes(), BytesIO()
    Image.new("RGB", (200, 200), "grey").save(wall, "PNG")
    with tarfile.open(tmp_path / "one-1.0.tar.gz", "w:gz") as archive:
        member = tarfile.TarInfo("one-1.0/portrait.jpg")
        member.size = len(portrait)
        archive.addfile(member, BytesIO(portrait))
    with zipfile.ZipFile(tmp_path / "two-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("two/wall.png", wall.getvalue())
        wheel.writestr("two/__init__.py", "")
    key, plain = (hashlib.sha256(content).hexdigest()[:16] for content in (portrait, wall.getvalue()))
    monkeypatch.setattr(faces, "WITH_FACES", {key: ("the portrait", (FACE,)), "0" * 16: ("not here", ((1, 1),))})
    monkeypatch.setattr(faces, "WITHOUT_FACES", frozenset({plain}))
    monkeypatch.setattr(sys, "argv", ["faces", str(tmp_path)])
    assert faces.main() == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert lines[1][:6] == ["the", "portrait", "1", "1", "1", "0"]
    assert lines[2][:7] == ["all", "with", "faces", "1", "1", "1", "0"]
    assert lines[3][:6] == ["all", "without", "1", "0", "0", "0"]
    assert lines[4] == ["not", "in", "the", "folder:", "1", "photos"]


def test_without_a_folder_it_says_what_to_put_there(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["faces"])
    assert faces.main() == 2
    assert "face_recognition 1.3.0" in capsys.readouterr().err
