"""Keeping a unit's bank accounts and contacts. Payments that chose one keep what it said then."""

from typing import TypeVar

from django.db import transaction

from accounts.actions.audit import record
from accounts.actions.units import lock_unit
from accounts.models import BankAccount, Contact, User
from portal.lib.masking import mask_name

Detail = TypeVar("Detail", BankAccount, Contact)


@transaction.atomic
def save_detail(detail: Detail, actor: User, address: str | None = None) -> Detail:
    """Adds or changes one."""
    lock_unit(detail.unit_id, actor)
    is_new = detail.pk is None
    detail.save()
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
