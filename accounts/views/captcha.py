"""The captcha's picture, and a fresh captcha."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.actions.captcha import find_challenge, new_challenge
from portal.lib import captcha


@require_GET
@never_cache
def picture(request: HttpRequest, challenge_id: str) -> HttpResponse:
    """The characters of the visitor's own challenge as a PNG."""
    challenge = find_challenge(request.session, challenge_id)
    if challenge is None:
        raise Http404
    return HttpResponse(captcha.draw(challenge.characters), content_type="image/png")


@require_POST
def renew(request: HttpRequest) -> HttpResponse:
    """The captcha's part of a form with another challenge (换一张)."""
    context = {"challenge": new_challenge(request.session), "captcha_error": ""}
    return render(request, "accounts/codes_captcha.html", context)
