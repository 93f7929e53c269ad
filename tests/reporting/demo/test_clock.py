"""The demo's own time: where it begins, that it goes on and never back, and where it may go."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.core.checks import run_checks
from django.test import Client
from pytest_django.fixtures import Settings

from improvement.audit.changes import change
from improvement.models import Month, Person
from improvement.values.clock import is_demo_time, now, real_now, set_time_of_demo, today
from reporting.demo.clock import last_recorded, start_clock_of_demo

IN_SPRING = datetime(2099, 4, 1, 9, tzinfo=UTC)  # later than anything recorded here


@pytest.fixture
def of_demo(settings: Settings) -> Iterator[Settings]:
    settings.DEBUG, settings.DEMO_CLOCK = True, "2099-04-01T10:00"
    yield settings
    set_time_of_demo(None)


def test_it_begins_where_the_setting_says_and_goes_on_with_real_minutes(
    december: Month, of_demo: Settings
) -> None:
    start_clock_of_demo()
    began = now()
    assert timedelta(0) <= began - IN_SPRING < timedelta(minutes=1)
    assert now() > began
    assert real_now() < IN_SPRING, "sessions keep the real time"


def test_a_later_start_goes_on_from_the_last_change_and_never_back(
    december: Month, nicola: Person, of_demo: Settings
) -> None:
    set_time_of_demo(IN_SPRING + timedelta(days=30))
    change(nicola, by=nicola, name="Nicola of May")
    changed = last_recorded()
    assert changed is not None
    assert changed.date().isoformat() == "2099-05-01"
    set_time_of_demo(None)
    start_clock_of_demo()
    assert timedelta(0) <= now() - changed < timedelta(minutes=1)


def test_every_page_and_the_dashboards_title_say_the_day(
    december: Month, nicola: Person, signed_in, of_demo: Settings
) -> None:
    assert "Demo:" not in _page(signed_in(nicola), "/scas/measures/")
    start_clock_of_demo()
    assert "Demo: today is 1 April 2099" in _page(signed_in(nicola), "/scas/measures/")
    assert ">Demo: 1 April 2099<" in _page(signed_in(nicola), "/scas/")


def _page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


@pytest.mark.parametrize(
    ("debug", "at", "sentence"),
    [
        (False, "2024-02-01T09:00", "it works only with DEBUG"),
        (True, "in February", "DEMO_CLOCK is “in February”; it is a moment such as"),
    ],
)
def test_an_installation_refuses_a_time_of_its_own(
    debug: bool, at: str, sentence: str, settings: Settings
) -> None:
    settings.DEBUG, settings.DEMO_CLOCK = debug, at
    [fault] = [found for found in run_checks() if "DEMO_CLOCK" in found.msg]
    assert sentence in fault.msg


@pytest.mark.django_db
def test_without_debug_the_real_time_goes(settings: Settings) -> None:
    settings.DEBUG, settings.DEMO_CLOCK = False, "2024-02-01T09:00"
    start_clock_of_demo()
    assert not is_demo_time()
    assert today() == real_now().date()
