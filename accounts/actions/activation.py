"""Opening a new account for the first time: a code instead of a password, then the password."""

import datetime as dt
import secrets

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.audit import record
from accounts.actions.members import lock_membership
from accounts.actions.sessions import end_sessions
from accounts.models import Activation, Membership, StaffPosition, User
from accounts.notifications import notify_contact
from accounts.positions import holds_position
from accounts.queries import activation_hash
from portal.lib.refusals import Refused

LIFETIME = dt.timedelta(days=7)
DIGITS = 10  # many, for they live long; masked in the log of messages as all digits are


def issue_code(membership: Membership) -> str:
    """A new code for the account of this membership, to be told once; an earlier one ends."""
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    fields = {
        "code_hash": activation_hash(membership, code),
        "expires_at": timezone.now() + LIFETIME,
    }
    Activation.objects.update_or_create(membership=membership, defaults=fields)
    return code


@transaction.atomic
def reissue_code(
    membership_id: int, reason: str, actor: User, address: str | None = None
) -> Membership:
    """Staff make a company's account wait for its first password again; the code goes by SMS.

    To the phone of the account, else to the unit's administrator: staff neither see it nor say
    where it goes. Raises PermissionDenied or Refused.
    """
    if not (actor.is_superuser or holds_position(actor, StaffPosition.Role.SYSTEM_ADMIN)):
        raise PermissionDenied(_("只有系统管理员可以重发激活码。"))
    membership = lock_membership(membership_id)
    user = User.objects.select_for_update().get(pk=membership.user_id)
    if not (user.is_enterprise and user.is_active and membership.login_name):
        raise Refused(_("该账号不是单位内用户名登录的企业账号，不能重发激活码。"))
    phone = user.phone or _administrators_phone(membership)
    if not phone:
        raise Refused(_("该单位的管理员没有绑定手机号，激活码无处发送，请先办理账号变更。"))
    user.set_unusable_password()
    user.save(update_fields=["password"])
    end_sessions(user)
    told = {"unit": membership.unit.name, "name": membership.login_name}
    code = {"code": issue_code(membership)}
    notify_contact("activation_code", {**told, **code}, phone=phone, valid_for=LIFETIME)
    detail = {"unit": membership.unit.uscc, "name": membership.login_name, "reason": reason}
    record(actor, "reissue_activation", user, detail, address)
    return membership


def _administrators_phone(membership: Membership) -> str:
    admins = membership.unit.memberships.filter(role=Membership.Role.ADMIN, is_active=True)
    return admins.values_list("user__phone", flat=True).first() or ""


@transaction.atomic
def activate(activation_id: int, password: str, address: str | None = None) -> User:
    """Gives the account its password and uses the code up. Raises Refused."""
    waiting = Activation.objects.select_for_update(of=("self",)).select_related("membership__user")
    activation = waiting.filter(pk=activation_id, expires_at__gt=timezone.now()).first()
    if activation is None:
        raise Refused(_("激活码已使用或已过期，请返回登录页用密码登录，或重置密码。"))
    user = activation.membership.user
    user.set_password(password)
    user.save(update_fields=["password"])
    activation.delete()
    record(user, "activate_account", user, {}, address)
    return user
