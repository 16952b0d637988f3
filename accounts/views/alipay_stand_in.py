"""The pages that play Alipay in the demo. Served only when the settings say DEMO."""

from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from accounts import alipay_stand_in


@require_http_methods(["GET", "HEAD", "POST"])
def authorize(request: HttpRequest) -> HttpResponse:
    """Somebody chooses who they are on Alipay, and goes back to us with a code."""
    if request.method != "POST":
        context = {"people": alipay_stand_in.PEOPLE}
        return render(request, "accounts/alipay/stand_in.html", context)
    user_id = request.POST.get("user_id", "")
    if user_id not in alipay_stand_in.PEOPLE:
        raise BadRequest(_("请选择一个演示身份。"))
    answer = {
        "auth_code": alipay_stand_in.issue_code(user_id),
        "state": request.GET.get("state", ""),
    }
    return HttpResponseRedirect(f"{reverse('alipay_callback')}?{urlencode(answer)}")


@csrf_exempt  # asked by a program that signs its requests
@require_http_methods(["GET", "POST"])
def gateway(request: HttpRequest) -> HttpResponse:
    """Answers programs; opened by a visitor it is the page that looks at a face."""
    if request.method == "GET":
        return _face_page(request)
    body = alipay_stand_in.answer(request.POST.dict())
    return HttpResponse(body, content_type="application/json; charset=utf-8")


@require_POST
def certify(request: HttpRequest) -> HttpResponse:
    """How the check goes is chosen here; the visitor goes back to where the portal said."""
    number = request.POST.get("certify_id", "")
    check = alipay_stand_in.find_check(number)
    if check is None:
        raise BadRequest(_("该认证已失效，请重新扫码。"))
    alipay_stand_in.settle(number, check, passed=request.POST.get("result") == "pass")
    return HttpResponseRedirect(check["return_to"])


def _face_page(request: HttpRequest) -> HttpResponse:
    asked = request.GET.dict()
    number = alipay_stand_in.check_named_in(asked)
    check = alipay_stand_in.find_check(number) if alipay_stand_in.is_from_us(asked) else None
    if check is None:
        raise BadRequest(_("该认证已失效，请重新扫码。"))
    context = {"number": number, "name": check["name"]}
    return render(request, "accounts/alipay/stand_in_face.html", context)
