"""Aims: set, and revised with a reason, who agreed it and when."""

from datetime import date

import pytest

from improvement.editing.conflicts import SeenTexts
from improvement.values.periods import Quarter
from improvement.values.refusals import Refused
from reporting.contents.assemble import assemble
from scorecards.models import Aim, Metric, TrajectoryRevision
from scorecards.setup.aims import Agreement, set_aims
from scorecards.setup.aims_form import AimsForm

NOW = Quarter.parse("2023/24 Q4")
AGREED = Agreement("Winter was harder than planned", "IPOB", date(2024, 1, 9))
PARTS = {"agreed_on_0": "9", "agreed_on_1": "1", "agreed_on_2": "2024"}


@pytest.fixture
def vacancies(culture) -> Metric:
    return Metric.objects.select_related("scale", "workstream__programme").get(
        workstream=culture.workstream, number="11"
    )


def revise(metric, aims, office, noon, agreement=AGREED):
    form = AimsForm(metric=metric, now=NOW, by=office)
    seen_texts = SeenTexts(digests=form.shown)
    return set_aims(
        metric=metric,
        aims=aims,
        agreement=agreement,
        now=NOW,
        seen_texts=seen_texts,
        by=office,
        at=noon,
    )


def printed(metric):
    return {aim.quarter: aim.printed for aim in metric.aims.all() if aim.printed}


def test_a_revision_keeps_the_line_it_replaces(vacancies, office, noon):
    before = printed(vacancies)
    revision = revise(vacancies, {"2023/24 Q4": "12.5"}, office, noon)
    assert revision.aims_before == before
    assert printed(vacancies) == before | {"2023/24 Q4": "12.5"}
    assert revision.words == (
        "Revised, agreed by IPOB on 9 January 2024: Winter was harder than planned"
    )
    assert (revision.revised_by, revision.revised_at) == (office, noon)
    assert revision.history.get().history_user == office


def test_past_actuals_stay_judged_by_the_aim_then_in_force(vacancies, office, noon, january):
    def verdicts():
        [metric] = [
            metric
            for one in assemble(january).workstreams
            for metric in one.metrics
            if metric.id == vacancies.pk
        ]
        return [(cell.verdict, cell.reason) for cell in metric.lines[0].cells[:3]]

    before = verdicts()
    revise(vacancies, {"2023/24 Q4": "1"}, office, noon)
    assert verdicts() == before
    with pytest.raises(Refused, match="2023/24 Q2 is over: its figure stays judged by the aim"):
        revise(vacancies, {"2023/24 Q2": "1"}, office, noon)


@pytest.mark.parametrize(
    "agreement",
    [
        Agreement(),
        Agreement("Because", "IPOB"),
        Agreement("Because", " ", date(2024, 1, 9)),
        Agreement(" ", "IPOB", date(2024, 1, 9)),
    ],
)
def test_no_aim_is_changed_without_a_whole_agreement(vacancies, office, noon, agreement):
    before = printed(vacancies)
    with pytest.raises(Refused, match="Say why the aims are revised, who agreed it and when"):
        revise(vacancies, {"2023/24 Q4": "12.5"}, office, noon, agreement)
    assert printed(vacancies) == before
    assert not TrajectoryRevision.objects.exists()


def test_a_blank_is_filled_without_being_a_revision(vacancies, office, noon):
    Aim.objects.filter(metric=vacancies, quarter="2023/24 Q1").delete()
    assert revise(vacancies, {"2023/24 Q1": "14"}, office, noon, Agreement()) is None
    assert printed(vacancies)["2023/24 Q1"] == "14"
    assert not TrajectoryRevision.objects.exists()


def test_the_page_revises_and_asks_for_what_is_missing(vacancies, office, signed_in, send):
    address, client = f"/scas/metrics/{vacancies.pk}/aims/", signed_in(office)
    page = send(client, address, {"aim-2023-24-q4": "12.5", "reason": "Harder"}).content.decode()
    assert "Say who agreed the revised aims." in page
    assert "Enter the day the revised aims were agreed." in page
    assert "Say why the aims are revised." not in page
    sent = {"aim-2023-24-q4": "12.5", "reason": "Harder", "agreed_by": "IPOB", **PARTS}
    assert "Aims saved." in send(client, address, sent).content.decode()
    revision = TrajectoryRevision.objects.get()
    assert (revision.agreed_by, revision.agreed_on) == ("IPOB", date(2024, 1, 9))
    assert printed(vacancies)["2023/24 Q4"] == "12.5"


def test_quarters_that_are_over_are_shown_and_not_asked(vacancies, office, signed_in):
    page = signed_in(office).get(f"/scas/metrics/{vacancies.pk}/aims/").content.decode()
    assert "Over, and judged by the aim they had: 2022/23 Q3: 13; " in page
    assert 'name="aim-2023-24-q3"' not in page
    assert 'name="aim-2023-24-q4"' in page


def test_an_aim_its_metric_cannot_read_is_refused_at_its_quarter(
    vacancies, office, signed_in, send
):
    sent = {"aim-2023-24-q4": "some", "reason": "R", "agreed_by": "IPOB", **PARTS}
    page = send(signed_in(office), f"/scas/metrics/{vacancies.pk}/aims/", sent).content.decode()
    assert "Metric 11, 2023/24 Q4: &#x27;some&#x27; is not a" in page
    assert not TrajectoryRevision.objects.exists()
