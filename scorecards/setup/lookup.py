"""Finding metrics for the programme office, which sets them up."""

from __future__ import annotations

from django.http import HttpRequest

from improvement.access.lookup import find_programme
from improvement.access.permissions import Standing, Verb, require
from improvement.values.clock import today
from improvement.values.refusals import NotThere
from improvement.web.pages import person_of
from scorecards.models import Metric


def standing_to_set_up(request: HttpRequest, programme: str) -> Standing:
    """Return the standing of whoever asks. Raises ``Refused`` unless they may set up metrics."""
    standing = find_programme(person_of(request), programme, on=today())
    require(standing, Verb.SET_UP)
    return standing


def find_metric(standing: Standing, pk: int) -> Metric:
    """Return a metric of the programme. Raises ``NotThere`` for one of another."""
    of_programme = Metric.objects.filter(workstream__programme=standing.programme)
    metric = of_programme.select_related("workstream__programme", "scale").filter(pk=pk).first()
    if metric is None:
        raise NotThere(f"{standing.programme} has no such metric.")
    return metric
