"""Migrations run while the old version serves: nobody's reading or saving notices."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from tests.support.fault_databases import manage
from tests.support.fault_load import ENOUGH, PEOPLE, Load
from tests.support.fault_server import serving

NEXT = {"DJANGO_SETTINGS_MODULE": "tests.faults.next_version.settings"}


def test_the_old_version_reads_and_saves_while_the_next_one_s_migrations_run(made, tmp_path):
    database = made("editors")
    with serving(database, tmp_path) as server, ThreadPoolExecutor(PEOPLE) as pool:
        load = Load(server, database.sessions)
        working = [pool.submit(load.work, number) for number in range(PEOPLE)]
        try:
            load.wait_for(ENOUGH)
            before = load.good()
            migrated = manage(database.url, "migrate", "--verbosity=1", env=NEXT)
            meanwhile = load.good() - before
            load.wait_for(ENOUGH)
        finally:
            load.over.set()
        for one in working:
            one.result()
    assert migrated.returncode == 0, migrated.stderr
    assert "Applying next_version.0001_expand... OK" in migrated.stdout
    assert meanwhile > PEOPLE, "nobody was served while it ran"
    assert [one for one in load.asked if one.status not in (200, 302)] == []
    saved = {one.text for one in load.asked if one.text}
    history = set(database.column("SELECT text FROM improvement_historicalsection"))
    assert saved <= history
    assert database.column("SELECT count(*) FROM next_version_glossary")[0] > 100
    assert set(database.column("SELECT language FROM improvement_section")) == {None}
    assert manage(database.url, "verify_history").returncode == 0
