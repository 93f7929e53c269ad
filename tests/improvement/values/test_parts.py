"""A section of the highlight report is left out by the code of its kind."""

from improvement.models import SectionKind
from improvement.values.parts import ReportPart, in_order


def test_every_section_may_be_left_out_by_its_own_name():
    assert {ReportPart(kind.value).words for kind in SectionKind} == {
        kind.label for kind in SectionKind
    }


def test_parts_are_kept_in_their_order_each_once():
    assert in_order(["plan", "risks", "plan"]) == ["risks", "plan"]
