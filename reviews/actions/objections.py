"""公示异议: filed by anybody with a phone, talked about, decided by who handles the notice."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.actions.audit import record
from accounts.actions.codes import use_code
from accounts.actions.requests import close, lock_pending
from accounts.actions.stash import hand_over
from accounts.models import StashedUpload, User, VerificationCode
from portal.lib.crypto import keyed_hash
from portal.lib.dates import today
from portal.lib.numbering import next_number, typed_code
from portal.lib.refusals import Refused
from programs.states import Action, State
from programs.workflow import move
from reviews.actions.notices import lock_notice, take_back, tell_objector
from reviews.models import (
    NoticeLine,
    Objection,
    ObjectionMessage,
    ObjectionProof,
    PublicNotice,
)
from reviews.noticing import tell_line
from reviews.tasks import conclude_notice

PREFIX = "YY"
#: What one objection may hold: nobody fills our disks.
MOST_MESSAGES, MOST_PROOFS = 30, 20


def file_objection(
    notice: PublicNotice,
    line: NoticeLine | None,
    claim: dict[str, str],
    code: str,
    proofs: Sequence[StashedUpload],
    address: str | None = None,
) -> tuple[Objection, str]:
    """Files an objection of somebody who holds the phone, and gives the code to follow it by.

    `claim`: name, phone, text. `line` None is the whole notice. Raises WrongCode, or Refused once
    the days are over or for a second one about the same.
    """
    try:
        with transaction.atomic():
            use_code(claim["phone"], VerificationCode.Purpose.OBJECTION, code)
            held = PublicNotice.objects.select_for_update().get(pk=notice.pk)
            if not held.is_running:
                raise Refused(_("公示期已结束或公示已撤回，不再受理异议。"))
            # Read again: until now it may have been taken off.
            listed = held.lines.filter(state=NoticeLine.State.LISTED)
            if line and not listed.filter(pk=line.pk).exists():
                raise Refused(_("该公示对象已撤下，不再受理异议。"))
            secret = typed_code()
            objection = Objection.objects.create(
                number=next_number(PREFIX, today().year),
                notice=held,
                line=line,
                phone_hash=keyed_hash(claim["phone"]),
                code_hash=keyed_hash(secret),
                **claim,
            )
            _take_proofs(objection, proofs)
            record(None, "file_objection", objection, {"notice": held.number}, address)
            tell_objector(objection, "objection_received")
    except IntegrityError:
        raise Refused(_("您已对此提出过异议，正在核查中，请凭编号和查询码查询进度。")) from None
    return objection, secret


def _take_proofs(objection: Objection, proofs: Sequence[StashedUpload]) -> None:
    if objection.attachments.count() + len(proofs) > MOST_PROOFS:
        raise Refused(_("证明材料过多，请联系公示机构提交。"))
    for proof in proofs:
        hand_over(proof, ObjectionProof(objection=objection), None)


@transaction.atomic
def answer(
    objection_id: int, text: str, proofs: Sequence[StashedUpload], address: str | None = None
) -> Objection:
    """Who objects adds something. Raises Refused when it is decided."""
    objection = Objection.objects.select_for_update().get(pk=objection_id)
    if not objection.is_pending:
        raise Refused(_("该异议已办结，不能再补充，结果见本页。"))
    _add_message(objection, None, text)
    _take_proofs(objection, proofs)
    objection.awaits_answer = False
    objection.save(update_fields=["awaits_answer"])
    record(None, "answer_objection", objection, {}, address)
    return objection


@transaction.atomic
def ask(objection_id: int, text: str, actor: User, address: str | None = None) -> Objection:
    """Staff want to know more. Raises PermissionDenied or Refused."""
    if not text.strip():
        raise Refused(_("请填写需要异议人补充的内容。"))
    _notice, objection = _lock(objection_id, actor)
    _add_message(objection, actor, text)
    objection.awaits_answer = True
    objection.save(update_fields=["awaits_answer"])
    record(actor, "ask_objector", objection, {}, address)
    tell_objector(objection, "objection_asked")
    return objection


def _add_message(objection: Objection, author: User | None, text: str) -> None:
    if objection.messages.count() >= MOST_MESSAGES:
        raise Refused(_("沟通记录过多，请联系公示机构办理。"))
    ObjectionMessage.objects.create(objection=objection, author=author, text=text.strip())


@transaction.atomic
def uphold(objection_id: int, opinion: str, actor: User, address: str | None = None) -> Objection:
    """The objection is right: the application is refused with the reason; when it is about the
    whole notice, the notice is taken back. Raises PermissionDenied or Refused."""
    notice, objection = _lock(objection_id, actor)
    _need(opinion)
    line = objection.line
    close(objection, Objection.State.APPROVED, opinion, actor)
    # What others say about the same has come true with it.
    same = Objection.objects.filter(notice=notice, state=Objection.State.PENDING)
    if line:
        same = same.filter(line=line)
    for other in [objection, *same.select_for_update()]:
        if other.is_pending:
            close(other, Objection.State.APPROVED, opinion, actor)
        tell_objector(other, "objection_decided")
    record(actor, "uphold_objection", objection, {"notice": notice.number}, address)
    if line is None:
        take_back(notice, opinion.strip(), actor, address)
        return objection
    line = NoticeLine.objects.select_for_update().select_related("application").get(pk=line.pk)
    if line.application.state == State.ON_NOTICE:
        # Part of the record, so in Chinese whatever language the staff read.
        comment = f"公示异议成立：{opinion.strip()}"
        move(line.application_id, Action.REJECT, actor, comment, address=address)
    if line.state == NoticeLine.State.LISTED:
        line.state = NoticeLine.State.UPHELD
        line.save(update_fields=["state"])
    _conclude_later(notice)
    return objection


@transaction.atomic
def dismiss(objection_id: int, opinion: str, actor: User, address: str | None = None) -> Objection:
    """The objection is wrong: the application goes on. Raises PermissionDenied or Refused."""
    notice, objection = _lock(objection_id, actor)
    _need(opinion)
    close(objection, Objection.State.REFUSED, opinion, actor)
    record(actor, "dismiss_objection", objection, {"notice": notice.number}, address)
    tell_objector(objection, "objection_decided")
    line = objection.line
    if line and not line.application.is_restricted:
        tell_line(line, notice, "notice_objection_dismissed", {"comment": objection.opinion})
    _conclude_later(notice)
    return objection


def _lock(objection_id: int, actor: User) -> tuple[PublicNotice, Objection]:
    """The notice first, as everybody does."""
    asked = Objection.objects.only("notice").get(pk=objection_id)
    notice = lock_notice(asked.notice_id, actor)
    return notice, lock_pending(Objection, objection_id)


def _need(opinion: str) -> None:
    if not opinion.strip():
        raise Refused(_("请填写核查意见，将告知异议人和申报人。"))


def _conclude_later(notice: PublicNotice) -> None:
    """It may have been the last thing that the notice was held by."""
    transaction.on_commit(lambda: conclude_notice.delay(notice.pk))
