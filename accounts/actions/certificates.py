"""Getting in with a company's certificate."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.audit import record
from accounts.actions.external import must_be_open
from accounts.certificates import CertificateError, Holder
from accounts.models import LegalEntity, Unit, User
from accounts.queries import own_membership
from portal.lib.refusals import Refused


@transaction.atomic
def open_account(holder: Holder, address: str | None = None) -> User:
    """The own account of the unit that the certificate is made out to. Raises Refused."""
    membership = own_membership(holder.uscc)
    if membership is None:
        raise Refused(_("该企业尚未注册，或目前没有法人账号。"))
    user = must_be_open(membership.user)
    detail = {"authority": holder.authority, "serial": holder.serial}
    record(user, "sign_in_by_certificate", membership.unit, detail, address)
    return user


def check_registrable(holder: Holder) -> None:
    """That the company exists in law and is not registered here. Raises CertificateError."""
    if Unit.objects.filter(uscc=holder.uscc).exists():
        raise CertificateError("registered", _("该企业已注册"))
    known = LegalEntity.objects.filter(uscc=holder.uscc, is_active=True).first()
    if known is None or _bare(known.name) != _bare(holder.name):
        raise CertificateError("not_in_register", _("无法匹配法人库"))


def _bare(name: str) -> str:
    """A name without what is written now this way, now that."""
    return name.translate(str.maketrans("（）", "()", " 　")).strip()
