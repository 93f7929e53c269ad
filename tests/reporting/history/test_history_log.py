"""The log in a programme's history: sign-ins of whoever is or was appointed on it."""

from __future__ import annotations

from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test.utils import CaptureQueriesContext

from improvement.audit import changes
from improvement.audit.event_log import log_download, log_second_step
from improvement.models import Appointment, LogEntry, LogKind, Person, Role
from improvement.values.clock import now
from reporting.history.find import HistoryFilter, find_changes
from reporting.history.forms import HistoryForm
from tests.support import another_programme

SEEN = "/scas/history/"


def logs_in(person, kind=LogKind.SIGN_IN) -> LogEntry:
    entry = LogEntry(kind=kind, person=person, at=now(), place="/accounts/login/")
    entry.save()
    return entry


def log_of(programme, **asked) -> list[LogEntry]:
    """Return the entries of the log that a programme's history finds, the oldest first."""
    found = find_changes(programme, HistoryFilter(with_log=True, **asked))
    rows = [row for _, kind, row in found if kind == "log"]
    return [LogEntry.objects.get(pk=row) for row in reversed(rows)]


@pytest.fixture
def elsewhere(db):
    return another_programme.build(at=now())


def appoint(person, programme, **days) -> Appointment:
    appointment = Appointment(person=person, programme=programme, role=Role.CEO_OFFICE, **days)
    changes.record(appointment, by=person)
    return appointment


def test_a_sign_in_stands_on_every_programme_one_is_or_was_appointed_on(
    programme, elsewhere, nicola, office
):
    entry = logs_in(nicola)
    assert (log_of(programme), log_of(elsewhere)) == ([entry], [])
    appointment = appoint(nicola, elsewhere, ends_on=date(2023, 6, 30))
    appoint(nicola, elsewhere, starts_on=date(2023, 7, 1))  # a second one doubles nothing
    failed = logs_in(nicola, LogKind.FAILED_SIGN_IN)
    assert log_of(programme) == log_of(elsewhere) == [entry, failed]
    assert log_of(elsewhere, person=nicola.pk, kind="sign_in") == [entry]
    changes.remove(appointment, by=office)
    assert log_of(elsewhere) == [entry, failed]


def test_who_was_never_appointed_is_in_the_log_of_no_programme(programme, elsewhere, stranger):
    """The programme whose file names somebody is not one they can enter."""
    stranger.programme = programme
    stranger.save()
    logs_in(stranger)
    logs_in(None, LogKind.FAILED_SIGN_IN)
    assert log_of(programme) == log_of(elsewhere) == []
    appoint(stranger, elsewhere)
    assert [one.person for one in log_of(elsewhere)] == [stranger]
    assert log_of(programme) == []


def test_what_is_of_one_programme_stays_with_it(programme, elsewhere, nicola):
    appoint(nicola, elsewhere)
    log_download(about="Pack", detail="pdf", programme=programme, by=nicola, at=now(), place="/")
    assert ([one.about for one in log_of(programme)], log_of(elsewhere)) == (["Pack"], [])


def test_one_s_own_second_step_stands_where_one_s_sign_ins_do(programme, elsewhere, nicola):
    appoint(nicola, elsewhere)
    step = Authenticator(user=nicola, type="totp", data={"secret": "x"})
    log_second_step(step, fate="set up", of=nicola, by=nicola, at=now(), place="/")
    [entry] = log_of(programme)
    assert (entry.about, entry.detail) == ("Authenticator app", "set up")
    assert log_of(elsewhere) == [entry]


def test_what_an_administrator_did_to_somebody_is_not_told_on_their_own_programme(
    programme, elsewhere, nicola, office
):
    appoint(office, elsewhere)
    step = Authenticator(user=nicola, type="totp", data={"secret": "x"})
    log_second_step(step, fate="removed", of=nicola, by=office, at=now(), place="/")
    assert [one.about for one in log_of(programme)] == ["Authenticator app of Nicola Howells"]
    assert log_of(elsewhere) == []


def who_may_be_asked_for(programme) -> list[str]:
    form = HistoryForm({}, programme=programme, sees_log=True)
    return [name for _, name in form.fields["person"].choices]


def test_one_may_ask_for_whoever_is_or_was_appointed(programme, elsewhere, nicola, stranger):
    administrator = Person.objects.create_superuser("a@trust.example", name="An administrator")
    appoint(administrator, programme)
    named = Person.objects.create(programme=elsewhere, name="Only named in the file")
    assert nicola.name not in who_may_be_asked_for(elsewhere)
    appoint(nicola, elsewhere, ends_on=date(2023, 6, 30))
    appoint(nicola, elsewhere, starts_on=date(2023, 7, 1))
    offered = who_may_be_asked_for(elsewhere)
    assert offered[0] == "Everybody"
    assert offered.count(nicola.name) == 1
    assert {"Command another_programme", "An administrator", "Quorndale sro"} <= set(offered)
    assert named.name not in offered
    appoint(stranger, elsewhere)  # somebody of no file, appointed elsewhere alone
    assert stranger.name in who_may_be_asked_for(elsewhere)
    assert stranger.name not in who_may_be_asked_for(programme)


def test_the_log_takes_as_many_queries_for_twice_the_people(
    signed_in, office, programme, elsewhere, django_assert_num_queries
):
    client, question = signed_in(office), f"{SEEN}?kind=sign_in"

    def sign_in_more(count: int) -> None:
        for _ in range(count):
            person = Person.objects.create(name="One more")
            appoint(person, programme)
            appoint(person, elsewhere)
            logs_in(person)

    sign_in_more(5)
    with CaptureQueriesContext(connection) as asked:
        client.get(question)
    sign_in_more(10)
    with django_assert_num_queries(len(asked)):
        page = client.get(question).content.decode()
    assert page.count('<li class="app-change">') == LogEntry.objects.filter(kind="sign_in").count()
