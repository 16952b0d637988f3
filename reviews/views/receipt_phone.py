"""The page that the code opens on a phone: camera, what became of the photo, confirmation.

Nothing here shows or sends a stored photo: that is for the computer, where one has signed in.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions.qr import OBSTACLES, hash_of, note_refusal, obstacle_for_phone
from accounts.models import QrTicket
from accounts.views.qr_phone import refused
from portal.lib.browsers import is_phone
from portal.lib.client import client_address, session_key_of
from portal.lib.limits import Limit
from portal.lib.photos.preview import preview_uri
from portal.lib.refusals import RateLimited, Refused
from portal.lib.uploads import UploadRefused
from reviews.actions.receipt_photos import (
    PURPOSE,
    hand_in,
    payment_of,
    photo_of,
    take_photo,
    take_up,
)
from reviews.forms.receipt_photo import ReceiptConfirmForm, ReceiptPhotoForm
from reviews.models import ReceiptPhoto

#: Reading a photo takes a second of one core.
PHOTOS = Limit("receipt-photos", 40, 600)


@never_cache
@require_safe
def receipt_phone(request: HttpRequest, token: str) -> HttpResponse:
    ticket = _ticket(token)
    return _dead(request, ticket) or _camera(
        request, token, ticket, ReceiptPhotoForm(on_phone=_on_phone(request))
    )


@never_cache
@require_POST
def receipt_scanned(request: HttpRequest, token: str) -> HttpResponse:
    """The page is open on the phone: the computer may say so."""
    ticket = _ticket(token)
    if dead := _dead(request, ticket):
        return dead
    take_up(token, session_key_of(request.session), client_address(request))
    return HttpResponse(status=204)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def receipt_photo(request: HttpRequest, token: str) -> HttpResponse:
    """A photo: shown back straightened, or why it will not do."""
    if request.method != "POST":
        return redirect("reviews:receipt_phone", token)
    ticket = _ticket(token)
    if dead := _dead(request, ticket):
        return dead
    if not PHOTOS.take(request):
        raise RateLimited(_("拍照过于频繁，请10分钟后再试。"), retry_after=PHOTOS.seconds)
    form = ReceiptPhotoForm(request.POST, request.FILES, on_phone=_on_phone(request))
    if not form.is_valid():
        return _camera(request, token, ticket, form, status=422)
    file = form.cleaned_data["photo"]
    address = client_address(request)
    try:
        photo = take_photo(token, session_key_of(request.session), file, address)
    except UploadRefused as refusal:
        form.add_error("photo", refusal)
        return _camera(request, token, ticket, form, status=422)
    except Refused as refusal:
        form.add_error("photo", str(refusal))
        return _camera(request, token, ticket, form, status=409)
    return _confirm(request, token, photo, ReceiptConfirmForm(initial={"photo": photo.pk}))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def receipt_hand_in(request: HttpRequest, token: str) -> HttpResponse:
    """确认提交, once both have been looked at and ticked."""
    if request.method != "POST":
        return redirect("reviews:receipt_phone", token)
    ticket, address = _ticket(token), client_address(request)
    if dead := _dead(request, ticket):
        return dead
    confirmation = ReceiptConfirmForm(request.POST)
    is_complete = confirmation.is_valid()
    try:
        photo = photo_of(ticket, confirmation.cleaned_data.get("photo") or 0)
        if not is_complete:
            return _confirm(request, token, photo, confirmation, status=422)
        handed_in = hand_in(token, session_key_of(request.session), photo.pk, address)
    except Refused as refusal:
        form = ReceiptPhotoForm(on_phone=_on_phone(request))
        return _camera(request, token, ticket, form, status=409, sentence=str(refusal))
    return render(request, "reviews/receipt/done.html", {"receipt": handed_in.receipt})


def _on_phone(request: HttpRequest) -> bool:
    return is_phone(request.headers.get("User-Agent", ""))


def _ticket(token: str) -> QrTicket:
    tickets = QrTicket.objects.select_related("user").filter(purpose=PURPOSE)
    ticket = tickets.filter(token_hash=hash_of(token)).first()
    if ticket is None:
        raise Http404
    return ticket


def _dead(request: HttpRequest, ticket: QrTicket) -> HttpResponse | None:
    """410 with the reason for a code that is used, late, or in another phone's hands."""
    found = obstacle_for_phone(ticket, PURPOSE, request.session.session_key or "")
    if not found:
        return None
    note_refusal(ticket, found, None, client_address(request))
    return refused(request, str(OBSTACLES[found]), status=410)


def _camera(
    request: HttpRequest,
    token: str,
    ticket: QrTicket,
    form: ReceiptPhotoForm,
    status: int = 200,
    sentence: str = "",
) -> HttpResponse:
    """`sentence`: why what was sent before could not be taken, where it was no photo."""
    context = {
        "token": token,
        "sentence": sentence,
        "payment": payment_of(ticket),
        "form": form,
        "on_phone": _on_phone(request),
        "minutes": -(-int(ticket.time_left.total_seconds()) // 60),  # rounded up
    }
    return render(request, "reviews/receipt/camera.html", context, status=status)


def _confirm(
    request: HttpRequest,
    token: str,
    photo: ReceiptPhoto,
    form: ReceiptConfirmForm,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "token": token,
        "photo": photo,
        "payment": photo.receipt.payment,
        "picture": _picture(photo),
        "form": form,
    }
    return render(request, "reviews/receipt/confirm.html", context, status=status)


def _picture(photo: ReceiptPhoto) -> str:
    with photo.file.open("rb") as stored:
        return preview_uri(stored)
