"""What belongs to one item beside its page: its files, its masked numbers, who looks at it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.actions.audit import record
from accounts.views.access import signed_in
from accounts.views.files import send_file
from portal.lib.client import client_address
from portal.lib.refusals import Refused
from reviews.actions.reveal import reveal_answer
from reviews.presence import HEARTBEAT, enter
from reviews.queries.items import get_item
from reviews.queries.sheet import document_slots
from reviews.rules import desk_of


@require_GET
def attachment(request: HttpRequest, pk: int, attachment_id: int) -> FileResponse:
    """One file of an item the user may see. Looks at documents are written down."""
    item = get_item(desk_of(request.user), pk)
    file = item.attachments.filter(pk=attachment_id).first()
    if file is None:
        raise Http404
    if file.scan != file.Scan.CLEAN:
        raise Refused(_("该文件尚未通过病毒检查，暂时不能查看。"))
    if file.slot in document_slots(item.form):
        detail = {"slot": file.slot, "attachment": file.pk, "number": item.number}
        user = signed_in(request)
        record(user, "view_document", item, detail, client_address(request))
    return send_file(file)


@require_POST
def reveal(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """The plain value of one masked answer, against a reason that is kept."""
    item = get_item(desk_of(request.user), pk)
    reason = request.POST.get("reason", "")
    try:
        value = reveal_answer(signed_in(request), item, key, reason, client_address(request))
    except ValidationError as error:
        return HttpResponse(error.messages[0], status=422, content_type="text/plain; charset=utf-8")
    return render(request, "admin/reviews/_revealed.html", {"value": value, "item": item})


@require_POST
def presence(request: HttpRequest, pk: int) -> HttpResponse:
    """A sign of life of an open page; answers who else has it open."""
    item = get_item(desk_of(request.user), pk)
    colleagues = enter(item.pk, signed_in(request))
    return render(
        request, "admin/reviews/_presence.html", {"colleagues": colleagues, "every": HEARTBEAT}
    )
