"""Highlight reports and all that hangs on them: sections, ratings, undertakings, warnings, plan."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from django.db import models

from improvement.models.commitments import Action, ExitCriterion
from improvement.models.fields import carried_field, paired, person_field, rating_field
from improvement.models.history import sealed_history
from improvement.models.people import Person
from improvement.models.programme import (
    Month,
    Passage,
    Workstream,
    nil_has_no_text,
    quarter_validator,
)

OVERALL = ("delivery", "embedding")
RATED = ("delivery", "embedding", "explanation", "mitigation")


class Status(StrEnum):
    """A highlight report's status. What may follow and who edits: ``workflow/transitions``."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    ISSUED = "issued"

    @property
    def words(self) -> str:
        return self.value.capitalize()


class HighlightReport(models.Model):
    """One workstream's return for one month.

    ``read_at`` is when somebody who may approve it first opened it after it was submitted.
    """

    month = models.ForeignKey(Month, models.PROTECT, related_name="reports")
    workstream = models.ForeignKey(Workstream, models.PROTECT, related_name="reports")
    delivery = rating_field()
    embedding = rating_field()
    carried = carried_field()
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = person_field()
    submitted_for = person_field()
    read_at = models.DateTimeField(null=True, blank=True, verbose_name="opened at")
    read_by = person_field("opened by")
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = person_field()
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
                for fact in (
                    "submitted",
                    "read",
                    "taken_back",
                    "approved",
                    "issued",
                    "returned",
                    "extended",
                )
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
        """Since when it is with whoever may edit it now."""
        back = max(filter(None, (self.returned_at, self.taken_back_at)), default=None)
        return (
            self.issued_at or self.approved_at or self.submitted_at or back or self.month.opened_at
        )


class SectionKind(models.TextChoices):
    """The seven sections of a highlight report, in the order of the published pack."""

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


class ActionRating(models.Model):
    """The two ratings of an action in a month, with what explains and what mitigates them."""

    report = models.ForeignKey(HighlightReport, models.PROTECT, related_name="action_ratings")
    action = models.ForeignKey(Action, models.PROTECT, related_name="ratings")
    delivery = rating_field()
    embedding = rating_field()
    explanation = models.TextField(blank=True)
    mitigation = models.TextField(blank=True)
    carried = carried_field()

    history = sealed_history()

    class Meta:
        ordering = ["action__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "action"], name="action_rated_once")
        ]

    def __str__(self) -> str:
        return f"Ratings of {self.action}"


class CriterionRating(models.Model):
    """The rating of an exit criterion in a month."""

    report = models.ForeignKey(HighlightReport, models.PROTECT, related_name="criterion_ratings")
    criterion = models.ForeignKey(ExitCriterion, models.PROTECT, related_name="ratings")
    rating = rating_field()
    carried = carried_field()

    history = sealed_history()

    class Meta:
        ordering = ["criterion__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "criterion"], name="criterion_rated_once")
        ]

    def __str__(self) -> str:
        return f"Rating of {self.criterion}"


class Outcome(models.TextChoices):
    """What became of an undertaking. Empty until the report answers it."""

    DONE = "done", "Done"
    OPEN = "open", "Still open"
    DROPPED = "dropped", "Dropped"


class Undertaking(models.Model):
    """One bullet of last month's month ahead, to be answered in this month's report."""

    report = models.ForeignKey(HighlightReport, models.PROTECT, related_name="undertakings")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True, default="")

    history = sealed_history()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "position"], name="undertaking_once")
        ]

    def __str__(self) -> str:
        return f"You said you would: {self.text}"


class Acknowledgement(models.Model):
    """Why a report was submitted though the check warned. ``key`` names the warning."""

    report = models.ForeignKey(HighlightReport, models.PROTECT, related_name="acknowledgements")
    key = models.CharField(max_length=80)
    warning = models.TextField()
    reason = models.TextField()
    acknowledged_at = models.DateTimeField()
    acknowledged_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    history = sealed_history()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "key"], name="acknowledged_once"),
            models.CheckConstraint(name="acknowledged_with_reason", condition=~models.Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"Acknowledged: {self.warning}"


class Plan(models.Model):
    """A workstream's plan in one month's report. Texts have one bullet a line.

    The three ``printed`` columns are the names on the plan, one a line. They may differ from the
    appointments, or say TBC: what was printed is kept.
    """

    report = models.OneToOneField(HighlightReport, models.PROTECT, related_name="plan")
    printed_executive_lead = models.TextField(blank=True, verbose_name="Executive Lead")
    printed_sro = models.TextField(blank=True, verbose_name="Senior Responsible Officer")
    printed_programme_manager = models.TextField(blank=True, verbose_name="Programme Manager")
    background = models.TextField(blank=True, verbose_name="Background")
    aims = models.TextField(blank=True, verbose_name="Aims")
    benefits = models.TextField(blank=True, verbose_name="Key benefits")
    benefit_measures = models.TextField(blank=True, verbose_name="Benefit measures and outcomes")
    alignment = models.TextField(
        blank=True, verbose_name="Alignment with other workstreams and key stakeholders"
    )
    risks = models.TextField(blank=True, verbose_name="Key risks")
    issues = models.TextField(blank=True, verbose_name="Issues")
    communications = models.TextField(
        blank=True, verbose_name="Communications and engagement approach"
    )
    resources = models.TextField(blank=True, verbose_name="Possible external resource requirements")
    cost = models.TextField(blank=True, verbose_name="Cost (£)")
    carried = carried_field()

    history = sealed_history()

    LEADS = ("printed_executive_lead", "printed_sro", "printed_programme_manager")
    PARTS = (
        "background",
        "aims",
        "benefits",
        "benefit_measures",
        "alignment",
        "risks",
        "issues",
        "communications",
        "resources",
        "cost",
    )

    def __str__(self) -> str:
        return "Plan on a page"

    @classmethod
    def title_of(cls, name: str) -> str:
        """Return the heading a lead or part is printed under."""
        field = cls._meta.get_field(name)
        assert isinstance(field, models.TextField)  # noqa: S101 - tells the type checker
        return str(field.verbose_name)


class Milestone(models.Model):
    """What a plan says will be reached in a quarter, one outcome a line."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="milestones")
    quarter = models.CharField(max_length=10, validators=[quarter_validator])
    text = models.TextField(blank=True)

    history = sealed_history()

    class Meta:
        ordering = ["quarter"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "quarter"], name="milestone_quarter_once")
        ]

    def __str__(self) -> str:
        return f"Milestones of {self.quarter}"
