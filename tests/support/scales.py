"""Scales as the December scorecards use them, and a way to make others."""

from scorecards.values.cells import MetricScale


def scale_of(*points):
    keys = ("code", "label", "from")
    return MetricScale.from_points("s", "S", [dict(zip(keys, p, strict=False)) for p in points])


QUALITY = scale_of(("P", "Poor"), ("A", "Average"), ("G", "Good"), ("E", "Excellent"))
AUDIT = scale_of(
    ("No", "No", "0"),
    ("Minimal", "Minimal", "50"),
    ("Partial", "Partial", "75"),
    ("Substantial", "Substantial", "90"),
)
MILESTONES = scale_of(("Programme Brief",) * 2, ("Programme Plan",) * 2, ("Approval",) * 2)
