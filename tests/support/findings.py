"""What the check before submitting finds."""

from reporting.report.check import checked, findings_of


def found(report, by) -> dict[str, str]:
    return {one.key: one.sentence for one in findings_of(checked(report, by=by))}
