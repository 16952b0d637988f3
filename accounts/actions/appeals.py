"""用户申诉: filing one, and deciding it."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.actions.audit import record
from accounts.actions.codes import use_code
from accounts.actions.person_profile import follow_document
from accounts.actions.requests import close, lock_pending
from accounts.actions.sessions import end_sessions
from accounts.actions.stash import hand_over
from accounts.models import (
    Appeal,
    AppealAttachment,
    ExternalIdentity,
    StashedUpload,
    User,
    VerificationCode,
)
from accounts.notifications import notify, notify_contact
from accounts.rules import may_judge_appeals
from portal.lib.crypto import keyed_hash
from portal.lib.dates import today
from portal.lib.numbering import next_number
from portal.lib.refusals import Refused

PREFIX = "SS"


def file_appeal(
    claim: dict[str, Any],
    code: str,
    proofs: Sequence[StashedUpload],
    user: User | None,
    address: str | None = None,
) -> Appeal:
    """Files an appeal of somebody who holds the phone; its proofs move over to it.

    `claim`: claim, account_kind, full_name, phone, id_doc_type, id_doc_number, reason. Says
    nothing about accounts that exist. Raises WrongCode, Refused for a second appeal of the kind.
    """
    try:
        with transaction.atomic():
            use_code(claim["phone"], VerificationCode.Purpose.APPEAL, code)
            appeal = Appeal.objects.create(
                number=next_number(PREFIX, today().year),
                user=user,
                id_doc_hash=keyed_hash(claim["id_doc_number"]),
                **claim,
            )
            for proof in proofs:
                hand_over(proof, AppealAttachment(appeal=appeal), user)
            record(user, "file_appeal", appeal, {"claim": appeal.claim}, address)
            _tell(appeal, user, "appeal_received")
    except IntegrityError:
        raise Refused(_("您已提交过相同的申诉，正在审核中，请使用申诉编号查询进度。")) from None
    return appeal


@transaction.atomic
def approve(appeal_id: int, opinion: str, actor: User, address: str | None = None) -> Appeal:
    """Takes the binding from the account that has it and gives it to the appellant's.

    When the appellant has no account yet, the binding is only set free. Ends the other account's
    sessions and tells both. Raises PermissionDenied or Refused.
    """
    appeal = _lock_pending(appeal_id, actor)
    holder, claimant = _parties(appeal)
    if holder and holder == claimant:
        raise Refused(_("该绑定已属于申诉人账号，无需变更；请填写意见后不予通过。"))
    if appeal.claim == Appeal.Claim.PHONE:
        _move_phone(appeal, holder, claimant)
    else:
        _move_document(appeal, holder, claimant)
    if holder:
        end_sessions(holder)
        # Messages are in Chinese, whatever language the reviewer reads.
        with translation.override(settings.LANGUAGE_CODE):
            subject = appeal.get_claim_display()
        notify(holder, "binding_removed", {"subject": subject})
    close(appeal, Appeal.State.APPROVED, opinion, actor)
    detail = {
        "claim": appeal.claim,
        "from": holder.pk if holder else None,
        "to": claimant.pk if claimant else None,
    }
    record(actor, "approve_appeal", appeal, detail, address)
    _tell(appeal, claimant, "appeal_accepted")
    return appeal


@transaction.atomic
def refuse(appeal_id: int, opinion: str, actor: User, address: str | None = None) -> Appeal:
    """Turns the appeal down; the opinion is told. Raises PermissionDenied or Refused."""
    appeal = _lock_pending(appeal_id, actor)
    close(appeal, Appeal.State.REFUSED, opinion, actor)
    record(actor, "refuse_appeal", appeal, {"opinion": appeal.opinion}, address)
    _tell(appeal, appeal.user, "appeal_refused")
    return appeal


def _lock_pending(appeal_id: int, actor: User) -> Appeal:
    if not may_judge_appeals(actor):
        raise PermissionDenied(_("您没有审核用户申诉的权限。"))
    return lock_pending(Appeal, appeal_id)


def _parties(appeal: Appeal) -> tuple[User | None, User | None]:
    """Who has what is claimed, and the appellant's own account; both locked."""
    accounts = User.objects.filter(kind=appeal.account_kind)
    by_phone = accounts.filter(phone=appeal.phone).first()
    by_document = accounts.filter(id_doc_hash=appeal.id_doc_hash).first()
    own = appeal.user if appeal.user and appeal.user.kind == appeal.account_kind else None
    if appeal.claim == Appeal.Claim.PHONE:
        holder, claimant = by_phone, own or by_document
    else:
        holder, claimant = by_document, own or by_phone
    wanted = sorted({user.pk for user in (holder, claimant) if user})
    rows = User.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
    locked = {user.pk: user for user in rows}
    return (
        locked[holder.pk] if holder else None,
        locked[claimant.pk] if claimant else None,
    )


def _move_phone(appeal: Appeal, holder: User | None, claimant: User | None) -> None:
    if holder:
        holder.phone = None
        holder.save(update_fields=["phone"])
    if claimant:
        claimant.phone = appeal.phone
        claimant.save(update_fields=["phone"])


def _move_document(appeal: Appeal, holder: User | None, claimant: User | None) -> None:
    if claimant and claimant.id_doc_hash:
        raise Refused(_("申诉人账号已绑定其他证件，请先核实其身份，再由系统管理员更正。"))
    fields = ["id_doc_type", "id_doc_number", "id_doc_hash"]
    if holder:
        holder.id_doc_type, holder.id_doc_number, holder.id_doc_hash = "", "", None
        holder.save(update_fields=fields)
        # Alipay vouched for the document; without it the sign-in would bring it back.
        ExternalIdentity.objects.filter(user=holder).delete()
    if claimant:
        claimant.id_doc_type = appeal.id_doc_type
        claimant.id_doc_number = appeal.id_doc_number
        claimant.id_doc_hash = appeal.id_doc_hash
        claimant.full_name = appeal.full_name
        claimant.save(update_fields=[*fields, "full_name"])
        follow_document(claimant)


def _tell(appeal: Appeal, account: User | None, kind: str) -> None:
    """To the appellant's account, or to the phone that was proved when there is none."""
    context = {"number": appeal.number, "comment": appeal.opinion}
    if account:
        notify(account, kind, context, link="/appeal/mine/")
    else:
        notify_contact(kind, context, phone=appeal.phone)
