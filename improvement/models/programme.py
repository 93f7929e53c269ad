"""Programmes, the meetings they report to, and their workstreams."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models

from improvement.periods import Quarter, quarters_between

from .history_row import sealed_history

# First parts of an address that are not programmes, and second parts that are not months.
RESERVED_SLUGS = (
    "accounts",
    "admin",
    "api",
    "developers",
    "healthz",
    "help",
    "metrics",
    "reminders",
    "search",
    "static",
    "tokens",
)

# What stands where a workstream would in /PROGRAMME/MONTH/WORKSTREAM/.
RESERVED_WORKSTREAM_SLUGS = ("board", "issue", "open", "overview", "pack", "preview", "reopen")

quarter_validator = RegexValidator(r"^[0-9]{4}/[0-9]{2} Q[1-4]$", "Write a quarter as 2023/24 Q3.")


class Programme(models.Model):
    """One trust's improvement programme. The two quarters bound its scorecards."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    organisation = models.CharField(max_length=200)
    exit_on = models.DateField(null=True, blank=True, verbose_name="exit date")
    first_quarter = models.CharField(max_length=10, validators=[quarter_validator])
    last_quarter = models.CharField(max_length=10, validators=[quarter_validator])

    history = sealed_history()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="programme_slug_not_reserved", condition=~models.Q(slug__in=RESERVED_SLUGS)
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def quarters(self) -> list[Quarter]:
        return quarters_between(Quarter.parse(self.first_quarter), Quarter.parse(self.last_quarter))


class Meeting(models.Model):
    """A meeting the programme reports to. Tier 1 is nearest to the work."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="meetings")
    name = models.CharField(max_length=200)
    tier = models.PositiveSmallIntegerField()
    chair = models.CharField(max_length=200, blank=True)

    history = sealed_history()

    class Meta:
        ordering = ["tier", "name"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "name"], name="meeting_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class Workstream(models.Model):
    """One part of a programme, with the statement that its exit criteria stand under."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="workstreams")
    slug = models.SlugField(max_length=80)
    name = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField()
    exit_statement = models.TextField(blank=True)

    history = sealed_history()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "slug"], name="workstream_slug_once"),
            models.CheckConstraint(
                name="workstream_slug_not_reserved",
                condition=~models.Q(slug__in=RESERVED_WORKSTREAM_SLUGS),
            ),
        ]

    def __str__(self) -> str:
        return self.name
