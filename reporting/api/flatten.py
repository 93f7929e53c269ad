"""One month's contents as rows: a function for each table, whose columns ``schemas`` describes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from improvement.models import Role
from improvement.values.periods import CalendarMonth, Quarter
from reporting.api.last_changed import LastChanged
from reporting.api.visible_months import VisibleMonth
from reporting.contents.facts import WorkstreamFact
from reporting.contents.metric_facts import CellFact, MetricFact
from reporting.contents.rating_facts import RatingFact
from scorecards.values.cells import State
from scorecards.values.performance import Verdict

Row = dict[str, Any]


def month_rows(shown: VisibleMonth) -> Iterator[Row]:
    contents = shown.contents
    period = CalendarMonth.parse(contents.month.slug)
    overview = contents.overview
    yield _month_columns(shown) | {
        "id": period.slug,
        "changed_at": shown.changed_at(LastChanged.of_month),
        "month_words": period.words,
        "starts_on": period.starts_on,
        "ends_on": period.ends_on,
        "quarter": contents.month_quarter,
        "due_on": contents.month.due_on,
        "issued_at": shown.pack.issued_at if shown.pack else None,
        "headline": overview.headline,
        **_rating_columns("delivery", overview.delivery.judged),
        **_rating_columns("embedding", overview.embedding.judged),
        "carried": bool(overview.delivery.judged.standing or overview.embedding.judged.standing),
    }


def workstream_rows(shown: VisibleMonth) -> Iterator[Row]:
    for stream in shown.contents.workstreams:
        returned = stream.returned
        yield _workstream_columns(shown, stream) | {
            "id": f"{shown.contents.month.slug}:{stream.slug}",
            "changed_at": shown.changed_at(LastChanged.of_workstream, stream.slug),
            "executive_lead": stream.names_in(Role.EXECUTIVE_LEAD),
            "sro": stream.names_in(Role.SRO),
            "programme_manager": stream.names_in(Role.PROGRAMME_MANAGER),
            "exit_statement": stream.exit_statement,
            "status": returned.status,
            "submitted_at": returned.submitted_at or None,
            "approved_at": returned.approved_at or None,
            **_rating_columns("delivery", stream.delivery.judged),
            "delivery_worst": stream.delivery.worst.code,
            "delivery_confirmed": stream.delivery.confirmed,
            **_rating_columns("embedding", stream.embedding.judged),
            "embedding_worst": stream.embedding.worst.code,
            "embedding_confirmed": stream.embedding.confirmed,
            "actions": len(stream.actions),
            "carried": stream.carried,
        }


def action_rows(shown: VisibleMonth) -> Iterator[Row]:
    for stream in shown.contents.workstreams:
        for action in stream.actions:
            yield _workstream_columns(shown, stream) | {
                "id": f"{shown.contents.month.slug}:{action.id}",
                "changed_at": shown.changed_at(LastChanged.of_action, action.id),
                "action_id": action.id,
                "reference": action.ref,
                "strength": action.strength,
                "text": action.text,
                "short_name": action.short_name,
                "regulation": action.regulation,
                "source": action.source,
                **_rating_columns("delivery", action.delivery),
                **_rating_columns("embedding", action.embedding),
                "red": action.red,
                "explanation": action.told_explanation,
                "mitigation": action.told_mitigation,
                "carried": action.carried,
                "owner": action.owner,
                "due_first": action.due_first or None,
                "due_on": action.due_on or None,
                "due_moved_because": action.due_moved_because,
                "percent_complete": action.percent_complete,
                "sub_actions": len(action.sub_actions),
                "sub_actions_done": len([one for one in action.sub_actions if one.is_done]),
            }


def criterion_rows(shown: VisibleMonth) -> Iterator[Row]:
    for stream in shown.contents.workstreams:
        for criterion in stream.criteria:
            yield _workstream_columns(shown, stream) | {
                "id": f"{shown.contents.month.slug}:{criterion.id}",
                "changed_at": shown.changed_at(LastChanged.of_criterion, criterion.id),
                "criterion_id": criterion.id,
                "number": criterion.number,
                "text": criterion.text,
                "owner": criterion.owner,
                **_rating_columns("rating", criterion.rating),
                "carried": criterion.carried,
            }


_METRIC = (
    "number",
    "name",
    "short_name",
    "kind",
    "unit",
    "direction",
    "scale",
    "remark",
    "lowest",
    "highest",
)
_POINTS = ("baseline", "baseline_when", "target", "target_when")


def metric_rows(shown: VisibleMonth) -> Iterator[Row]:
    for stream, metric in _metrics(shown):
        yield _workstream_columns(shown, stream) | {
            "id": f"{shown.contents.month.slug}:{metric.id}",
            "changed_at": shown.changed_at(LastChanged.of_metric, metric.id),
            "metric_id": metric.id,
            **{name: getattr(metric, name) for name in (*_METRIC, *_POINTS)},
        }


def aim_rows(shown: VisibleMonth) -> Iterator[Row]:
    month = shown.contents.month.slug
    for stream, metric in _metrics(shown):
        for cell in metric.aims:
            yield _workstream_columns(shown, stream) | {
                "id": f"{month}:{metric.id}:{cell.quarter}",
                "changed_at": shown.changed_at(LastChanged.of_aim, metric.id, cell.quarter),
                **_cell_columns(metric, cell),
            }


def actual_rows(shown: VisibleMonth) -> Iterator[Row]:
    month = shown.contents.month.slug
    for stream, metric in _metrics(shown):
        for line in metric.lines:
            # Lines of early packs have no id, only a name.
            line_key = line.name if line.id is None else line.id
            for cell in line.cells:
                yield _workstream_columns(shown, stream) | {
                    "id": f"{month}:{metric.id}:{line_key}:{cell.quarter}",
                    "changed_at": shown.changed_at(
                        LastChanged.of_actual, metric.id, line.name, cell.quarter
                    ),
                    "line": line.name,
                    **_cell_columns(metric, cell),
                    "verdict": cell.verdict,
                    "verdict_words": Verdict(cell.verdict).words,
                    "reason": cell.reason,
                    "gap": cell.gap,
                    "as_at": cell.as_at or None,
                    "sum_to_date": cell.is_sum_to_date,
                    "note": cell.whole_note,
                }


def _metrics(shown: VisibleMonth) -> Iterator[tuple[WorkstreamFact, MetricFact]]:
    for stream in shown.contents.workstreams:
        for metric in stream.metrics:
            yield stream, metric


def _cell_columns(metric: MetricFact, cell: CellFact) -> Row:
    quarter = Quarter.parse(cell.quarter)
    return {
        "quarter": cell.quarter,
        "printed": cell.printed,
        "position": cell.position,
        "expected": cell.expected,
        "metric_id": metric.id,
        "metric_number": metric.number,
        "kind": metric.kind,
        "quarter_starts_on": quarter.starts_on,
        "quarter_ends_on": quarter.ends_on,
        "value_state": cell.state,
        "value_state_words": State(cell.state).words,
    }


def _month_columns(shown: VisibleMonth) -> Row:
    return {
        "programme": shown.contents.programme.slug,
        "month": shown.contents.month.slug,
        "state": "issued" if shown.pack else "open",
        "pack_version": shown.pack.version if shown.pack else None,
    }


def _workstream_columns(shown: VisibleMonth, stream: WorkstreamFact) -> Row:
    return _month_columns(shown) | {"workstream": stream.slug, "workstream_name": stream.name}


def _rating_columns(name: str, rating: RatingFact) -> Row:
    return {name: rating.code, f"{name}_words": rating.words}
