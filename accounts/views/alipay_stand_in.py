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
@require_POST
def gateway(request: HttpRequest) -> HttpResponse:
    body = alipay_stand_in.answer(request.POST.dict())
    return HttpResponse(body, content_type="application/json; charset=utf-8")
