"""The page that plays a company's USB key in the demo, when the settings say DEMO."""

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts import certificates_stand_in as usb


@never_cache
@require_safe
def usb_key(request: HttpRequest) -> HttpResponse:
    """Every certificate of the authority, each with the text signed by its key."""
    authority, text = request.GET.get("authority", ""), request.GET.get("text", "")
    if authority not in settings.CERTIFICATE_STAND_IN_KEYS or not text:
        raise BadRequest(_("验证请求不完整，请返回登录页重新发起。"))
    keys = [
        {
            "name": holder.name,
            "note": holder.note,
            "certificate": usb.certificate(authority, name),
            "signature": usb.sign(authority, name, text),
        }
        for name, holder in usb.KEYS.items()
    ]
    return render(request, "accounts/certificates/stand_in.html", {"keys": keys})
