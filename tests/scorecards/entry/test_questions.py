"""Questions on the pages figures are entered on: beside the box, for a paste, when saved."""

from scorecards.models import Actual, ActualLine, Metric
from scorecards.setup.forms import MetricForm
from tests.support.browser_windows import Window
from tests.support.workbooks import Q4, row_of

PAGE = "/scas/2024-01/culture-and-staff-wellbeing/scorecard/"
ASKED = "8.6 is far from this row’s other figures, 80% to 93%: did you mean 86%?"


def audits(culture) -> ActualLine:
    """Metric 6: audits of how long an investigation takes, 93 and 80 so far."""
    return ActualLine.objects.get(metric__workstream=culture.workstream, metric__number="6")


def typed(culture, **more: str) -> dict[str, str]:
    return {f"actual-{audits(culture).pk}-2023-24-q3": "8.6"} | more


def test_a_slip_is_asked_about_when_pasted_saved_and_seen_again_and_is_saved_all_the_same(
    culture, nicola, signed_in, send
):
    client, box = signed_in(nicola), f"actual-{audits(culture).pk}-2023-24-q3"
    assert send(client, PAGE, typed(culture, ask="1")).json() == {box: ASKED}
    pasted = {"pasted": "8.6", "paste_at": box, "paste": ""}
    outcome = send(client, PAGE, pasted).content.decode()
    assert ASKED in outcome
    assert f'name="take-{box}" checked' in outcome
    answer = send(client, PAGE, typed(culture)).content.decode()
    assert "Scorecard saved. Worth a look: Metric 6, 2023/24 Q3: " + ASKED in answer
    assert Actual.objects.get(line=audits(culture), quarter="2023/24 Q3").printed == "8.6"
    assert ASKED in client.get(PAGE).content.decode()


def test_a_tick_says_that_the_figure_is_right_until_it_is_another(culture, nicola, signed_in, send):
    client, keep = signed_in(nicola), f"keep-{audits(culture).pk}-2023-24-q3"
    assert "Worth a look" not in send(client, PAGE, typed(culture, **{keep: "on"})).content.decode()
    actual = Actual.objects.get(line=audits(culture), quarter="2023/24 Q3")
    assert actual.kept_as_printed
    assert ASKED not in client.get(PAGE).content.decode()
    box = f"actual-{audits(culture).pk}-2023-24-q3"
    send(client, PAGE, {box: "86", keep: "on"})
    actual.refresh_from_db()
    assert (actual.printed, actual.kept_as_printed) == ("86", False)


def test_a_months_figure_is_asked_about_beside_the_quarters(january, someone, signed_in, send):
    report = january.reports.select_related("workstream", "month__programme").get(
        workstream__slug="performance-improvement"
    )
    lead = someone("emma-manaton")
    line = ActualLine.objects.get(metric__workstream=report.workstream, metric__number="2")
    address, key = "/scas/2024-01/performance-improvement/readings/", f"reading-{line.pk}-2024-01"
    given = {f"{key}-printed": "0.118", f"{key}-as_at": "", f"{key}-source": "The system"}
    asked = "0.118 is far from this row’s other figures, 10.6% to 13.4%: did you mean 11.8%?"
    box = f"{key}-printed"
    assert send(signed_in(lead), address, given | {"ask": "1"}).json() == {box: asked}
    answer = send(signed_in(lead), address, given).content.decode()
    assert (
        "Figures by month saved. Worth a look: Metric 2, January 2024, figure: " + asked in answer
    )
    page = signed_in(lead).get(address).content.decode()
    assert f'id="id_{box}_question">{asked}</span>' in page
    assert f'aria-describedby="id_{box}_question"' in page
    look = signed_in(lead).get("/scas/2024-01/performance-improvement/submit/").content.decode()
    assert f'readings/#id_{box}">Metric 2, Actual, January 2024: {asked}</a>' in look


def test_figures_by_month_that_are_typed_and_not_saved_are_told_before_submitting(
    january, someone, signed_in
):
    line = ActualLine.objects.get(
        metric__workstream__slug="performance-improvement", metric__number="2"
    )
    client = signed_in(someone("emma-manaton"))
    page = Window(client, "/scas/2024-01/performance-improvement/readings/")
    page.put({f"reading-{line.pk}-2024-01-printed": "11.8%"}).autosave()
    told = client.get("/scas/2024-01/performance-improvement/submit/").content.decode()
    sentence = "You typed on the page of the figures by month and have not saved it"
    assert f'performance-improvement/readings/">{sentence}' in told


def test_an_aim_is_asked_about_as_typed_pasted_and_saved_and_is_saved_all_the_same(
    programme, office, signed_in
):
    metric = Metric.objects.get(workstream__slug="governance-and-well-led", number="12")
    page, box = Window(signed_in(office), f"/scas/metrics/{metric.pk}/aims/"), "aim-2024-25-q2"
    asked = "50 is far from this row’s other figures, 3 to 5: did you mean 5?"
    page.put({"pasted": "50", "paste_at": box}).press("paste", "")
    assert asked in page.page
    page.press("take")
    assert f'id="id_{box}_question">{asked}</span>' in page.page
    assert f'aria-describedby="id_{box}_question"' in page.page
    assert page.client.post(page.address, {**page.sent, "ask": "1"}).json() == {box: asked}
    page.put({"reason": "A larger scale", "agreed_by": "IPOB"})
    page.put({"agreed_on_0": "12", "agreed_on_1": "1", "agreed_on_2": "2024"}).save()
    assert f"Aims saved. Worth a look: 2024/25 Q2: {asked}" in page.page
    assert metric.aims.get(quarter="2024/25 Q2").printed == "50"


def test_a_range_is_set_at_the_metric_in_its_own_kind(culture, office):
    metric = Metric.objects.get(workstream=culture.workstream, number="6")

    def faults(lowest: str, highest: str) -> dict[str, list[str]]:
        shown = MetricForm(metric=metric, by=office)
        sent = {name: shown[name].value() or "" for name in shown.fields}
        form = MetricForm(sent | {"lowest": lowest, "highest": highest}, metric=metric, by=office)
        return {name: list(said) for name, said in form.errors.items()}

    assert faults("", "120%") == {}
    assert faults("low", "") == {
        "lowest": [
            "'low' is not a percentage: write a percentage such as 60% or 60.75%. "
            "Or leave it empty."
        ]
    }
    assert faults("90%", "10%") == {
        "highest": ["Write more than the lowest it can be, or leave it empty."]
    }
    metric.highest = "120%"
    assert metric.question("110%", []) == ""
    assert metric.question("130%", []) == "130% is outside 0% to 120%: is it right?"


def test_a_workbook_asks_about_a_slip_and_it_is_taken_all_the_same(downloaded, upload, culture):
    book = downloaded()
    sheet = book["Scorecard"]
    sheet.cell(row_of(sheet, "6", "Actual"), Q4 - 1).value = "8.6"  # of 2023/24 Q3
    page = upload(book)
    assert ASKED in page
    ticked = f'name="choose-actual-{audits(culture).pk}-2023-24-q3" value="mine" checked'
    assert ticked in " ".join(page.split())
