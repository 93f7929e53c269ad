"""A page about figures takes as many queries for 50 metrics as for one: twelve, or a few more."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from improvement.models import HighlightReport
from scorecards.models import Actual, ActualLine, Aim, Metric, MonthlyReading

REPORT = "/scas/2024-01/culture-and-staff-wellbeing/"
LEADS = [
    REPORT,
    f"{REPORT}scorecard/",
    f"{REPORT}scorecard/?restate=1",
    f"{REPORT}scorecard/workbook/",
    f"{REPORT}scorecard/upload/",
    f"{REPORT}readings/",
    f"{REPORT}submit/",
]
OFFICES = [
    "/scas/metrics/",
    "/scas/metrics/{metric}/",
    "/scas/metrics/{metric}/figures.csv",
    "/scas/metrics/{metric}/edit/",
    "/scas/metrics/{metric}/aims/",
    "/scas/metrics/{metric}/retire/",
]
# Besides its figures: whose the measure is, its name in lists, what changed, and its months.
MORE = {"/scas/metrics/{metric}/": 14}


def with_so_many_metrics(report: HighlightReport, wanted: int) -> Metric:
    """Leave a workstream with as many metrics reported, fed by month; give one of them."""
    metrics = list(Metric.objects.filter(workstream=report.workstream))
    for metric in metrics[wanted:]:
        metric.retired_from = report.month.starts_on
        metric.save()
    for number in range(len(metrics), wanted):
        metric = Metric(workstream=report.workstream, number=f"n{number}", position=number)
        metric.name, metric.kind, metric.direction = f"Metric {number}", "number", "up"
        metric.roll_up = "sum"
        metric.save()
        line = ActualLine(metric=metric, name="Actual")
        line.save()
        Aim(metric=metric, quarter="2023/24 Q4", printed="5").save()
        Actual(line=line, quarter="2023/24 Q4", printed="4").save()
        MonthlyReading(line=line, starts_on="2024-01-01", printed="4").save()
    return metrics[0]


@pytest.mark.parametrize("wanted", [1, 50])
@pytest.mark.parametrize("address", [*LEADS, *OFFICES])
def test_no_page_of_figures_takes_more_queries_for_more_metrics(
    signed_in, nicola, office, culture, address, wanted, django_assert_max_num_queries
):
    metric = with_so_many_metrics(culture, wanted)
    client = signed_in(nicola if address in LEADS else office)
    client.get(address.format(metric=metric.pk))  # a process reads a frozen pack once
    with django_assert_max_num_queries(MORE.get(address, 12)):
        answer = client.get(address.format(metric=metric.pk))
    assert answer.status_code == 200


@pytest.mark.parametrize("address", ["/scas/", "/scas/2024-01/", f"{REPORT}as-it-stands/"])
def test_other_pages_take_the_same_for_one_metric_and_for_fifty(
    signed_in, office, culture, address, django_assert_num_queries
):
    client = signed_in(office)
    with_so_many_metrics(culture, 1)
    client.get(address)  # a process reads a frozen pack once
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for metric in Metric.objects.filter(workstream=culture.workstream):
        metric.retired_from = None
        metric.save()
    with_so_many_metrics(culture, 50)
    with django_assert_num_queries(len(one)):
        client.get(address)
