"""Programmes with their meetings, workstreams and loaded files; months with their overview."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models

from improvement.models.endings import Endable, whole_ending
from improvement.models.fields import paired, person_field, rating_field
from improvement.models.history import sealed_history
from improvement.models.people import Person
from improvement.values.bullets import Bullet, bullets_of
from improvement.values.periods import CalendarMonth, Quarter, quarters_between
from improvement.values.reserved_slugs import why_reserved


class PassageState(StrEnum):
    """A text, an explicit nil return, or nothing entered yet."""

    ENTERED = "entered"
    NIL = "nil"
    MISSING = "missing"


class Passage(models.Model):
    """A section's text. With ``nothing_to_report`` it has no text."""

    text = models.TextField(blank=True)
    nothing_to_report = models.BooleanField(default=False)

    class Meta:
        abstract = True

    @property
    def bullets(self) -> list[Bullet]:
        return bullets_of(self.text)

    @property
    def state(self) -> PassageState:
        if self.nothing_to_report:
            return PassageState.NIL
        return PassageState.ENTERED if self.text.strip() else PassageState.MISSING


def nil_has_no_text(model: str) -> models.CheckConstraint:
    """Return the constraint that a nil return has no text."""
    return models.CheckConstraint(
        name=f"{model}_nil_has_no_text",
        condition=models.Q(nothing_to_report=False) | models.Q(text=""),
    )


quarter_validator = RegexValidator(r"^[0-9]{4}/[0-9]{2} Q[1-4]$", "Write a quarter as 2023/24 Q3.")


def refuse_reserved(slug: str) -> None:
    """Raise ``ValidationError`` at ``slug`` where a page of the app has that address."""
    if why := why_reserved(slug):
        raise ValidationError({"slug": why})


class Programme(models.Model):
    """One body's improvement programme. The two quarters bound its scorecards.

    ``exit_first`` is the exit date of the first issued pack, where it has moved since.
    ``parts_off`` are the codes of the parts it leaves out of reports and packs.
    """

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    organisation = models.CharField(max_length=200)
    exit_on = models.DateField(null=True, blank=True, verbose_name="exit date")
    exit_first = models.DateField(null=True, blank=True, verbose_name="exit date as first agreed")
    exit_moved_because = models.TextField(
        blank=True, default="", db_default="", verbose_name="why the exit date moved"
    )
    first_quarter = models.CharField(max_length=10, validators=[quarter_validator])
    last_quarter = models.CharField(max_length=10, validators=[quarter_validator])
    percent_complete_wanted = models.BooleanField(
        null=True, blank=True, verbose_name="actions say how complete they are"
    )
    parts_off = models.JSONField(null=True, blank=True, verbose_name="parts that are left out")

    history = sealed_history()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a reserved slug, what is no quarter, and a last quarter before the first."""
        super().clean()
        refuse_reserved(self.slug)
        first, last = self._quarter("first_quarter"), self._quarter("last_quarter")
        if first > last:
            before = f"{self.last_quarter} is before {self.first_quarter}"
            raise ValidationError(
                {"last_quarter": f"{before}: choose the same quarter or a later one."}
            )

    def _quarter(self, name: str) -> Quarter:
        try:
            return Quarter.parse(getattr(self, name))
        except ValueError as error:
            raise ValidationError({name: str(error)}) from error

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


def vacant_field(role: str) -> models.DateField[Any, Any]:
    """Return the column that says since when a role of a workstream is vacant."""
    return models.DateField(null=True, blank=True, verbose_name=f"{role} vacant from")


class Workstream(Endable):
    """One part of a programme. Its exit criteria are listed under ``exit_statement``."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="workstreams")
    slug = models.SlugField(max_length=80)
    name = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField()
    exit_statement = models.TextField(blank=True)
    executive_lead_vacant_from = vacant_field("Executive Lead")
    sro_vacant_from = vacant_field("Senior Responsible Officer")
    programme_manager_vacant_from = vacant_field("Programme Manager")

    history = sealed_history()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "slug"], name="workstream_slug_once"),
            whole_ending("workstream"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        refuse_reserved(self.slug)

    def vacant_from(self, role: str) -> date | None:
        """Return since when a role of the workstream is marked as vacant, or None."""
        vacant: date | None = getattr(self, vacancy_of(role))
        return vacant


def vacancy_of(role: str) -> str:
    """Return the name of the column that says since when a role is vacant."""
    return f"{role}_vacant_from"


class LoadedFile(models.Model):
    """A programme file that was loaded, so that loading it again changes nothing.

    ``sha256`` is of its content, not of its layout.
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="loaded_files")
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()
    loaded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    history = sealed_history()

    class Meta:
        ordering = ["-loaded_at"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "sha256"], name="file_loaded_once")
        ]

    def __str__(self) -> str:
        return self.name


class Month(models.Model):
    """One reporting period of a programme: open until its pack is issued."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="months")
    starts_on = models.DateField(verbose_name="month")
    due_on = models.DateField(verbose_name="returns due")
    headline = models.TextField(blank=True)
    rag_assessment = models.TextField(blank=True, verbose_name="RAG assessment")
    delivery = rating_field()
    embedding = rating_field()
    # Null in months opened before this was noted.
    ratings_carried = models.BooleanField(
        null=True, blank=True, verbose_name="ratings carried and not confirmed"
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = person_field()
    issued_at = models.DateTimeField(null=True, blank=True)
    issued_by = person_field()
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_by = person_field()
    reopening_reason = models.TextField(blank=True)

    history = sealed_history()

    TEXTS = ("headline", "rag_assessment")

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "starts_on"], name="month_once"),
            models.CheckConstraint(
                name="month_starts_on_the_first", condition=models.Q(starts_on__day=1)
            ),
            *(paired("month", fact) for fact in ("opened", "issued", "reopened")),
        ]

    def __str__(self) -> str:
        return self.period.words

    @property
    def period(self) -> CalendarMonth:
        return CalendarMonth.of(self.starts_on)

    @property
    def slug(self) -> str:
        return self.period.slug

    @property
    def quarter(self) -> Quarter:
        return Quarter.of(self.starts_on)

    def find_before(self) -> Month | None:
        """Return the month reported before this one, or None. One query."""
        return self.programme.months.filter(starts_on__lt=self.starts_on).first()

    @property
    def is_open(self) -> bool:
        return self.issued_at is None

    @property
    def is_reopened(self) -> bool:
        """Whether it was opened again after it was issued, for a new version of its pack."""
        return self.is_open and self.reopened_at is not None


class OverviewKind(models.TextChoices):
    """The overview's lists, in the published order."""

    EXECUTIVE_SUMMARY = "executive_summary", "Executive summary"
    KEY_HIGHLIGHTS = "key_highlights", "Key highlights this month"
    KEY_PROGRESS = "key_progress", "Key progress"
    KEY_RISKS_ISSUES = "key_risks_issues", "Key risks and issues"


class OverviewSection(Passage):
    month = models.ForeignKey(Month, models.PROTECT, related_name="overview_sections")
    kind = models.CharField(max_length=20, choices=OverviewKind.choices)

    history = sealed_history()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["month", "kind"], name="overview_section_once"),
            nil_has_no_text("overview_section"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
