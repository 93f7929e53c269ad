"""Pages and saves take as many queries among several programmes as in one alone."""

from __future__ import annotations

import html
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from improvement.models import Appointment, Role
from improvement.values.clock import now
from tests.support.another_programme import build

REPORT = "/scas/2024-01/culture-and-staff-wellbeing/"
READ = (
    "/",
    "/scas/",
    "/scas/?months=all",
    "/scas/2024-01/",
    "/scas/2024-01/returns/",
    "/scas/metrics/",
    REPORT,
    f"{REPORT}highlight-report/",
    f"{REPORT}scorecard/",
    f"{REPORT}as-it-stands/",
)
SAVED = {"highlight-report": "progress", "plan": "aims", "actions": "action-{}-explanation"}


def counted(client: Client, method: str, address: str, fields: dict[str, str]) -> int:
    with CaptureQueriesContext(connection) as asked:
        answer = getattr(client, method)(address, fields)
    assert answer.status_code == (200 if method == "get" else 302), address
    return len(asked)


def of_all(client: Client, culture, text: str) -> dict[str, int]:
    """Count the queries of reading every page, and of saving a changed text on some."""
    found = {address: counted(client, "get", address, {}) for address in READ}
    rating = culture.action_ratings.first().pk
    for page, name in SAVED.items():
        address = f"{REPORT}{page}/"
        seen = re.search(r'name="seen" value="([^"]*)"', client.get(address).content.decode())
        fields = {name.format(rating): text, "seen": html.unescape(seen[1])}
        found[f"save {page}"] = counted(client, "post", address, fields)
    return found


@pytest.mark.usefixtures("one_format")
def test_a_second_programme_adds_no_query(signed_in, nicola, office, culture):
    for role in (Role.PROGRAMME_OFFICE, Role.CEO_OFFICE):  # who sees every page above
        Appointment.objects.get_or_create(
            person=nicola, role=role, programme=culture.month.programme
        )
    client = signed_in(nicola)
    of_all(client, culture, "Once to begin with")
    alone = of_all(client, culture, "Among none")
    build(at=now())
    assert of_all(client, culture, "Among others") == alone
    assert max(alone.values()) < 30
