"""The test world: its databases, and what holds for every test."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker

from reporting.demo import load
from tests.support.databases import url_on_server
from tests.support.documents_once import made_anew, made_once
from tests.support.no_real_database import keep_to_test_databases
from tests.support.outside import read_outside, watch
from tests.support.standing_demo import (
    NOON,
    Clones,
    Engine,
    PostgresDatabases,
    SqliteFiles,
    unguarded_for_a_while,
)
from tests.support.workers import Together

pytest_plugins = ["tests.support.demo_fixtures", "tests.support.page_fixtures"]

# Machines are noisy: no property is timed.
hypothesis_settings.register_profile(
    "untimed",
    parent=hypothesis_settings.default,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
hypothesis_settings.load_profile("untimed")
ROOT = Path(__file__).resolve().parents[1]
REAL_DECEMBER = ROOT.parent / "shared" / "december-2023.json"
OPENS_THE_DATABASE = {"db", "transactional_db"}
THROUGH_PAGES = {"signed_in", "send", "live_server"}
# Garbage is looked for less often: half a million objects of modules and tests are looked through.
gc.set_threshold(50_000, 20, 100)
NAMED = pytest.StashKey[str]()  # what the settings call the database that no test may touch


def pytest_sessionstart(session: pytest.Session) -> None:
    session.config.stash[NAMED] = keep_to_test_databases(session)
    watch()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say of each test where it has to be seen."""
    for item in items:
        if differs_between_databases(item):
            item.add_marker(pytest.mark.postgresql)
        if "real_december_text" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.real_input)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Leave modules and collected tests, which stay to the end, out of every later collection."""
    gc.collect()
    gc.freeze()


def differs_between_databases(item: pytest.Item) -> bool:
    """Say whether a test may go otherwise on PostgreSQL: it asks the database, and no page does.

    What pages ask is seen there by the table of permissions, which opens every one; a page's words
    are the same from every database. A test of more than words has the mark ``postgresql`` itself.
    """
    asked_for = set(getattr(item, "fixturenames", ()))
    opens = asked_for & OPENS_THE_DATABASE or item.get_closest_marker("django_db")
    elsewhere = any(item.get_closest_marker(name) for name in ("slow", "document"))
    return bool(opens) and not elsewhere and not asked_for & THROUGH_PAGES


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together:
    return Together(config, log)


@pytest.fixture(autouse=True)
def nothing_outside(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that reads a file beside the clone, unless that is what it is for."""
    yield
    read = read_outside()
    if not request.node.get_closest_marker("real_input"):
        assert read == [], "the suite reads nothing outside the repository"


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """Hash as an installation does, at a hundredth of its price: tests set many passwords."""
    with pytest.MonkeyPatch.context() as patch:
        for name, cost in {"time_cost": 1, "memory_cost": 64, "parallelism": 1}.items():
            patch.setattr(Argon2PasswordHasher, name, cost)
        yield


@pytest.fixture(scope="session", autouse=True)
def documents_made_once() -> Iterator[None]:
    with made_once():
        yield


@pytest.fixture
def documents_made_anew() -> Iterator[None]:
    """Make each document, as an installation does: for tests of how it is made."""
    with made_anew():
        yield


@pytest.fixture
def tampering() -> Callable[[], AbstractContextManager[None]]:
    """Return the hands of somebody at the database itself, beneath the app."""
    return unguarded_for_a_while


@pytest.fixture(scope="session")
def december_text() -> str:
    """December in the demo's words: names, numbers and dates as published, sentences retold."""
    return load.FILE.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def real_december_text() -> str:
    """December in the trust's own words, which are its own and lie beside the repository."""
    if not REAL_DECEMBER.exists():
        pytest.skip(f"NOT TESTED WITH THE REAL DECEMBER: there is no {REAL_DECEMBER.name} here.")
    return REAL_DECEMBER.read_text(encoding="utf-8")


@pytest.fixture(
    scope="session", params=["demo", pytest.param("real", marks=pytest.mark.real_input)]
)
def each_december_text(request: pytest.FixtureRequest) -> str:
    """December in the demo's words, and then in the trust's own where they are at hand."""
    text: str = request.getfixturevalue(
        "december_text" if request.param == "demo" else "real_december_text"
    )
    return text


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Clones]:
    """A database with the demo in it, which every test that rolls back finds."""
    # A live server's threads are to give their connections back after each request.
    settings.DATABASES["default"]["CONN_MAX_AGE"] = 0
    worker = getattr(request.config, "workerinput", {}).get("workerid", "alone")
    engine: Engine = SqliteFiles(tmp_path_factory.mktemp("databases"))
    if connection.vendor == "postgresql":
        engine = PostgresDatabases(url_on_server("postgres"), request.config.stash[NAMED], worker)
    clones = Clones(engine)
    with django_db_blocker.unblock():
        clones.begin(migrate_and_load)
    with pytest.MonkeyPatch.context() as patch:
        # Instead of emptying table after table of the database that a test committed to.
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: clones.renew())
        yield clones
    with django_db_blocker.unblock():
        clones.end()


def migrate_and_load() -> None:
    call_command("migrate", verbosity=0)
    load.load_demo(at=NOON, with_sign_ins=False)
