"""CA登录 and the first step of 成为新用户: showing a company's certificate.

Two ways. The browser shows it to our reverse proxy, which hands it on; or the certificate's key
signs a text that this session got a moment ago, on whatever page or program can reach the key.
"""

import secrets
from urllib.parse import unquote, urlencode

from allauth.account.utils import perform_login
from cryptography import x509
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions.audit import record
from accounts.actions.certificates import check_registrable, open_account
from accounts.certificates import CertificateError, Holder, check_signature, holder_of, read
from accounts.forms.certificates import BROWSER, AnswerForm, ChooseForm
from accounts.sealed import seal, unseal
from accounts.views.certificate_registration import begin
from portal.lib.client import client_address
from portal.lib.refusals import Refused

LOG_IN, REGISTER = "log-in", "register"
CHALLENGE = "certificate_challenge"
CHALLENGE_LASTS = 120  # seconds
# Where it is not the certificate that is refused.
STATUS = {"challenge": 400, "registered": 409, "no_account": 409}
CERTIFICATE_HEADER, SECRET_HEADER = "X-Client-Certificate", "X-Client-Certificate-Secret"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def log_in(request: HttpRequest) -> HttpResponse:
    """CA证书登录."""
    return _choose(request, LOG_IN)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """成为新用户: 选择实名认证方式."""
    return _choose(request, REGISTER)


@never_cache
@require_POST
def answer(request: HttpRequest) -> HttpResponse:
    """Takes the certificate and the signature; the text is good for one try."""
    challenge = unseal(request.session, CHALLENGE, CHALLENGE_LASTS)
    request.session.pop(CHALLENGE, None)
    if challenge is None or request.user.is_authenticated:
        sentence = _("验证请求已失效，请重新选择证书。")
        return _refused(request, CertificateError("challenge", sentence), LOG_IN)
    purpose, authority = challenge["purpose"], challenge["authority"]
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _show_challenge(request, authority, purpose, form)
    data = form.cleaned_data
    try:
        certificate = read(data["certificate"], authority)
        holder = holder_of(certificate, authority)
        check_signature(certificate, challenge["text"], data["signature"], authority)
        return _let_in(request, holder, purpose)
    except CertificateError as error:
        return _refused(request, error, purpose, authority)


def _choose(request: HttpRequest, purpose: str) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("home")
    form = ChooseForm(request.POST or None)
    if not form.is_valid():
        context = {
            "form": form,
            "registers": purpose == REGISTER,
            "by_browser": bool(settings.CERTIFICATE_PROXY_SECRET),
            "drivers": settings.CERTIFICATE_DRIVERS,
        }
        status = 422 if form.is_bound else 200
        return render(request, "accounts/certificates/choose.html", context, status=status)
    authority = form.cleaned_data["authority"]
    if form.cleaned_data["way"] != BROWSER:
        return _show_challenge(request, authority, purpose, AnswerForm())
    try:
        holder = holder_of(_shown_to_proxy(request, authority), authority)
        return _let_in(request, holder, purpose)
    except CertificateError as error:
        return _refused(request, error, purpose, authority)


def _shown_to_proxy(request: HttpRequest, authority: str) -> x509.Certificate:
    """The certificate whose key the browser has proved to our own proxy to have."""
    secret = settings.CERTIFICATE_PROXY_SECRET
    told = request.headers.get(SECRET_HEADER, "")
    shown = request.headers.get(CERTIFICATE_HEADER, "")
    if not (secret and shown and secrets.compare_digest(told.encode(), secret.encode())):
        sentence = _("浏览器没有出示证书。请插入证书U盘、安装驱动后重新打开浏览器再试。")
        raise CertificateError("none_shown", sentence)
    return read(unquote(shown), authority)


def _let_in(request: HttpRequest, holder: Holder, purpose: str) -> HttpResponse:
    if purpose == REGISTER:
        check_registrable(holder)
        return begin(request, holder)
    try:
        account = open_account(holder, client_address(request))
    except Refused as refusal:
        raise CertificateError("no_account", str(refusal)) from None
    # Through the same gate as a password: second factor, session list, where people land.
    response: HttpResponse = perform_login(request, account)
    return response


def _show_challenge(
    request: HttpRequest, authority: str, purpose: str, form: forms.Form
) -> HttpResponse:
    """A new text to sign: it names this site and the purpose, so it is no use anywhere else."""
    origin = f"{request.scheme}://{request.get_host()}"
    text = f"{origin} {purpose} {authority} {secrets.token_urlsafe(24)}"
    challenge = {"text": text, "authority": authority, "purpose": purpose}
    seal(request.session, CHALLENGE, challenge)
    signer = settings.CERTIFICATE_SIGNER_URL
    query = urlencode({"text": text, "authority": authority})
    context = {
        "form": form,
        "text": text,
        "signer": f"{signer}?{query}" if signer else "",
        "registers": purpose == REGISTER,
        "minutes": CHALLENGE_LASTS // 60,
    }
    status = 422 if form.is_bound else 200
    return render(request, "accounts/certificates/sign.html", context, status=status)


def _refused(
    request: HttpRequest, error: CertificateError, purpose: str, authority: str = ""
) -> HttpResponse:
    detail = {"reason": error.reason, "authority": authority, "purpose": purpose}
    record(None, "certificate_refused", None, detail, client_address(request))
    context = {
        "sentence": str(error),
        "reason": error.reason,
        "authority": authority,
        "registers": purpose == REGISTER,
    }
    status = STATUS.get(error.reason, 403)
    return render(request, "accounts/certificates/refused.html", context, status=status)
