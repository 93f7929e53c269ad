"""One person holds one job at a time, on both databases, and no lock outlives its holder."""

from __future__ import annotations

import os
import subprocess
import sys
from threading import Event, Thread

import pytest

from improvement.processes import locks
from improvement.processes.locks import BUSY, Busy, held, one_job_of
from tests.support.databases import ROOT, own_url


@pytest.fixture
def at_once(monkeypatch):
    """Let nobody wait for their turn."""
    monkeypatch.setattr(locks, "PATIENCE", 0)


def test_a_second_job_of_one_person_is_refused_in_a_sentence(nicola, at_once):
    with one_job_of(nicola), pytest.raises(Busy) as busy, one_job_of(nicola):
        pass
    assert (busy.value.sentence, busy.value.status) == (BUSY, 429)


def test_when_a_job_is_done_or_broke_the_next_one_begins(nicola, at_once):
    with pytest.raises(OSError, match="full"), one_job_of(nicola):
        raise OSError("The disk is full.")
    with one_job_of(nicola):
        pass


def test_two_people_have_a_job_each(nicola, melanie, at_once):
    with one_job_of(nicola), one_job_of(melanie):
        pass


def test_one_job_waits_for_its_turn_and_a_third_is_refused_at_once(nicola):
    begun, had_its_turn = Event(), Event()

    def wait() -> None:
        with held(f"next job of {nicola.pk}"):
            begun.set()
        with one_job_of(nicola):
            had_its_turn.set()

    with one_job_of(nicola):
        with held(f"next job of {nicola.pk}"), pytest.raises(Busy), one_job_of(nicola):
            pass
        waiting = Thread(target=wait)
        waiting.start()
        assert begun.wait(5)
        assert not had_its_turn.wait(0.5)
    assert had_its_turn.wait(5)
    waiting.join()


HOLDER = """
import sys, time
import django
django.setup()
from improvement.processes.locks import held
with held(sys.argv[1]) as is_ours:
    print(is_ours, flush=True)
    time.sleep(600)
"""


def test_a_lock_ends_with_a_worker_that_is_killed(nicola, at_once):
    environment = os.environ | {
        "DATABASE_URL": own_url(),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DEBUG": "1",
    }
    command = [sys.executable, "-c", HOLDER, f"job of {nicola.pk}"]
    with subprocess.Popen(
        command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as worker:
        assert worker.stdout.readline() == "True\n"
        with pytest.raises(Busy), one_job_of(nicola):
            pass
        worker.kill()
    with held(f"job of {nicola.pk}", patience=5) as is_ours:
        assert is_ours
