"""Keeping a unit's bank accounts and contacts. Payments that chose one keep what it said then."""

from typing import TypeVar

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.actions.audit import record
from accounts.actions.units import lock_unit
from accounts.models import BankAccount, Contact, User
from portal.lib.masking import mask_name
from portal.lib.refusals import Refused

Detail = TypeVar("Detail", BankAccount, Contact)


@transaction.atomic
def save_detail(detail: Detail, actor: User, address: str | None = None) -> Detail:
    """Adds or changes one. Raises Refused where a colleague has just saved the same account."""
    lock_unit(detail.unit_id, actor)
    is_new = detail.pk is None
    try:
        with transaction.atomic():
            detail.save()
    except IntegrityError as twice:
        raise Refused(_("该账号已保存，不必重复添加。")) from twice
    verb = "add" if is_new else "change"
    record(actor, f"{verb}_{_noun(detail)}", detail, _masked(detail), address)
    return detail


@transaction.atomic
def delete_detail(detail: BankAccount | Contact, actor: User, address: str | None = None) -> None:
    """Takes one away."""
    lock_unit(detail.unit_id, actor)
    record(actor, f"delete_{_noun(detail)}", detail, _masked(detail), address)
    detail.delete()


def _noun(detail: BankAccount | Contact) -> str:
    return "bank_account" if isinstance(detail, BankAccount) else "contact"


def _masked(detail: BankAccount | Contact) -> dict[str, str]:
    if isinstance(detail, BankAccount):
        return {"bank": detail.bank_name, "number": detail.masked_number}
    return {"name": mask_name(detail.name), "mobile": detail.masked_mobile}
