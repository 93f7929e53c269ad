"""A released migration never changes, and each release has left a backup to upgrade from."""

from __future__ import annotations

import json

import pytest

from improvement.audit.verify import history_models
from tests.upgrades import releases
from tests.upgrades.releases import MOST_BYTES, backup_of, checksum, read_releases
from tests.upgrades.world import EDITS


def test_every_released_migration_is_as_it_was_released():
    told = read_releases()
    assert releases.released_and_changed(told) == []
    assert "improvement/migrations/0001_first_release.py" in told["1.0.0"]["migrations"]


def test_one_that_was_changed_or_taken_away_is_named_and_a_new_one_is_not(monkeypatch):
    now = releases.migrations_now()
    changed, gone = list(read_releases()["1.0.0"]["migrations"])[:2]
    later = {**now, changed: "another checksum", "reporting/migrations/0002_new.py": "new"}
    del later[gone]
    monkeypatch.setattr(releases, "migrations_now", lambda: later)
    assert releases.released_and_changed(read_releases()) == [changed, gone]


def test_no_release_is_written_down_while_an_earlier_one_s_migration_differs(tmp_path, monkeypatch):
    path = next(iter(releases.migrations_now()))
    told = {"0.9.0": {"backup": "", "migrations": {path: "another checksum"}}}
    (file := tmp_path / "releases.json").write_text(json.dumps(told))
    monkeypatch.setattr(releases, "FILE", file)
    with pytest.raises(SystemExit, match=f"{path} was released, and a released migration never"):
        releases.write_down("1.0.0")
    assert json.loads(file.read_text()) == told


@pytest.mark.parametrize("version", read_releases())
def test_each_release_has_its_backup_of_moderate_size(version: str):
    assert checksum(backup_of(version)) == read_releases()[version]["backup"]
    assert backup_of(version).stat().st_size <= MOST_BYTES


def test_the_next_backup_has_an_edit_of_every_kind_of_row():
    assert set(EDITS) == {history.instance_type._meta.label for history in history_models()}
