"""单位展示信息: handing it in, taking it back, and deciding it."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.actions.audit import record
from accounts.actions.requests import close, lock_pending
from accounts.actions.stash import hand_over
from accounts.actions.units import lock_unit, must_act_for
from accounts.models import (
    StashedUpload,
    UnitIntroduction,
    UnitIntroductionAttachment,
    User,
)
from accounts.notifications import notify
from accounts.rules import judges_introduction, may_publish
from portal.lib.dates import today
from portal.lib.numbering import next_number
from portal.lib.refusals import Refused

PREFIX = "ZS"
PAGE = "/member/introduction/"


def introduce(
    unit_id: int,
    text: str,
    logo: StashedUpload | None,
    actor: User,
    address: str | None = None,
) -> UnitIntroduction:
    """Sends it to the unit's reviewing office.

    Raises PermissionDenied, or Refused before the unit has chosen its office and while an earlier
    one waits.
    """
    try:
        with transaction.atomic():
            return _hand_in(unit_id, text, logo, actor, address)
    except IntegrityError:
        raise Refused(_("本单位已有一件展示信息正在审核中，请等待结果或先撤回。")) from None


def _hand_in(
    unit_id: int, text: str, logo: StashedUpload | None, actor: User, address: str | None
) -> UnitIntroduction:
    unit = lock_unit(unit_id, actor)
    if not may_publish(unit):
        raise Refused(_("请先选择单位的审核机构，再发布信息。"))
    assert unit.reviewing_office
    introduction = UnitIntroduction.objects.create(
        number=next_number(PREFIX, today().year),
        unit=unit,
        office=unit.reviewing_office,
        user=actor,
        text=text,
    )
    if logo:
        hand_over(logo, UnitIntroductionAttachment(unit_introduction=introduction), actor)
    detail = {"unit": unit.uscc, "office": introduction.office_id, "logo": logo is not None}
    record(actor, "introduce_unit", introduction, detail, address)
    return introduction


@transaction.atomic
def withdraw(introduction_id: int, actor: User, address: str | None = None) -> None:
    """The unit takes it back. Raises PermissionDenied or Refused."""
    introduction = lock_pending(UnitIntroduction, introduction_id)
    must_act_for(actor, introduction.unit_id)
    close(introduction, UnitIntroduction.State.WITHDRAWN, "", actor)
    record(actor, "withdraw_unit_introduction", introduction, address=address)


def approve(
    introduction_id: int, opinion: str, actor: User, address: str | None = None
) -> UnitIntroduction:
    """Publishes it. Raises PermissionDenied or Refused."""
    return _decide(introduction_id, UnitIntroduction.State.APPROVED, opinion, actor, address)


def refuse(
    introduction_id: int, opinion: str, actor: User, address: str | None = None
) -> UnitIntroduction:
    """Gives it back; the opinion is told. Raises PermissionDenied or Refused."""
    return _decide(introduction_id, UnitIntroduction.State.REFUSED, opinion, actor, address)


@transaction.atomic
def _decide(
    introduction_id: int, state: str, opinion: str, actor: User, address: str | None
) -> UnitIntroduction:
    introduction = lock_pending(UnitIntroduction, introduction_id)
    if not judges_introduction(actor, introduction):
        raise PermissionDenied(_("该展示信息由单位选择的审核机构审核。"))
    close(introduction, state, opinion, actor)
    unit = introduction.unit
    kind = f"unit_introduction_{introduction.state}"
    detail = {"unit": unit.uscc, "decision": introduction.state, "opinion": introduction.opinion}
    record(actor, "decide_unit_introduction", introduction, detail, address)
    context = {"unit": unit.name, "number": introduction.number, "comment": introduction.opinion}
    notify(introduction.user, kind, context, link=PAGE, unit=unit)
    return introduction
