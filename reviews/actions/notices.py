"""公示: publishing the list, giving it more days, and taking it back."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.audit import record
from accounts.actions.requests import close
from accounts.models import User
from accounts.notifications import notify_contact
from portal.lib.dates import add_working_days, today
from portal.lib.locks import serialise
from portal.lib.numbering import next_number
from portal.lib.refusals import Refused
from reviews.models import NoticeLine, Objection, PublicNotice
from reviews.noticing import AMOUNT, DETAIL, Terms, detail_fields, draft_lines, offered_columns
from reviews.queries.notices import Scope, fingerprint, handles, publishable, scope_of, waiting
from reviews.tasks import announce_notice

PREFIX = "GS"


@transaction.atomic
def publish(
    scope: Scope, terms: Terms, seen: str, actor: User, address: str | None = None
) -> PublicNotice:
    """Freezes the list of everybody who waits for the notice, and publishes it from today.

    `seen` is the fingerprint of the list that was looked at. The days are working days, counted
    from tomorrow. Raises PermissionDenied, or Refused when the list is empty or another by now.
    """
    if not handles(actor, scope):
        raise PermissionDenied(_("您没有办理此事项的权限。"))
    serialise(f"notice {scope.call.pk} {scope.stage.key}")
    applications = publishable(waiting(scope))
    rows = list(applications.select_for_update(of=("self",)))
    if not rows:
        raise Refused(_("没有等待公示的申报件，可能刚刚由他人发布。"))
    if fingerprint(applications) != seen:
        raise Refused(_("待公示名单刚刚有变化，请核对新的名单后再发布。"))
    if strange := set(terms.columns) - set(offered_columns(scope.call)):
        raise ValueError(f"not to be published: {strange}")
    definition = scope.call.definition
    labels = {question.key: question.label.zh for question in detail_fields(scope.call)}
    notice = PublicNotice.objects.create(
        number=next_number(PREFIX, today().year),
        call=scope.call,
        stage=scope.stage.key,
        district=scope.district,
        title=terms.title,
        issuer=terms.issuer,
        phone=terms.phone,
        starts_on=today(),
        ends_on=add_working_days(today(), terms.days),
        columns=list(terms.columns),
        detail_label=labels[terms.detail] if DETAIL in terms.columns else "",
        amount_label=definition.policy.proposed_label.zh if AMOUNT in terms.columns else "",
        news="notice_started",
        published_by=actor,
    )
    lines = draft_lines(rows, terms)
    for line in lines:
        line.notice = notice
    NoticeLine.objects.bulk_create(lines, batch_size=1000)
    detail = {"number": notice.number, "count": len(lines), "ends_on": str(notice.ends_on)}
    record(actor, "publish_notice", notice, detail, address)
    _announce(notice)
    return notice


@transaction.atomic
def extend(
    notice_id: int, ends_on: dt.date, reason: str, actor: User, address: str | None = None
) -> PublicNotice:
    """Gives the notice more days. Raises PermissionDenied or Refused."""
    notice = lock_notice(notice_id, actor)
    if ends_on <= max(notice.ends_on, today()):
        raise Refused(_("新的截止日期应晚于原截止日期和今天。"))
    record(
        actor,
        "extend_notice",
        notice,
        {"from": str(notice.ends_on), "to": str(ends_on), "reason": reason},
        address,
    )
    notice.ends_on, notice.reason = ends_on, reason
    # Twice extended is told twice: the kind of news alone would not show it.
    notice.lines.filter(told="notice_extended").update(told="")
    notice.news = "notice_extended"
    notice.save(update_fields=["ends_on", "reason", "news"])
    _announce(notice)
    return notice


@transaction.atomic
def withdraw(notice_id: int, reason: str, actor: User, address: str | None = None) -> PublicNotice:
    """Takes the notice back: whoever was not sent on yet waits for another one."""
    notice = lock_notice(notice_id, actor)
    pending = notice.objections.filter(state=Objection.State.PENDING)
    for objection in pending.select_for_update():
        # Part of the record, so in Chinese whatever language the staff read.
        close(objection, Objection.State.WITHDRAWN, f"公示已撤回：{reason}"[:300], actor)
        tell_objector(objection, "objection_decided")
    take_back(notice, reason, actor, address)
    return notice


def take_back(notice: PublicNotice, reason: str, actor: User, address: str | None) -> None:
    """Of a locked notice whose objections have been dealt with."""
    notice.lines.filter(state=NoticeLine.State.LISTED).update(state=NoticeLine.State.TAKEN_OFF)
    notice.state, notice.reason = PublicNotice.State.WITHDRAWN, reason
    notice.news = "notice_withdrawn"
    notice.save(update_fields=["state", "reason", "news"])
    record(actor, "withdraw_notice", notice, {"reason": reason}, address)
    _announce(notice)


def lock_notice(notice_id: int, actor: User) -> PublicNotice:
    """The notice, locked until the transaction ends; only for who handles it, while it runs."""
    rows = PublicNotice.objects.select_for_update(of=("self",))
    notice = rows.select_related("call__program", "district").get(pk=notice_id)
    if not handles(actor, scope_of(notice)):
        raise PermissionDenied(_("您没有办理此事项的权限。"))
    if notice.state != PublicNotice.State.RUNNING:
        raise Refused(_("该公示已结束或已撤回，请刷新页面查看。"))
    return notice


def tell_objector(objection: Objection, kind: str) -> None:
    """By SMS, at the phone that was proved: an objection needs no account."""
    context = {"number": objection.number, "comment": objection.opinion}
    notify_contact(kind, context, phone=objection.phone)


def _announce(notice: PublicNotice) -> None:
    transaction.on_commit(lambda: announce_notice.delay(notice.pk))
