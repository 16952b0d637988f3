"""What a public notice says of an application, what becomes of its lines, and who is told.

The callers hold what they change, in the transaction of the change.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.actions.audit import record
from accounts.notifications import notify_all, notify_contact
from accounts.rules import UnitMembers
from portal.lib.masking import mask_name
from programs.answers import plain_answers
from programs.definitions.forms import FormField
from programs.display import Reader
from programs.documents.ordering import LANGUAGE
from programs.models import Application, Call
from programs.states import Action, State
from programs.workflow import Refused, move
from reviews.models import NoticeLine, Objection, PublicNotice
from reviews.queries.notices import lacking_days, publishable_lines

logger = logging.getLogger(__name__)

FULL_NAME, ID_DOC, AMOUNT, DETAIL = "full_name", "id_doc", "amount", "detail"
COLUMNS = {
    FULL_NAME: _("显示完整姓名（默认只显示姓氏）"),
    ID_DOC: _("证件号码（只显示后四位）"),
    AMOUNT: _("金额"),
    DETAIL: _("类别"),
}


@dataclass(frozen=True)
class Terms:
    """What the publisher settles: how the notice is called, for how long, and what it shows."""

    title: str
    issuer: str
    phone: str
    days: int
    columns: Sequence[str] = ()
    detail: str = ""
    """Key of the field whose answer is shown as the class."""


def offered_columns(call: Call) -> list[str]:
    """What a notice of the call may show beside masked name and unit.

    A person who files for herself has agreed to name, unit and programme and to nothing else
    (PIPL art. 25). Whom a unit files has agreed to nothing here: the duty to publish who gets
    public money covers how much and for what, but the name stays masked.
    """
    definition = call.definition
    if definition.filed_by == "person":
        return [FULL_NAME]
    pays = [AMOUNT] if definition.calculation else []
    return [ID_DOC, *pays, *([DETAIL] if detail_fields(call) else [])]


def detail_fields(call: Call) -> list[FormField]:
    """The questions with a choice of answers, one of which may be shown as the class."""
    form = call.definition.person
    return (
        [question for question in form.fields.values() if question.type == "choice"] if form else []
    )


def draft_lines(applications: Iterable[Application], terms: Terms) -> list[NoticeLine]:
    """The list as it would be published; nothing is saved."""
    reader = Reader()
    # Part of the record, so in Chinese whatever language the publisher reads.
    with translation.override(LANGUAGE):
        return [
            _draft_line(position, application, terms, reader)
            for position, application in enumerate(applications, start=1)
        ]


def _draft_line(
    position: int, application: Application, terms: Terms, reader: Reader
) -> NoticeLine:
    line = NoticeLine(position=position, application=application, unit_name=application.unit_name)
    if not application.is_person:
        return line
    shown = application.name if FULL_NAME in terms.columns else mask_name(application.name)
    line.name = shown
    if ID_DOC in terms.columns and application.id_doc_tail:
        line.id_doc = f"*****{application.id_doc_tail}"
    if AMOUNT in terms.columns:
        line.amount = application.proposed_amount
    if DETAIL in terms.columns:
        question = application.form.fields[terms.detail]
        line.detail = reader.text(question, application.answers.get(terms.detail))
    return line


def conclude_line(line_id: int) -> None:
    """Sends one application on, when its notice is over and nobody's objection holds it.

    One whose person may not be published any more was not on show to the end: it is taken off, and
    staff decide how it goes on.
    """
    with transaction.atomic():
        rows = PublicNotice.objects.select_for_update(of=("self",)).select_related("call")
        notice = rows.get(lines=line_id)
        line = NoticeLine.objects.select_for_update().get(pk=line_id)
        if not _is_over(notice) or line.state != NoticeLine.State.LISTED or line.is_held:
            return
        line.notice = notice
        is_shown = NoticeLine.objects.filter(publishable_lines(), pk=line.pk).exists()
        if is_shown and line.application.state == State.ON_NOTICE:
            move(line.application_id, Action.CONCLUDE_NOTICE, None)
            line.state = NoticeLine.State.CONCLUDED
        else:
            line.state = NoticeLine.State.TAKEN_OFF
        line.save(update_fields=["state"])


def _is_over(notice: PublicNotice) -> bool:
    """Not while it lacks days that turned out to be holidays: its office has to extend it."""
    is_past = notice.state == PublicNotice.State.RUNNING and notice.days_left < 0
    return is_past and not lacking_days(notice)


def conclude(notice_id: int) -> None:
    """Sends on whatever may go, each in a transaction of its own; the last closes the notice."""
    listed = NoticeLine.objects.filter(notice=notice_id, state=NoticeLine.State.LISTED)
    for pk in list(listed.order_by("pk").values_list("pk", flat=True)):
        try:
            conclude_line(pk)
        except Refused:
            # Such as an office that the next stage has none of yet: the next run tries again.
            logger.warning("Line %s of a public notice could not be concluded.", pk)
    with transaction.atomic():
        notice = PublicNotice.objects.select_for_update().get(pk=notice_id)
        pending = notice.objections.filter(state=Objection.State.PENDING)
        if _is_over(notice) and not listed.exists() and not pending.exists():
            notice.state = PublicNotice.State.CONCLUDED
            notice.save(update_fields=["state"])
            record(None, "conclude_notice", notice, {"number": notice.number})


def announce(notice_id: int) -> None:
    """Tells everybody in the notice its latest news: once, however often this is begun."""
    notice = PublicNotice.objects.select_related("call__program").get(pk=notice_id)
    untold = notice.lines.exclude(told=notice.news).order_by("pk")
    for unit in list(untold.order_by().values_list("application__unit", flat=True).distinct()):
        with transaction.atomic():
            lines = list(
                untold.filter(application__unit=unit)
                .select_related("application__applicant", "application__unit")
                .select_for_update(of=("self",), skip_locked=True)
            )
            _tell_unit_and_people(notice, [line for line in lines if _concerns(notice, line)])
            NoticeLine.objects.filter(pk__in=[line.pk for line in lines]).update(told=notice.news)


def _concerns(notice: PublicNotice, line: NoticeLine) -> bool:
    """Whether the news is about the line: not for what has been decided, nor for what is only
    stored by now."""
    state = (
        NoticeLine.State.TAKEN_OFF
        if notice.state == PublicNotice.State.WITHDRAWN
        else NoticeLine.State.LISTED
    )
    return line.state == state and not line.application.is_restricted


def _tell_unit_and_people(notice: PublicNotice, lines: list[NoticeLine]) -> None:
    """A person who files is told herself; a unit once for all of its people, and each of them at
    the mobile given for her."""
    filed = [line for line in lines if not line.application.is_own]
    for line in lines:
        if line.application.applicant:
            tell_line(line, notice, notice.news, {})
    if not filed:
        return
    is_start = notice.news == "notice_started"
    first = filed[0].application
    members = UnitMembers(first.unit_id, notice.call.program.slug).users
    context = context_of(notice, first) | {"count": len(filed)}
    kind = "notice_started_of_unit" if is_start else notice.news
    notify_all(members, kind, context, link=f"/notices/{notice.number}/", unit=first.unit)
    phones = {user.phone for user in members}
    for line in filed:
        if is_start and line.application.is_person:
            _tell_person(notice, line.application, phones)


def tell_line(line: NoticeLine, notice: PublicNotice, kind: str, more: dict[str, Any]) -> None:
    """Tells who files the application of one line."""
    application = line.application
    own = application.applicant
    members = [] if own else UnitMembers(application.unit_id, notice.call.program.slug).users
    notify_all(
        [own] if own else members,
        kind,
        context_of(notice, application) | more,
        link=f"/notices/{notice.number}/",
        unit=None if own else application.unit,
    )


def _tell_person(notice: PublicNotice, application: Application, told: set[str | None]) -> None:
    answers = plain_answers(application)
    fields = application.form.fields.values()
    found = {field.type: str(answers.get(field.key) or "") for field in fields}
    phone = found.get("mobile", "")
    notify_contact(
        "notice_started_of_person",
        context_of(notice, application),
        phone="" if phone in told else phone,
        email=found.get("email", ""),
    )


def context_of(notice: PublicNotice, application: Application) -> dict[str, Any]:
    return {
        "program": notice.call.definition.name.zh,
        "year": notice.call.year,
        "unit": application.unit_name,
        "name": application.name or application.unit_name,
        "number": notice.number,
        "starts": f"{notice.starts_on:%Y-%m-%d}",
        "ends": f"{notice.ends_on:%Y-%m-%d}",
        "count": 1,
        "comment": notice.reason,
    }
