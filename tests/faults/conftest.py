"""Servers and databases of the tests' own: what they do to them, no other test feels."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.support.fault_databases import PLACES, Cluster, Database, SqliteFiles, manage


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(item.path).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session", autouse=True)
def static_files() -> None:
    """Collect the static files, without which an installation serves no page.

    Compressing them takes most of a minute, so what was collected since the last change stays.
    """
    sources = [one for folder in settings.STATICFILES_DIRS for one in Path(folder).rglob("*")]
    collected = Path(settings.STATIC_ROOT) / "staticfiles.json"
    newest = max(one.stat().st_mtime for one in sources)
    if not collected.exists() or collected.stat().st_mtime < newest:
        done = manage("sqlite://:memory:", "collectstatic", "--noinput", "--verbosity=0")
        assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def sqlite_files(tmp_path_factory: pytest.TempPathFactory) -> SqliteFiles:
    return SqliteFiles(tmp_path_factory.mktemp("worlds"))


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL that these tests alone use."""
    if not PLACES:
        if os.environ.get("CI"):
            pytest.fail("There is no PostgreSQL to start, and CI has to have one.")
        pytest.skip("NOT TESTED ON POSTGRESQL: install the package postgresql to run these.")
    cluster = Cluster()
    cluster.begin()
    yield cluster
    cluster.end()


@pytest.fixture(params=["sqlite", "postgresql"])
def made(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], Database]:
    """Return a way to a fresh database of each kind, with a world in it."""
    kind = "sqlite_files" if request.param == "sqlite" else "cluster"
    engine = request.getfixturevalue(kind)
    return lambda world: engine.database(world, tmp_path)
