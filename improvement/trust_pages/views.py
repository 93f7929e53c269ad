"""The pages that the trust answers for, open to everybody, also before they sign in."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from improvement.trust_pages.text import TrustPage, text_of


@require_safe
@login_not_required
def trust_page(request: HttpRequest, page: TrustPage) -> HttpResponse:
    """Show one of them."""
    return render(
        request, "improvement/trust_pages/page.html", {"page": page, "text": text_of(page)}
    )
