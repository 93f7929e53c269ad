"""Addresses of help, reminders, tokens, access, set-up, the overview, and a report's parts."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from improvement.accounts import views as accounts_views
from improvement.editing import views as editing_views
from improvement.setup import views as setup_views
from improvement.trust_pages.text import PAGES
from improvement.trust_pages.views import trust_page
from improvement.values.periods import MONTH_PATTERN
from improvement.web import help
from improvement.web import views as web_views
from improvement.workflow import views as workflow_views


class MonthConverter(StringConverter):
    """A month in an address: 2023-12."""

    regex = MONTH_PATTERN


register_converter(MonthConverter, "month")

SET_UP = "<slug:programme>/set-up/"
REPORT = "<slug:programme>/<month:month>/<slug:workstream>/"

urlpatterns = [
    *(path(f"{page.slug}/", trust_page, {"page": page}, name=page.slug) for page in PAGES),
    path("help/", help.help_index, name="help"),
    path("help/<slug:role>/", help.help_for, name="help_for"),
    path("reminders/", workflow_views.reminders, name="reminders"),
    path("tokens/", accounts_views.tokens, name="tokens"),
    path("tokens/<int:pk>/revoke/", accounts_views.revoke, name="revoke_token"),
    path("set-up/new/", setup_views.new_programme, name="new_programme"),
    path(SET_UP + "programme/", setup_views.programme_words, name="setup_programme"),
    path(SET_UP + "meetings/", setup_views.meetings, name="setup_meetings"),
    path("<slug:programme>/logo.png", web_views.logo, name="logo"),
    path("<slug:programme>/access/invite/", accounts_views.invite_new, name="invite"),
    path(
        "<slug:programme>/access/<int:pk>/invite/", accounts_views.invite_known, name="invite_again"
    ),
    path("<slug:programme>/access/<int:pk>/leave/", accounts_views.leave, name="deactivate"),
    path("<slug:programme>/<month:month>/overview/", editing_views.overview, name="overview"),
    path("<slug:programme>/<month:month>/open/", editing_views.open_month, name="open_month"),
    path(REPORT + "highlight-report/", editing_views.highlight_report, name="highlight_report"),
    path(REPORT + "actions/", editing_views.actions, name="actions"),
    path(REPORT + "criteria/", editing_views.criteria, name="criteria"),
    path(REPORT + "plan/", editing_views.plan, name="plan"),
    path(REPORT + "approve/", workflow_views.approve, name="approve"),
    path(REPORT + "take-back/", workflow_views.take_back, name="take_back"),
    path(REPORT + "return/", workflow_views.return_to_lead, name="return"),
    path(REPORT + "extend/", workflow_views.extend, name="extend"),
]
