"""Writing and rating Culture & Staff Wellbeing’s report."""

import pytest

from improvement.editing import save_report
from improvement.editing.conflicts import SeenTexts
from improvement.editing.forms.actions import ActionsForm
from improvement.editing.save_report import Words, WrittenActionRating, WrittenReport
from improvement.models import HighlightReport, SectionKind
from improvement.values.ratings import Rating


@pytest.fixture
def write(culture, nicola, noon, seeing):
    def save(**sections: str | None) -> None:
        """Write sections; None is nothing to report."""
        said = {kind: Words(text or "", text is None) for kind, text in sections.items()}
        save_report.write_sections(
            report=culture,
            written=WrittenReport(sections=said),
            seen_texts=seeing(culture, nicola),
            confirm=True,
            by=nicola,
            at=noon,
        )

    return save


@pytest.fixture
def rate(culture, nicola, noon):
    def save(ref: str, delivery: Rating, explanation: str = "", mitigation: str = "") -> int:
        rating = culture.action_ratings.get(action__reference=ref)
        rated = WrittenActionRating(delivery, Rating(rating.embedding), explanation, mitigation)
        save_report.rate_actions(
            report=culture,
            ratings={rating.pk: rated},
            seen_texts=SeenTexts(digests=ActionsForm(report=culture, by=nicola).shown),
            confirm=True,
            by=nicola,
            at=noon,
        )
        return rating.action_id

    return save


@pytest.fixture
def written(culture, write) -> HighlightReport:
    """A report with nothing left to mend."""
    write(**dict.fromkeys(SectionKind.values, "Something was done"))
    return culture
