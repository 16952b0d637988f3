"""Public notices: what waits for one, what anybody may read of them, and who handles which."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404

from accounts.models import Consent, District, Unit, User
from portal.lib.crypto import keyed_hash
from portal.lib.dates import today, working_days
from programs.definitions.route import Stage
from programs.models import Application, Call, Program
from programs.rules.access import noticing_districts
from programs.states import State
from reviews.models import NoticeLine, Objection, PublicNotice

#: Somebody who files for herself and still agrees to be published. What she agreed to under an
#: earlier edition of the privacy notice stands until she takes it back.
_AGREED = Consent.objects.filter(purpose=Consent.Purpose.PUBLIC_NOTICE, withdrawn_at__isnull=True)


@dataclass(frozen=True)
class Scope:
    """What one notice is about: a stage of a call, in a district or (None) in the whole city."""

    call: Call
    stage: Stage
    district: District | None = None
    count: int = field(default=0, compare=False)


def notice_stage(call: Call, key: str) -> Stage:
    """The stage of the call's route; Http404 for one that is no public notice."""
    for stage in call.definition.route:
        if stage.key == key and stage.kind == "public_notice":
            return stage
    raise Http404


def waiting(scope: Scope) -> QuerySet[Application]:
    """Everybody who has reached the notice and is in none yet, in the order of the list."""
    found = _unlisted().filter(call=scope.call, stage=scope.stage.key)
    if scope.district:
        found = found.filter(district=scope.district)
    return found.order_by("unit_name", "-part", "pk")


def publishable(applications: QuerySet[Application]) -> QuerySet[Application]:
    """Without those who file for themselves and have taken back that they may be published."""
    return applications.filter(
        Q(applicant__isnull=True) | Exists(_AGREED.filter(user=OuterRef("applicant")))
    )


def fingerprint(applications: QuerySet[Application]) -> str:
    """Says whether a list is still the one that was looked at."""
    keys = ",".join(str(pk) for pk in applications.values_list("pk", flat=True))
    return hashlib.sha256(keys.encode()).hexdigest()[:16]


def _unlisted() -> QuerySet[Application]:
    listed = NoticeLine.objects.filter(application=OuterRef("pk"), state=NoticeLine.State.LISTED)
    return Application.objects.filter(state=State.ON_NOTICE, restricted_at=None).exclude(
        Exists(listed)
    )


def scopes_waiting(user: User) -> list[Scope]:
    """The notices that the user may publish now."""
    rows = list(
        _unlisted()
        .order_by()
        .values_list("call", "stage", "district")
        .annotate(count=Count("pk"))
        .order_by("call", "stage", "district")
    )
    calls = Call.objects.select_related("program").in_bulk({row[0] for row in rows})
    districts = District.objects.in_bulk({row[2] for row in rows})
    counts: dict[tuple[int, str, str | None], int] = {}
    for call_id, key, code, count in rows:
        reach = noticing_districts(user, _office_kind(calls[call_id], key))
        if reach is None or code in reach:
            scope = (call_id, key, None if reach is None else code)
            counts[scope] = counts.get(scope, 0) + count
    return [
        Scope(calls[call], notice_stage(calls[call], key), districts.get(code or ""), count)
        for (call, key, code), count in counts.items()
    ]


def _office_kind(call: Call, key: str) -> str | None:
    return next((s.office_kind for s in call.definition.route if s.key == key), None)


def handles(user: User, scope: Scope) -> bool:
    """Whether the notice is the user's to publish, to change, and to decide objections to."""
    reach = noticing_districts(user, scope.stage.office_kind)
    return reach is None or (scope.district is not None and scope.district.pk in reach)


def scope_of(notice: PublicNotice) -> Scope:
    return Scope(notice.call, notice_stage(notice.call, notice.stage), notice.district)


def handled_notices(user: User) -> QuerySet[PublicNotice]:
    """The notices that the user handles."""
    mine = Q(pk__in=[])
    routes = PublicNotice.objects.order_by().values_list("call", "stage").distinct()
    calls = Call.objects.in_bulk({call for call, _key in routes})
    for call_id, key in routes:
        reach = noticing_districts(user, _office_kind(calls[call_id], key))
        part = Q(call=call_id, stage=key)
        mine |= part if reach is None else part & Q(district__in=reach)
    return PublicNotice.objects.filter(mine).select_related("call__program", "district")


def with_figures(notices: QuerySet[PublicNotice]) -> QuerySet[PublicNotice]:
    """Adds `listed`, the length of the list, and `waiting`, the objections to be decided."""
    pending = Objection.objects.filter(notice=OuterRef("pk"), state=Objection.State.PENDING)
    lines = NoticeLine.objects.filter(notice=OuterRef("pk"))
    return notices.annotate(
        listed=_number(lines.values("notice")), waiting=_number(pending.values("notice"))
    )


def _number(grouped: QuerySet[Any]) -> Coalesce:
    from_rows = grouped.order_by().annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(from_rows), 0)


def public_notices() -> QuerySet[PublicNotice]:
    """What anybody may read: running ones, and those that ended a while ago; newest first."""
    last = today() - dt.timedelta(days=settings.NOTICE_PUBLIC_DAYS)
    open_ones = PublicNotice.objects.exclude(state=PublicNotice.State.WITHDRAWN)
    return open_ones.filter(ends_on__gte=last).select_related("call__program")


def notices_of_program(program: Program) -> QuerySet[PublicNotice]:
    """What anybody may read of one programme, newest first."""
    return public_notices().filter(call__program=program)


def notice_listing(application: Application) -> PublicNotice | None:
    """The notice in which the application is on show, or waits for what becomes of it."""
    if application.state != State.ON_NOTICE:
        return None
    listed = NoticeLine.objects.filter(application=application, state=NoticeLine.State.LISTED)
    line = listed.select_related("notice").first()
    return line.notice if line else None


def notices_listing(unit: Unit, program: Program, year: int) -> QuerySet[PublicNotice]:
    """The notices of a year in which people of the unit are on show, with `people`, how many."""
    theirs = Q(
        lines__application__unit=unit,
        lines__application__restricted_at=None,
        lines__state=NoticeLine.State.LISTED,
    )
    found = PublicNotice.objects.filter(theirs, call__program=program, call__year=year)
    return found.annotate(people=Count("lines"))


def get_notice(number: str) -> PublicNotice:
    """The notice of this number, open or closed; Http404 for none."""
    found = PublicNotice.objects.filter(number=number).select_related("call__program")
    if notice := found.first():
        return notice
    raise Http404


def lacking_days(notice: PublicNotice) -> int:
    """How many working days it is too short by: holidays may be announced after its start."""
    due = notice_stage(notice.call, notice.stage).days
    return max(0, due - working_days(notice.starts_on, notice.ends_on))


def is_closed(notice: PublicNotice) -> bool:
    """Whether the list is nobody's to read any more."""
    return not public_notices().filter(pk=notice.pk).exists()


def shown_lines(notice: PublicNotice, text: str = "") -> QuerySet[NoticeLine]:
    """What the public sees of the list; `text` is looked for in what is published, and nowhere
    else: a masked name is not found by the name."""
    shown = notice.lines.filter(
        state__in=[NoticeLine.State.LISTED, NoticeLine.State.CONCLUDED],
    ).filter(publishable_lines())
    if text:
        shown = shown.filter(Q(name__icontains=text) | Q(unit_name__icontains=text))
    return shown.order_by("position")


def publishable_lines() -> Q:
    """Of lines: those of people who still agree, and whose account was not erased."""
    agreed = Exists(_AGREED.filter(user=OuterRef("application__applicant")))
    by_unit = Q(application__applicant__isnull=True)
    return Q(application__restricted_at=None) & (by_unit | Q(agreed))


def find_objection(number: str, secret: str) -> Objection | None:
    """The objection, for who has its code."""
    return Objection.objects.filter(number=number, code_hash=keyed_hash(secret)).first()


def handled_objections(user: User) -> QuerySet[Objection]:
    """The objections that are the user's to decide, or were."""
    mine = handled_notices(user).order_by().values("pk")
    return Objection.objects.filter(notice__in=mine).select_related("notice", "line", "decided_by")
