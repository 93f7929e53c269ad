"""Many trusts in one installation: one programme is built, and the others are copies of it.

Rows are copied in bulk and without their history, because no measured page reads it; packs are
copied without their documents.
"""

from __future__ import annotations

import re
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models, transaction
from large_programme import Size, build

from improvement.models import (
    Action,
    ActionRating,
    Appointment,
    CriterionRating,
    ExitCriterion,
    HighlightReport,
    Milestone,
    Month,
    OverviewKind,
    OverviewSection,
    Person,
    Plan,
    Programme,
    Section,
    Workstream,
)
from reporting.models import Pack
from scorecards.models import Actual, ActualLine, Aim, Metric

STEP = 100_000  # between the ids of a row and of its copy: more than one programme has of any kind
# Each comes after the models it refers to.
COPIED: tuple[type[models.Model], ...] = (
    Programme,
    Person,
    Workstream,
    Appointment,
    Action,
    ExitCriterion,
    Metric,
    ActualLine,
    Aim,
    Actual,
    Month,
    OverviewSection,
    HighlightReport,
    Section,
    ActionRating,
    CriterionRating,
    Plan,
    Milestone,
)
_ID = re.compile(r'(?<="id": )(\d+)')


def first_trust(size: Size, by: Person) -> Programme:
    """Build the programme to copy. The reports of its last month are with their leads."""
    programme = build("trust-0", size, by)
    HighlightReport.objects.filter(month__issued_at=None).update(
        submitted_at=None, submitted_by=None
    )
    for month in programme.months.all():
        OverviewSection.objects.bulk_create(
            OverviewSection(month=month, kind=kind, text="Summed up")
            for kind in OverviewKind.values
        )
    return programme


def copy_trusts(count: int) -> None:
    """Copy the only programme until there are ``count``, and print the progress."""
    packs = [(row, _ID.split(row.pop("contents_json"))) for row in Pack.objects.values()]
    first_person = Person.objects.exclude(programme=None).order_by("pk")[0].pk
    for number in range(1, count):
        with transaction.atomic(), connection.cursor() as cursor:
            for model in COPIED:
                cursor.execute(_copying(model, number, first_person))
            Pack.objects.bulk_create(_pack(row, parts, number) for row, parts in packs)
        if number % 20 == 0:
            print(f"{number} of {count} trusts", flush=True)
    with connection.cursor() as cursor:  # PostgreSQL has to number on from the copied ids
        for line in connection.ops.sequence_reset_sql(no_style(), [*COPIED, Pack]):
            cursor.execute(line)


def _copying(model: type[models.Model], number: int, first_person: int) -> str:
    """Return the statement that copies a model's rows, with references to the copied rows.

    A reference to what belongs to no trust, such as who issued a month, stays as it is.
    """
    quote, step = connection.ops.quote_name, number * STEP
    names, values = [], []
    for field in model._meta.fields:
        name = value = quote(field.column)
        if field.related_model is Person or (model is Person and field.primary_key):
            value = f"CASE WHEN {name} < {first_person} THEN {name} ELSE {name} + {step} END"
        elif field.primary_key or field.related_model in COPIED:
            value = f"{name} + {step}"
        elif model is Programme and field.name == "slug":
            value = f"'trust-{number}'"
        names.append(name)
        values.append(value)
    only = " AND programme_id IS NOT NULL" if model is Person else ""
    # A person is of one trust or, without a programme, of all.
    source = f"FROM {quote(model._meta.db_table)} WHERE id < {STEP}{only}"
    into = f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(names)})"
    return f"{into} SELECT {', '.join(values)} {source}"


def _pack(row: dict[str, Any], parts: list[str], number: int) -> Pack:
    """Return a copy of a pack; ``parts`` are its contents, split at every id."""
    ids = [str(int(pk) + number * STEP) for pk in parts[1::2]]
    whole = "".join(text + pk for text, pk in zip(parts[::2], [*ids, ""], strict=True))
    contents = whole.replace('"trust-0"', f'"trust-{number}"')
    moved = {name: row[name] + number * STEP for name in ("id", "month_id")}
    return Pack(**{**row, **moved}, contents_json=contents)
