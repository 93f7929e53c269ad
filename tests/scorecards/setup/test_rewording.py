"""What a metric is called in an issued pack changes with a reason, which the next pack tells."""

from __future__ import annotations

from reporting.snapshots.month import contents_of
from scorecards.models import Metric


def sent_back(metric: Metric) -> dict[str, str]:
    """Return what a browser sends back from an untouched page of a metric."""
    names = ("number", "name", "kind", "unit", "direction", "roll_up", "baseline", "baseline_when")
    names += ("target", "target_when", "short_name")
    sent = {name: str(getattr(metric, name)) for name in names}
    sent["scale_id"] = str(metric.scale_id or "")
    return sent | {f"line-{line.pk}": line.name for line in metric.lines.all()}


def test_what_an_issued_pack_calls_it_changes_with_a_reason_that_the_next_pack_tells(
    culture, office, january, signed_in, send
):
    metric = culture.workstream.metrics.first()
    address, called = f"/scas/metrics/{metric.pk}/edit/", metric.called
    sent = sent_back(metric) | {"name": "Grievances heard", "unit": ""}
    page = send(signed_in(office), address, sent).content.decode()
    assert "An issued pack has the earlier wording: say why it changes." in page
    send(signed_in(office), address, sent | {"why": "As the policy says"})
    [told] = contents_of(january).changes.of("wording")
    assert (told.place, told.before, told.now, told.why) == (
        "Metric 1",
        called,
        "Grievances heard",
        "As the policy says",
    )
