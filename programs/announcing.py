"""Telling those who filed before that a call is open (X-009), each of them once.

Units and persons are told in the order of their numbers, some at a time. How far it has come is
written in the same transaction as what they are told, so whatever dies, nobody is told twice.
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import Unit, User
from accounts.notifications import notify, notify_all
from accounts.rules import UnitMembers
from programs.cards import period_of
from programs.models import Application, Call
from programs.states import State

AT_ONCE = 100


def due_calls() -> Iterable[int]:
    """The calls that are open now and whose opening not everybody has been told of."""
    now = timezone.now()
    still_open = Q(closes_at__isnull=True) | Q(closes_at__gte=now)
    calls = Call.objects.filter(still_open, opens_at__lte=now, announced_at__isnull=True)
    return list(calls.filter(published_at__isnull=False).values_list("pk", flat=True))


def announce_call(call_id: int) -> None:
    """Tells everybody who filed in the programme's call before this one."""
    while _announce_some(call_id):
        pass


@transaction.atomic
def _announce_some(call_id: int) -> bool:
    """Whether there may be more; one worker at a time, others leave it alone."""
    calls = Call.objects.select_related("program", "version")
    locked = calls.select_for_update(of=("self",), no_key=True, skip_locked=True)
    call = locked.filter(pk=call_id, announced_at__isnull=True).first()
    if call is None:
        return False
    by_persons = call.definition.filed_by == "person"
    told = _filers(call, "applicant" if by_persons else "unit")
    if by_persons:
        for person in User.objects.filter(pk__in=told, is_active=True):
            notify(person, "call_opened", _context(call), link=_link(call))
    else:
        for unit in Unit.objects.filter(pk__in=told):
            members = UnitMembers(unit.pk, call.program.slug).users
            notify_all(members, "call_opened", _context(call), link=_link(call), unit=unit)
    if told:
        call.announced_up_to = told[-1]
    else:
        call.announced_at = timezone.now()
    call.save(update_fields=["announced_up_to", "announced_at"])
    return bool(told)


def _filers(call: Call, column: str) -> list[int]:
    """The next of those who submitted something in the call before, by their numbers."""
    before = Call.objects.filter(program=call.program_id, year__lt=call.year).order_by("-year")
    filed = Application.objects.filter(call=before.values("pk")[:1], restricted_at=None)
    filed = filed.exclude(state=State.DRAFT).filter(**{f"{column}__gt": call.announced_up_to})
    found = filed.order_by(column).values_list(column, flat=True).distinct()
    return list(found[:AT_ONCE])


def _context(call: Call) -> dict[str, str]:
    return {
        "program": call.definition.name.zh,
        "year": str(call.year),
        "period": period_of(call),
    }


def _link(call: Call) -> str:
    return f"/programs/{call.program.slug}/"
