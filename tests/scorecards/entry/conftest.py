"""The metric of Culture & Staff Wellbeing that figures are recorded for."""

import pytest

from scorecards.models import ActualLine


@pytest.fixture
def vacancies(culture) -> ActualLine:
    """Metric 11 of Culture & Staff Wellbeing: the vacancy rate."""
    return ActualLine.objects.get(metric__workstream=culture.workstream, metric__number="11")
