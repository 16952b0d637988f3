"""Pages that exist on a demo site only: the components, what phones and mailboxes received, and
files to try the roster with."""

import io

from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Delivery
from accounts.notifications.messages import speak_of_all
from portal.lib.paging import paginate
from portal.site.demo import samples
from portal.site.gallery import sample_context


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component with sample data: for looking, for screenshots, for axe."""
    page = Paginator(range(195), 20).get_page(request.GET.get("page"))
    return render(request, "site/gallery.html", {**sample_context(), "page": page})


@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """The newest messages first, as the receiver would see them."""
    page = paginate(request, Delivery.objects.all())
    for delivery in page:
        speak_of_all(delivery)
    return render(request, "site/outbox.html", {"page": page})


@require_safe
def sample_roster(_request: HttpRequest) -> FileResponse:
    """A roster of people who do not exist, with three mistakes in it."""
    return _download(samples.roster(), "示例名单.xlsx")


@require_safe
def sample_scans(_request: HttpRequest) -> FileResponse:
    """Their scans as an archive, one paper short."""
    return _download(samples.archive(), "示例材料.zip")


def _download(content: bytes, name: str) -> FileResponse:
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=name)
