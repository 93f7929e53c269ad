"""Plans on a page: why a workstream exists, what it aims at, and its milestones by quarter."""

from __future__ import annotations

from django.db import models

from .carrying import carried_field
from .history_row import sealed_history
from .month import HighlightReport
from .programme import quarter_validator


class Plan(models.Model):
    """A workstream's plan as it stands in one month's report. Text is one bullet a line.

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
        """Give the heading a lead or part is printed under."""
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
