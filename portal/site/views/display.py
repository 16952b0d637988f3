"""Standard or large type (关怀版)."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from portal.site.preferences import remember_large_type


@require_POST
def set_display(request: HttpRequest) -> HttpResponse:
    """Remembers the choice and goes back to the page it was made on."""
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    response = HttpResponseRedirect(target if safe else reverse("home"))
    wanted = request.POST.get("large_type") == "1"
    remember_large_type(response, wanted, secure=request.is_secure())
    return response
