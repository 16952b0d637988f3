"""账号变更: asking for one, and deciding it."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.audit import record
from accounts.actions.codes import use_code
from accounts.actions.members import admit, end_membership
from accounts.actions.requests import close, lock_pending
from accounts.actions.sessions import end_sessions
from accounts.actions.stash import hand_over
from accounts.models import (
    AccountChange,
    AccountChangeAttachment,
    Membership,
    StashedUpload,
    Unit,
    User,
    VerificationCode,
)
from accounts.notifications import notify, notify_all, notify_contact
from accounts.rules import judges_unit
from portal.lib.background import wake_on_commit
from portal.lib.dates import today
from portal.lib.numbering import next_number
from portal.lib.refusals import Refused

PREFIX = "BG"
TELL_HOLDERS = "accounts.jobs.tell_account_holders"
PURPOSE = VerificationCode.Purpose.ACCOUNT_CHANGE


@dataclass(frozen=True, slots=True)
class Handover:
    """What the form of 账号变更 asks; the password is not hashed yet."""

    kind: str
    unit_name: str
    uscc: str
    old_account: str
    contact_name: str
    phone: str
    code: str
    password: str


def ask_for_account_change(
    handover: Handover, proofs: Sequence[StashedUpload], address: str | None = None
) -> AccountChange:
    """Keeps the request of somebody who holds the new phone; looks nothing up.

    Raises WrongCode, or Refused for a second request of the phone.
    """
    try:
        with transaction.atomic():
            use_code(handover.phone, PURPOSE, handover.code)
            change = AccountChange.objects.create(
                number=next_number(PREFIX, today().year),
                kind=handover.kind,
                unit_name=handover.unit_name,
                uscc=handover.uscc,
                old_account=handover.old_account,
                contact_name=handover.contact_name,
                phone=handover.phone,
                password=make_password(handover.password),
            )
            for proof in proofs:
                hand_over(proof, AccountChangeAttachment(account_change=change), None)
            record(None, "ask_for_account_change", change, {"kind": change.kind}, address)
            _tell_applicant(change, "account_change_received")
            wake_on_commit(TELL_HOLDERS)
    except IntegrityError:
        raise Refused(_("该手机号已有一件账号变更正在审核中，请查询进度，不必重复提交。")) from None
    return change


def tell_holders() -> None:
    """Tells those who hold accounts of the units about requests that nobody was told of yet.

    Not while the visitor waits: how long the answer takes must not say whether there is a unit.
    """
    untold = AccountChange.objects.filter(
        state=AccountChange.State.PENDING, holders_told_at__isnull=True
    )
    for change_id in list(untold.values_list("pk", flat=True)):
        with transaction.atomic():
            if change := untold.select_for_update(skip_locked=True).filter(pk=change_id).first():
                _tell_holders(change)


@transaction.atomic
def approve(change_id: int, opinion: str, actor: User, address: str | None = None) -> AccountChange:
    """Moves the role in the unit to the account of the new phone, which is made if need be.

    The old account's membership and sessions end; without any other unit it is closed and its
    phone set free. Raises PermissionDenied or Refused.
    """
    change, unit = _lock(change_id, actor)
    if unit is None:
        raise Refused(_("没有该统一社会信用代码的单位，无法变更；请填写意见后不予通过。"))
    old = _membership_to_end(change, unit)
    new = _new_holder(change, unit, old)
    if old:
        end_membership(old)
        _dismiss(old.user, unit)
    admit(unit, new, change.role, granted_by=actor)
    change.password = ""
    change.save(update_fields=["password"])
    close(change, AccountChange.State.APPROVED, opinion, actor)
    detail = {
        "kind": change.kind,
        "unit": unit.uscc,
        "from": old.user_id if old else None,
        "to": new.pk,
    }
    record(actor, "approve_account_change", change, detail, address)
    notify(new, "account_change_approved", {"unit": unit.name, "number": change.number})
    return change


@transaction.atomic
def refuse(change_id: int, opinion: str, actor: User, address: str | None = None) -> AccountChange:
    """Turns the request down; the opinion is told. Raises PermissionDenied or Refused."""
    change, _unit = _lock(change_id, actor)
    change.password = ""
    change.save(update_fields=["password"])
    close(change, AccountChange.State.REFUSED, opinion, actor)
    record(actor, "refuse_account_change", change, {"opinion": change.opinion}, address)
    _tell_applicant(change, "account_change_refused")
    return change


def _lock(change_id: int, actor: User) -> tuple[AccountChange, Unit | None]:
    """The pending request, and its unit; both locked. Always in this order."""
    change = lock_pending(AccountChange, change_id)
    unit = Unit.objects.select_for_update().filter(uscc=change.uscc).first()
    if not judges_unit(actor, unit):
        raise PermissionDenied(_("您没有审核该单位账号变更的权限。"))
    return change, unit


def _membership_to_end(change: AccountChange, unit: Unit) -> Membership | None:
    """Who has the role now, locked; None where nobody has it (any more)."""
    held = unit.memberships.select_for_update(of=("self",)).select_related("user")
    old = held.filter(role=change.role, is_active=True).first()
    if old and old.created_at > change.created_at:
        raise Refused(
            _("本申请提交之后，该单位的账号已经变更过。请核实情况，确需再次变更的请单位重新提交。")
        )
    return old


def _new_holder(change: AccountChange, unit: Unit, old: Membership | None) -> User:
    """The enterprise account of the new phone, with the chosen password; a new one if none is."""
    accounts = User.objects.select_for_update().filter(kind=User.Kind.ENTERPRISE)
    user = accounts.filter(phone=change.phone).first() or _new_account(change)
    if old and user.pk == old.user_id:
        raise Refused(_("新账号就是该单位的现有账号，无需变更；忘记密码可直接重置。"))
    if not user.is_active:
        raise Refused(_("新账号已停用，不能接管单位账号，请核实后由系统管理员处理。"))
    standing = user.memberships.select_for_update().filter(is_active=True)
    for membership in standing:
        if membership.unit_id != unit.pk and not membership.has_ended:
            raise Refused(_("新账号的手机号已用于其他单位的企业账号，请申请人换一个手机号。"))
        # Whoever has acted for this unit in a lesser role does so in the new one.
        end_membership(membership)
    user.password = change.password
    user.full_name = user.full_name or change.contact_name
    user.save(update_fields=["password", "full_name"])
    end_sessions(user)
    return user


def _new_account(change: AccountChange) -> User:
    try:
        with transaction.atomic():
            return User.objects.create(
                # Signs in by phone; the user name only has to be different from all others.
                username=f"e{secrets.token_hex(6)}",
                kind=User.Kind.ENTERPRISE,
                phone=change.phone,
                full_name=change.contact_name,
            )
    except IntegrityError:
        raise Refused(_("新账号的手机号刚刚注册了企业账号，请刷新页面后重新核对。")) from None


def _dismiss(user: User, unit: Unit) -> None:
    """What is left of the old account. A person's stays hers, and so does one with other units."""
    notify(user, "account_handed_over", {"unit": unit.name})
    if not user.is_enterprise:
        return
    end_sessions(user)
    if user.memberships.filter(is_active=True).exists():
        return
    user.is_active, user.phone = False, None
    user.save(update_fields=["is_active", "phone"])


def _tell_applicant(change: AccountChange, kind: str) -> None:
    context = {"number": change.number, "comment": change.opinion}
    notify_contact(kind, context, phone=change.phone)


def _tell_holders(change: AccountChange) -> None:
    """The legal representative and the administrator, whichever of the two accounts is asked for:
    the one of them may have left."""
    unit = Unit.objects.filter(uscc=change.uscc).first()
    if unit:
        held = unit.memberships.filter(is_active=True, role__in=Membership.ADMINISTERING)
        holders = [membership.user for membership in held.select_related("user")]
        context = {"unit": unit.name, "number": change.number}
        notify_all(holders, "account_change_asked", context, unit=unit)
    change.holders_told_at = timezone.now()
    change.save(update_fields=["holders_told_at"])
