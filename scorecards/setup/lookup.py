"""Finding what is measured, for the programme office that sets it up."""

from __future__ import annotations

from django.http import HttpRequest

from improvement.clock import today
from improvement.finding import find_programme
from improvement.permissions import Standing, Verb, require
from improvement.refusals import NotThere
from improvement.views.pages import person_of
from scorecards.models import Metric


def standing_to_set_up(request: HttpRequest, programme: str) -> Standing:
    """Give what the person asking is on the programme. Raises ``Refused`` unless they set it up."""
    standing = find_programme(person_of(request), programme, on=today())
    require(standing, Verb.SET_UP)
    return standing


def find_metric(standing: Standing, pk: int) -> Metric:
    """Give a metric of the programme. Raises ``NotThere`` for one of another."""
    of_programme = Metric.objects.filter(workstream__programme=standing.programme)
    metric = of_programme.select_related("workstream__programme", "scale").filter(pk=pk).first()
    if metric is None:
        raise NotThere(f"{standing.programme} has no such metric.")
    return metric
