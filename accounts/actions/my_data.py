"""我的数据: ordering a copy, asking for a correction or an erasure, deciding it."""

import datetime as dt
from collections.abc import Sequence
from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.actions.audit import record
from accounts.actions.requests import close, lock_pending
from accounts.actions.sessions import end_sessions
from accounts.actions.stash import hand_over
from accounts.data_copies import PAGE
from accounts.models import (
    DataExport,
    DataRequest,
    DataRequestAttachment,
    StashedUpload,
    User,
)
from accounts.notifications import notify
from accounts.own_data import all_obstacles, erase_all, restrict_all
from accounts.rules import may_judge_data_requests
from portal.lib.background import enqueue_on_commit
from portal.lib.dates import today
from portal.lib.numbering import next_number
from portal.lib.refusals import RateLimited, Refused

PREFIX = "SJ"
ONCE_IN = dt.timedelta(days=1)
PACK = "accounts.tasks.pack_export"
STUCK_AFTER = dt.timedelta(minutes=10)


@transaction.atomic
def order_export(user: User, address: str | None = None) -> DataExport:
    """Has a copy of everything packed after the commit. Raises RateLimited within a day."""
    User.objects.select_for_update().get(pk=user.pk)
    recent = DataExport.objects.filter(user=user, created_at__gt=timezone.now() - ONCE_IN)
    if recent.exclude(state=DataExport.State.FAILED).exists():
        raise RateLimited(_("每24小时可导出一次，请明天再试，或下载已生成的副本。"))
    export = DataExport.objects.create(user=user)
    record(user, "order_data_export", export, {}, address)
    enqueue_on_commit(PACK, export.pk, get_language())
    return export


def sweep_exports() -> None:
    """Deletes the files of copies whose day is over, and gives up what a dead worker left."""
    now = timezone.now()
    over = DataExport.objects.filter(state=DataExport.State.DONE, expires_at__lte=now)
    for export in over:
        stored = export.file
        DataExport.objects.filter(pk=export.pk).update(state=DataExport.State.EXPIRED, file="")
        stored.storage.delete(str(stored.name))
    stuck = DataExport.objects.filter(
        state=DataExport.State.PENDING, created_at__lt=now - STUCK_AFTER
    )
    stuck.update(state=DataExport.State.FAILED)


def ask(
    user: User,
    kind: str,
    reason: str,
    proofs: Sequence[StashedUpload] = (),
    address: str | None = None,
) -> DataRequest:
    """Files a request for staff.

    Raises Refused for a second one of the kind, and for an erasure that something holds back.
    """
    if kind == DataRequest.Kind.ERASE:
        _check_erasable(user)
    try:
        with transaction.atomic():
            asked = DataRequest.objects.create(
                number=next_number(PREFIX, today().year), kind=kind, user=user, reason=reason
            )
            for proof in proofs:
                hand_over(proof, DataRequestAttachment(data_request=asked), user)
            record(user, "file_data_request", asked, {"kind": kind}, address)
    except IntegrityError:
        raise Refused(_("您已提交过相同的申请，正在处理中，请等待结果或先撤回。")) from None
    return asked


@transaction.atomic
def take_back(request_id: int, user: User, address: str | None = None) -> None:
    """Its owner takes the request back. Raises DoesNotExist for others, Refused once decided."""
    asked = lock_pending(DataRequest, DataRequest.objects.get(pk=request_id, user=user).pk)
    close(asked, DataRequest.State.WITHDRAWN, "", user)
    record(user, "withdraw_data_request", asked, {}, address)


@transaction.atomic
def approve(request_id: int, opinion: str, actor: User, address: str | None = None) -> DataRequest:
    """Says that the data were corrected, or erases the account. PermissionDenied or Refused."""
    asked = _lock(request_id, actor)
    if asked.kind == DataRequest.Kind.ERASE:
        asked.outcome = _erase_account(asked.user, actor)
        asked.save(update_fields=["outcome"])
    close(asked, DataRequest.State.APPROVED, opinion, actor)
    detail = {"kind": asked.kind, **asked.outcome}
    record(actor, "approve_data_request", asked, detail, address)
    if asked.kind == DataRequest.Kind.CORRECT:
        _tell(asked, "data_request_approved")
    return asked


@transaction.atomic
def refuse(request_id: int, opinion: str, actor: User, address: str | None = None) -> DataRequest:
    """Turns the request down; the reason is told. Raises PermissionDenied or Refused."""
    asked = _lock(request_id, actor)
    close(asked, DataRequest.State.REFUSED, opinion, actor)
    record(actor, "refuse_data_request", asked, {"opinion": asked.opinion}, address)
    _tell(asked, "data_request_refused")
    return asked


def _lock(request_id: int, actor: User) -> DataRequest:
    if not may_judge_data_requests(actor):
        raise PermissionDenied(_("您没有处理个人信息申请的权限。"))
    return lock_pending(DataRequest, request_id)


def _tell(asked: DataRequest, kind: str) -> None:
    context = {"number": asked.number, "comment": asked.opinion}
    notify(asked.user, kind, context, link=PAGE)


def _check_erasable(user: User) -> None:
    if found := all_obstacles(user):
        raise Refused(_("暂不能注销。%(reasons)s") % {"reasons": " ".join(found)})


def _erase_account(user: User, actor: User) -> dict[str, int]:
    """Nobody signs in with it again; who it was stays only where a filing has to be kept."""
    user = User.objects.select_for_update().get(pk=user.pk)
    kept = restrict_all(user, actor)
    # Asked once everything kept is locked, and before memberships end: what follows cannot fail.
    _check_erasable(user)
    erased = erase_all(user)
    copies = [export.file for export in user.data_exports.exclude(file="")]
    user.data_exports.all().delete()
    # Not before: a file is not brought back by what rolls the rows back.
    for copy in copies:
        transaction.on_commit(partial(copy.storage.delete, str(copy.name)))
    end_sessions(user)
    user.username, user.phone, user.email = f"erased-{user.pk}", None, ""
    user.is_active = False
    user.set_unusable_password()
    if not kept:
        user.full_name = user.id_doc_type = user.id_doc_number = ""
        user.id_doc_hash = None
        user.identity_checks.all().delete()
    user.save()
    return {"erased": erased, "kept": kept}
