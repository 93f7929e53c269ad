"""An issued month is reopened only to become a new version of its pack."""

import pytest

from improvement.access.lookup import find_month, find_programme
from improvement.models import HighlightReport, Month, Status
from improvement.values.refusals import Refused
from improvement.workflow import transitions
from reporting.pack.issue import issue, reopen
from reporting.snapshots.month import contents_of

pytestmark = pytest.mark.usefixtures("one_format")

REASON = "A figure of Governance was in the wrong row."
REPORT = "/scas/2023-12/governance-and-well-led/"


@pytest.fixture
def reopened(december, office, noon) -> Month:
    reopen(month=december, reason=REASON, by=office, at=noon)
    return Month.objects.select_related("programme").get(pk=december.pk)


def test_the_reports_come_back_to_the_programme_office(reopened, office):
    assert reopened.is_reopened
    assert (reopened.reopened_by, reopened.reopening_reason) == (office, REASON)
    assert {report.status for report in reopened.reports.all()} == {Status.APPROVED}


def test_issuing_again_makes_version_2_with_the_reason_and_leaves_version_1(
    reopened, office, noon, waive_all
):
    first = reopened.packs.get(version=1)
    before = first.contents_json
    report = reopened.reports.get(workstream__slug="governance-and-well-led")
    section = report.sections.get(kind="summary")
    section.text = "Corrected"
    section.save()
    issue(month=reopened, waivers=waive_all(reopened), by=office, at=noon)
    second = reopened.packs.get(version=2)
    assert second.reason == second.contents.issue.reason == REASON
    assert "Corrected" in second.contents_json
    first.refresh_from_db()
    assert first.contents_json == before
    month = Month.objects.get(pk=reopened.pk)
    assert not month.is_open
    assert reopened.programme.months.count() == 2  # January was open already


def test_a_reader_of_the_board_goes_on_seeing_the_issued_pack(reopened, board_reader, signed_in):
    section = reopened.reports.get(workstream__slug="governance-and-well-led").sections.first()
    section.text = "Not for the board yet"
    section.save()
    standing = find_programme(board_reader, "scas", on=reopened.due_on)
    assert find_month(standing, "2023-12").is_reopened
    client = signed_in(board_reader)
    for address in ("/scas/", "/scas/2023-12/", f"{REPORT}as-it-stands/"):
        page = client.get(address)
        assert page.status_code == 200
        assert "Not for the board yet" not in page.content.decode()
    pack = client.get("/scas/2023-12/pack/?format=json")
    assert pack.content.decode() == reopened.packs.get(version=1).contents_json
    assert "draft" not in pack.headers["Content-Disposition"]


def test_those_inside_see_the_month_as_it_stands_now(reopened, office, signed_in):
    report = reopened.reports.get(workstream__slug="governance-and-well-led")
    section = report.sections.get(kind="summary")
    section.text = "As corrected so far"
    section.save()
    page = signed_in(office).get(f"{REPORT}as-it-stands/").content.decode()
    assert "As corrected so far" in page
    assert "As corrected so far" not in str(contents_of(reopened, sees_open=False))


@pytest.mark.parametrize(
    ("reason", "sentence"), [("", "Say what has to be corrected"), ("  ", "Say what has to be")]
)
def test_a_reopening_says_why(december, office, noon, reason, sentence):
    with pytest.raises(Refused, match=sentence):
        reopen(month=december, reason=reason, by=office, at=noon)


def test_only_the_office_reopens_and_only_what_is_issued(december, january, nicola, office, noon):
    with pytest.raises(Refused, match="Only the Programme office may run the month"):
        reopen(month=december, reason=REASON, by=nicola, at=noon)
    with pytest.raises(Refused, match=r"January 2024 is open\."):
        reopen(month=january, reason=REASON, by=office, at=noon)


def test_no_month_is_reopened_once_a_later_one_is_issued(
    december, january, office, noon, approve_all, waive_all
):
    approve_all()
    issue(month=january, waivers=waive_all(january), by=office, at=noon)
    with pytest.raises(Refused, match="January 2024 has been issued since"):
        reopen(month=december, reason=REASON, by=office, at=noon)


def test_a_month_is_issued_after_the_correction_of_the_one_before(
    reopened, january, office, noon, approve_all, waive_all
):
    """Else its pack would say what moved since a correction that nobody was shown."""
    approve_all()
    sentence = "December 2023 is open: issue it first, for this pack says what moved since."
    with pytest.raises(Refused, match=sentence):
        issue(month=january, waivers=waive_all(january), by=office, at=noon)
    assert not january.packs.exists()
    issue(month=reopened, waivers=waive_all(reopened), by=office, at=noon)
    issue(month=january, waivers=waive_all(january), by=office, at=noon)
    assert january.packs.get().version == 1


def test_the_dashboard_says_why_a_month_is_open_again(reopened, office, signed_in, words):
    page = words(signed_in(office).get("/scas/?month=2023-12"))
    assert f"◂ December 2023 open again: {REASON}" in page
    assert "As it stands, not issued" in page


def test_two_open_months_both_stand_on_my_work(reopened, nicola, signed_in, office, noon):
    report = HighlightReport.objects.get(month=reopened, workstream__slug__startswith="culture")
    transitions.return_to_lead(report=report, comment="Correct the row.", by=office, at=noon)
    page = signed_in(nicola).get("/").content.decode()
    assert "/scas/2023-12/culture-and-staff-wellbeing/" in page
    assert "/scas/2024-01/culture-and-staff-wellbeing/" in page
    assert "Correct the row." in page


def test_the_pages_of_reopening_ask_and_tell(december, office, signed_in):
    client = signed_in(office)
    assert "Reopen the month to correct it" in client.get("/scas/2023-12/").content.decode()
    page = client.post("/scas/2023-12/reopen/", {"reason": ""}).content.decode()
    assert "Say what has to be corrected" in page
    answer = client.post("/scas/2023-12/reopen/", {"reason": REASON}, follow=True)
    assert "December 2023 is open again" in answer.content.decode()
    assert REASON in client.get("/scas/2023-12/").content.decode()
