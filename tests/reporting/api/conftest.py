"""A token of the programme office, and asking for a table with it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from improvement.accounts.tokens import make_token
from improvement.models import Month
from scorecards.models import ActualLine, MonthlyReading


@pytest.fixture
def key(programme, office) -> str:
    now = datetime.now(UTC)
    expires_on = now.date() + timedelta(days=90)
    return make_token(programme=programme, name="Test", expires_on=expires_on, by=office, at=now)[1]


@pytest.fixture
def ask(key):
    """Ask for a table, as JSON unless told otherwise."""

    def get(table: str, headers: dict[str, str] | None = None, **query: str | int):
        sent = {"Authorization": f"Bearer {key}", **(headers or {})}
        return Client().get(f"/api/v1/programmes/scas/{table}", query, headers=sent)

    return get


@pytest.fixture
def readings(january: Month) -> list[MonthlyReading]:
    """Readings of two lines in two months, as a table gives them: newest first, then by line."""
    lines = list(ActualLine.objects.filter(metric__workstream__slug="performance-improvement")[:2])
    lines.sort(key=lambda line: line.metric.position)
    for starts_on in ("2024-01-01", "2023-12-01"):
        for place, line in enumerate(lines):
            MonthlyReading(line=line, starts_on=starts_on, printed=f"{place + 1}").save()
    return list(MonthlyReading.objects.order_by("-starts_on", "line__metric__position"))
