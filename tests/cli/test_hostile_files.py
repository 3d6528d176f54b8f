from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run

HOSTILE = {
    "empty": b"",
    "zeros": b"\x00" * 4096,
    "half a pdf": b"%PDF-1.7\n1 0 obj\n<<",
    "deep": b'{"a":' * 20_000 + b"1" + b"}" * 20_000,
    "twice": b'{"format": "auditor-snapshot", "format": "x"}',
    "nan": b'{"format": "auditor-snapshot", "version": NaN}',
    "newer": b'{"format": "auditor-snapshot", "version": "99.0"}',
    "not utf-8": b'{"format": "\xff\xfe"}',
    "list": b"[]",
    "huge number": b'{"format": "auditor-snapshot", "version": ' + b"9" * 9000 + b"}",
    "script": b"#!/bin/sh\nrm -rf /\n",
}
VERBS = (
    ("load",), ("import",), ("framework", "check"), ("framework", "load"), ("register", "import"), ("verify",),
    ("plan", "read", "linde"),
)  # fmt: skip


@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
def test_hostile_files_are_refused_in_words(verb: tuple[str, ...], run: Run, tmp_path: Path) -> None:
    names = ["empty", "half a pdf"] if verb in (("import",), ("verify",)) else list(HOSTILE)
    for name in names:
        path = tmp_path / "file"
        path.write_bytes(HOSTILE[name])
        answer = run(*verb, path, "--json")
        assert answer.code in (1, 2), (name, answer)
        assert answer.json, name
        assert "Traceback" not in answer.err
        assert "no sentence yet" not in answer.err + answer.out, (name, answer)


@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
def test_what_is_no_file_is_bad_input(verb: tuple[str, ...], run: Run, tmp_path: Path) -> None:
    for path in (tmp_path / "missing", tmp_path):
        answer = run(*verb, path, "--json")
        assert answer.code == 2, answer
        assert "no sentence yet" not in answer.err


def test_a_folder_that_cannot_be_written_to_is_bad_input(run: Run, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_bytes(b"a file")
    assert run("export", "linde", "--what", "snapshot", "--out", taken).code == 2
    assert run("demo", "--out", taken).code == 2


def test_a_file_name_that_is_no_text_does_not_stop_the_answer(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a\udcff\x1b[2Jb.pdf"
    try:
        path.write_bytes(b"%PDF-")
    except OSError:
        pytest.skip("this file system only takes names that are text")
    answer = run("verify", path)
    assert answer.code == 1
    assert "\x1b" not in answer.out


def test_a_damaged_vault_is_said_in_words(run: Run, data_dir: Path) -> None:
    for content in (b"", b"{}", b'{"wraps": 5}', b'{"wraps": {"passphrase": {"salt": "zz"}}}', b"[" * 5000):
        (data_dir / "vault.json").write_bytes(content)
        answer = run("list", "--json")
        assert answer.code == 2, (content, answer)
