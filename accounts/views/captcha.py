"""The captcha's picture, a fresh captcha, and the answer in a form."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.actions.captcha import Challenge, find_challenge, new_challenge, solve
from accounts.forms.codes import CaptchaForm
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


def passes_captcha(request: HttpRequest, form: CaptchaForm) -> bool:
    """Whether the captcha of a valid form is solved, or none is asked; else its field says so."""
    if not form.asks_captcha:
        return True
    data = form.cleaned_data
    if solve(request.session, data["captcha_id"], data["captcha_answer"]):
        return True
    form.add_error("captcha_answer", _("验证码不正确或已过期，已更换新的验证码，请重新填写。"))
    return False


def challenge_of(request: HttpRequest, form: CaptchaForm) -> Challenge | None:
    """What the page of the form shows: a fresh challenge where it asks one."""
    return new_challenge(request.session) if form.asks_captcha else None
