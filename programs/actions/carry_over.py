"""继续申报: this year's filing made from what was granted last year."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from programs.actions.attachments import share_files
from programs.actions.drafts import (
    lock_editable,
    new_draft,
    start_own_application,
    start_unit_application,
)
from programs.answers import pack, plain_answers
from programs.carrying import Plan
from programs.continuing import continuation, continued_by
from programs.identity import identify, place
from programs.models import Application, Call
from programs.prefill import prefilled, refreshed
from programs.queries.applications import unit_application
from programs.queries.filing import accepts_people, can_be_continued
from programs.rules.values import is_blank
from programs.workflow import Refused


def carry_over(earlier: Application, call: Call, user: User) -> Application:
    """The filing that continues `earlier` in `call`; the existing one on a second click.

    What still holds is taken over, files included (`continuing.continuation`); the rest starts
    empty. Raises `Refused` when there is nothing to continue, or nothing can be filed this year.
    """
    if not can_be_continued(earlier, call):
        raise Refused(_("只有上一年度审核通过的申报可以继续申报。"))
    if earlier.is_own and not call.is_open():
        raise Refused(_("本项目当前不在申报时间内，暂不能新增申请。"))
    try:
        with transaction.atomic():
            # Two clicks at once wait for each other here.
            Application.objects.select_for_update().get(pk=earlier.pk)
            if existing := continued_by(earlier, call):
                return existing
            found = continuation(earlier, call)
            if found.obstacle:
                raise Refused(found.obstacle)
            return _fill(_begin(earlier, call, user), earlier, found.plan, user)
    except IntegrityError as error:
        raise filed_already(call) from error


def filed_already(call: Call) -> Refused:
    message = _("该人员本年度已有申报，请在“{list}”中查看。")
    return Refused(message.format(list=call.definition.people_title))


def _begin(earlier: Application, call: Call, user: User) -> Application:
    """What is to be filled: new, or the only one that a unit or a person can have in the call."""
    if earlier.is_own:
        return lock_editable(start_own_application(call, user).pk)
    unit = earlier.named_unit
    if not earlier.is_person:
        return lock_editable(start_unit_application(call, unit, user).pk)
    part = unit_application(call, unit.pk)
    if part is None or not accepts_people(part):
        raise Refused(_("请先提交本年度“单位申报信息”，再继续申报。"))
    draft = new_draft(call, earlier.part, user, unit, unit_application=part)
    draft.answers = pack(draft.form, prefilled(draft.form, unit, unit_part=part))
    return draft


def _fill(draft: Application, earlier: Application, plan: Plan, user: User) -> Application:
    """Adds what is taken over to what the draft says already: nothing typed is lost."""
    said = {key: value for key, value in plain_answers(draft).items() if not is_blank(value)}
    answers = refreshed(draft, plan.answers | said)
    draft.answers = pack(draft.form, answers)
    draft.carried_from = earlier
    if draft.is_own:
        place(draft, answers)
    if draft.is_person:
        identify(draft, answers)
        if answers.get("id_doc_number") and not draft.id_doc_hash:
            raise filed_already(draft.call)
    draft.save()
    filled = set(draft.attachments.values_list("slot", flat=True))
    share_files([file for file in plan.files if file.slot not in filled], draft, user)
    return draft
