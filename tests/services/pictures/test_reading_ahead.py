"""What OpenCV loads is read before, so that loading waits for no disk."""

import sys
from pathlib import Path

import pytest

from auditor_app.services.pictures.faces import faces_in
from auditor_app.services.pictures.reading_ahead import library_files, read_ahead


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process what is loaded")
def test_everything_that_opencv_loads_is_read() -> None:
    assert callable(faces_in)  # imported, so loaded
    known = {path.resolve() for path in library_files("cv2", "numpy")}
    lines = Path("/proc/self/maps").read_text("utf-8").splitlines()
    loaded = {Path(line.split(maxsplit=5)[5]).resolve() for line in lines if "/cv2/" in line or "/opencv" in line}
    assert loaded
    assert loaded <= known


def test_what_is_not_installed_or_is_gone_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "half_there"
    package.mkdir()
    (package / "__init__.py").write_text("", "utf-8")
    (package / "gone.so").symlink_to(tmp_path / "nowhere.so")
    (package / "native.abi3.so").write_bytes(b"library")
    (package / "words.txt").write_bytes(b"none")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert list(library_files("half_there", "not_installed_anywhere")) == [package / "native.abi3.so"]
    read_ahead("half_there", "not_installed_anywhere")
