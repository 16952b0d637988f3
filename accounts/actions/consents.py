"""Consents: giving one, and taking it back."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.audit import record
from accounts.models import Consent, User
from accounts.privacy_notice import privacy_notice
from portal.lib.refusals import Refused

Purpose = Consent.Purpose


@transaction.atomic
def give(user: User, purpose: str, address: str | None = None) -> Consent:
    """Somebody has ticked that we may, under the edition in force; said twice it stands once."""
    edition = privacy_notice().edition
    consent, is_new = Consent.objects.get_or_create(
        user=user,
        purpose=purpose,
        edition=edition,
        withdrawn_at=None,
        defaults={"address": address},
    )
    if is_new:
        detail = {"purpose": purpose, "edition": edition}
        record(user, "give_consent", user, detail, address)
    return consent


@transaction.atomic
def withdraw(user: User, purpose: str, address: str | None = None) -> None:
    """What was agreed to separately is agreed to no more; what was done before stands.

    Raises Refused for the privacy notice, without which there can be no account.
    """
    if purpose == Purpose.PRIVACY_NOTICE:
        raise Refused(_("撤回对告知书的同意即不能继续使用账号，请改为申请注销账号。"))
    standing = Consent.objects.select_for_update().filter(
        user=user, purpose=purpose, withdrawn_at=None
    )
    if not standing.update(withdrawn_at=timezone.now()):
        raise Refused(_("该项同意已撤回或从未作出，请刷新页面查看。"))
    record(user, "withdraw_consent", user, {"purpose": purpose}, address)
