"""The history of a programme: every change in words, found by every question, as page and csv."""

from __future__ import annotations

import csv
import io
import re
from datetime import datetime, timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localtime, now

from improvement.audit import changes
from improvement.models import (
    ApiToken,
    LogEntry,
    LogKind,
    Month,
)
from improvement.values.refusals import NotThere
from reporting.history.find import HistoryFilter, find_changes, find_thing, kind_choices
from reporting.history.registry import AUDITED_MODELS
from tests.support.change_ratings import entries
from tests.support.set_up_rows import a_source

SEEN = "/scas/history/"


def rows_of(answer) -> list[dict[str, str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_every_model_with_a_history_is_listed():
    kept = {model for model in apps.get_models() if hasattr(model, "history")}
    assert kept == {audited.model for audited in AUDITED_MODELS.values()}


def test_a_thing_tells_its_own_changes_and_those_of_what_hangs_on_it(programme, culture, section):
    of_section = entries(programme, thing=("section", section.pk))
    assert {one.thing for one in of_section} == {"Progress against key outcomes"}
    of_report = {entry.kind for entry in entries(programme, thing=("report", culture.pk))}
    assert of_report >= {
        "Highlight report",
        "Section of a highlight report",
        "Ratings of an action",
        "Rating of an exit criterion",
        "Plan on a page",
        "Undertaking",
    }
    action = culture.workstream.actions.get(reference="CSW-01")
    kinds = {one.kind for one in entries(programme, thing=("action", action.pk))}
    assert kinds == {"Action", "Ratings of an action"}


@pytest.mark.parametrize(
    "kind", sorted(k for k, t in AUDITED_MODELS.items() if t.objects.get(k) == "pk")
)
def test_every_kind_of_thing_has_a_page_of_its_changes(programme, signed_in, office, kind, words):
    audited = AUDITED_MODELS[kind]
    a_source(programme, office)  # the demo has none
    thing = audited.model._default_manager.filter(**{audited.programme: programme.pk}).first()
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
    count = find_changes(programme, HistoryFilter()).count()
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
            changes.change(section, by=nicola, text=f"Text {number}")

    for number in range(20):  # one page of one kind
        write(number)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    assert len(queries) <= 12
    for number in range(20, 40):
        write(number)
    with django_assert_num_queries(len(queries)):
        client.get(address)


def test_the_csv_has_a_line_for_each_field_and_nothing_a_spreadsheet_runs(
    signed_in, office, culture, nicola
):
    rating = culture.action_ratings.get(action__reference="CSW-01")
    changes.change(rating, by=nicola, delivery="overdue", explanation="=cmd()")
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
    described = entries(programme)
    client = signed_in(nicola)  # a lead, to whom sign-ins and downloads are not shown
    rows = rows_of(client.get(f"{SEEN}changes.csv"))
    assert [(row["What"], row["Field"]) for row in rows] == [
        (entry.thing, line.field) for entry in described for line in entry.lines
    ]
    of_sections = rows_of(client.get(f"{SEEN}changes.csv?kind=section"))
    kinds = [entry for entry in described if entry.kind == "Section of a highlight report"]
    assert 0 < len(of_sections) == sum(len(entry.lines) for entry in kinds) < len(rows)


def test_taking_the_history_away_is_in_the_log_that_only_the_office_sees(
    signed_in, office, nicola, words
):
    list(signed_in(nicola).get(f"{SEEN}changes.csv").streaming_content)
    page = words(signed_in(office).get(f"{SEEN}?kind=download"))
    assert "History Download Nicola Howells" in page
    assert "1 change, newest first" in page
    assert "Sign-in" in dict(kind_choices(with_log=True)).values()
    page = words(signed_in(nicola).get(f"{SEEN}?kind=download"))
    assert "Choose one from the list." in page
    assert "History Download" not in page


def test_sign_ins_of_the_programmes_people_are_found(client, office, nicola, signed_in, words):
    nicola.email = "nicola@trust.example"
    nicola.set_password("a pass phrase of one's own")
    nicola.save()
    fields = {"login": "nicola@trust.example", "password": "not this one"}
    client.post("/accounts/login/", fields)
    client.post("/accounts/login/", fields | {"password": "a pass phrase of one's own"})
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
    changes.record(other, by=nicola)
    month = Month(programme=other, starts_on="2024-01-01", due_on="2024-01-05")
    month.headline = "A secret of theirs"
    changes.record(month, by=nicola)
    assert "A secret of theirs" not in words(signed_in(office).get(f"{SEEN}?person={nicola.pk}"))
    assert "A secret" in entries(other)[0].lines[2].new
    answer = signed_in(office).get(f"/scas/changes/month/{month.pk}/")
    assert answer.status_code == 404


def test_a_token_never_shows_its_key(programme, office, signed_in, words):
    client = signed_in(office)
    fields = {"name": "Power BI", "programme": "scas"}
    day = localtime(now()).date() + timedelta(days=5)
    fields |= {"expires_on_0": day.day, "expires_on_1": day.month, "expires_on_2": day.year}
    key = re.search(r"ip_[\w-]{20,}", client.post("/tokens/", fields).content.decode())[0]
    page = words(client.get(f"{SEEN}?kind=token"))
    assert "Token Power BI Token (new)" in page
    assert key not in page
    assert ApiToken.objects.get().digest not in page
