"""Standard or large type (关怀版)."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from portal.lib.links import page_of_ours
from portal.site.preferences import remember_large_type


@require_POST
def set_display(request: HttpRequest) -> HttpResponse:
    """Remembers the choice and goes back to the page it was made on."""
    target = page_of_ours(request, request.POST.get("next", ""))
    response = HttpResponseRedirect(target or reverse("home"))
    wanted = request.POST.get("large_type") == "1"
    remember_large_type(response, wanted, secure=request.is_secure())
    return response
