"""Flattening: one month's contents made into rows. Each function makes the rows of one table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from improvement.models import Role
from improvement.periods import CalendarMonth, Quarter
from reporting.api.shown import Shown
from reporting.contents import RatingFact, WorkstreamFact
from reporting.figure_facts import CellFact, MetricFact
from scorecards.performance import Verdict
from scorecards.values import State

Row = dict[str, Any]


def month_rows(shown: Shown) -> Iterator[Row]:
    contents = shown.contents
    period = CalendarMonth.parse(contents.month.slug)
    overview = contents.overview
    yield _monthly(shown) | {
        "id": period.slug,
        "changed_at": shown.changed.of_month(),
        "month_words": period.words,
        "starts_on": period.starts_on,
        "ends_on": period.ends_on,
        "quarter": contents.month_quarter,
        "due_on": contents.month.due_on,
        "issued_at": shown.pack.issued_at if shown.pack else None,
        "headline": overview.headline,
        **_rated("delivery", overview.delivery.judged),
        **_rated("embedding", overview.embedding.judged),
    }


def workstream_rows(shown: Shown) -> Iterator[Row]:
    for stream in shown.contents.workstreams:
        returned = stream.returned
        yield _of(shown, stream) | {
            "id": f"{shown.contents.month.slug}:{stream.slug}",
            "changed_at": shown.changed.of_workstream(stream.slug),
            "executive_lead": stream.names_in(Role.EXECUTIVE_LEAD),
            "sro": stream.names_in(Role.SRO),
            "programme_manager": stream.names_in(Role.PROGRAMME_MANAGER),
            "exit_statement": stream.exit_statement,
            "status": returned.status,
            "submitted_at": returned.submitted_at or None,
            "approved_at": returned.approved_at or None,
            **_rated("delivery", stream.delivery.judged),
            "delivery_worst": stream.delivery.worst.code,
            **_rated("embedding", stream.embedding.judged),
            "embedding_worst": stream.embedding.worst.code,
        }


def action_rows(shown: Shown) -> Iterator[Row]:
    for stream in shown.contents.workstreams:
        for action in stream.actions:
            yield _of(shown, stream) | {
                "id": f"{shown.contents.month.slug}:{action.id}",
                "changed_at": shown.changed.of_action(action.id),
                "action_id": action.id,
                "reference": action.ref,
                "strength": action.strength,
                "text": action.text,
                "regulation": action.regulation,
                "source": action.source,
                **_rated("delivery", action.delivery),
                **_rated("embedding", action.embedding),
                "red": action.red,
                "explanation": action.explanation,
                "mitigation": action.mitigation,
                "carried": action.carried,
            }


def criterion_rows(shown: Shown) -> Iterator[Row]:
    for stream in shown.contents.workstreams:
        for criterion in stream.criteria:
            yield _of(shown, stream) | {
                "id": f"{shown.contents.month.slug}:{criterion.id}",
                "changed_at": shown.changed.of_criterion(criterion.id),
                "criterion_id": criterion.id,
                "number": criterion.number,
                "text": criterion.text,
                "owner": criterion.owner,
                **_rated("rating", criterion.rating),
                "carried": criterion.carried,
            }


_METRIC = ("number", "name", "kind", "unit", "direction", "scale", "remark")
_POINTS = ("baseline", "baseline_when", "target", "target_when")


def metric_rows(shown: Shown) -> Iterator[Row]:
    for stream, metric in _metrics(shown):
        yield _of(shown, stream) | {
            "id": f"{shown.contents.month.slug}:{metric.id}",
            "changed_at": shown.changed.of_metric(metric.id),
            "metric_id": metric.id,
            **{name: getattr(metric, name) for name in (*_METRIC, *_POINTS)},
        }


def aim_rows(shown: Shown) -> Iterator[Row]:
    month = shown.contents.month.slug
    for stream, metric in _metrics(shown):
        for cell in metric.aims:
            yield _of(shown, stream) | {
                "id": f"{month}:{metric.id}:{cell.quarter}",
                "changed_at": shown.changed.of_aim(metric.id, cell.quarter),
                **_cell(metric, cell),
            }


def actual_rows(shown: Shown) -> Iterator[Row]:
    month = shown.contents.month.slug
    for stream, metric in _metrics(shown):
        for line in metric.lines:
            # Packs from before rows were numbered know them by name alone.
            lasting = line.name if line.id is None else line.id
            for cell in line.cells:
                yield _of(shown, stream) | {
                    "id": f"{month}:{metric.id}:{lasting}:{cell.quarter}",
                    "changed_at": shown.changed.of_actual(metric.id, line.name, cell.quarter),
                    "line": line.name,
                    **_cell(metric, cell),
                    "verdict": cell.verdict,
                    "verdict_words": Verdict(cell.verdict).words,
                    "reason": cell.reason,
                    "gap": cell.gap,
                    "note": cell.note,
                }


def _metrics(shown: Shown) -> Iterator[tuple[WorkstreamFact, MetricFact]]:
    for stream in shown.contents.workstreams:
        for metric in stream.metrics:
            yield stream, metric


def _cell(metric: MetricFact, cell: CellFact) -> Row:
    quarter = Quarter.parse(cell.quarter)
    named = asdict(cell)
    return {name: named[name] for name in ("quarter", "printed", "position", "expected")} | {
        "metric_id": metric.id,
        "metric_number": metric.number,
        "kind": metric.kind,
        "quarter_starts_on": quarter.starts_on,
        "quarter_ends_on": quarter.ends_on,
        "value_state": cell.state,
        "value_state_words": State(cell.state).words,
    }


def _monthly(shown: Shown) -> Row:
    return {
        "programme": shown.contents.programme.slug,
        "month": shown.contents.month.slug,
        "state": "issued" if shown.pack else "open",
        "pack_version": shown.pack.version if shown.pack else None,
    }


def _of(shown: Shown, stream: WorkstreamFact) -> Row:
    return _monthly(shown) | {"workstream": stream.slug, "workstream_name": stream.name}


def _rated(name: str, rating: RatingFact) -> Row:
    return {name: rating.code, f"{name}_words": rating.words}
