"""The highlight report’s page in a browser: its summary, typed and saved."""

from improvement.models import Section

REPORT = "/scas/2024-01/culture-and-staff-wellbeing/"
PAGE = f"{REPORT}highlight-report/"
SUMMARY = "Workstream summary"


def box(visitor, name: str = SUMMARY):
    return visitor.page.get_by_role("textbox", name=name)


def saved_summary() -> str:
    return Section.objects.get(
        report__month__starts_on="2024-01-01",
        report__workstream__slug="culture-and-staff-wellbeing",
        kind="summary",
    ).text
