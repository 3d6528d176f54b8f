"""A store from before photos opens with everything in it, and takes photos from then on."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor_app.core.change import Edit
from auditor_app.core.model import Attachment, Audit
from auditor_app.store import migrations, read
from auditor_app.store.store import Store

KEY = bytes(range(32))


def opened(folder: Path) -> Store:
    return Store(folder, KEY, "device", lambda: 1_800_000_000_000)


def test_an_older_store_gains_photos_and_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = migrations.migration_files()
    monkeypatch.setattr(migrations, "migration_files", lambda: files[:1])
    store = opened(tmp_path)
    fields = {"language": "sv", "created": "2026-11-12T08:00:00+01:00"}
    store.commit(
        [Edit("x", "audit", "x", fields), Edit("x", "note", "n", {"audit": "x", "seen": "Veckomål"})], "me", "g"
    )
    store.close()

    monkeypatch.setattr(migrations, "migration_files", lambda: files)
    store = opened(tmp_path)
    audit = read.entity(store, Audit, "x")
    assert (audit.language, audit.photo_permission) == ("sv", "")
    assert store.check_log() == 2
    assert list((tmp_path / "backups").glob("*before-upgrade*"))
    boxes = [{"what": "blur", "x": 1, "y": 2, "width": 3, "height": 4}]
    store.commit([Edit("x", "attachment", "p", {"audit": "x", "note": "n", "boxes": boxes})], "me", "h")
    assert read.entity(store, Attachment, "p").boxes[0].height == 4
    before = store.dump_state()
    store.rebuild()
    assert store.dump_state() == before
    store.close()
