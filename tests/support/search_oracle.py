"""What a search has to find, worked out from a programme file letter by letter, with no database.

It shares nothing with the search: no query, no pattern, no model.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

APOSTROPHES, QUOTES = "'’‘ʼ", '"“”'
SECTIONS = {
    "summary": "Workstream summary",
    "progress": "Progress against key outcomes",
    "month_ahead": "Key activity, month ahead",
    "gone_well": "What’s gone well",
    "not_gone_well": "What’s not gone so well",
    "risks": "Workstream key risks",
    "issues": "Issues for escalation",
}
OVERVIEW = {
    "headline": "Headline",
    "executive_summary": "Executive summary",
    "key_highlights": "Key highlights this month",
    "key_progress": "Key progress",
    "key_risks_issues": "Key risks and issues",
    "rag_assessment": "RAG assessment",
}
PLAN = {
    "background": "Background",
    "aims": "Aims",
    "benefits": "Key benefits",
    "benefit_measures": "Benefit measures and outcomes",
    "alignment": "Alignment with other workstreams and key stakeholders",
    "risks": "Key risks",
    "issues": "Issues",
    "communications": "Communications and engagement approach",
    "resources": "Possible external resource requirements",
    "cost": "Cost (£)",
}
LEADS = {
    "executive_lead": "Executive Lead",
    "sro": "Senior Responsible Officer",
    "programme_manager": "Programme Manager",
}


class Where(NamedTuple):
    """A text: what kind of thing it is, whose, its title, and which of an item's figures."""

    kind: str
    workstream: str
    title: str
    label: str = ""


def expected(file: dict[str, Any], typed: str) -> set[Where]:
    """Return where ``typed`` has to be found in the first month of a programme file."""
    phrases = [words_of(chunk) for chunk in chunks_of(typed)]
    wanted = [one for one in phrases if one]
    return {
        where
        for where, texts in texts_of(file)
        if all(any(says(words_of(text), one) for text in texts) for one in wanted)
    }


def chunks_of(typed: str) -> Iterator[str]:
    """Take apart at blanks, but not between quotation marks."""
    for place, part in enumerate(plain(typed).split('"')):
        yield from [part] if place % 2 else part.split()


def plain(text: str) -> str:
    for quote in QUOTES:
        text = text.replace(quote, '"')
    for apostrophe in APOSTROPHES:
        text = text.replace(apostrophe, "'")
    return text


@cache
def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text: letters and digits, with an apostrophe where it joins two."""
    words, word = [], ""
    text = plain(text) + "  "
    for place, letter in enumerate(text[:-1]):
        if letter.isalnum() or (letter == "'" and word and text[place + 1].isalnum()):
            word += letter.lower()
        elif word:
            words.append(word)
            word = ""
    return tuple(words)


def says(words: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    """Whether the words stand there one after another, the last of them from its beginning."""
    whole, last = phrase[:-1], phrase[-1]
    for place in range(len(words) - len(whole)):
        here = words[place : place + len(phrase)]
        if here[:-1] == whole and here[-1].startswith(last):
            return True
    return False


def texts_of(file: dict[str, Any]) -> Iterator[tuple[Where, list[str]]]:
    month = file["months"][0]
    for key, title in OVERVIEW.items():
        yield Where("Overview", "", title), [joined(month["overview"][key])]
    people = {person["slug"]: person["name"] for person in file["people"]}
    for stream in file["workstreams"]:
        report = next(one for one in month["reports"] if one["workstream"] == stream["slug"])
        for where, texts in [
            *of_commitments(stream, report, people),
            *of_metrics(stream, report),
            *of_report(stream, report),
        ]:
            yield where._replace(workstream=stream["slug"]), texts


def joined(text: Any) -> str:
    return "\n".join(text) if isinstance(text, list) else text or ""


def of_commitments(stream, report, people):
    names = {}
    for action in stream["actions"]:
        names[action["ref"]] = name = f"{action['strength'].title()} {action['ref']}"
        lines = (action["text"], action["regulation"], short_of(action), action["source"])
        texts = [name, "\n".join(lines)]
        yield Where("Action", "", name), texts
    for rated in report["action_ratings"]:
        name = names[rated["ref"]]
        yield Where("Explanation of a rating", "", name), [rated["explanation"]]
        yield Where("Mitigation", "", name), [rated["mitigation"]]
    yield Where("Exit criterion", "", "Exit statement"), [stream["exit_statement"]]
    for one in stream["criteria"]:
        title = f"Criterion {one['number']}"
        texts = [title, "\n".join((one["text"], people.get(one["owner"], "")))]
        yield Where("Exit criterion", "", title), texts


def short_of(facts):
    return facts.get("short_name", "")


def of_metric_name(metric):
    return "\n".join((metric["name"], short_of(metric), metric["unit"]))


def of_metrics(stream, report):
    remarks = {one["metric"]: one["text"] for one in report["remarks"]}
    for metric in stream["metrics"]:
        head = f"Metric {metric['number']}"
        title = f"{head}: {metric['name']}"
        yield Where("Metric", "", head), [head, of_metric_name(metric)]
        for end in ("baseline", "target"):
            told = f"{metric[end]['value']}, {metric[end]['when']}"
            yield Where("Metric", "", title, f"{end.title()}: "), [told]
        for quarter, aim in metric["aims"].items():
            yield Where("Metric", "", title, f"Aim of {quarter}: "), [aim]
        for line in metric["lines"]:
            for quarter, actual in line["values"].items():
                yield Where("Metric", "", title, f"{line['name']} of {quarter}: "), [actual]
        yield Where("Remark on a metric", "", title), [remarks.get(metric["number"], "")]


def of_report(stream, report):
    for key, title in SECTIONS.items():
        yield Where("Highlight report", "", title), [joined(report[key])]
    plan = report.get("plan") or stream["plan"]
    for key, title in LEADS.items():
        yield Where("Plan on a page", "", title), [joined(plan["leads"][key])]
    for key, title in PLAN.items():
        yield Where("Plan on a page", "", title), [joined(plan[key])]
    for milestone in plan["milestones"]:
        title = f"Milestones of {milestone['quarter']}"
        yield Where("Milestone", "", title), [joined(milestone["items"])]
