"""The form of a scale: its name and its points, worst first."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.text import slugify

from improvement.editing.forms.base import EditingForm
from improvement.web.nhsuk_forms import Button, Buttons, LongText, Question
from scorecards.models import Scale
from scorecards.setup.metrics import write_scale
from scorecards.values import cells
from scorecards.values.cells import Kind, State, parse


class ScaleForm(EditingForm):
    """Asks for a scale as lines of ``code, label`` and for a band ``, percentage``."""

    title = "Scale"

    def __init__(self, data: Any = None, *, scale: Scale, **who: Any) -> None:
        super().__init__(data, **who)
        self.scale = scale
        name = forms.CharField(
            label="Name", max_length=200, error_messages={"required": "Give the scale a name."}
        )
        self.add_claimed_field("name", name, scale.name)
        lines = "\n".join(_line(point) for point in scale.points or [])
        self.fields["points"] = LongText.optional("Points, worst first", _HOW, rows=8)
        self.initial["points"] = lines
        self.claim("points", scale.points)
        self.show_drafts()

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"]).strip()
        others = Scale.objects.filter(programme=self.scale.programme).exclude(pk=self.scale.pk)
        slugs = set(others.values_list("slug", flat=True))
        if self.scale.pk is None and (not slugify(name) or slugify(name)[:60] in slugs):
            raise forms.ValidationError("Another scale has this name: give it one of its own.")
        return name

    def clean_points(self) -> list[dict[str, str]]:
        points = [_point(line) for line in self.cleaned_data["points"].split("\n") if line.strip()]
        if len(points) < 2:
            raise forms.ValidationError("Write at least two points, one a line, worst first.")
        try:
            scale = cells.MetricScale.from_points("", self.data.get("name", ""), points)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error
        for point in scale.points:
            if parse(point.code, Kind.SCALE, scale=scale).state is not State.VALUE:
                raise forms.ValidationError(
                    f"The code “{point.code}” cannot be told from a word such as N/A."
                )
        return points

    def save(self, *, at: datetime) -> None:
        cleaned = self.cleaned_data
        if self.scale.pk is None:
            self.scale.slug = slugify(cleaned["name"])[:60]
        write_scale(
            scale=self.scale,
            name=cleaned["name"],
            points=cleaned["points"],
            seen_texts=self.seen_texts,
            by=self.by,
        )

    @property
    def helper(self) -> FormHelper:
        return self.make_helper(
            Question("name", width=20), Question("points"), Buttons(Button("Save scale"))
        )


_HOW = (
    "One a line: the code, a comma, what it stands for. For bands of percentages add a comma and "
    "the percentage the band counts from. For example “G, Good” or “F, Full, 95”."
)


def _line(point: dict[str, str]) -> str:
    if point["code"] == point["label"] and "from" not in point:
        return point["code"]
    parts = [point["code"], point["label"], point.get("from", "")]
    return ", ".join(part for part in parts if part)


def _point(line: str) -> dict[str, str]:
    """A line without a comma is a milestone: its code is what it stands for.

    A label may have commas of its own; only a last part that is a figure is where a band begins.
    """
    code, comma, rest = (part.strip() for part in line.partition(","))
    if not comma:
        return {"code": code, "label": code}
    label, last_comma, last = (part.strip() for part in rest.rpartition(","))
    if last_comma and last.removesuffix("%").replace(".", "", 1).isdigit():
        return {"code": code, "label": label, "from": last.removesuffix("%")}
    return {"code": code, "label": rest}
