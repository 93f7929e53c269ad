"""A large programme’s dashboard: as many queries as a small one’s, and no larger than allowed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from django.test import Client

from improvement.models import Person

BENCHMARKS = Path(__file__).resolve().parents[3] / "benchmarks"


@pytest.fixture
def benchmark(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import dashboard

    return dashboard


@pytest.mark.slow
def test_a_large_dashboard_takes_the_queries_of_a_small_one_and_is_small(
    db: None, benchmark: ModuleType
) -> None:
    by = Person.objects.create_user("large@trust.example", name="Somebody")
    sizes = benchmark.SIZES | {"whole": replace(benchmark.SIZES["whole"], months=3)}
    for name, size in sizes.items():
        benchmark.build(name.replace(" ", "-"), size, by)
    client = Client()
    client.force_login(by)
    addresses = {name: f"/{name.replace(' ', '-')}/" for name in sizes}
    found = benchmark.measure(client, addresses, runs=1)
    assert (
        found["a tenth"].queries == found["whole"].queries <= benchmark.MOST_QUERIES["whole"] == 15
    )
    assert found["a tenth"].kilobytes < found["whole"].kilobytes <= benchmark.MOST_KILOBYTES == 60


@pytest.mark.parametrize(
    ("queries", "milliseconds", "kilobytes", "said", "short"),
    [
        (15, 100.0, 60.0, "queries met, KB met, ratio met", False),
        (16, 100.0, 60.0, "queries MISSED, KB met, ratio met", True),
        (15, 100.0, 60.1, "queries met, KB MISSED, ratio met", True),
        (15, 100.1, 60.0, "queries met, KB met, ratio MISSED", False),
    ],
)
def test_the_benchmark_says_which_goal_is_missed(
    benchmark: ModuleType,
    queries: int,
    milliseconds: float,
    kilobytes: float,
    said: str,
    short: bool,
) -> None:
    empty = benchmark.PageCost(4, 10.0, 2.0)
    page = benchmark.PageCost(queries, milliseconds, kilobytes)
    assert benchmark.line_of("whole", page, empty).endswith(said)
    goals = benchmark.verdicts("whole", page, empty)
    assert (not (goals["queries"] and goals["KB"])) is short
    assert "met" not in benchmark.line_of("empty", empty, empty).lower()
