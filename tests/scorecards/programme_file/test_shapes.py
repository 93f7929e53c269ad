"""The programme file is read strictly, and a fault is named with its path."""

import copy
import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from improvement.programme_file.faults import UnreadableFile
from reporting.demo import load
from scorecards.programme_file.read import read

GOOD = json.loads(load.FILE.read_text(encoding="utf-8"))


def faults_of(change: Callable[[dict], object]) -> list[str]:
    broken = copy.deepcopy(GOOD)
    change(broken)
    with pytest.raises(UnreadableFile) as refusal:
        read(json.dumps(broken))
    return refusal.value.faults


def put(path: str, value: object) -> Callable[[dict], object]:
    """Return a change that puts ``value`` at a path such as workstreams.0.slug."""
    *parts, last = [int(part) if part.isdigit() else part for part in path.split(".")]

    def change(file: dict) -> None:
        for part in parts:
            file = file[part]
        if isinstance(file, list) and last == len(file):
            file.append(value)
        else:
            file[last] = value

    return change


def test_the_demo_file_is_read(december_text):
    assert read(december_text).programme.slug == "scas"


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        ("version", 3, "version: Input should be 1 or 2"),
        (
            "version",
            1,
            "workstreams[0].metrics[0].lines[0].as_at: this key came with version 2 of the format",
        ),
        (
            "workstreams.0.metrics.0.lines.0.as_at",
            {"2023/24 Q3": "2024-01-01"},
            "workstreams[0].metrics[0].lines[0]: as_at of 2023/24 Q3 is 2024-01-01, which",
        ),
        (
            "workstreams.0.metrics.0.lines.0.as_at",
            {"2023/24 Q4": "2024-01-31"},
            "workstreams[0].metrics[0].lines[0]: as_at is given for 2023/24 Q4, which",
        ),
        (
            "workstreams.0.metrics.0.lowest",
            "low",
            "workstreams[0].metrics[0]: lowest is “low”, which is no percentage",
        ),
        (
            "version",
            1,
            "workstreams[0].actions[0].short_name: this key came with version 2 of the format",
        ),
        (
            "workstreams.0.metrics.0.short_name",
            "x" * 29,
            "workstreams[0].metrics[0].short_name: this is longer than 28, the most there is",
        ),
        (
            "workstreams.0.actions.0.short_name",
            "x" * 49,
            "workstreams[0].actions[0].short_name: this is longer than 48, the most there is",
        ),
        ("format", "spreadsheet", "format: Input should be 'improvement-programme'"),
        ("colour", "blue", "colour: this key is unknown"),
        ("months.0.reports.1.mood", "good", "months[0].reports[1].mood: this key is unknown"),
        ("workstreams.2.actions.0.strength", "may", "workstreams[2].actions[0].strength: Input"),
        (
            "months.0.reports.0.delivery",
            "green",
            "months[0].reports[0].delivery: Input should be 'complete', 'on_track', 'off_track'",
        ),
        (
            "workstreams.0.appointments.0.person",
            "nobody",
            "workstreams[0].appointments[0].person: there is no person “nobody” in this file",
        ),
        (
            "workstreams.0.appointments.0.role",
            "board_reader",
            "workstreams[0].appointments[0].role: there is no role “board_reader”",
        ),
        (
            "workstreams.2.criteria.0.owner",
            "nobody",
            "workstreams[2].criteria[0].owner: there is no person “nobody” in this file",
        ),
        (
            "workstreams.0.metrics.1.scale",
            "mood",
            "workstreams[0].metrics[1].scale: there is no scale “mood” in this file",
        ),
        (
            "workstreams.0.metrics.0.scale",
            "quality",
            "workstreams[0].metrics[0]: a metric names a scale if its kind is scale, and only",
        ),
        (
            "workstreams.0.metrics.0.aims.2030/31 Q1",
            "5%",
            "workstreams[0].metrics[0].aims: there is no quarter “2030/31 Q1” in this file",
        ),
        (
            "workstreams.0.metrics.0.aims.Q1 24/23",
            "5%",
            "workstreams[0].metrics[0].aims.Q1 24/23.[key]: “Q1 24/23” is not a quarter; write",
        ),
        (
            "months.0.reports.0.action_ratings.0.ref",
            "GWL-99",
            "months[0].reports[0].action_ratings[0].ref: there is no reference “GWL-99”",
        ),
        (
            "months.0.reports.0.remarks.0.metric",
            "99",
            "months[0].reports[0].remarks[0].metric: there is no reference “99” in this file",
        ),
        (
            "months.0.reports.0.workstream",
            "finance",
            "months[0].reports[0].workstream: there is no workstream “finance” in this file",
        ),
        ("months.0.month", "2023-13", "months[0].month: “2023-13” is not a month; write it as"),
        ("people.1.slug", "david-eltringham", "people[1].slug: “david-eltringham” stands here"),
        ("programme.slug", "admin", "programme.slug: “admin” is part of the application’s own"),
        ("workstreams.0.slug", "Pack", "workstreams[0].slug: “Pack” is part of the application’s"),
        ("programme.exit_on", "30/09/2024", "programme.exit_on: Input should be a valid date"),
        ("programme.name", "x\0y", "programme.name: holds a character that is not text"),
        ("programme.name", "x\ud800y", "programme.name: holds a character that is not text"),
        (
            "programme.name",
            "x" * 201,
            "programme.name: this is longer than 200, the most there is room for",
        ),
        (
            "months.0.reports.0.progress.0",
            "One\nTwo",
            "months[0].reports[0].progress[0]: a bullet is one line of text",
        ),
        ("months.0.reports.0.progress", "One", "months[0].reports[0].progress: Input should be"),
        ("quarters", ["2023/24 Q1", "2023/24 Q3"], "quarters: write them in order, each once"),
        ("quarters", ["2023/24 Q1"] * 25, "quarters: this is longer than 24, the most there is"),
        ("months.0.month", "9999-12", "months[0].month: “9999-12” is not a month; write it as"),
        ("months", [], "workstreams[0].plan: a plan hangs on a month’s report, and the file has"),
    ],
)
def test_a_fault_is_named_with_its_path(path: str, value: object, fault: str):
    faults = faults_of(put(path, value))
    assert any(one.startswith(fault) for one in faults), faults


def test_a_missing_key_is_named():
    assert faults_of(lambda file: file.pop("people")) == ["people: this key is missing"]


def test_every_fault_is_named_at_once():
    def change(file: dict) -> None:
        put("people.0.age", 50)(file)
        put("version", 7)(file)

    assert len(faults_of(change)) == 2


@pytest.mark.parametrize(
    ("points", "fault"),
    [
        ([{"code": "A", "label": "One"}, {"code": "a", "label": "Two"}], "scales[0]: "),
        (
            [{"code": "N/A", "label": "None"}, {"code": "B", "label": "Bad"}],
            "scales[0]: the code “N/A” cannot be told from a word such as N/A",
        ),
    ],
)
def test_a_scale_whose_points_cannot_be_told_apart_is_refused(points, fault):
    assert faults_of(put("scales.0.points", points))[0].startswith(fault)


@pytest.mark.parametrize(
    "text",
    ["", "not JSON", "[" * 100_000, '{"a": NaN}', '{"a": 1, "a": 2}', "[]", "null", "\ufeff{}"],
)
def test_what_is_no_programme_file_is_refused_with_a_sentence(text: str):
    with pytest.raises(UnreadableFile) as refusal:
        read(text)
    assert refusal.value.faults[0].startswith("(whole file): ")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(path=st.sampled_from(sorted(GOOD)), value=json_values)
def test_nothing_but_a_named_fault_comes_of_any_value(path: str, value: object):
    changed = {**GOOD, path: value}
    faults = []
    try:
        read(json.dumps(changed))
    except UnreadableFile as refusal:
        faults = refusal.faults
    assert all(": " in fault for fault in faults)
