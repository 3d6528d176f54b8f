from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from auditor_app.core.errors import UserError
from auditor_app.core.snapshot_json import fingerprint
from auditor_app.services.demo import FOLDER, MARK, PASSPHRASE, demonstrate
from auditor_app.services.outside.snapshots import read_snapshot
from auditor_app.services.workspace import Workspace


def test_the_whole_way_of_an_audit(tmp_path: Path) -> None:
    said: list[str] = []
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / MARK).touch()  # left by an earlier run
    demo = demonstrate(tmp_path, "sv", said.append)
    assert demo.verification.unchanged
    assert demo.last_years_verification.unchanged
    assert [one.signer_name for one in demo.verification.signatures] == ["Mirte Voorbeeld"]
    assert demo.signed_pdf.read_bytes().startswith(b"%PDF")
    assert demo.pages > 10
    assert fingerprint(demo.data.read_bytes()) == demo.fingerprint
    signed = read_snapshot(demo.data.read_bytes())
    assert {row.criterion: row.then for row in demo.comparison.rows if row.then} == dict(signed.levels)
    assert {row.remark for row in demo.comparison.rows} >= {"same", "possibly_same", "not_rated_now"}
    assert any(row.has_changed for row in demo.comparison_with_last_year.rows)
    assert demo.outcome == "granted_with_conditions"
    assert demo.summative_pdf.read_bytes().startswith(b"%PDF")
    assert sum(seconds for name, seconds in demo.seconds.items() if name != "total") == pytest.approx(
        demo.seconds["total"]
    )
    assert len(said) == len(demo.seconds) - 1
    workspace = Workspace.open(demo.data_dir, PASSPHRASE)
    assert workspace is not None
    assert workspace.store.check_log() > 0
    workspace.close()


def test_a_folder_that_is_not_the_demonstrations_own_is_never_thrown_away(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "mine.txt").touch()
    with pytest.raises(UserError) as refused:
        demonstrate(tmp_path, "nl", lambda _: None)
    assert refused.value.code == "demo.folder_taken"
    assert (tmp_path / FOLDER / "mine.txt").exists()
    shutil.rmtree(tmp_path / FOLDER)
