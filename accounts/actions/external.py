"""Signing in by an outside system: whose account somebody opens, or a new one."""

import secrets
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.actions import consents
from accounts.actions.audit import record
from accounts.external import VouchedPerson
from accounts.models import Consent, ExternalIdentity, User
from portal.lib.crypto import keyed_hash
from portal.lib.refusals import Refused

USER_NAME_DIGITS = 10


@transaction.atomic
def find_or_bind(person: VouchedPerson, address: str | None = None) -> User | None:
    """The person's account: the one bound to the outside account, else the one with the document.

    The latter is bound from now on. None when there is no account yet. Raises Refused when the
    account is closed, or the document's account has another name or another outside account.
    """
    known = (
        ExternalIdentity.objects.filter(issuer=person.issuer, subject=person.subject)
        .select_related("user")
        .first()
    )
    if known:
        return must_be_open(known.user)
    user = _holder(person)
    if user is None:
        return None
    bound = ExternalIdentity.objects.filter(user=user, issuer=person.issuer).exists()
    if user.full_name != person.full_name or bound:
        raise Refused(
            _("该证件已绑定其他用户，无法以此方式登录；如证件为您本人所有，请提交用户申诉。")
        )
    bind(must_be_open(user), person.issuer, person.subject, address)
    return user


@transaction.atomic
def create_person(person: VouchedPerson, address: str | None = None) -> User:
    """A new account without phone and password, of somebody who has just ticked the consent."""
    try:
        with transaction.atomic():
            user = create_without_password(
                person.user_name_prefix,
                kind=User.Kind.PERSON,
                full_name=person.full_name,
                id_doc_type=person.id_doc_type,
                id_doc_number=person.id_doc_number,
                id_doc_hash=keyed_hash(person.id_doc_number),
            )
    except IntegrityError:
        raise Refused(_("该证件刚刚已被注册，请返回登录页重新登录。")) from None
    consents.give(user, Consent.Purpose.PRIVACY_NOTICE, address)
    bind(user, person.issuer, person.subject, address)
    return user


def create_without_password(prefix: str, **fields: Any) -> User:
    """An account that only an outside system opens."""
    number = secrets.randbelow(10**USER_NAME_DIGITS)
    return User.objects.create_user(username=f"{prefix}{number:0{USER_NAME_DIGITS}d}", **fields)


def bind(user: User, issuer: str, subject: str, address: str | None) -> None:
    ExternalIdentity.objects.create(user=user, issuer=issuer, subject=subject)
    record(user, "bind_external_identity", user, {"issuer": issuer}, address)


def must_be_open(user: User) -> User:
    """The account, unless it is closed: then Refused is raised."""
    if not user.is_active:
        raise Refused(_("该账号已停用，请拨打咨询热线。"))
    return user


def _holder(person: VouchedPerson) -> User | None:
    holders = User.objects.filter(
        kind=User.Kind.PERSON, id_doc_hash=keyed_hash(person.id_doc_number)
    )
    return holders.select_for_update().first()
