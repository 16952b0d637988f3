"""Who may act for a unit: asking, being accepted or refused, leaving, being removed."""

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.audit import record
from accounts.models import JoinRequest, Membership, StaffPosition, Unit, User
from accounts.models.membership import MAX_OPERATORS
from accounts.notifications import notify
from accounts.positions import holds_position
from accounts.rules import acts_for, administers, may_manage
from portal.lib.dates import today
from portal.lib.refusals import Refused


@transaction.atomic
def ask_to_join(unit: Unit, user: User, reason: str, address: str | None = None) -> JoinRequest:
    """Asks the unit's administrator to be let in as an operator; tells the administrator."""
    if acts_for(user, unit.pk):
        raise Refused(_("您已是该单位的成员，无需再次申请。"))
    try:
        with transaction.atomic():
            request = JoinRequest.objects.create(unit=unit, user=user, reason=reason)
    except IntegrityError:
        raise Refused(_("您已提交过申请，请等待单位管理员处理。")) from None
    record(user, "ask_to_join", request, {"unit": unit.uscc}, address)
    admins = unit.memberships.filter(role__in=Membership.ADMINISTERING, is_active=True)
    for membership in admins.select_related("user"):
        notify(
            membership.user,
            "join_request_received",
            {"unit": unit.name, "name": str(user), "reason": reason},
            link="/member/members/",
            unit=unit,
        )
    return request


@transaction.atomic
def accept(request_id: int, actor: User, address: str | None = None) -> Membership:
    """Makes the person an operator from today. Raises PermissionDenied or Refused."""
    request = _lock_pending(request_id, actor)
    unit = request.unit
    retire_expired(unit)
    seat = free_seat(unit)
    if unit.memberships.filter(user=request.user, is_active=True).exists():
        raise Refused(_("该用户已是本单位成员。"))
    membership = admit(unit, request.user, Membership.Role.OPERATOR, seat=seat, granted_by=actor)
    _decide(request, JoinRequest.State.ACCEPTED, "", actor)
    record(actor, "accept_join_request", request, {"unit": unit.uscc}, address)
    notify(request.user, "join_request_accepted", {"unit": unit.name}, link="/member/")
    return membership


@transaction.atomic
def refuse(request_id: int, opinion: str, actor: User, address: str | None = None) -> None:
    """Turns the person down; the opinion is told. Raises PermissionDenied or Refused."""
    request = _lock_pending(request_id, actor)
    opinion = opinion.strip()
    if not opinion:
        raise Refused(_("请填写拒绝的原因，将告知申请人。"))
    _decide(request, JoinRequest.State.REFUSED, opinion, actor)
    detail = {"unit": request.unit.uscc, "opinion": opinion}
    record(actor, "refuse_join_request", request, detail, address)
    notify(request.user, "join_request_refused", {"unit": request.unit.name, "reason": opinion})


@transaction.atomic
def revoke(membership_id: int, actor: User, address: str | None = None) -> None:
    """Takes somebody's right away, at once. Raises PermissionDenied or Refused.

    The legal representative removes the administrator and operators, the administrator operators.
    """
    membership = lock_membership(membership_id)
    if not may_manage(actor, membership.unit_id, membership.role):
        raise PermissionDenied(_("您不能移除该成员。"))
    end_membership(membership)
    record(actor, "revoke_membership", membership, _membership_detail(membership), address)
    notify(membership.user, "membership_revoked", {"unit": membership.unit.name})


@transaction.atomic
def end_by_staff(
    membership_id: int, reason: str, actor: User, address: str | None = None
) -> Membership:
    """Staff take anybody's right away, at once; its owner is told. Raises as `revoke`."""
    membership = lock_membership(membership_id)
    if not (actor.is_superuser or holds_position(actor, StaffPosition.Role.SYSTEM_ADMIN)):
        raise PermissionDenied(_("只有系统管理员可以结束单位成员资格。"))
    end_membership(membership)
    detail = {**_membership_detail(membership), "reason": reason}
    record(actor, "revoke_membership", membership, detail, address)
    notify(membership.user, "membership_revoked", {"unit": membership.unit.name})
    return membership


@transaction.atomic
def leave(membership_id: int, actor: User, address: str | None = None) -> None:
    """Somebody gives up their own right to act for a unit."""
    membership = lock_membership(membership_id)
    if membership.user_id != actor.pk:
        raise PermissionDenied(_("只能退出本人所在的单位。"))
    if membership.role == Membership.Role.LEGAL_REPRESENTATIVE:
        raise Refused(_("法人账号不能直接退出，请通过账号变更移交。"))
    end_membership(membership)
    record(actor, "leave_unit", membership, _membership_detail(membership), address)


def admit(unit: Unit, user: User, role: str, **more: Any) -> Membership:
    """A membership that is good from today, for everything; nothing has to be confirmed first."""
    return Membership.objects.create(
        unit=unit,
        user=user,
        role=role,
        starts_on=today(),
        all_business=True,
        activated_at=timezone.now(),
        **more,
    )


def free_seat(unit: Unit) -> int:
    """The first of the operators' seats that nobody has; the caller has locked the unit."""
    operators = unit.memberships.filter(role=Membership.Role.OPERATOR, is_active=True)
    taken = set(operators.values_list("seat", flat=True))
    seat = next((n for n in range(1, MAX_OPERATORS + 1) if n not in taken), None)
    if seat is None:
        raise Refused(
            _("每个单位最多 %(limit)s 名经办人。请先移除不再经办的人员，再增加新的经办人。")
            % {"limit": MAX_OPERATORS}
        )
    return seat


def _lock_pending(request_id: int, actor: User) -> JoinRequest:
    """The request with its unit locked first, so that two acceptances count one after another."""
    unit_id = JoinRequest.objects.values_list("unit_id", flat=True).get(pk=request_id)
    unit = Unit.objects.select_for_update().get(pk=unit_id)
    if not administers(actor, unit.pk):
        raise PermissionDenied(_("只有单位管理员可以处理加入申请。"))
    request = JoinRequest.objects.select_related("user").get(pk=request_id)
    request.unit = unit
    if request.state != JoinRequest.State.PENDING:
        raise Refused(_("该申请已处理，请刷新页面查看。"))
    return request


def _decide(request: JoinRequest, state: str, opinion: str, actor: User) -> None:
    request.state = state
    request.opinion = opinion
    request.decided_by = actor
    request.decided_at = timezone.now()
    request.save(update_fields=["state", "opinion", "decided_by", "decided_at"])


def retire_expired(unit: Unit) -> None:
    """A membership past its end date still holds the place of an active one."""
    unit.memberships.filter(is_active=True, ends_on__lt=today()).update(is_active=False)


def lock_membership(membership_id: int) -> Membership:
    """One that is not over, with its unit and user. Raises Refused when it is."""
    membership = (
        Membership.objects.select_for_update(of=("self",))
        .select_related("unit", "user")
        .get(pk=membership_id)
    )
    if not membership.is_active:
        raise Refused(_("该成员已不在本单位，请刷新页面。"))
    return membership


def end_membership(membership: Membership) -> None:
    """From now on it gives no right; the caller has locked it."""
    membership.is_active = False
    membership.ends_on = max(membership.starts_on, today() - dt.timedelta(days=1))
    membership.save(update_fields=["is_active", "ends_on"])


def _membership_detail(membership: Membership) -> dict[str, str]:
    return {"unit": membership.unit.uscc, "role": membership.role, "user": str(membership.user)}
