"""Who each role is in the demo, and the ids that addresses of the table of permissions ask for."""

from __future__ import annotations

from typing import Any

from improvement.accounts.tokens import make_token
from improvement.editing.restore_text import overview_text, plan_text, section_text
from improvement.models import (
    Action,
    ExitCriterion,
    Person,
    Programme,
    Source,
)
from improvement.values.clock import now, today
from scorecards.models import Metric, Scale
from tests.support.permissions import (
    BOARD,
    CEO,
    EXECUTIVE,
    LEAD,
    OFFICE,
    OTHER,
)
from tests.support.permissions_matrix import ROWS

SLUGS = {
    LEAD: "nicola-howells",
    OTHER: "amy-carden",
    EXECUTIVE: "melanie-saunders",
    OFFICE: "programme-office",
    CEO: "ceo-office",
    BOARD: "board-reader",
}
BY_SESSION = [row for row in ROWS if not row.by_token]


def ids(programme: Programme) -> dict[str, Any]:
    """Return what stands for an id in the table's addresses."""
    metric = Metric.objects.filter(workstream__programme=programme).first()
    scale = Scale.objects.filter(programme=programme).first()
    lead = Person.objects.get(slug=SLUGS[LEAD])
    held = lead.appointments.filter(programme=programme).first()
    token = make_token(programme=programme, name="Mine", expires_on=today(), by=lead, at=now())[0]
    return {
        "programme": programme.pk,
        "metric": metric.pk,
        "action": Action.objects.filter(workstream__programme=programme).first().pk,
        "criterion": ExitCriterion.objects.filter(workstream__programme=programme).first().pk,
        "scale": scale.pk,
        "token": token.pk,
        "workstream": held.workstream_id,
        **_set_up(programme),
        "lead": lead.pk,
        "appointment": held.pk,
        **_earlier_texts(programme),
    }


def _set_up(programme: Programme) -> dict[str, int]:
    """Return the ids of a source and of a sub-action, which the demo has none of."""
    source = Source(programme=programme, title="A notice of theirs", position=9)
    source.save()
    parent = Action.objects.filter(workstream__programme=programme).first()
    facts = {"reference": "S.1", "text": "A part of it", "position": 99}
    sub_action = Action(workstream=parent.workstream, parent=parent, **facts)
    sub_action.save()
    return {"source": source.pk, "sub_action": sub_action.pk}


def _earlier_texts(programme: Programme) -> dict[str, Any]:
    """Return the first row of the history of a text of each kind, and the digest of today's."""
    month = programme.months.get(starts_on="2024-01-01")
    report = month.reports.get(workstream__slug="culture-and-staff-wellbeing")
    texts = {
        "text": section_text(report, "progress"),
        "plan": plan_text(report, "aims"),
        "overview": overview_text(month, "key_progress"),
    }
    rows = {name: text.row.history.last().history_id for name, text in texts.items()}
    return rows | {f"seen_of_{name}": text.seen for name, text in texts.items()}
