"""我是经办人: what a person does with what units have granted her."""

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.audit import record
from accounts.actions.members import end_membership, lock_membership
from accounts.backends import opened_grants, salt_for
from accounts.models import Membership, User
from accounts.notifications import notify
from accounts.rules import has_shown_face
from portal.lib.refusals import Refused

UNIT_PAGE = "/member/operators/"


@transaction.atomic
def confirm(membership_id: int, person: User, address: str | None = None) -> None:
    """The first of three steps: the person says that what is written there is right."""
    membership = _lock_own(membership_id, person)
    if membership.confirmed_at is None:
        membership.confirmed_at = timezone.now()
        membership.save(update_fields=["confirmed_at"])
        record(person, "confirm_membership", membership, _detail(membership), address)


@transaction.atomic
def decline(membership_id: int, person: User, address: str | None = None) -> None:
    """The person wants nothing of it; who granted it is told."""
    membership = _lock_own(membership_id, person)
    end_membership(membership)
    record(person, "decline_membership", membership, _detail(membership), address)
    _tell_grantor(membership, "grant_declined")


@transaction.atomic
def set_handling_password(
    membership_id: int, password: str, person: User, address: str | None = None
) -> None:
    """Sets the 经办密码; the first one activates the grant.

    Raises Refused before the other two steps, ValidationError for the person's own password.
    """
    membership = _lock_own(membership_id, person)
    if membership.confirmed_at is None:
        raise Refused(_("请先确认授权信息。"))
    if membership.is_pending and not has_shown_face(person, membership.created_at):
        raise Refused(_("请先完成人脸识别，再设置经办密码。"))
    if person.check_password(password):
        raise ValidationError(_("经办密码不能与个人登录密码相同。"), code="same")
    first = membership.is_pending
    membership.handling_password = make_password(password, salt_for(person))
    membership.activated_at = membership.activated_at or timezone.now()
    membership.save(update_fields=["handling_password", "activated_at"])
    action = "activate_membership" if first else "change_handling_password"
    record(person, action, membership, _detail(membership), address)
    if first:
        _tell_grantor(membership, "grant_activated")


def check_differs(person: User, password: str) -> None:
    """The other way round: a personal password is none of the person's 经办密码.

    Raises ValidationError.
    """
    grants = person.memberships.filter(is_active=True).exclude(handling_password="")
    if opened_grants(grants, password):
        raise ValidationError(_("个人登录密码不能与经办密码相同。"), code="same")


def _lock_own(membership_id: int, person: User) -> Membership:
    """Of the person's own that are not over; she has been let in by a getter already."""
    membership = lock_membership(membership_id)
    if membership.user_id != person.pk or membership.has_ended:
        raise Refused(_("该授权已失效，请刷新页面。"))
    return membership


def _tell_grantor(membership: Membership, kind: str) -> None:
    if membership.granted_by:
        context = {"unit": membership.unit.name, "name": str(membership.user)}
        notify(membership.granted_by, kind, context, link=UNIT_PAGE, unit=membership.unit)


def _detail(membership: Membership) -> dict[str, str]:
    return {"unit": membership.unit.uscc, "role": membership.role}
