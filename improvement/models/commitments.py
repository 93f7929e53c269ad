"""What a workstream is committed to: what its sources ask (actions), and exit criteria."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models

from improvement.models.endings import Endable, whole_ending
from improvement.models.fields import person_field
from improvement.models.history import sealed_history
from improvement.models.people import Person
from improvement.models.programme import Programme, Workstream
from improvement.values.short_names import ACTION_CHARACTERS

KIND_CHARACTERS = 40


class Strength(models.TextChoices):
    MUST = "must", "Must"
    SHOULD = "should", "Should"


class Source(models.Model):
    """An inspection report, notice or undertaking that asks for things.

    ``kinds`` is an ordered list of what it calls them: Must, Should, recommendation.
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="sources")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    regulator = models.CharField(max_length=200, blank=True)
    dated = models.DateField(null=True, blank=True, verbose_name="date")
    kinds = models.JSONField(default=list, blank=True)

    history = sealed_history()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "title"], name="source_title_once")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def particulars(self) -> str:
        """Whose it is and of when: `CQC, 30 August 2022`; empty where neither is known."""
        day = f"{self.dated:%-d %B %Y}" if self.dated else ""
        return ", ".join(filter(None, (self.regulator, day)))


class Action(Endable):
    """One thing that a source asks for: a Must Do or Should Do, a recommendation, a condition.

    Without a ``source`` it prints ``source_text``. ``due_on`` is the day as agreed now and
    ``due_first`` as first agreed. A sub-action has a ``parent`` and counts under it;
    ``sub_actions_rated`` says of the parent whether each is rated, or only done or not done.
    """

    workstream = models.ForeignKey(Workstream, models.PROTECT, related_name="actions")
    reference = models.CharField(max_length=30)
    position = models.PositiveSmallIntegerField()
    strength = models.CharField(max_length=6, choices=Strength.choices, blank=True)
    text = models.TextField()
    short_name = models.CharField(
        max_length=ACTION_CHARACTERS,
        blank=True,
        default="",
        db_default="",
        help_text="For lists; without one the text is cut.",
    )
    regulation = models.CharField(max_length=200, blank=True)
    source_text = models.CharField(
        max_length=200, blank=True, db_column="source", verbose_name="source in words"
    )
    source = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
    )
    kind = models.CharField(max_length=KIND_CHARACTERS, blank=True, default="", db_default="")
    owner = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    due_first = models.DateField(null=True, blank=True, verbose_name="due as first agreed")
    due_on = models.DateField(null=True, blank=True, verbose_name="due")
    due_moved_because = models.TextField(
        blank=True, default="", db_default="", verbose_name="why the due date moved"
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="sub_actions"
    )
    sub_actions_rated = models.BooleanField(
        null=True, blank=True, verbose_name="sub-actions are rated"
    )
    done_on = models.DateField(null=True, blank=True, verbose_name="done")
    done_by = person_field("said done by")
    percent_complete = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MaxValueValidator(100)]
    )

    # The triggers of a history, and the version before, know its table by this name.
    history = sealed_history(table_name="improvement_historicalcqcaction")

    class Meta:
        db_table = "improvement_cqcaction"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["workstream", "reference"], name="action_reference_once"
            ),
            whole_ending("action"),
            models.CheckConstraint(
                name="action_done_on_with_by",
                condition=models.Q(done_on=None, done_by=None)
                | models.Q(done_on__isnull=False, done_by__isnull=False),
            ),
            models.CheckConstraint(
                name="action_due_now_with_first",
                condition=models.Q(due_on=None, due_first=None)
                | models.Q(due_on__isnull=False, due_first__isnull=False),
            ),
            models.CheckConstraint(
                name="action_percent_of_a_hundred",
                condition=models.Q(percent_complete=None) | models.Q(percent_complete__lte=100),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.called_kind} {self.reference}".strip()

    def clean(self) -> None:
        """Refuse a sub-action of a sub-action, and one of another workstream."""
        super().clean()
        if self.parent is None:
            return
        if self.parent.parent_id is not None or (self.pk and self.sub_actions.exists()):
            raise ValidationError({"parent": "Sub-actions are one level deep."})
        if self.parent.workstream_id != self.workstream_id:
            raise ValidationError({"parent": f"{self.parent} is of another workstream."})

    @property
    def called_kind(self) -> str:
        """What its source calls it: Must, Should, Recommendation."""
        return self.kind or (str(Strength(self.strength).label) if self.strength else "")

    @property
    def printed_source(self) -> str:
        return self.source.title if self.source else self.source_text

    @property
    def wording(self) -> str:
        """The text with its regulation."""
        return wording_of(self.text, self.regulation)

    @property
    def is_rated(self) -> bool:
        """Whether its months have ratings of it. A sub-action is rated where its parent says so."""
        return self.parent is None or bool(self.parent.sub_actions_rated)


def wording_of(text: str, regulation: str) -> str:
    """Return a text with its regulation after it, unless the text names it already."""
    return text if not regulation or regulation in text else f"{text} {regulation}"


class ExitCriterion(Endable):
    """A numbered condition for leaving the segment.

    Without an ``owner`` it belongs to the workstream's executive lead.
    """

    workstream = models.ForeignKey(Workstream, models.PROTECT, related_name="criteria")
    number = models.CharField(max_length=10)
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    owner = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    history = sealed_history()

    class Meta:
        verbose_name_plural = "exit criteria"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["workstream", "number"], name="criterion_number_once"),
            whole_ending("criterion"),
        ]

    def __str__(self) -> str:
        return f"Criterion {self.number}"
