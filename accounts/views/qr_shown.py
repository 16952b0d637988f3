"""The code that a browser shows: which one, how far it has come, and the answer to its polls."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django_htmx.http import reswap, retarget

from accounts.actions.qr import hash_of, issue
from accounts.models import QrTicket, User
from portal.lib import qr
from portal.lib.client import client_address, session_key_of
from portal.lib.crypto import DecryptionError, decrypt, encrypt
from portal.lib.links import page_of_ours

State = QrTicket.State
POLLS = {
    QrTicket.Purpose.LOG_IN: "qr_log_in_state",
    QrTicket.Purpose.REAL_PERSON: "real_person_state",
}
NEXT = "face_next"
STAGES = {State.SCANNED: "scanned", State.CONFIRMED: "scanned", State.WAITING: "waiting"}


@dataclass(frozen=True)
class Shown:
    """A ticket this browser shows, with the token that only it and the picture know."""

    ticket: QrTicket
    token: str

    @property
    def purpose(self) -> QrTicket.Purpose:
        return QrTicket.Purpose(self.ticket.purpose)

    @property
    def stage(self) -> str:
        """waiting, scanned, passed, failed, expired."""
        if self.ticket.state == State.USED:
            return "passed"
        if self.ticket.state == State.REFUSED:
            return "failed"
        return STAGES[State(self.ticket.state)] if self.ticket.is_open else "expired"

    @property
    def seconds(self) -> int:
        return int(self.ticket.time_left.total_seconds())

    def picture(self, request: HttpRequest, page: str = "qr") -> str:
        """`page`: the name of what the phone opens."""
        return qr.data_uri(request.build_absolute_uri(reverse(page, args=[self.token])))


def show(request: HttpRequest, purpose: str, user: User | None = None, subject: str = "") -> str:
    """Issues a new code for this browser; the token in it."""
    token = issue(
        purpose,
        session_key_of(request.session),
        user=user,
        subject=subject,
        browser=request.headers.get("User-Agent", ""),
        address=client_address(request),
    )
    # Encrypted: sessions lie in the database and in the cache.
    request.session[_name(purpose)] = encrypt(token)
    return token


def shown(request: HttpRequest, purpose: str) -> Shown | None:
    """The code this browser shows, dead or alive."""
    try:
        token = decrypt(request.session.get(_name(purpose), ""))
    except DecryptionError:
        return None
    ticket = QrTicket.objects.filter(token_hash=hash_of(token)).first()
    return Shown(ticket, token) if ticket else None


def forget(request: HttpRequest, purpose: str) -> None:
    request.session.pop(_name(purpose), None)


def remember_way_back(request: HttpRequest, wanted: str) -> None:
    """Where somebody who had to show her face was about to go."""
    request.session[NEXT] = page_of_ours(request, wanted)


def way_back(request: HttpRequest) -> str:
    """Where a check of the face ends: the page that asked for it, or 身份认证."""
    return request.session.get(NEXT) or reverse("identity_verification")


def answer_poll(request: HttpRequest, found: Shown | None, part: str) -> HttpResponse:
    """The line with the time left; the whole part when the stage is no longer the one seen.

    Only the line, since a button under somebody's finger must not be replaced every two seconds.
    """
    if found and found.stage == request.POST.get("seen"):
        return render(request, "accounts/verification/_status.html", part_of(request, found))
    response = render(request, part, part_of(request, found))
    return reswap(retarget(response, "#qr-part"), "outerHTML")


def part_of(request: HttpRequest, found: Shown | None) -> dict[str, object]:
    """What the templates of the part need."""
    stage = found.stage if found else "expired"
    return {
        "stage": stage,
        "poll_url": reverse(POLLS[found.purpose]) if found else "",
        "seconds": found.seconds if found else 0,
        "picture": found.picture(request) if found and stage == "waiting" else "",
        "back": way_back(request),
    }


def _name(purpose: str) -> str:
    return f"qr_{purpose}"
