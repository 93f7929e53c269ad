"""The clock of the demo: some days in 2024, so that its deadlines are near and nothing is old.

``DEMO_CLOCK`` says where it begins; it works only with ``DEBUG``. It goes on with real minutes. A
later start goes on from the last moment that was recorded, never back.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.utils.timezone import make_aware

from improvement.models import LogEntry
from improvement.values.clock import set_time_of_demo
from reporting.history.registry import AUDITED_MODELS


def demo_begins() -> datetime | None:
    """Return where the clock of the demo begins; None where the demo has the real time."""
    if not (settings.DEBUG and settings.DEMO_CLOCK):
        return None
    return make_aware(datetime.fromisoformat(settings.DEMO_CLOCK))


def start_clock_of_demo() -> None:
    """Let the demo's time begin, or go on where its history ends."""
    if begins := demo_begins():
        last = last_recorded()
        set_time_of_demo(max(begins, last) if last else begins)


def last_recorded() -> datetime | None:
    """Return the moment of the last change or event that was recorded; None without any."""
    models: list[Any] = [audited.model for audited in AUDITED_MODELS.values()]
    moments = [model.history.aggregate(last=Max("history_date"))["last"] for model in models]
    moments.append(LogEntry.objects.aggregate(last=Max("at"))["last"])
    return max((moment for moment in moments if moment), default=None)
