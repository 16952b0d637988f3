"""继续申报: this year's draft of a person who was approved last year."""

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

from accounts.models import User
from programs.actions.drafts import new_draft
from programs.answers import pack
from programs.continuing import continuation
from programs.identity import identify
from programs.models import Application, Attachment, Call
from programs.prefill import prefilled
from programs.queries.applications import unit_application
from programs.queries.filing import accepts_people, can_be_continued
from programs.workflow import Refused


def carry_over(earlier: Application, call: Call, user: User) -> Application:
    """The draft that continues `earlier` in `call`; the existing one on a second click.

    What still holds is copied, files included (`continuing.continuation`); the rest starts empty.
    Raises `Refused` when there is nothing to continue, or the person is on this year's list.
    """
    if not can_be_continued(earlier, call):
        raise Refused(_("只有上一年度审核通过的人员可以继续申报。"))
    unit_part = unit_application(call, earlier.named_unit.pk)
    if unit_part is None or not accepts_people(unit_part):
        raise Refused(_("请先提交本年度“单位申报信息”，再继续申报。"))
    try:
        with transaction.atomic():
            # Two clicks at once wait for each other here.
            Application.objects.select_for_update().get(pk=earlier.pk)
            if existing := Application.objects.filter(call=call, carried_from=earlier).first():
                return existing
            return _create(earlier, unit_part, user)
    except IntegrityError as error:
        raise filed_already(call) from error


def filed_already(call: Call) -> Refused:
    message = _("该人员本年度已有申报，请在“{list}”中查看。")
    return Refused(message.format(list=call.definition.people_title))


def _create(earlier: Application, unit_part: Application, user: User) -> Application:
    call, unit = unit_part.call, unit_part.named_unit
    form = call.definition.form(earlier.part)
    plan = continuation(earlier, call)
    # What the profile knows is as it says today; the rest is as it was told then.
    profile = prefilled(form, unit)
    read_only = {key for key, question in form.fields.items() if question.read_only}
    answers = plan.answers | {key: profile[key] for key in profile if key in read_only}
    draft = new_draft(
        call, earlier.part, user, unit, unit_application=unit_part, carried_from=earlier
    )
    draft.answers = pack(form, answers)
    identify(draft, answers)
    if answers.get("id_doc_number") and not draft.id_doc_hash:
        raise filed_already(call)
    draft.save()
    for attachment in plan.files:
        copy_attachment(attachment, draft, user)
    return draft


def copy_attachment(attachment: Attachment, target: Application, user: User) -> Attachment:
    """An own copy of a file in another application: deleting one leaves the other."""
    copy = Attachment(
        application=target,
        slot=attachment.slot,
        position=attachment.position,
        is_carried=True,
        name=attachment.name,
        mime=attachment.mime,
        size=attachment.size,
        sha256=attachment.sha256,
        pages=attachment.pages,
        scan=attachment.scan,
        uploaded_by=user,
    )
    _copy_content(attachment.file, copy.file)
    if attachment.thumbnail:
        _copy_content(attachment.thumbnail, copy.thumbnail)
    copy.save()
    return copy


def _copy_content(source: FieldFile, target: FieldFile) -> None:
    with source.open("rb") as content:
        target.save(source.name or "", ContentFile(content.read()), save=False)
