"""Signing in with Alipay: whose account somebody opens, or a new one."""

import secrets

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.actions.audit import record
from accounts.alipay import AlipayPerson
from accounts.models import AlipayAccount, User
from portal.lib.crypto import keyed_hash
from portal.lib.refusals import Refused

USER_NAME_DIGITS = 10


@transaction.atomic
def find_or_bind(person: AlipayPerson, address: str | None = None) -> User | None:
    """The person's account: the one bound to the Alipay user, else the one with the document.

    The latter is bound from now on. None when there is no account yet. Raises Refused when the
    account is closed, or the document's account has another name or another Alipay user.
    """
    bound = AlipayAccount.objects.filter(alipay_user_id=person.alipay_user_id)
    known = bound.select_related("user").first()
    if known:
        return _open(known.user)
    user = _holder(person)
    if user is None:
        return None
    if user.full_name != person.full_name or AlipayAccount.objects.filter(user=user).exists():
        raise Refused(
            _("该证件已绑定其他用户，无法使用此支付宝登录；如证件为您本人所有，请提交用户申诉。")
        )
    _bind(_open(user), person, address)
    return user


@transaction.atomic
def create_person(person: AlipayPerson, address: str | None = None) -> User:
    """A new person's account without a phone and without a password."""
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                username=f"zfb{secrets.randbelow(10**USER_NAME_DIGITS):0{USER_NAME_DIGITS}d}",
                kind=User.Kind.PERSON,
                full_name=person.full_name,
                id_doc_type=person.id_doc_type,
                id_doc_number=person.id_doc_number,
                id_doc_hash=keyed_hash(person.id_doc_number),
            )
    except IntegrityError:
        raise Refused(_("该证件刚刚已被注册，请返回登录页重新登录。")) from None
    _bind(user, person, address)
    return user


def _holder(person: AlipayPerson) -> User | None:
    holders = User.objects.filter(
        kind=User.Kind.PERSON, id_doc_hash=keyed_hash(person.id_doc_number)
    )
    return holders.select_for_update().first()


def _bind(user: User, person: AlipayPerson, address: str | None) -> None:
    AlipayAccount.objects.create(user=user, alipay_user_id=person.alipay_user_id)
    record(user, "bind_alipay", user, {}, address)


def _open(user: User) -> User:
    if not user.is_active:
        raise Refused(_("该账号已停用，请拨打咨询热线。"))
    return user
