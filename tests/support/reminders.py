"""Mornings on which reminders are sent, and what was sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from improvement.models import Person, Programme

CLOCK = "improvement.management.commands.send_reminders.now"
FIVE, TOMORROW, OVERDUE = "due_in_five", "due_tomorrow", "overdue"
RUN = Callable[[datetime], str]


def morning(day: str, hour: int = 8) -> datetime:
    """Return when cron runs on a day of 2024 written 02-05."""
    return datetime.fromisoformat(f"2024-{day}T{hour:02}:00:00+00:00")


def give_addresses(programme: Programme) -> None:
    for person in programme.people.all():
        person.email = f"{person.slug}@trust.example"
        person.save()


def kinds(person: Person, slug: str = "culture-and-staff-wellbeing") -> list[str]:
    """Return what somebody was sent about a report, oldest first."""
    sent = person.reminders.filter(report__workstream__slug=slug, sent_at__isnull=False)
    return list(sent.order_by("pk").values_list("kind", flat=True))
