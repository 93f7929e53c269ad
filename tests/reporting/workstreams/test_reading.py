"""One workstream to read: its ratings, lists, report, plan and people, and for whom."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import UTC, datetime
from io import StringIO

from django.http import HttpResponse
from django.test import Client

from improvement.audit.changes import change
from improvement.models import Action, HighlightReport, Month, Person
from improvement.workflow.transitions import approve, submit
from tests.support.read_html import read, rows, words

CULTURE = "/scas/workstreams/culture-and-staff-wellbeing/"
PERFORMANCE = "/scas/workstreams/performance-improvement/"
SignedIn = Callable[[Person], Client]


def section(answer: HttpResponse, name: str) -> str:
    return words(read(answer.content).get_element_by_id(name).getparent())


def test_december_reads_as_its_pack(
    december: Month, board_reader: Person, signed_in: SignedIn
) -> None:
    answer = signed_in(board_reader).get(PERFORMANCE)
    page = read(answer.content)
    assert words(page.find(".//h1")) == "Performance Improvement"
    assert (
        "Plan to recover performance, with a future operating model, approved by the Board."
        " Executive Lead Mark Ainsworth · Senior Responsible Officer"
    ) in words(page)
    assert section(answer, "embedding").startswith(
        "Embedding, as judged Not yet rated Not judged for December."
        " Its actions: 6 off track, 4 on track"
    )
    assert section(answer, "returned") == (
        "December’s report ✓ Issued 2 of 7 measures on aim, 4 getting worse"
        " 0 of 3 exit criteria complete"
    )
    assert "5 off, 4 of them worse than the reading before" in section(answer, "measures")
    measures, actions, criteria = (rows(table) for table in page.findall(".//table")[:3])
    assert [len(measures), len(actions), len(criteria)] == [7, 10, 3]
    assert measures[0][:6] == [
        "PI 1",
        "Category 2 response, mean",
        "0:38:09",
        "00:28:56",
        "+5:00 worse",
        "✗ off , all 5",
    ]
    assert actions[0][:4] == [
        "PI-01",
        "Call response, abandonment and call back times",
        "On track 1 month or more",
        "Off track 1 month or more",
    ]
    assert "Cat 2 Mean – QTD: 00:38:09" in section(answer, "report")
    [now] = page.xpath("//li[@aria-current='date']/h3")
    assert words(now) == "2023/24 Q3 now"
    links = [link.get("href") for link in page.iter("a")]
    assert "/scas/2023-12/pack/1/read/#report-3" in links
    assert "/scas/workstreams/patient-safety/?month=2023-12" in links
    assert "/scas/history/?workstream=performance-improvement" not in links


def test_an_open_month_has_its_texts_what_is_red_and_what_moved(
    turned_red: Action, culture: HighlightReport, nicola: Person, signed_in: SignedIn
) -> None:
    progress = culture.sections.get(kind="progress")
    change(progress, by=nicola, text="Two wards are trained")
    answer = signed_in(nicola).get(f"{CULTURE}?month=2024-01")
    assert "Two wards are trained" in section(answer, "report")
    assert "CSW-01" in section(answer, "red")
    assert "Delivery 1 month, since January 2024" in section(answer, "red")
    assert section(answer, "moved").startswith("What moved 1 worse since Dec CSW-01")
    links = [link.get("href") for link in read(answer.content).iter("a")]
    assert "/scas/2024-01/culture-and-staff-wellbeing/as-it-stands/" in links
    assert "/scas/history/?workstream=culture-and-staff-wellbeing" in links


def test_its_history_says_who_submitted_and_who_approved_the_report(
    culture: HighlightReport, nicola: Person, melanie: Person, signed_in: SignedIn
) -> None:
    submit(report=culture, by=nicola, at=datetime(2024, 2, 1, 12, tzinfo=UTC))
    approve(report=culture, by=melanie, at=datetime(2024, 2, 2, 23, 30, tzinfo=UTC))
    answer = signed_in(nicola).get(f"{CULTURE}?month=2024-01")
    assert section(answer, "steps") == (
        "History All changes Steps of the report Day Step"
        " 2 Feb 2024 Melanie Saunders approved the report"
        " 1 Feb 2024 Nicola Howells submitted the report When its ratings changed"
    )


def test_a_board_reader_reads_issued_months_alone(
    turned_red: Action, board_reader: Person, signed_in: SignedIn
) -> None:
    client = signed_in(board_reader)
    answer = client.get(CULTURE)
    assert section(answer, "red") == (
        "Red, and for how long No action is overdue."
        " One that turns red stands here with its months."
    )
    assert "2024-01" not in answer.content.decode()
    assert client.get(f"{CULTURE}?month=2024-01").status_code == 404
    assert client.get(f"{CULTURE}?at=2024-01-31").status_code == 403


def test_a_workstream_that_the_month_has_not_is_not_there(
    december: Month, nicola: Person, signed_in: SignedIn
) -> None:
    answer = signed_in(nicola).get("/scas/workstreams/nowhere/?month=2023-12")
    assert answer.status_code == 404
    assert "December 2023 has no workstream “nowhere”." in words(read(answer.content))


def test_each_table_is_a_file_with_the_same_rows(
    december: Month, board_reader: Person, signed_in: SignedIn
) -> None:
    client = signed_in(board_reader)
    page = read(client.get(f"{PERFORMANCE}?month=2023-12").content)
    for name, list_of in (("measures", "measures"), ("actions", "actions"), ("criteria", "exit")):
        panel = page.get_element_by_id(name).getparent()
        files = [link.get("href") for link in panel.iter("a") if "/list." in link.get("href")]
        assert [file.partition("?")[0] for file in files] == [
            f"/scas/{list_of}/list.{kind}" for kind in ("csv", "xlsx")
        ]
        body = client.get(files[0]).content.decode("utf-8-sig")
        told = list(csv.DictReader(StringIO(body, newline="")))
        assert {row["Workstream"] for row in told} == {"Performance Improvement"}
        assert len(told) == len(rows(panel.find(".//table")))
