"""Opening a new account for the first time: a code instead of a password, then the password."""

import datetime as dt
import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.audit import record
from accounts.models import Activation, Membership, User
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
