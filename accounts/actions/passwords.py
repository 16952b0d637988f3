"""Resetting a forgotten password."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.audit import record
from accounts.actions.codes import WrongCode, use_code
from accounts.actions.handling import check_differs
from accounts.actions.members import lock_membership
from accounts.actions.sessions import end_sessions
from accounts.models import User, VerificationCode
from accounts.notifications import notify
from accounts.rules import may_manage, standing_memberships
from portal.lib.refusals import Refused

PURPOSE = VerificationCode.Purpose.RESET_PASSWORD


def find_by_phone(kind: str, phone: str) -> User | None:
    """The active account of that kind with that verified phone."""
    return User.objects.filter(kind=kind, phone=phone, is_active=True).first()


def reset_password(
    kind: str, phone: str, code: str, new_password: str, address: str | None = None
) -> User:
    """Sets a new password and signs the account out everywhere.

    Raises WrongCode, for a phone without an account of that kind as well, and ValidationError for
    a 经办密码: to the holder of the phone only, whose code stays good.
    """
    with transaction.atomic():
        use_code(phone, PURPOSE, code)
        user = find_by_phone(kind, phone)
        if user is None:
            raise WrongCode
        check_differs(user, new_password)
        user.set_password(new_password)
        user.save(update_fields=["password"])
        end_sessions(user)
        record(user, "reset_password", user, address=address)
    return user


@transaction.atomic
def reset_employee_login(membership_id: int, actor: User, address: str | None = None) -> None:
    """员工管理: makes an employee's password worthless and ends the sessions of the account.

    The employee sets a new one with a code by SMS, which nobody else receives. Only accounts of
    the kind that units make; a person's own account is hers. Raises PermissionDenied or Refused.
    """
    membership = lock_membership(membership_id)
    employee = membership.user
    if not may_manage(actor, membership.unit_id, membership.role):
        raise PermissionDenied(_("您没有管理该账号的权限。"))
    if not employee.is_enterprise:
        raise Refused(_("个人账号的密码只能由其本人重置。"))
    if not employee.phone:
        raise Refused(_("该账号没有绑定手机号，无法接收验证码，请联系咨询热线。"))
    elsewhere = standing_memberships(employee).exclude(unit=membership.unit_id)
    if elsewhere.exists():
        raise Refused(_("该账号同时为其他单位办事，请由其本人通过“忘记密码”重置。"))
    employee.set_unusable_password()
    employee.save(update_fields=["password"])
    end_sessions(employee)
    record(actor, "reset_employee_login", employee, {"unit": membership.unit.uscc}, address)
    notify(employee, "login_reset", {"unit": membership.unit.name})
