"""How something that was reported comes to its end: it stays in earlier months and their packs."""

from __future__ import annotations

from datetime import date

from django.db import models

from improvement.values.periods import CalendarMonth


class Ending(models.TextChoices):
    COMPLETED = "completed", "Completed"
    WITHDRAWN = "withdrawn", "Withdrawn"
    MERGED = "merged", "Merged"


class Endable(models.Model):
    """What is reported month by month until it ends. Nothing of it is deleted.

    ``ended_from`` is the first month it is no longer reported in, as ``retired_from`` of a metric.
    The columns are null and not empty texts where it has not ended: conditions on them can then
    be added while the version before still writes.
    """

    ended_as = models.CharField(
        max_length=10, choices=Ending.choices, null=True, blank=True, verbose_name="ended as"
    )
    ended_from = models.DateField(
        null=True, blank=True, help_text="The first month it is no longer reported in."
    )
    ended_because = models.TextField(null=True, blank=True, verbose_name="why it ended")
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_here"
    )

    class Meta:
        abstract = True

    def is_reported_on(self, day: date) -> bool:
        """Return whether the month that begins on ``day`` still reports it."""
        return self.ended_from is None or self.ended_from > day

    @property
    def ended_words(self) -> str:
        """How it ended, into what and from when: `Merged into Must GWL-02 from February 2024`.

        Empty while it has not ended.
        """
        if self.ended_from is None or self.ended_as is None:
            return ""
        how = Ending(self.ended_as).label
        into = f" into {self.merged_into}" if self.merged_into else ""
        return f"{how}{into} from {CalendarMonth.of(self.ended_from).words}"


def whole_ending(model: str) -> models.CheckConstraint:
    """Return the constraint that how, from when and why something ended come together.

    What was merged says into what, and nothing else does.
    """
    names = ("ended_as", "ended_from", "ended_because")
    reported = models.Q(**{f"{name}__isnull": True for name in names}, merged_into=None)
    ended = models.Q(**{f"{name}__isnull": False for name in names}, ended_from__day=1)
    reason = ~models.Q(ended_because="")
    merged = models.Q(ended_as=Ending.MERGED, merged_into__isnull=False)
    alone = models.Q(
        ended_as__in=[Ending.COMPLETED.value, Ending.WITHDRAWN.value], merged_into=None
    )
    return models.CheckConstraint(
        name=f"{model}_ended_whole", condition=reported | (ended & reason & (merged | alone))
    )


def reported_in_its_month(item: str) -> models.Q:
    """Return the condition that a rating's ``item`` is still reported in the rating's month."""
    return models.Q(**{f"{item}__ended_from": None}) | models.Q(
        **{f"{item}__ended_from__gt": models.F("report__month__starts_on")}
    )
