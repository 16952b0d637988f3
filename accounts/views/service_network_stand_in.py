"""The pages that play the provincial service network in the demo, when the settings say DEMO."""

from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import service_network_stand_in as network


@require_safe
def discovery(request: HttpRequest) -> HttpResponse:
    return JsonResponse(network.discovery())


@require_safe
def key_set(request: HttpRequest) -> HttpResponse:
    return JsonResponse(network.key_set())


@require_http_methods(["GET", "HEAD", "POST"])
def authorize(request: HttpRequest) -> HttpResponse:
    """Somebody chooses who they are on the network, and goes back to us with a code."""
    if request.method != "POST":
        kind = request.GET.get("account_kind", "")
        mine = {key: who for key, who in network.IDENTITIES.items() if who["account_kind"] == kind}
        context = {"identities": mine or network.IDENTITIES}
        return render(request, "accounts/service_network/stand_in.html", context)
    subject = request.POST.get("subject", "")
    if subject not in network.IDENTITIES:
        raise BadRequest(_("请选择一个演示身份。"))
    asked = _authentication_request(request)
    answer = {"code": network.issue_code(subject, asked), "state": request.GET.get("state", "")}
    return HttpResponseRedirect(f"{asked['redirect_uri']}?{urlencode(answer)}")


@csrf_exempt  # asked by a program that proves who it is
@require_POST
def token(request: HttpRequest) -> HttpResponse:
    answer = network.exchange(request.POST.dict(), request.headers.get("Authorization", ""))
    if answer is None:
        return JsonResponse({"error": "invalid_grant"}, status=400)
    return JsonResponse(answer)


@require_safe
def userinfo(request: HttpRequest) -> HttpResponse:
    answer = network.userinfo(request.headers.get("Authorization", ""))
    if answer is None:
        return JsonResponse({"error": "invalid_token"}, status=401)
    return JsonResponse(answer)


def _authentication_request(request: HttpRequest) -> dict[str, str]:
    """What our client asked for; only ever sends people back to our own callback."""
    callback = request.build_absolute_uri(reverse("service_network_callback"))
    expected = {
        "client_id": settings.SERVICE_NETWORK_CLIENT_ID,
        "response_type": "code",
        "redirect_uri": callback,
        "code_challenge_method": "S256",
    }
    asked = {name: request.GET.get(name, "") for name in (*expected, "nonce", "code_challenge")}
    if any(asked[name] != value for name, value in expected.items()) or not all(asked.values()):
        raise BadRequest(_("登录请求不完整，请返回登录页重新发起。"))
    return asked
