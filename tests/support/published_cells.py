"""The scales and the cells that the pack of December 2023 has, as they were read from it."""

from scorecards.values.cells import (
    Kind,
    MetricScale,
)

QUALITY = MetricScale.from_points(
    "quality",
    "Poor to Excellent",
    [
        {"code": "P", "label": "Poor"},
        {"code": "A", "label": "Average"},
        {"code": "G", "label": "Good"},
        {"code": "E", "label": "Excellent"},
    ],
)
SATISFACTION = MetricScale.from_points(
    "satisfaction",
    "Dissatisfied to Very Satisfied",
    [
        {"code": "D", "label": "Dissatisfied"},
        {"code": "S", "label": "Satisfied"},
        {"code": "VS", "label": "Very Satisfied"},
    ],
)
YES_NO = MetricScale.from_points(
    "yes-no", "No or Yes", [{"code": "N", "label": "No"}, {"code": "Y", "label": "Yes"}]
)
AUDIT = MetricScale.from_points(
    "audit-completion",
    "Internal audit completion",
    [
        {"code": "No", "label": "No", "from": "0"},
        {"code": "Minimal", "label": "Minimal", "from": "50"},
        {"code": "Partial", "label": "Partial", "from": "75"},
        {"code": "Substantial", "label": "Substantial", "from": "90"},
    ],
)
MILESTONES = ("Programme Brief", "Programme Plan", "Initial Board Approval of Plan")
INFRASTRUCTURE = MetricScale.from_points(
    "infrastructure",
    "Infrastructure development milestones",
    [{"code": m, "label": m} for m in (*MILESTONES, "Final Board Approval of Plan")],
)
SCALES = {s.slug: s for s in (QUALITY, SATISFACTION, YES_NO, AUDIT, INFRASTRUCTURE)}


# Every shape of cell in the published December 2023 pack: text, kind, scale, number.
PUBLISHED_VALUES = [
    ("60%", Kind.PERCENT, None, "60"),
    ("60.75%", Kind.PERCENT, None, "60.75"),
    ("12.0%", Kind.PERCENT, None, "12"),
    ("93", Kind.PERCENT, None, "93"),
    ("13.5", Kind.PERCENT, None, "13.5"),
    (">90%", Kind.PERCENT, None, "90"),
    ("100%", Kind.PERCENT, None, "100"),
    ("3", Kind.NUMBER, None, "3"),
    ("4.64", Kind.NUMBER, None, "4.64"),
    ("20458", Kind.NUMBER, None, "20458"),
    ("0:38:09", Kind.DURATION, None, "2289"),
    ("00:34:08", Kind.DURATION, None, "2048"),
    ("00:00:10", Kind.DURATION, None, "10"),
    ("P", Kind.SCALE, QUALITY, "1"),
    ("A", Kind.SCALE, QUALITY, "2"),
    ("G", Kind.SCALE, QUALITY, "3"),
    ("E", Kind.SCALE, QUALITY, "4"),
    ("P/A", Kind.SCALE, QUALITY, "1"),
    ("G/E", Kind.SCALE, QUALITY, "3"),
    ("S", Kind.SCALE, SATISFACTION, "2"),
    ("VS", Kind.SCALE, SATISFACTION, "3"),
    ("Y", Kind.SCALE, YES_NO, "2"),
    ("No", Kind.SCALE, AUDIT, "1"),
    ("Partial", Kind.SCALE, AUDIT, "3"),
    ("95%", Kind.SCALE, AUDIT, "95"),
    ("Programme Brief", Kind.SCALE, INFRASTRUCTURE, "1"),
    ("Final Board Approval of Plan", Kind.SCALE, INFRASTRUCTURE, "4"),
]
