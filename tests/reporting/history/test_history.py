"""The history of a programme: every change in words, found by every question, as page and csv."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localtime, now

from improvement import audit, cycle
from improvement.claims import Claims
from improvement.models import (
    ActionRating,
    ApiToken,
    LogEntry,
    LogKind,
    Month,
)
from improvement.periods import Quarter
from improvement.refusals import NotThere
from reporting.history import Asked, find_changes, find_thing, kinds_asked
from reporting.telling import Said, tell
from reporting.trails import TRAILS
from scorecards.forms import AimsForm
from scorecards.models import Actual, Metric
from scorecards.setting_up import move_metric
from scorecards.trajectories import Agreement, set_aims
from tests.reporting.moving import entries

SEEN = "/scas/history/"


def rows_of(answer) -> list[dict[str, str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_every_model_with_a_history_has_a_trail():
    kept = {model for model in apps.get_models() if hasattr(model, "history")}
    assert kept == {trail.model for trail in TRAILS.values()}


def test_every_change_of_the_demo_is_found_once_and_told(programme):
    found = list(find_changes(programme, Asked()))
    in_tables = sum(
        trail.history.filter(**{trail.way(trail.programme): programme.pk}).count()
        for trail in TRAILS.values()
    )
    assert len(set(found)) == len(found) == in_tables > 1000
    assert [one[0] for one in found] == sorted((one[0] for one in found), reverse=True)
    told = tell(programme, found)
    assert [entry.at for entry in told] == [one[0] for one in found]
    assert all(entry.who and entry.thing and entry.said for entry in told)


def test_a_change_says_who_when_what_and_from_where(signed_in, send, nicola, culture, words):
    address = "/scas/2024-01/culture-and-staff-wellbeing/highlight-report/"
    send(signed_in(nicola), address, {"progress": "The survey went out"})
    at = culture.sections.get(kind="progress").history.first().history_date
    page = words(signed_in(nicola).get(SEEN))
    told = (
        "Progress against key outcomes Section of a highlight report, Culture & Staff Wellbeing, "
        f"January 2024 Nicola Howells , {localtime(at):%-d %B %Y at %H:%M:%S} , from {address} "
        "Text The survey went out"
    )
    assert told in page


def test_a_rating_is_told_in_words(programme, culture, nicola):
    rating = culture.action_ratings.get(action__reference="CSW-01")
    audit.change(rating, by=nicola, embedding="overdue", why="The server failed")
    told = entries(programme)[0]
    assert [(one.field, one.old, one.new) for one in told.said] == [
        ("Embedding", "Off Track (<1 month), Recovery Actions in Place", "Overdue (>1 month)")
    ]
    assert (told.who, told.thing, told.why) == (
        "Nicola Howells",
        "Ratings of Must CSW-01",
        "The server failed",
    )


def test_a_text_is_told_word_by_word(programme, section, signed_in, nicola):
    said = entries(programme)[0].said[0]
    assert [(piece.fate.value, piece.text) for piece in said.pieces] == [
        ("kept", "The survey "),
        ("gone", "goes"),
        ("new", "went"),
        ("kept", " out\nTwo wards are trained"),
    ]
    page = signed_in(nicola).get(SEEN).content.decode()
    assert re.search(r"<del>.*Removed: </span>goes</del><ins>.*Added: </span>went</ins>", page)


def test_what_was_taken_away_is_told(programme, culture, nicola):
    metric = Metric.objects.filter(workstream=culture.workstream).first()
    line = metric.lines.create(name="A row put in by mistake", position=5)
    line._history_user = nicola
    line.delete()
    told = entries(programme, kind="line")[0]
    assert told.thing == "Row of a metric that is gone, A row put in by mistake"
    assert (told.who, [one.field for one in told.said]) == ("Nicola Howells", ["Taken away"])


def test_a_new_password_is_told_without_showing_it(programme, nicola):
    nicola.set_password("a pass phrase of this test")
    nicola.save()
    [said] = entries(programme, kind="person")[0].said
    assert said == Said("Saved; nothing shown here was changed", "", "")


def test_a_changed_order_says_from_where_to_where(programme, culture, office):
    metric = culture.workstream.metrics.all()[2]
    for _ in range(2):
        move_metric(metric=Metric.objects.get(pk=metric.pk), up=True, by=office)
    told = entries(programme, kind="metric", thing=("metric", metric.pk))[:2]
    assert [one.said for one in told] == [
        (Said("Order", "2nd", "1st"),),
        (Said("Order", "3rd", "2nd"),),
    ]
    others = [one for one in entries(programme)[:4] if one.thing != str(metric)]
    assert [one.said for one in others] == [
        (Said("Order", "1st", "2nd"),),
        (Said("Order", "2nd", "3rd"),),
    ]


def test_another_scale_of_a_metric_is_told(programme, office):
    metric = Metric.objects.filter(workstream__programme=programme, kind="scale").first()
    was, other = metric.scale.name, programme.scales.exclude(pk=metric.scale_id).first()
    audit.change(metric, by=office, scale=other)
    assert entries(programme)[0].said == (Said("Scale", was, other.name),)


def test_a_revised_aim_says_why(programme, culture, office, noon):
    metric = culture.workstream.metrics.get(number="11")
    now_reported = Quarter.parse("2023/24 Q4")
    agreed = Agreement(" Winter was harder ", "IPOB", date(2024, 1, 9))
    set_aims(
        metric=metric,
        aims={"2023/24 Q4": "12.5"},
        agreement=agreed,
        now=now_reported,
        claims=Claims(seen=AimsForm(metric=metric, now=now_reported, by=office).shown),
        by=office,
        at=noon,
    )
    revision, aim = entries(programme)[:2]
    assert (aim.thing, aim.why) == ("Metric 11: Aim, 2023/24 Q4", "Winter was harder")
    assert revision.thing == "Trajectory revision of Metric 11"
    assert revision.why == "Winter was harder"


def test_figures_name_their_metric(programme, nicola):
    actual = Actual.objects.filter(line__metric__workstream__programme=programme).first()
    audit.change(actual, by=nicola, printed="61%")
    metric = actual.line.metric
    assert entries(programme)[0].thing == f"{metric}: {actual}"


def test_a_thing_tells_its_own_changes_and_those_of_what_hangs_on_it(programme, culture, section):
    of_section = entries(programme, thing=("section", section.pk))
    assert {one.thing for one in of_section} == {"Progress against key outcomes"}
    of_report = {one.kind for one in entries(programme, thing=("report", culture.pk))}
    assert of_report >= {
        "Highlight report",
        "Section of a highlight report",
        "Ratings of a CQC action",
        "Rating of an exit criterion",
        "Plan on a page",
        "Undertaking",
    }
    action = culture.workstream.actions.get(reference="CSW-01")
    kinds = {one.kind for one in entries(programme, thing=("action", action.pk))}
    assert kinds == {"CQC action", "Ratings of a CQC action"}


@pytest.mark.parametrize("kind", sorted(k for k, t in TRAILS.items() if t.objects.get(k) == "pk"))
def test_every_kind_of_thing_has_a_page_of_its_changes(programme, signed_in, office, kind, words):
    trail = TRAILS[kind]
    thing = trail.model._default_manager.filter(**{trail.programme: programme.pk}).first()
    assert find_thing(programme, kind, thing.pk) == thing
    page = words(signed_in(office).get(f"/scas/changes/{kind}/{thing.pk}/"))
    assert "Command load_demo" in page or "Programme office (demo)" in page
    with pytest.raises(NotThere, match="has no such"):
        find_thing(programme, kind, 10**6)


def test_a_kind_that_is_none_is_said_to_be_none(programme):
    for kind in ("token", "nonsense"):
        with pytest.raises(NotThere, match=f"no kind of thing called “{kind}”"):
            find_thing(programme, kind, 1)


def test_the_page_asks_and_every_question_stands_in_its_address(
    signed_in, office, section, nicola, words
):
    question = f"?person={nicola.pk}&kind=section&workstream=culture-and-staff-wellbeing"
    answer = signed_in(office).get(SEEN + question)
    assert "2 changes, newest first" in words(answer)
    page = answer.content.decode()
    assert f'<option value="{nicola.pk}" selected>' in page
    assert 'value="section" selected' in page
    assert f'href="/scas/history/changes.csv{question.replace("&", "&amp;")}"' in page


def test_a_faulty_day_is_told_at_its_field_and_nothing_is_looked_for(signed_in, office, words):
    page = words(signed_in(office).get(f"{SEEN}?since=the+fifth&kind=section"))
    assert "Enter a day as 5/1/2024 or 2024-01-05." in page
    assert "Nothing was looked for yet" in page
    assert "newest first" not in page
    page = words(signed_in(office).get(f"{SEEN}?since=2024-01-05&until=2024-01-04"))
    assert "Enter a day that is not before the first one." in page


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("person=99999", "Choose one from the list."),
        ("workstream=nope", "Choose one from the list."),
        ("kind=zz", "Choose one from the list."),
        ("since=garbage", "Enter a day as 5/1/2024 or 2024-01-05."),
    ],
)
def test_a_faulty_question_takes_no_csv_away(signed_in, office, words, question, sentence):
    answer = signed_in(office).get(f"{SEEN}changes.csv?{question}")
    assert answer.status_code == 404
    assert sentence in words(answer)
    assert not LogEntry.objects.filter(kind=LogKind.DOWNLOAD).exists()


def test_pages_hold_fifty_and_lead_on(signed_in, nicola, programme, words):
    count = find_changes(programme, Asked()).count()
    last = -(-count // 50)
    seen = 0
    for number in (1, last):
        answer = signed_in(nicola).get(f"{SEEN}?kind=&page={number}")
        assert f"Page {number} of {last}" in words(answer)
        seen += answer.content.decode().count('<li class="app-change">')
    assert seen == 50 + (count - 1) % 50 + 1
    assert 'href="?kind=&amp;page=2"' in signed_in(nicola).get(f"{SEEN}?kind=").content.decode()


def test_the_page_takes_as_many_queries_for_twice_the_changes(
    signed_in, office, culture, nicola, django_assert_num_queries
):
    address = f"/scas/changes/report/{culture.pk}/"
    client = signed_in(office)

    def write(number: int) -> None:
        for section in culture.sections.all():
            audit.change(section, by=nicola, text=f"Text {number}")

    for number in range(20):  # one page of one kind
        write(number)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    assert len(asked) <= 12
    for number in range(20, 40):
        write(number)
    with django_assert_num_queries(len(asked)):
        client.get(address)


def test_the_csv_has_a_line_for_each_field_and_nothing_a_spreadsheet_runs(
    signed_in, office, culture, nicola
):
    rating = culture.action_ratings.get(action__reference="CSW-01")
    audit.change(rating, by=nicola, delivery="overdue", explanation="=cmd()")
    answer = signed_in(office).get(f"{SEEN}changes.csv?person={nicola.pk}")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="scas-history.csv"'
    rows = [row for row in rows_of(answer) if row["What"] == "Ratings of Must CSW-01"]
    assert [(row["Field"], row["From"], row["To"]) for row in rows] == [
        ("Delivery", "On Track", "Overdue (>1 month)"),
        ("Explanation", "", "'=cmd()"),
    ]
    assert rows[0]["Who"] == "Nicola Howells"
    assert rows[0]["Where"] == "Culture & Staff Wellbeing, January 2024"
    assert datetime.fromisoformat(rows[0]["When"]).utcoffset() is not None


def test_the_csv_has_every_change(signed_in, nicola, programme, section):
    told = entries(programme)
    client = signed_in(nicola)  # a lead, to whom sign-ins and downloads are not told
    rows = rows_of(client.get(f"{SEEN}changes.csv"))
    assert [(row["What"], row["Field"]) for row in rows] == [
        (entry.thing, said.field) for entry in told for said in entry.said
    ]
    of_sections = rows_of(client.get(f"{SEEN}changes.csv?kind=section"))
    kinds = [entry for entry in told if entry.kind == "Section of a highlight report"]
    assert 0 < len(of_sections) == sum(len(entry.said) for entry in kinds) < len(rows)


def test_taking_the_history_away_is_in_the_log_that_only_the_office_sees(
    signed_in, office, nicola, words
):
    list(signed_in(nicola).get(f"{SEEN}changes.csv").streaming_content)
    page = words(signed_in(office).get(f"{SEEN}?kind=download"))
    assert "History Download Nicola Howells" in page
    assert "1 change, newest first" in page
    assert "Sign-in" in dict(kinds_asked(with_log=True)).values()
    page = words(signed_in(nicola).get(f"{SEEN}?kind=download"))
    assert "Choose one from the list." in page
    assert "History Download" not in page


def test_sign_ins_of_the_programmes_people_are_found(client, office, nicola, signed_in, words):
    nicola.email = "nicola@trust.example"
    nicola.set_password("a pass phrase of one's own")
    nicola.save()
    given = {"login": "nicola@trust.example", "password": "not this one"}
    client.post("/accounts/login/", given)
    client.post("/accounts/login/", given | {"password": "a pass phrase of one's own"})
    page = words(signed_in(office).get(f"{SEEN}?person={nicola.pk}"))
    assert "Sign-in Nicola Howells" in page
    assert "Failed sign-in Nicola Howells" in page


def test_a_board_reader_and_a_stranger_do_not_see_it(signed_in, board_reader, stranger, words):
    for address in (SEEN, f"{SEEN}changes.csv"):
        answer = signed_in(board_reader).get(address)
        assert answer.status_code == 403
        assert "may see who changed what" in words(answer)
        assert signed_in(stranger).get(address).status_code == 404


def test_another_programmes_changes_are_not_found(programme, office, nicola, signed_in, words):
    other = type(programme)(slug="other", name="Other", organisation="Another trust")
    other.first_quarter, other.last_quarter = "2023/24 Q1", "2023/24 Q4"
    audit.record(other, by=nicola)
    month = Month(programme=other, starts_on="2024-01-01", due_on="2024-01-05")
    month.headline = "A secret of theirs"
    audit.record(month, by=nicola)
    assert "A secret of theirs" not in words(signed_in(office).get(f"{SEEN}?person={nicola.pk}"))
    assert "A secret" in entries(other)[0].said[2].new
    answer = signed_in(office).get(f"/scas/changes/month/{month.pk}/")
    assert answer.status_code == 404


def test_a_token_never_shows_its_key(programme, office, signed_in, words):
    client = signed_in(office)
    given = {"name": "Power BI", "programme": "scas"}
    day = localtime(now()).date() + timedelta(days=5)
    given |= {"expires_on_0": day.day, "expires_on_1": day.month, "expires_on_2": day.year}
    key = re.search(r"ip_[\w-]{20,}", client.post("/tokens/", given).content.decode())[0]
    page = words(client.get(f"{SEEN}?kind=token"))
    assert "Token Power BI Token (new)" in page
    assert key not in page
    assert ApiToken.objects.get().digest not in page


def test_what_every_step_did_is_told_with_its_reason(programme, culture, nicola, melanie, noon):
    cycle.submit(report=culture, by=nicola, at=noon)
    cycle.return_to_lead(report=culture, comment="Explain the red.", by=melanie, at=noon)
    returned, submitted = entries(programme, kind="report")[:2]
    assert (submitted.who, submitted.said[0].field) == ("Nicola Howells", "Submitted at")
    assert (returned.who, returned.why) == ("Melanie Saunders", "Explain the red.")
    moment = f"{localtime(datetime(2024, 1, 10, 12, tzinfo=UTC)):%-d %B %Y %H:%M:%S}"
    assert submitted.said[0].new == moment


def test_names_are_read_with_the_rows(programme, django_assert_max_num_queries):
    found = list(find_changes(programme, Asked(kind="action-rating")))
    assert len(found) == ActionRating.objects.count()
    with django_assert_max_num_queries(3):
        tell(programme, found)
