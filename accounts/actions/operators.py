"""经办人管理: granting persons the right to act for a unit, changing and limiting it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.audit import record
from accounts.actions.members import end_membership, free_seat, lock_membership, retire_expired
from accounts.models import Business, BusinessGrant, Membership, Unit, User
from accounts.notifications import notify
from accounts.rules import may_manage
from portal.lib.crypto import keyed_hash

GRANTS_PAGE = "/me/units/"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who is to act for the unit, as what and when; the phone and document number are clean."""

    role: str
    full_name: str
    phone: str
    id_doc_number: str
    starts_on: dt.date
    ends_on: dt.date | None
    replaces: bool = False
    """Whether a new administrator takes the place of the present one."""


@transaction.atomic
def grant(unit_id: int, wanted: Wanted, actor: User, address: str | None = None) -> Membership:
    """Grants a registered person the role; it is worth nothing until she has activated it.

    Raises PermissionDenied, ValidationError (by field) or Refused.
    """
    unit = Unit.objects.select_for_update().get(pk=unit_id)
    if not may_manage(actor, unit.pk, wanted.role):
        raise PermissionDenied(_("您没有开通该类账号的权限。"))
    person = _find_person(wanted)
    _refuse_oneself(person, actor)
    retire_expired(unit)
    if unit.memberships.filter(user=person, is_active=True).exists():
        raise ValidationError({"id_doc_number": _("该人员已是本单位的授权人员，无需重复开通。")})
    if wanted.role == Membership.Role.ADMIN:
        _make_room_for_admin(unit, wanted, actor, address)
    is_operator = wanted.role == Membership.Role.OPERATOR
    membership = Membership.objects.create(
        unit=unit,
        user=person,
        role=wanted.role,
        seat=free_seat(unit) if is_operator else None,
        starts_on=wanted.starts_on,
        ends_on=wanted.ends_on,
        all_business=not is_operator,
        granted_by=actor,
    )
    record(actor, "grant_membership", membership, _detail(membership), address)
    kind = "operator_granted" if is_operator else "admin_granted"
    notify(person, kind, {"unit": unit.name}, link=GRANTS_PAGE)
    return membership


@transaction.atomic
def change_period(
    membership_id: int,
    starts_on: dt.date,
    ends_on: dt.date | None,
    actor: User,
    address: str | None = None,
) -> Membership:
    """Changes 授权时间. Raises PermissionDenied, ValidationError or Refused."""
    membership = _lock_managed(membership_id, actor)
    if ends_on and ends_on < starts_on:
        raise ValidationError({"ends_on": _("结束日期不能早于开始日期。")})
    before = _detail(membership)
    membership.starts_on, membership.ends_on = starts_on, ends_on
    membership.save(update_fields=["starts_on", "ends_on"])
    detail = {"before": before, "after": _detail(membership)}
    record(actor, "change_membership_period", membership, detail, address)
    return membership


@transaction.atomic
def allow_business(
    membership_id: int,
    codes: Sequence[str],
    everything: bool,
    actor: User,
    address: str | None = None,
) -> Membership:
    """Sets what an operator may do: everything there is and will be, or just these items."""
    membership = _lock_managed(membership_id, actor)
    if membership.role != Membership.Role.OPERATOR:
        raise PermissionDenied(_("管理员可办理全部业务，无需设置范围。"))
    chosen = Business.objects.filter(code__in=codes, is_active=True)
    membership.business_grants.exclude(business__in=chosen).delete()
    BusinessGrant.objects.bulk_create(
        (BusinessGrant(membership=membership, business=item) for item in chosen),
        ignore_conflicts=True,
    )
    membership.all_business = everything
    membership.save(update_fields=["all_business"])
    allowed = ["*"] if everything else sorted(item.code for item in chosen)
    record(actor, "allow_business", membership, {**_detail(membership), "to": allowed}, address)
    return membership


def _find_person(wanted: Wanted) -> User:
    """The person of that name, phone and document; which of them is wrong is told to nobody."""
    person = User.objects.filter(
        kind=User.Kind.PERSON,
        is_active=True,
        phone=wanted.phone,
        id_doc_hash=keyed_hash(wanted.id_doc_number),
        full_name=wanted.full_name,
    ).first()
    if person is None:
        raise ValidationError(
            _(
                "未找到与所填姓名、移动电话、证件号码完全一致的个人账号。"
                "请核对，或请该人员先完成个人注册。"
            )
        )
    return person


def _refuse_oneself(person: User, actor: User) -> None:
    same_phone = bool(actor.phone) and actor.phone == person.phone
    same_document = bool(actor.id_doc_hash) and actor.id_doc_hash == person.id_doc_hash
    if person.pk == actor.pk or same_phone or same_document:
        raise ValidationError({"id_doc_number": _("不能为本人开通授权。")})


def _make_room_for_admin(unit: Unit, wanted: Wanted, actor: User, address: str | None) -> None:
    """There is one administrator: a second is refused, unless she replaces the first."""
    present = unit.memberships.filter(role=Membership.Role.ADMIN, is_active=True)
    admin = present.select_related("unit", "user").first()
    if admin is None:
        return
    if not wanted.replaces:
        raise ValidationError(
            {"role": _("本单位已有 1 名管理员。如需更换，请勾选“替换现任管理员”后再提交。")}
        )
    end_membership(admin)
    record(actor, "replace_admin", admin, _detail(admin), address)
    notify(admin.user, "membership_revoked", {"unit": unit.name})


def _lock_managed(membership_id: int, actor: User) -> Membership:
    membership = lock_membership(membership_id)
    if not may_manage(actor, membership.unit_id, membership.role):
        raise PermissionDenied(_("您没有管理该人员授权的权限。"))
    return membership


def _detail(membership: Membership) -> dict[str, str]:
    return {
        "unit": membership.unit.uscc,
        "role": membership.role,
        "user": str(membership.user),
        "from": membership.starts_on.isoformat(),
        "to": membership.ends_on.isoformat() if membership.ends_on else "",
    }
