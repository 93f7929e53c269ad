"""The log: who signed in, who tried to, and who took something away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.signals import social_account_added
from django.core.management import call_command
from django.test import Client, RequestFactory

from improvement.accounts.deactivate import deactivate
from improvement.audit.event_log import log_download
from improvement.models import LogEntry, LogKind, Person, Programme
from improvement.values.clock import now
from scorecards.models import Metric
from tests.support.signing_in import PASSWORD

SignedIn = Callable[[Person], Client]


def sign_in(email: str, password: str) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": email, "password": password})
    return client


def latest() -> LogEntry:
    entry = LogEntry.objects.first()
    assert entry is not None
    return entry


def test_a_sign_in_and_a_sign_out_are_noted(lead: Person) -> None:
    client = sign_in("nicola@trust.example", PASSWORD)
    assert (latest().kind, latest().person) == (LogKind.SIGN_IN, lead)
    assert latest().place == "/accounts/login/"
    client.post("/accounts/logout/")
    assert (latest().kind, latest().person) == (LogKind.SIGN_OUT, lead)


def test_a_failed_sign_in_names_the_account_that_was_tried(lead: Person) -> None:
    sign_in("Nicola@trust.example", "not it")
    assert (latest().kind, latest().person) == (LogKind.FAILED_SIGN_IN, lead)
    assert latest().about == ""


def test_what_was_typed_for_no_account_is_not_kept(db: None) -> None:
    sign_in("a-secret@elsewhere.example", "hunter2 hunter2")
    entry = latest()
    assert (entry.kind, entry.person, entry.about) == (
        LogKind.FAILED_SIGN_IN,
        None,
        "unknown account",
    )
    kept = " ".join(str(one) for one in vars(entry).values())
    assert "secret" not in kept
    assert "hunter2" not in kept


def directory_account(person: Person) -> SocialAccount:
    return SocialAccount(user=person, provider="directory", uid="subject-1")


def test_an_account_of_the_directory_that_is_tied_to_somebody_is_noted(
    nicola: Person, rf: RequestFactory
) -> None:
    login = SocialLogin(user=nicola, account=directory_account(nicola))
    asked = rf.get("/accounts/oidc/directory/login/callback/")
    social_account_added.send(SocialLogin, request=asked, sociallogin=login)
    entry = latest()
    assert (entry.kind, entry.person) == (LogKind.DIRECTORY, nicola)
    assert (entry.about, entry.detail, entry.place) == ("subject-1", "tied", asked.path)


def test_an_account_of_the_directory_that_is_forgotten_is_noted(
    nicola: Person, office: Person
) -> None:
    directory_account(nicola).save()
    deactivate(person=nicola, by=office, at=now(), why="Left")
    entry = latest()
    assert not SocialAccount.objects.exists()
    assert (entry.kind, entry.person) == (LogKind.DIRECTORY, office)
    assert entry.about == f"subject-1 of {nicola}"
    assert entry.detail == "removed by closing the account"


def test_the_log_is_never_written_again(nicola: Person, programme: Programme) -> None:
    at = datetime(2024, 1, 10, 9, 8, 7, tzinfo=UTC)
    log_download(
        about="A" * 300, detail="pdf", programme=programme, by=nicola, at=at, place="/somewhere/"
    )
    entry = latest()
    assert (entry.about, entry.at) == ("A" * 200, at)
    entry.about = "something else"
    with pytest.raises(TypeError, match="The log stays as it was written"):
        entry.save()
    with pytest.raises(TypeError, match="The log stays as it was written"):
        entry.delete()


@pytest.mark.parametrize(
    ("address", "about", "detail"),
    [
        ("/scas/2023-12/pack/?format=csv", "December 2023 pack, version 1", "Tables as CSV"),
        ("/scas/2023-12/pack/1/json/", "December 2023 pack, version 1", "JSON"),
        ("/scas/2023-12/pack/1/read/", "December 2023 pack, version 1", "Web page"),
        ("/scas/2024-01/pack/?format=json", "January 2024, draft", "JSON"),
        ("/scas/2024-01/preview/draft.pdf", "January 2024, draft", "PDF"),
        ("/scas/2023-12/preview/draft.pdf", "December 2023 pack, version 1", "PDF"),
        (
            "/scas/2024-01/culture-and-staff-wellbeing/preview/",
            "January 2024 highlight report of Culture & Staff Wellbeing, draft",
            "PDF",
        ),
        (
            "/scas/2024-01/culture-and-staff-wellbeing/scorecard/workbook/",
            "January 2024 scorecard of Culture & Staff Wellbeing",
            "Excel",
        ),
    ],
)
def test_what_is_taken_away_is_noted(
    nicola: Person, signed_in: SignedIn, address: str, about: str, detail: str
) -> None:
    client = signed_in(nicola)
    before = LogEntry.objects.count()
    assert client.get(address).status_code == 200
    assert LogEntry.objects.count() == before + 1
    entry = latest()
    assert (entry.kind, entry.person, entry.about, entry.detail, entry.place) == (
        LogKind.DOWNLOAD,
        nicola,
        about,
        detail,
        address.partition("?")[0],
    )
    assert client.head(address).status_code == 200
    assert LogEntry.objects.count() == before + 1  # nothing was taken


def test_a_report_printed_as_typed_is_noted(nicola: Person, signed_in: SignedIn) -> None:
    client = signed_in(nicola)
    before = LogEntry.objects.count()
    address = "/scas/2024-01/culture-and-staff-wellbeing/preview/"
    assert client.post(address, {"summary": "Only typed"}).status_code == 200
    assert LogEntry.objects.count() == before + 1
    entry = latest()
    assert (entry.kind, entry.person, entry.place) == (LogKind.DOWNLOAD, nicola, address)


def test_the_page_that_frames_the_draft_notes_nothing_itself(
    nicola: Person, signed_in: SignedIn
) -> None:
    client = signed_in(nicola)
    before = LogEntry.objects.count()
    page = client.get("/scas/2024-01/preview/").content.decode()
    assert page.count('src="/scas/2024-01/preview/draft.pdf"') == 1
    assert LogEntry.objects.count() == before


def test_the_figures_of_a_metric_are_noted(
    nicola: Person, signed_in: SignedIn, programme: Programme
) -> None:
    metric = Metric.objects.get(number="1", workstream__slug="culture-and-staff-wellbeing")
    signed_in(nicola).get(f"/scas/metrics/{metric.pk}/figures.csv")
    assert latest().about == "Figures of metric 1 of Culture & Staff Wellbeing"
    assert latest().detail == "csv"


def test_what_a_command_writes_is_noted(programme: Programme, tmp_path) -> None:
    file = tmp_path / "pack.json"
    call_command("export_pack", "scas", "2023-12", "--format", "json", "--output", file)
    entry = latest()
    assert (str(entry.person), entry.about) == (
        "Command export_pack",
        "December 2023 pack, version 1",
    )
    assert entry.place == "command export_pack"
