"""A measure of the December file, by its workstream and number."""

import pytest

from scorecards.models import Metric


@pytest.fixture
def metric(programme):
    def find(slug: str, number: str) -> Metric:
        return Metric.objects.get(
            workstream__programme=programme, workstream__slug=slug, number=number
        )

    return find
