"""Reminders that were mailed, so that nothing is mailed twice."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Coalesce

from improvement.models.people import Person
from improvement.models.programme import Month
from improvement.models.report import HighlightReport


class ReminderKind(models.TextChoices):
    """What a reminder is for. Only the overdue ones cannot be turned off."""

    DUE_IN_FIVE = "due_in_five", "due in 5 working days"
    DUE_TOMORROW = "due_tomorrow", "due on the next working day"
    OVERDUE = "overdue", "overdue"
    WAITING = "waiting", "waits for the executive"
    DIGEST = "digest", "daily digest of the programme office"


class Reminder(models.Model):
    """One mail to one person. The row is written before the mail leaves.

    ``about_day`` is the deadline a lead is reminded of, the day a report was submitted, or the day
    of a digest. ``sent_at`` is empty until the mail server took it.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="reminders")
    kind = models.CharField(max_length=20, choices=ReminderKind.choices)
    month = models.ForeignKey(Month, models.PROTECT, related_name="reminders")
    report = models.ForeignKey(
        HighlightReport, models.PROTECT, null=True, blank=True, related_name="reminders"
    )
    about_day = models.DateField()
    claimed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-claimed_at"]
        constraints = [
            models.UniqueConstraint(
                "person",
                "kind",
                "month",
                Coalesce("report", 0),
                "about_day",
                name="reminder_once",
            )
        ]

    def __str__(self) -> str:
        return f"Reminder to {self.person}: {self.get_kind_display()}"
