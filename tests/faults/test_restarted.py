"""PostgreSQL stopped and started under load: the app goes on by itself, in the same processes."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

from tests.support.fault_load import ENOUGH, PEOPLE, Load
from tests.support.fault_server import serving

AWAY = 2  # seconds without a database
SOON = 15  # seconds within which whoever asks meanwhile has an answer


def test_the_app_recovers_by_itself_and_loses_no_acknowledged_save(cluster, tmp_path):
    database = cluster.database("editors", tmp_path)
    with serving(database, tmp_path) as server, ThreadPoolExecutor(PEOPLE) as pool:
        load = Load(server, database.sessions)
        working = [pool.submit(load.work, number) for number in range(PEOPLE)]
        try:
            load.wait_for(ENOUGH)
            workers = server.workers()
            stopped = time.monotonic()
            cluster.stop()
            time.sleep(AWAY)
            cluster.start()
            back = time.monotonic()
            load.wait_for(ENOUGH)
        finally:
            load.over.set()
        for one in working:
            one.result()
        assert server.workers() == workers != set(), "a process was started anew"

    told = [one for one in load.asked if one.status not in (200, 302)]
    assert told, "nobody noticed: there was no outage"
    assert {one.status for one in told} == {503}, "no answer, or none that says why"
    assert max(one.seconds for one in told) < SOON
    assert [one for one in told if one.began + one.seconds < stopped] == []
    assert [one for one in told if one.began > back] == []
    history = set(database.column("SELECT text FROM improvement_historicalsection"))
    saved = {one.text for one in load.asked if one.text and one.status == 302}
    assert len(saved) > PEOPLE
    assert saved <= history
