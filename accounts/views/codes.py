"""Sending SMS codes: the part of a form that asks for one.

The button posts to `send` by htmx and gets the part back; without JavaScript it posts the whole
form to its own page, which calls `answer_send` and shows the form again as it was typed.
A refused request is a 422 in both cases; the sentence stands at its field.
"""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from accounts.actions.captcha import Challenge, new_challenge
from accounts.actions.codes import seconds_to_wait, send_code
from accounts.actions.passwords import find_by_phone
from accounts.forms.codes import SendCodeForm
from accounts.models import VerificationCode
from accounts.views.captcha import passes_captcha
from portal.lib.client import client_address
from portal.lib.identifiers import clean_mobile
from portal.lib.refusals import RateLimited

CAPTCHA_PASSED = "captcha_passed"
PURPOSES = {
    VerificationCode.Purpose.SIGN_UP,
    VerificationCode.Purpose.RESET_PASSWORD,
    VerificationCode.Purpose.APPEAL,
    VerificationCode.Purpose.ACCOUNT_CHANGE,
    VerificationCode.Purpose.OBJECTION,
}


@dataclass
class CodePart:
    """What the part of the form around the code shows."""

    purpose: str
    code: str = ""
    challenge: Challenge | None = None
    seconds: int = 0
    sent_to: str = ""
    phone_error: str = ""
    captcha_error: str = ""
    code_error: str = ""

    @property
    def status(self) -> int:
        return 422 if self.phone_error or self.captcha_error or self.code_error else 200


def code_part(request: HttpRequest, purpose: str, form: forms.Form) -> CodePart:
    """The part as a page shows it first, or again after fields of the form were refused."""
    part = CodePart(
        purpose,
        code=request.POST.get("code", ""),
        seconds=_seconds(request.POST.get("phone", ""), purpose),
        code_error=_first_error(form, "code"),
    )
    return _with_challenge(request.session, part)


def answer_send(request: HttpRequest, purpose: str) -> CodePart:
    """Sends a code to the phone of the form if captcha and limits allow."""
    form = SendCodeForm(request.POST, captcha=not request.session.get(CAPTCHA_PASSED))
    passed = form.is_valid() and passes_captcha(request, form)
    part = CodePart(
        purpose,
        code=request.POST.get("code", ""),
        phone_error=_first_error(form, "phone"),
        captcha_error=_first_error(form, "captcha_answer"),
    )
    if passed:
        if form.asks_captcha:
            request.session[CAPTCHA_PASSED] = True
        _send(part, form.cleaned_data, client_address(request))
    return _with_challenge(request.session, part)


@require_POST
def send(request: HttpRequest, purpose: str) -> HttpResponse:
    """获取验证码 by htmx."""
    if purpose not in PURPOSES:
        raise Http404
    part = answer_send(request, purpose)
    return render(request, "accounts/codes_part.html", {"part": part}, status=part.status)


def _send(part: CodePart, data: dict[str, Any], address: str) -> None:
    phone = data["phone"]
    resets = part.purpose == VerificationCode.Purpose.RESET_PASSWORD
    deliver = not resets or find_by_phone(data["kind"], phone) is not None
    try:
        send_code(phone, part.purpose, address, deliver=deliver)
    except RateLimited as refusal:
        part.code_error = str(refusal)
    else:
        part.sent_to = phone
    part.seconds = seconds_to_wait(phone, part.purpose)


def _with_challenge(session: SessionBase, part: CodePart) -> CodePart:
    if not session.get(CAPTCHA_PASSED):
        part.challenge = new_challenge(session)
    return part


def _seconds(phone: str, purpose: str) -> int:
    try:
        return seconds_to_wait(clean_mobile(phone), purpose)
    except ValidationError:
        return 0


def _first_error(form: forms.Form, field: str) -> str:
    return str(form.errors[field][0]) if field in form.errors else ""
