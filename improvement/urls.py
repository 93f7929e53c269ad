"""Addresses of help, reminders, tokens, access, set-up, the overview, and a report's parts."""

from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter

from improvement.accounts import views as accounts_views
from improvement.editing import views as editing_views
from improvement.setup import views as setup_views
from improvement.setup.pasting import views as paste_views
from improvement.setup.people import views as people_views
from improvement.setup.things import lists
from improvement.setup.things import views as things_views
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


def _of_kind(kind: str, thing: str) -> list[URLPattern]:
    """Return the addresses of the pages that add, change, move and end a thing of set-up."""
    begin, asked = f"{SET_UP}{kind}/", {"kind": kind}
    pages = [
        path(f"{begin}<int:pk>/", things_views.edit, asked, name=f"setup_{thing}"),
        path(f"{begin}<int:pk>/move/", things_views.move, asked, name=f"setup_move_{thing}"),
    ]
    if kind in ("workstreams", "sources"):
        pages.append(path(f"{begin}add/", things_views.add, asked, name=f"setup_add_{thing}"))
    else:
        choose = things_views.choose_workstream
        pages += [
            path(f"{begin}add/", choose, asked, name=f"setup_choose_{kind}"),
            path(f"{begin}add/<int:pk>/", things_views.add_to, asked, name=f"setup_add_{thing}"),
        ]
    if kind != "sources":
        pages.append(
            path(f"{begin}<int:pk>/end/", things_views.end, asked, name=f"setup_end_{thing}")
        )
    return pages


urlpatterns = [
    *(path(f"{page.slug}/", trust_page, {"page": page}, name=page.slug) for page in PAGES),
    path("help/", help.help_index, name="help"),
    path("help/<slug:role>/", help.help_for, name="help_for"),
    path("reminders/", workflow_views.reminders, name="reminders"),
    path("tokens/", accounts_views.tokens, name="tokens"),
    path("tokens/<int:pk>/revoke/", accounts_views.revoke, name="revoke_token"),
    path("set-up/new/", setup_views.new_programme, name="new_programme"),
    path(SET_UP + "programme/", setup_views.programme_words, name="setup_programme"),
    path(SET_UP + "people/", people_views.people, name="setup_people"),
    path(SET_UP + "workstreams/", lists.workstreams, name="setup_workstreams"),
    path(SET_UP + "actions/", lists.actions, name="setup_actions"),
    path(SET_UP + "criteria/", lists.criteria, name="setup_criteria"),
    *_of_kind("workstreams", "workstream"),
    *_of_kind("sources", "source"),
    *_of_kind("actions", "action"),
    *_of_kind("criteria", "criterion"),
    path(
        SET_UP + "actions/<int:pk>/sub-actions/add/",
        things_views.add_sub_action,
        name="setup_add_sub_action",
    ),
    path(SET_UP + "actions/<int:pk>/done/", things_views.done, name="setup_done_action"),
    path(SET_UP + "<slug:kind>/paste/", paste_views.paste, name="setup_paste"),
    path(SET_UP + "people/appoint/", people_views.appoint_somebody, name="setup_appoint"),
    path(SET_UP + "people/<int:pk>/move/", people_views.move, name="setup_move_appointment"),
    path(SET_UP + "people/<int:pk>/end/", people_views.end, name="setup_end_appointment"),
    path(
        SET_UP + "people/<slug:workstream>/<slug:role>/vacancy/",
        people_views.vacancy,
        name="setup_vacancy",
    ),
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
