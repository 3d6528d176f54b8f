"""From a bare machine to a running program: `python .ci/bootstrap.py run` (or test, build, prepare).

Only the standard library, and readable by an older Python, because it is the one that says so.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "installed-lock.sha256"
OLDEST = (3, 11)

# Shared libraries that Qt's wheels expect from the system (ldd on the platform plugins), and who brings them on Debian.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libxkbcommon.so.0": "libxkbcommon0",
}
QT_WINDOW_LIBRARIES = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
# Independent judges of our PDFs; the tests fail without them rather than skip.
JUDGES = {
    "pdfsig": "poppler-utils",
    "pdftoppm": "poppler-utils",
    "qpdf": "qpdf",
    "openssl": "openssl",
    "certutil": "libnss3-tools",  # a certificate store for pdfsig
    "softhsm2-util": "softhsm2",  # stands in for a smart card
}
SOUND = {"pulseaudio": "pulseaudio"}  # stands in for microphone and loudspeaker, on Linux only
ELSEWHERE = {
    "darwin": "brew install poppler qpdf openssl softhsm",
    "win32": "scoop install poppler qpdf openssl",
}


def main() -> None:
    """Prepare the machine as far as the verb needs it, then do what the verb says."""
    verb, extra = (sys.argv[1] if len(sys.argv) > 1 else "prepare"), sys.argv[2:]
    if verb not in ("prepare", "run", "test", "build"):
        _stop(f"'{verb}' is not known here. Use run, test, build or prepare.")
    _check_python()
    _make_venv()
    _install_lock()
    _check_system(verb)
    if verb == "run":
        _run(extra)
    elif verb == "test":
        # On all cores; "-n 0" in ARGS is for a debugger. Whoever runs dry takes over half of what another still has.
        _hand_over([PYTHON, "-m", "pytest", "--numprocesses=auto", "--dist=worksteal", *extra])
    elif verb == "build":
        _hand_over([PYTHON, "-m", "PyInstaller", "--noconfirm", ROOT / "build.spec", *extra])


def _check_python() -> None:
    if sys.version_info >= OLDEST:
        return
    found = ".".join(map(str, sys.version_info[:3]))
    newer = [name for name in ("python3.13", "python3.12", "python3.11") if _starts(name)]
    hint = f"Use the one you have: make run PYTHON={newer[0]}" if newer else "Get one from https://www.python.org."
    _stop(f"Auditor needs Python 3.11 or newer; this is {found}. {hint}")


def _starts(program: str | Path) -> bool:
    try:
        return subprocess.run([program, "--version"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _make_venv() -> None:
    if _starts(PYTHON):
        return
    if importlib.util.find_spec("ensurepip") is None:
        _install_or_stop([f"python3.{sys.version_info.minor}-venv"], "Python's venv module is not complete.")
    print("Making .venv …", flush=True)
    _must([sys.executable, "-m", "venv", "--clear", VENV])


def _install_lock() -> None:
    """Install what the lock names, once per lock, and the program itself in place."""
    wanted = hashlib.sha256()
    for name in ("requirements.lock", "pyproject.toml"):
        wanted.update((ROOT / name).read_bytes())
    if STAMP.exists() and STAMP.read_text() == wanted.hexdigest():
        return
    print("Installing the packages of requirements.lock (about 1 GB, once) …", flush=True)
    pip: list[str | Path] = [PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    _must([*pip, "--require-hashes", "-r", ROOT / "requirements.lock"])
    _must([*pip, "--no-deps", "--no-build-isolation", "-e", ROOT])
    STAMP.write_text(wanted.hexdigest())


def _check_system(verb: str) -> None:
    if sys.platform.startswith("linux"):
        libraries = dict(QT_LIBRARIES)
        # A build carries along what it finds here, and the program it makes has a window.
        if verb == "build" or (verb == "run" and _has_display()):
            libraries.update(QT_WINDOW_LIBRARIES)
        missing = {name: package for name, package in libraries.items() if not _loads(name)}
        if missing:
            _install_or_stop(sorted(set(missing.values())), f"Qt misses {', '.join(missing)}.")
    if verb == "test":
        wanted = JUDGES | (SOUND if sys.platform.startswith("linux") else {})
        judges = {name: package for name, package in wanted.items() if shutil.which(name) is None}
        if judges:
            _install_or_stop(sorted(set(judges.values())), f"The tests need {', '.join(judges)}.")


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _has_display() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _install_or_stop(packages: list[str], why: str) -> None:
    """Install Debian packages when we may, else say the one command that does."""
    if shutil.which("apt-get") is None:
        command = ELSEWHERE.get(sys.platform, "install the equivalent of: " + " ".join(packages))
        _stop(f"{why}\nPlease run: {command}")
    command = f"apt-get update && apt-get install --yes --no-install-recommends {' '.join(packages)}"
    if os.geteuid() != 0:
        _stop(f"{why}\nPlease run: sudo sh -c '{command}'")
    print(f"{why} Installing {' '.join(packages)} …", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    if subprocess.run(["sh", "-c", f"({command}) > /dev/null"], env=quiet, check=False).returncode != 0:
        _stop(f"That did not work. Please run: {command}")


def _run(extra: list[str]) -> None:
    if _has_display():
        _hand_over([PYTHON, "-m", "auditor_app.app", "--sample", *extra])
    out = ROOT / "out" / "demo"
    print("No display here, so no window: making the demonstration audit instead.", flush=True)
    _must([PYTHON, "-m", "auditor_app.cli.main", "demo", "--out", out, *extra])
    print(f"\nThe files are in {out}:")
    for path in sorted(path for path in out.rglob("*") if path.is_file()):
        print(f"  {path.relative_to(out)}  ({path.stat().st_size:,} bytes)")


def _must(command: list[str | Path]) -> None:
    code = subprocess.run(command, cwd=ROOT, check=False).returncode
    if code != 0:
        _stop(f"Stopped: {Path(command[0]).name} {' '.join(map(str, command[1:4]))} … ended with {code}.", code)


def _hand_over(command: list[str | Path]) -> NoReturn:
    sys.exit(subprocess.run(command, cwd=ROOT, check=False).returncode)


def _stop(sentence: str, code: int = 1) -> NoReturn:
    print(sentence, file=sys.stderr)
    sys.exit(code)


if __name__ == "__main__":
    main()
