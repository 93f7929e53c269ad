"""Months, their overview, and the highlight reports that everything of a workstream hangs on."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from django.db import models

from improvement.periods import CalendarMonth, Quarter
from improvement.ratings import CHOICES

from .carrying import carried_field
from .history_row import sealed_history
from .pairs import paired
from .passages import Passage, nil_has_no_text
from .people import Person
from .programme import Programme, Workstream


def rating_field() -> models.CharField[str, str]:
    return models.CharField(max_length=10, choices=CHOICES, blank=True, default="")


def person_field() -> models.ForeignKey[Person | None, Person | None]:
    return models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")


class Month(models.Model):
    """One reporting period of a programme: open until its pack is issued."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="months")
    starts_on = models.DateField(verbose_name="month")
    due_on = models.DateField(verbose_name="returns due")
    headline = models.TextField(blank=True)
    rag_assessment = models.TextField(blank=True, verbose_name="RAG assessment")
    delivery = rating_field()
    embedding = rating_field()
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
        """The quarter the month is in."""
        return Quarter.of(self.starts_on)

    def find_before(self) -> Month | None:
        """Give the month reported before this one, or none. One query."""
        return self.programme.months.filter(starts_on__lt=self.starts_on).first()

    @property
    def is_open(self) -> bool:
        return self.issued_at is None

    @property
    def is_reopened(self) -> bool:
        """Open again after it was issued: a new version of its pack is being prepared."""
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


class Status(StrEnum):
    """Where a highlight report stands. What may follow, and who may edit, is in ``cycle``."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    ISSUED = "issued"

    @property
    def words(self) -> str:
        return self.value.capitalize()


class HighlightReport(models.Model):
    """One workstream's return for one month."""

    month = models.ForeignKey(Month, models.PROTECT, related_name="reports")
    workstream = models.ForeignKey(Workstream, models.PROTECT, related_name="reports")
    delivery = rating_field()
    embedding = rating_field()
    carried = carried_field()
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = person_field()
    submitted_for = person_field()
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = person_field()
    issued_at = models.DateTimeField(null=True, blank=True)
    issued_by = person_field()
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_by = person_field()
    return_comment = models.TextField(blank=True)
    return_part = models.CharField(max_length=60, blank=True)
    extended_to = models.DateField(null=True, blank=True)
    extended_at = models.DateTimeField(null=True, blank=True)
    extended_by = person_field()
    extension_reason = models.TextField(blank=True)

    history = sealed_history()

    class Meta:
        ordering = ["workstream__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["month", "workstream"], name="one_report_a_month"),
            *(
                paired("report", fact)
                for fact in ("submitted", "approved", "issued", "returned", "extended")
            ),
            models.CheckConstraint(
                name="report_approved_after_submitted",
                condition=models.Q(approved_at=None) | models.Q(submitted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="report_submitter_does_not_approve",
                condition=models.Q(approved_by=None)
                | ~models.Q(approved_by=models.F("submitted_by")),
            ),
            models.CheckConstraint(
                name="report_submitted_for_by_somebody",
                condition=models.Q(submitted_for=None) | models.Q(submitted_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.workstream}, {self.month}"

    @property
    def status(self) -> Status:
        if self.issued_at:
            return Status.ISSUED
        if self.approved_at:
            return Status.APPROVED
        return Status.SUBMITTED if self.submitted_at else Status.DRAFT

    @property
    def due_on(self) -> date:
        """The day it is due: the month's, unless the programme office gave this one longer."""
        return self.extended_to or self.month.due_on

    @property
    def held_since(self) -> datetime | None:
        """When the pen came to whoever holds it now."""
        came = (self.issued_at, self.approved_at, self.submitted_at, self.returned_at)
        return next((at for at in came if at), self.month.opened_at)


class SectionKind(models.TextChoices):
    """The seven sections of a highlight report, in the published order."""

    SUMMARY = "summary", "Workstream summary"
    PROGRESS = "progress", "Progress against key outcomes"
    MONTH_AHEAD = "month_ahead", "Key activity, month ahead"
    GONE_WELL = "gone_well", "What’s gone well"
    NOT_GONE_WELL = "not_gone_well", "What’s not gone so well"
    RISKS = "risks", "Workstream key risks"
    ISSUES = "issues", "Issues for escalation"


class Section(Passage):
    report = models.ForeignKey(HighlightReport, models.PROTECT, related_name="sections")
    kind = models.CharField(max_length=20, choices=SectionKind.choices)
    carried = carried_field()

    history = sealed_history()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "kind"], name="section_once"),
            nil_has_no_text("section"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
