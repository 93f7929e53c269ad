"""The dashboard: where the programme stands and what moved, in one month."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from improvement.clock import today
from improvement.finding import find_programme, months_seen
from improvement.models import Month
from improvement.periods import CalendarMonth
from improvement.permissions import Standing, Verb, refusal
from improvement.refusals import NotThere
from improvement.views.pages import page, person_of
from reporting import highlights
from reporting.freezing import contents_of


@require_safe
def dashboard(request: HttpRequest, programme: str) -> HttpResponse:
    """Show the month in ``?month=2023-12``, or the latest one this person may read."""
    standing = find_programme(person_of(request), programme, on=today())
    months = months_seen(standing)
    if not months:
        return page(request, "reporting/no_month.html", standing, to_open=_first_months(standing))
    month = _chosen(months, request.GET.get("month", ""))
    sees_open = not refusal(standing, Verb.READ_OPEN)
    contents = contents_of(month, brief=True, sees_open=sees_open)
    return page(
        request,
        "reporting/dashboard.html",
        standing,
        month=month,
        months=[(one.slug, _labelled(one)) for one in months],
        contents=contents,
        items=highlights.noteworthy_actions(contents),
        moved_criteria=highlights.moved_criteria(contents),
        missing=highlights.missing_returns(contents) if month.is_open else [],
        sees_changes=not refusal(standing, Verb.READ_CHANGES),
    )


def _first_months(standing: Standing) -> list[CalendarMonth]:
    """The months a programme may begin with: the last one and this one, for its office."""
    if refusal(standing, Verb.RUN_MONTH) or standing.programme.months.exists():
        return []
    this = CalendarMonth.of(today())
    return [this.before(), this]


def _labelled(month: Month) -> str:
    return f"{month} (open)" if month.is_open else str(month)


def _chosen(months: list[Month], slug: str) -> Month:
    if not slug:
        return months[0]
    try:
        period = CalendarMonth.parse(slug)
    except ValueError as error:
        raise NotThere(str(error)) from error
    for month in months:
        if month.period == period:
            return month
    raise NotThere(f"There is no report for {period.words} that you may read.")
