"""A plugin for pytest under coverage.py: which test reaches which line, and how long each takes.

Load it with ``-p tools.reaching``. REACHING_TIMES names the JSON file for the processor time, in
seconds, of every test that passed. Lines reached by fixtures of a module or of the whole run belong
to no test, so they have no name, like the lines that an import reaches.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import coverage
import pytest

_names = [""]
_seconds: dict[str, float] = defaultdict(float)
_not_passed: set[str] = set()
BEGAN = pytest.StashKey[float]()


def test_function(nodeid: str) -> str:
    """Return the test function of a test, without its parameters."""
    return nodeid.partition("[")[0]


@contextmanager
def _measured_as(name: str) -> Iterator[None]:
    _names.append(name)
    _switch_context()
    try:
        yield
    finally:
        _names.pop()
        _switch_context()


def _switch_context() -> None:
    if measuring := coverage.Coverage.current():
        measuring.switch_context(_names[-1])


def _processor_time() -> float:
    """Return the processor time so far in seconds, with that of ended child processes."""
    return sum(os.times()[:4])


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    with _measured_as(test_function(item.nodeid)):
        return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[object]) -> Iterator[None]:
    with _measured_as(_names[-1] if fixturedef.scope == "function" else ""):
        return (yield)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_call(item: pytest.Item) -> None:
    item.stash[BEGAN] = _processor_time()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    now = _processor_time()
    seconds = now - item.stash.get(BEGAN, now) if report.when == "call" else 0.0
    report.__dict__["seconds"] = seconds  # sent from a worker to the process that writes the file
    return report


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    _seconds[test_function(report.nodeid)] += report.__dict__["seconds"]
    if not report.passed:
        _not_passed.add(test_function(report.nodeid))


def pytest_sessionfinish(session: pytest.Session) -> None:
    if not hasattr(session.config, "workerinput"):
        times = {name: spent for name, spent in _seconds.items() if name not in _not_passed}
        Path(os.environ["REACHING_TIMES"]).write_text(json.dumps(times), encoding="utf-8")
