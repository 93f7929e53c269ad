"""A backup of the demo, and every row as it was before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.backups import content, tables
from tests.support.databases import manage, own_url
from tests.support.standing_demo import Clones


@pytest.fixture(scope="module")
def as_it_was(django_db_setup: Clones, django_db_blocker) -> dict[str, list[tuple]]:
    """Every row of every table before the backup was made, which leaves a line in the log."""
    with django_db_blocker.unblock():
        return {model._meta.label: content(model, "default") for model in tables()}


@pytest.fixture(scope="module")
def backup(
    as_it_was, django_db_setup: Clones, django_db_blocker, tmp_path_factory
) -> Iterator[Path]:
    """A backup of the demo, made by the command. What it wrote into the log is taken back."""
    file = tmp_path_factory.mktemp("backup") / "demo.backup.zip"
    made = manage("backup", file, url=own_url())
    assert made.returncode == 0, made.stderr
    assert made.stdout.startswith(f"Wrote {file}: ")
    yield file
    with django_db_blocker.unblock():
        django_db_setup.renew()
