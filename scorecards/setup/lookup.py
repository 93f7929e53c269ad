"""Finding metrics for the programme office, which sets them up."""

from __future__ import annotations

from improvement.access.permissions import Standing
from improvement.values.refusals import NotThere
from scorecards.models import Metric


def find_metric(standing: Standing, pk: int) -> Metric:
    """Return a metric of the programme. Raises ``NotThere`` for one of another."""
    of_programme = Metric.objects.filter(workstream__programme=standing.programme)
    metric = of_programme.select_related("workstream__programme", "scale").filter(pk=pk).first()
    if metric is None:
        raise NotThere(f"{standing.programme} has no such metric.")
    return metric
