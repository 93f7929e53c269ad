"""Who changed what, from what to what."""

from datetime import UTC, datetime

from django.apps import apps

from improvement import audit, cycle, writing
from improvement.models import ActionRating, Person, Section
from improvement.ratings import Rating
from improvement.writing import RatedAction


def test_a_change_is_told_in_words(culture, nicola, noon, seeing):
    rating = culture.action_ratings.select_related("action").first()
    rated = RatedAction(Rating.OVERDUE, Rating(rating.embedding), "The server failed", "")
    claims, given = seeing(culture, nicola), {rating.pk: rated}
    writing.rate_actions(
        report=culture, ratings=given, claims=claims, confirm=False, by=nicola, at=noon
    )
    told = {change.field: change for change in audit.changes_of([rating]) if change.old}
    delivery = told["Delivery"]
    assert (delivery.old, delivery.new) == ("On Track", "Overdue (>1 month)")
    assert (delivery.who, delivery.thing) == ("Nicola Howells", "Ratings of Must CSW-01")


def test_every_row_of_the_demo_says_who_made_it(programme):
    for model in (Section, ActionRating):
        makers = set(model.history.values_list("history_user__name", flat=True))
        assert makers == {"Command load_demo", "Programme office (demo)"}


def test_a_loaded_row_says_which_file_it_came_from(december):
    section = december.reports.first().sections.first()
    assert section.history.last().history_change_reason == "Loaded from december-2023.json"


def test_many_rows_take_one_query_for_each_kind(culture, django_assert_num_queries):
    rows = [*culture.sections.all(), *culture.action_ratings.select_related("action")]
    with django_assert_num_queries(2):
        told = audit.changes_of(rows)
    assert {change.thing for change in told} >= {"Workstream key risks", "Ratings of Must CSW-01"}


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
    cycle.submit(report=culture, by=nicola, at=at)
    told = {change.field: change.new for change in audit.changes_of([culture])}
    assert told["Submitted at"] == "1 July 2024 12:30:00"


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
