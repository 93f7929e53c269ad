"""Who changed what, from what to what."""

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from django.apps import apps
from django.db import models

from improvement.audit import changes
from improvement.editing import save_report
from improvement.editing.save_report import WrittenActionRating
from improvement.models import ActionRating, Person, Section, Workstream
from improvement.values.ratings import Rating
from improvement.workflow import transitions


def last_change(row):
    """Return by field what the last change of a row did."""
    after, before, *_ = row.history.select_related("history_user")
    return {one.field: one for one in changes.fields_changed(before, after)}


def test_a_change_is_told_in_words(culture, nicola, noon, seeing):
    rating = culture.action_ratings.select_related("action").first()
    rated = WrittenActionRating(Rating.OVERDUE, Rating(rating.embedding), "The server failed", "")
    seen_texts, given = seeing(culture, nicola), {rating.pk: rated}
    save_report.rate_actions(
        report=culture, ratings=given, seen_texts=seen_texts, confirm=False, by=nicola, at=noon
    )
    told = last_change(rating)
    assert list(told) == ["Delivery", "Explanation", "Carried and not confirmed"]
    assert (told["Delivery"].old, told["Delivery"].new) == ("On Track", "Overdue (>1 month)")
    assert (told["Explanation"].old, told["Explanation"].new) == ("", "The server failed")
    assert [one.is_text for one in told.values()] == [False, True, False]


def test_of_a_new_row_all_is_told_but_what_it_says_no_to(programme, nicola):
    stream = Workstream(programme=programme, slug="new", name="New", position=9)
    changes.record(stream, by=nicola)
    told = changes.fields_changed(None, stream.history.get())
    assert [(one.field, one.old, one.new) for one in told] == [
        ("Slug", "", "new"),
        ("Name", "", "New"),
    ]


def test_every_row_of_the_demo_says_who_made_it(programme):
    for model in (Section, ActionRating):
        makers = set(model.history.values_list("history_user__name", flat=True))
        assert makers == {"Command load_demo", "Programme office (demo)"}


def test_a_loaded_row_says_which_file_it_came_from(december):
    section = december.reports.first().sections.first()
    assert section.history.last().history_change_reason == "Loaded from december-2023.json"


def test_signing_in_is_no_change_of_the_person(db):
    person = Person.objects.create_user("x@trust.example", name="X")
    person.save(update_fields=["last_login"])
    assert person.history.count() == 1
    person.name = "Y"
    person.save()
    assert [row.name for row in person.history.all()] == ["Y", "X"]


def test_a_password_never_stands_in_the_history(db):
    person = Person.objects.create_user("x@trust.example", "secret phrase", name="X")
    row = person.history.get()
    assert row.name == "X"
    assert not hasattr(row, "password")


def test_a_moment_is_told_in_uk_time(culture, nicola):
    at = datetime(2024, 7, 1, 11, 30, tzinfo=UTC)
    transitions.submit(report=culture, by=nicola, at=at)
    assert last_change(culture)["Submitted at"].new == "1 July 2024 12:30:00"


def test_no_row_of_the_demo_is_without_history(programme):
    rows = 0
    for room in ("improvement", "scorecards"):
        for model in apps.get_app_config(room).get_models():
            if hasattr(model, "history"):
                told = set(model.history.values_list(model._meta.pk.attname, flat=True))
                alive = set(model.objects.values_list("pk", flat=True))
                assert alive - told == set(), model.__name__
                rows += len(alive)
    assert rows > 1000


def fields_kept(kind: type[models.Field]) -> list:
    """Return every field of a kind that any history keeps, with its model, by its name."""
    return [
        pytest.param(model, field, id=f"{model.__name__}.{field.name}")
        for model in apps.get_models()
        if hasattr(model, "history")
        for field in model.history.model.tracked_fields
        if isinstance(field, kind)
    ]


def told_of(model, field, old, new):
    """Return how a change of one field is told."""
    before, after = (model.history.model(**{field.attname: one}) for one in (old, new))
    told = {one.name: one for one in changes.fields_changed(before, after)}
    return told[field.name].old, told[field.name].new


CHOICES = [one for one in fields_kept(models.Field) if one.values[1].choices]


@pytest.mark.parametrize(("model", "field"), CHOICES)
def test_every_choice_is_told_in_its_words(model, field):
    offered = [*field.flatchoices, ("no-longer-offered", "no-longer-offered")]
    for (code, words), (next_code, next_words) in pairwise(offered):
        assert words != code
        assert told_of(model, field, code, next_code) == (str(words), str(next_words))
    assert value_said(model, field, offered[0][0]) == str(offered[0][1])


@pytest.mark.parametrize(("model", "field"), fields_kept(models.DateField))
def test_every_day_is_told_as_a_day(model, field):
    if isinstance(field, models.DateTimeField):
        old, new = (datetime(2023, 12, 31, 9, 5, tzinfo=UTC), datetime(2024, 7, 1, 9, tzinfo=UTC))
        said = ("31 December 2023 09:05:00", "1 July 2024 10:00:00")
    else:
        old, new, said = date(2023, 12, 31), date(2024, 7, 1), ("31 December 2023", "1 July 2024")
    assert told_of(model, field, old, new) == said
    assert told_of(model, field, None, new) == ("", said[1])
    assert value_said(model, field, old) == said[0]


def value_said(model, field, value):
    """Return how a conflict shows a value."""
    return changes.value_in_words(model(), field.name, value)


ORDERED = [one for one in fields_kept(models.Field) if one.values[1].name == "position"]


@pytest.mark.parametrize(("model", "field"), ORDERED)
def test_every_changed_order_is_told(model, field):
    assert told_of(model, field, 2, 0) == ("3rd", "1st")
    before, after = (model.history.model(position=place) for place in (0, 1))
    [told] = [one for one in changes.fields_changed(before, after) if one.name == "position"]
    assert (told.field, told.old, told.new) == ("Order", "1st", "2nd")


def test_what_hangs_elsewhere_now_is_told(nicola):
    held = nicola.appointments.select_related("workstream").get()
    other = Workstream.objects.exclude(pk=held.workstream_id).first()
    was = held.workstream.name
    changes.change(held, by=nicola, workstream=other)
    told = last_change(held)
    assert {name: (one.old, one.new) for name, one in told.items()} == {
        "Workstream": (was, other.name)
    }


def test_a_scale_is_told_point_by_point(programme, nicola):
    scale = programme.scales.first()
    points = [{"code": "P", "label": "Poor"}, {"code": "G", "label": "Good", "from": "90%"}]
    changes.change(scale, by=nicola, points=points)
    assert last_change(scale)["Points"].new == "code P, label Poor\ncode G, from 90%, label Good"
