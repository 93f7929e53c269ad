"""My tokens: what lets reporting tools read a programme in one's own name."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from improvement.clock import now, today
from improvement.finding import find_programme, find_programmes, find_token
from improvement.forms.tokens import TokenForm
from improvement.tokens import make_token, own_tokens, revoke_token, tokens_looked_after
from improvement.views.pages import person_of, pressed_again, saved


@never_cache
@sensitive_variables("key")
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """List tokens, and make one: the answer to that is the only page that ever shows its key."""
    by, on = person_of(request), today()
    programmes = find_programmes(by, on=on)
    data = request.POST if request.method == "POST" else None
    form, made, key = TokenForm(data, programmes=programmes, today=on), None, ""
    if form.is_valid():
        given = form.cleaned_data
        programme = find_programme(by, given["programme"], on=on).programme
        made, key = make_token(
            programme=programme,
            name=given["name"],
            expires_on=given["expires_on"],
            by=by,
            at=now(),
        )
        form = TokenForm(programmes=programmes, today=on)
    context = {
        "form": form,
        "made": made,
        "key": key,
        "programmes": programmes,
        "own": own_tokens(by, on=on),
        "looked_after": tokens_looked_after(by, on=on),
        "api": request.build_absolute_uri("/api/v1/"),
    }
    return render(request, "improvement/tokens.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop a token for good."""
    token = find_token(person_of(request), pk, on=today())
    if request.method != "POST":
        return pressed_again(request, reverse("tokens"))
    revoke_token(token=token, by=person_of(request), at=now())
    return saved(request, f"{token} is revoked: it opens nothing any more.", reverse("tokens"))
