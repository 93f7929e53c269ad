"""The backup of each release, restored and migrated by this version, on both kinds of database.

Everything in it is as it was: every seal, every history, every byte of every pack; and every page
opens. Nothing is sealed again, and no old row gets a value that it did not have.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connections
from django.test import Client

from improvement.models import Person, Programme
from reporting.backup.archive import open_backup
from reporting.models import Pack, PackFile
from reporting.operations.health import why_not_ready
from tests.support.address_readers import address_and_reader
from tests.support.databases import KINDS, empty_database, manage, reading, standing_on
from tests.support.permissions_ids import ids
from tests.support.permissions_matrix import ROWS
from tests.upgrades.releases import backup_of, read_releases

pytestmark = pytest.mark.slow


# What is written once: histories by their thing, the log, packs and their documents.
SEALED = {"history_seal": "history_id", "seal": "id"}


@pytest.fixture(scope="module", params=read_releases())
def version(request) -> str:
    return request.param


@pytest.fixture(scope="module", params=KINDS)
def upgraded(request, version, tmp_path_factory, django_db_setup, django_db_blocker):
    """The address of a database that a release's backup was restored into, and brought up to date.

    The application works on it, too.
    """
    with empty_database(request.param, tmp_path_factory.mktemp("upgraded")) as url:
        done = manage("restore", backup_of(version), url=url)
        assert done.returncode == 0, done.stderr
        with django_db_blocker.unblock(), standing_on(url):
            yield url


def rows_of(version: str) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Return the rows of each table of a backup, by the table's model."""
    with open_backup(backup_of(version)) as backup:
        for part in backup.manifest.tables:
            yield part.model, [json.loads(line) for line in backup.lines(part)]


@pytest.fixture(scope="module")
def as_released(version) -> dict[str, list[dict[str, Any]]]:
    return dict(rows_of(version))


def test_it_holds_rows_written_changed_and_removed_of_every_kind(as_released):
    kinds = {
        model: Counter(row["history_type"] for row in rows)
        for model, rows in as_released.items()
        if rows and "history_type" in rows[0]
    }
    histories = {model for model in as_released if ".historical" in model}
    assert set(kinds) == histories
    assert len(histories) >= 28
    assert [model for model, count in kinds.items() if not (count["+"] and count["~"])] == []
    assert sum(count["-"] for count in kinds.values()) >= 1
    assert len(as_released["improvement.logentry"]) >= 2
    assert (len(as_released["reporting.pack"]), len(as_released["reporting.packfile"])) >= (1, 6)


def test_the_database_is_ready_and_its_history_verifies(upgraded):
    assert why_not_ready() == ""
    walked = manage("verify_history", url=upgraded)
    assert walked.returncode == 0, walked.stderr
    assert "are as they were written." in walked.stdout


def test_every_seal_is_the_one_it_was_released_with_and_no_row_is_sealed_beside(
    upgraded, as_released
):
    seals = 0
    for model, rows in as_released.items():
        seal = next((name for name in SEALED if rows and name in rows[0]), None)
        if seal is None:
            continue
        before = {row[SEALED[seal]]: row[seal] for row in rows}
        assert dict(now_in(upgraded, table_of(model), SEALED[seal], seal)) == before, model
        seals += len(before)
    assert seals > 1000


def table_of(label: str) -> str:
    """Return a model's table. What is called otherwise since keeps the table it had."""
    app, name = label.split(".")
    models = {model._meta.model_name: model for model in apps.get_app_config(app).get_models()}
    return models[name]._meta.db_table if name in models else f"{app}_{name}"


def now_in(url: str, table: str, *columns: str) -> list[tuple[Any, ...]]:
    with reading(url) as alias, connections[alias].cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)} FROM {table}")
        return cursor.fetchall()


def test_every_byte_of_every_pack_is_as_it_was_issued(upgraded, as_released):
    office = Client()
    office.force_login(Person.objects.get(slug="programme-office"))
    packs = {row["id"]: row["sha256"] for row in as_released["reporting.pack"]}
    files = {row["id"]: row["sha256"] for row in as_released["reporting.packfile"]}
    for pack in Pack.objects.all():
        assert hashlib.sha256(pack.contents_json.encode()).hexdigest() == packs.pop(pack.pk)
    for file in PackFile.objects.select_related("pack__month__programme"):
        month = file.pack.month
        address = f"/{month.programme.slug}/{month.slug}/pack/{file.pack.version}/{file.format}/"
        served = b"".join(answer) if (answer := office.get(address)).streaming else answer.content
        assert hashlib.sha256(served).hexdigest() == files.pop(file.pk), address
    assert (packs, files) == ({}, {})


def test_every_page_opens(upgraded):
    known = ids(Programme.objects.get(slug="scas"))
    pages = [
        row for row in ROWS if row.method == "GET" and not row.by_token and not row.of_no_programme
    ]
    assert len(pages) > 60
    failed = {}
    for address, reader in map(address_and_reader, pages):
        client = Client()
        client.force_login(Person.objects.get(slug=reader))
        answer = client.get(address.format(**known), follow=True)
        landed = answer.redirect_chain[-1][0] if answer.redirect_chain else ""
        if answer.status_code not in (200, 204) or "/accounts/" in landed:
            failed[address] = (answer.status_code, landed)
    assert failed == {}


def test_every_page_of_the_admin_site_opens(upgraded):
    client = Client()
    client.force_login(Person.objects.create_superuser("admin@trust.example", name="Admin"))
    apps_listed = client.get("/admin/").context["app_list"]
    addresses = [model["admin_url"] for app in apps_listed for model in app["models"]]
    assert len(addresses) >= 4
    for address in addresses:
        assert client.get(address).status_code == 200, address
    for model in ("person", "programme"):
        row = apps.get_model("improvement", model).objects.latest("pk")
        for page in ("change", "history"):
            address = f"/admin/improvement/{model}/{row.pk}/{page}/"
            assert client.get(address).status_code == 200, address
