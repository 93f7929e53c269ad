"""Addresses of the words: a report's parts and steps, the overview, and what is mine to do."""

from django.urls import path, register_converter

from improvement.periods import MONTH_PATTERN
from improvement.views import access, help, months, reminders, steps, tokens, writing


class MonthConverter:
    """A month in an address: 2023-12."""

    regex = MONTH_PATTERN

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(MonthConverter, "month")

REPORT = "<slug:programme>/<month:month>/<slug:workstream>/"

urlpatterns = [
    path("help/", help.help_index, name="help"),
    path("help/<slug:role>/", help.help_for, name="help_for"),
    path("reminders/", reminders.reminders, name="reminders"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<int:pk>/revoke/", tokens.revoke, name="revoke_token"),
    path("<slug:programme>/access/invite/", access.invite_new, name="invite"),
    path("<slug:programme>/access/<int:pk>/invite/", access.invite_known, name="invite_again"),
    path("<slug:programme>/access/<int:pk>/leave/", access.leave, name="deactivate"),
    path("<slug:programme>/<month:month>/overview/", months.overview, name="overview"),
    path("<slug:programme>/<month:month>/open/", months.open_month, name="open_month"),
    path(REPORT + "highlight-report/", writing.highlight_report, name="highlight_report"),
    path(REPORT + "actions/", writing.actions, name="actions"),
    path(REPORT + "criteria/", writing.criteria, name="criteria"),
    path(REPORT + "plan/", writing.plan, name="plan"),
    path(REPORT + "approve/", steps.approve, name="approve"),
    path(REPORT + "return/", steps.return_to_lead, name="return"),
    path(REPORT + "extend/", steps.extend, name="extend"),
]
