"""The page that takes a programme file and gives one: what it would change, before it does."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from improvement.access.permissions import Standing, standing_of
from improvement.models import Programme
from improvement.programme_file.faults import UnreadableFile
from improvement.programme_file.uploaded import UnfitUpload, plain_json
from improvement.setup.lookup import set_up_page, standing_to_set_up
from improvement.values.clock import now, today
from improvement.values.refusals import Refused
from improvement.web.pages import note_download, person_of, saved
from improvement.web.uploads import takes_files
from scorecards.programme_file.forms import ProgrammeFileForm, TakenForm
from scorecards.programme_file.load import PlanChanged, load_file, plan_file
from scorecards.programme_file.preview import Preview
from scorecards.programme_file.read import read
from scorecards.programme_file.write import programme_file

TEMPLATE = "scorecards/programme_file/page.html"
TITLE = "The programme as a file"


@dataclass(frozen=True)
class Uploaded:
    """A file as it is kept between its preview and the load: JSON in plain text, and its name."""

    text: str
    name: str


def standing_to_load(request: HttpRequest, slug: str) -> Standing:
    """Return the standing of whoever asks, on a programme whose file they may load and take away.

    Administrators may, and whoever sets the programme up. Raises ``Refused`` and ``NotThere``.
    """
    person = person_of(request)
    programme = Programme.objects.filter(slug=slug).first() if person.is_superuser else None
    if programme is not None:
        return standing_of(person, programme, on=today())
    return standing_to_set_up(request, slug)


@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
def file_page(request: HttpRequest, programme: str) -> HttpResponse:
    """Take a file, show what it would change, and load what is ticked."""
    standing = standing_to_load(request, programme)
    if "shown" in request.POST:
        return _load(request, standing)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ProgrammeFileForm(*sent)
    preview = _read(request, standing, form) if form.is_valid() else None
    return _show(request, standing, form, preview)


def _read(request: HttpRequest, standing: Standing, form: ProgrammeFileForm) -> Preview | None:
    try:
        text = plain_json(form.content, person_of(request))
        return _preview(request, standing, Uploaded(text, form.name))
    except UnreadableFile as unreadable:
        form.refuse(fault.in_words for fault in unreadable.found)
    except (UnfitUpload, Refused) as why:
        form.refuse([str(why)])
    return None


def _preview(request: HttpRequest, standing: Standing, uploaded: Uploaded) -> Preview:
    file = read(uploaded.text)
    programme = standing.programme
    if file.programme.slug != programme.slug:
        raise UnfitUpload(
            f"This is the file of another programme, “{file.programme.slug}”: "
            f"the short name of this one is “{programme.slug}”."
        )
    by = person_of(request)
    plan = plan_file(file=file, programme=programme, name=uploaded.name, by=by, at=now())
    return Preview(plan, uploaded.text, uploaded.name)


def _load(request: HttpRequest, standing: Standing) -> HttpResponse:
    taken = TakenForm(request.POST)
    form = ProgrammeFileForm()
    if not taken.is_valid():
        raise Refused("Choose the file again: what came back of it cannot be read.")
    by, ticked = person_of(request), set(request.POST.getlist("take"))
    try:
        text = plain_json(taken.cleaned_data["text"].encode(), by)
        uploaded = Uploaded(text, taken.cleaned_data["name"])
        preview = _preview(request, standing, uploaded)
        outcome = load_file(
            text=text,
            name=uploaded.name,
            by=by,
            at=now(),
            wanted=lambda plan: ticked,
            shown=taken.cleaned_data["shown"],
        )
    except PlanChanged as changed:
        return _show(request, standing, form, preview, refused=changed)
    except (UnfitUpload, UnreadableFile) as why:
        raise Refused(f"Nothing was loaded. {why}") from why
    shown = [planned for planned in outcome.done if planned in outcome.plan.shown]
    written = "1 place was written" if len(shown) == 1 else f"{len(shown)} places were written"
    sentence = f"{written} from {uploaded.name}. Everything else stays as it was."
    return saved(request, sentence, reverse("setup_file", args=[standing.programme.slug]))


def _show(
    request: HttpRequest,
    standing: Standing,
    form: ProgrammeFileForm,
    preview: Preview | None,
    refused: Refused | None = None,
) -> HttpResponse:
    context = {"form": form, "preview": preview, "title": TITLE, "refused": refused}
    answer = set_up_page(request, TEMPLATE, standing, **context)
    answer.status_code = refused.status if refused else 200
    return answer


@require_safe
def download(request: HttpRequest, programme: str) -> HttpResponse:
    """Give the programme as a file of version 2."""
    standing = standing_to_load(request, programme)
    body = programme_file(standing.programme, on=today())
    note_download(request, standing.programme, about="Programme file", detail="JSON")
    headers = {"Content-Disposition": f'attachment; filename="{programme}.json"'}
    return HttpResponse(body, content_type="application/json", headers=headers)
