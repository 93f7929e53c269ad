"""Setting up metrics, their lines and order, and scales, which the programme office does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from improvement.audit import changes
from improvement.editing.conflicts import PageSave, SeenTexts
from improvement.models import Month, Person, Programme, Workstream
from improvement.setup.facts import collect
from improvement.setup.reword import keep_rewording, refuse_without_reason
from improvement.values.refusals import Refused
from scorecards.models import Actual, ActualLine, Metric, MetricRewording, Scale

FACTS = (
    "number",
    "name",
    "short_name",
    "kind",
    "scale_id",
    "unit",
    "direction",
    "roll_up",
    "baseline",
    "baseline_when",
    "target",
    "target_when",
    "lowest",
    "highest",
)


@transaction.atomic
def write_metric(
    *,
    metric: Metric,
    facts: Mapping[str, Any],
    lines: Sequence[tuple[int | None, str]],
    seen_texts: SeenTexts,
    by: Person,
    at: datetime,
    why: str = "",
) -> Metric:
    """Add or change a metric: its ``facts`` by name, and the names of its lines by id.

    What it is called in an issued pack changes with a reason, ``why``, which the next one prints.

    The line without an id is a new one. A name that is empty takes its line away, which is refused
    where it has or ever had figures. A new metric comes last. Raises ``Refused`` with a
    sentence, and ``StaleSave`` where somebody else saved meanwhile; then nothing is saved.
    """
    Workstream.objects.select_for_update().get(pk=metric.workstream_id)  # two may add at once
    if metric.pk is None:
        metric.position = metric.workstream.metrics.count()
    refuse_number_twice(metric, str(facts.get("number", metric.number)))
    called, may_be_renamed = metric.called, not stands_in_a_pack(metric)
    page_save = PageSave(seen_texts, by=by)
    collect(page_save, metric, facts)
    page_save.write(why=why.strip())
    if metric.called != called and not may_be_renamed:
        refuse_without_reason(why)
        wordings = {"before": called, "after": metric.called, "why": why}
        row = MetricRewording(metric=metric)
        keep_rewording(metric.workstream.programme, row, by=by, at=at, **wordings)
    _write_lines(metric, lines, by)
    return metric


def stands_in_a_pack(metric: Metric) -> bool:
    """Return whether a pack was issued since there is this metric. Two queries."""
    if metric.pk is None:
        return False
    # Nothing else says since when there is a metric: no month has a row for each.
    made = metric.history.earliest().history_date
    of_programme = Month.history.filter(programme=metric.workstream.programme_id)
    return of_programme.filter(issued_at__isnull=False, history_date__gte=made).exists()


def refuse_number_twice(metric: Metric, number: str) -> None:
    """Raise ``Refused`` if another metric of the workstream has this number, retired or not."""
    others = Metric.objects.filter(workstream=metric.workstream, number__iexact=number)
    if other := others.exclude(pk=metric.pk).first():
        retired = ", which is retired: renumber that one first" if other.retired_from else ""
        raise Refused(f"{number} is the number of “{other.name}” already{retired}.")


def _write_lines(metric: Metric, lines: Sequence[tuple[int | None, str]], by: Person) -> None:
    recorded = {line.pk: line for line in metric.lines.all()}
    for place, (pk, name) in enumerate(lines):
        line = recorded.get(pk) if pk else ActualLine(metric=metric, position=place)
        if line and name:
            changes.change(line, by=by, name=name, position=line.position)
        elif line and line.pk:
            _take_away(line, by)


def _take_away(line: ActualLine, by: Person) -> None:
    actuals = Actual.objects.filter(line=line)
    if actuals.exclude(printed="").exists() or line.readings.exists():
        raise Refused(f"The row “{line}” has figures, so it stays: rename it instead.")
    # The history finds who entered and cleared a figure by way of its line.
    if Actual.history.filter(line=line.pk).exclude(printed="").exists():
        raise Refused(
            f"The row “{line}” had figures, which its history tells of, so it stays: "
            "rename it instead."
        )
    for row in (*actuals, line):
        row._history_user = by  # type: ignore[attr-defined]
        row.delete()


@transaction.atomic
def move_metric(*, metric: Metric, up: bool, by: Person) -> None:
    """Move a metric one place up or down among those of its workstream that are reported."""
    reported = list(
        Metric.objects.select_for_update().filter(
            Q(retired_from=None) | Q(pk=metric.pk), workstream=metric.workstream
        )
    )
    place = [row.pk for row in reported].index(metric.pk)
    other = place - 1 if up else place + 1
    if 0 <= other < len(reported):
        reported[place], reported[other] = reported[other], reported[place]
    for position, row in enumerate(reported):
        changes.change(row, by=by, position=position)


@transaction.atomic
def retire_metric(*, metric: Metric, month: Month, reason: str, by: Person) -> None:
    """Stop reporting ``metric`` from ``month`` on. Its figures and earlier packs stay."""
    facts = {"retired_from": month.starts_on, "retired_because": reason}
    changes.change(metric, by=by, why=reason, **facts)


@transaction.atomic
def bring_back(*, metric: Metric, by: Person) -> None:
    """Report a retired metric again."""
    changes.change(metric, by=by, why="Brought back", retired_from=None, retired_because="")


@transaction.atomic
def write_scale(
    *,
    scale: Scale,
    name: str,
    points: Sequence[Mapping[str, str]],
    seen_texts: SeenTexts,
    by: Person,
) -> Scale:
    """Add or change a scale, worst point first. Raises ``Refused`` with a sentence.

    Figures already entered are kept as printed; what the scale reads no more is flagged.
    """
    page_save = PageSave(seen_texts, by=by)
    page_save.change("name", scale, place="The scale’s name", name=name)
    page_save.change("points", scale, place="The scale’s points", points=list(points))
    page_save.write()
    return scale


def month_reported(programme: Programme) -> Month | None:
    """Return the latest month of a programme: the one a change of its metrics begins with."""
    return programme.months.first()
