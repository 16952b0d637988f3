"""What applications store about somebody (see `accounts.own_data`)."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.own_data import Block, Section, told
from accounts.rules import identity_level
from portal.lib.money import yuan
from programs.actions.drafts import delete_draft
from programs.actions.restriction import restrict as restrict_application
from programs.answers import unpack
from programs.display import Reader
from programs.models import Application, Attachment, Document, RosterRow, ScanFile
from programs.queries.documents import certificates_in_force
from programs.states import GRANTED, IN_REVIEW, State

#: An office has it in hand. What was returned waits for nobody but the person herself.
UNDER_WAY = IN_REVIEW | {State.ON_NOTICE}
#: Granted and not paid.
UNPAID = GRANTED - {State.DISBURSED}


def blocks(user: User) -> list[Block]:
    lines: list[Any] = [
        (f"{each.call.program} {each.call.year}", each.get_state_display())
        for each in _own(user)[:50]
    ]
    lines += [
        (f"{each.call.program} {each.call.year}", f"{each.unit_name} {each.get_state_display()}")
        for each in _by_units(user)[:50]
    ]
    return [Block(gettext_lazy("申报"), lines, "programs:mine")] if lines else []


def sections(user: User) -> list[Section]:
    """One's own in full; of those that units have filed, that they are there."""
    return [
        Section(
            gettext_lazy("本人的申报"),
            gettext_lazy("审核申报资格、核定和发放奖励或补贴"),
            [
                {**_facts(each), _("填报内容"): _answers(each), _("材料"): _names(each)}
                for each in _own(user).prefetch_related("attachments")
            ],
        ),
        Section(
            gettext_lazy("单位为我申报"),
            gettext_lazy("审核单位提交的申报；完整内容由申报单位提供"),
            [{**told(each, "unit_name"), **_facts(each)} for each in _by_units(user)],
        ),
        Section(
            gettext_lazy("单位批量上传的名单和材料"),
            gettext_lazy("将单位提供的名单和材料归入每个人的申报；上传 30 天后删除"),
            [
                *(
                    {**told(row.roster, "name", "created_at"), **told(row, "name", "number")}
                    for row in _in_rosters(user).select_related("roster")
                ),
                *(
                    {**told(file.archive, "name", "created_at"), **told(file, "path")}
                    for file in _in_archives(user).select_related("archive")
                ),
            ],
        ),
    ]


def files(user: User) -> Iterator[tuple[str, FieldFile]]:
    mine = Attachment.objects.filter(application__applicant=user).select_related("application")
    for each in mine.order_by("application", "slot", "position", "pk"):
        yield f"{_('申报')}/{each.application.number}/{each.pk}-{each.name}", each.file


def obstacles(user: User) -> list[str]:
    """What somebody still has to do or to receive, filing by filing."""
    found = [*_own(user), *_by_units(user)]
    in_force = certificates_in_force(found)
    return [
        _("%(filing)s：%(why)s") % {"filing": _title(each), "why": why}
        for each in found
        if (why := _obstacle(each, in_force.get(each.pk)))
    ]


def _obstacle(application: Application, certificate: Document | None) -> str:
    state = application.state
    if application.is_own and state == State.AWAITING_UNIT:
        return _("已提交单位，请先撤回，再注销。")
    if application.is_own and state in UNDER_WAY:
        return _("正在办理，请等办结后再注销。")
    amount = application.approved_amount
    if state in UNPAID and amount:
        unpaid = _("核定的 %(amount)s 尚未发放完毕，请在收到款项后再注销。")
        return unpaid % {"amount": yuan(amount)}
    if certificate and certificate.valid_until:
        return _("%(document)s有效期至 %(day)s，请在期满后再注销。") % {
            "document": certificate, "day": f"{certificate.valid_until:%Y-%m-%d}",
        }  # fmt: skip
    if certificate:
        return _("%(document)s仍然有效，请先联系受理机构撤销，再注销。") % {"document": certificate}
    return ""


def erase(user: User) -> int:
    """Drafts go, and what is said of her beside what units have sent at once."""
    drafts = list(_own(user).filter(state=State.DRAFT))
    for draft in drafts:
        delete_draft(draft.pk, user)
    rows = _in_rosters(user).update(name="", problems=[], answers={})
    return len(drafts) + rows + _in_archives(user).update(path="")


def restrict(user: User, actor: User) -> int:
    """What was submitted is public record: it stays for its time, and is used for nothing else."""
    kept = [*_own(user).exclude(state=State.DRAFT), *_by_units(user)]
    for each in kept:
        restrict_application(each.pk, actor)
    return len(kept)


def _own(user: User) -> QuerySet[Application]:
    found = Application.objects.filter(applicant=user)
    return found.select_related("call__program").order_by("pk")


def _by_units(user: User) -> QuerySet[Application]:
    """What units have filed about somebody of whom it is certain who she is."""
    found = Application.objects.filter(~Q(applicant=user), id_doc_hash=user.id_doc_hash or "-")
    if identity_level(user) == 0:
        found = found.none()
    return found.exclude(state=State.DRAFT).select_related("call__program").order_by("pk")


def _in_rosters(user: User) -> QuerySet[RosterRow]:
    """Rows from which units have filed for her. A row that became no filing carries nothing by
    which she is told from others; it goes with its roster."""
    return RosterRow.objects.filter(application__in=_by_units(user)).order_by("pk")


def _in_archives(user: User) -> QuerySet[ScanFile]:
    """Scans that were found to be hers by the names of their files."""
    return ScanFile.objects.filter(application__in=_by_units(user)).order_by("pk")


def _title(application: Application) -> str:
    return f"{application.call.program} {application.call.year} {application.number}"


def _facts(application: Application) -> dict[str, Any]:
    return {
        _("项目"): str(application.call.program),
        _("年度"): application.call.year,
        **told(application, "number", "state", "submitted_at", "decided_at", "approved_amount"),
        **told(application, "restricted_at"),
    }


def _answers(application: Application) -> dict[str, Any]:
    """The answers in plain, section by section, each with its question."""
    answers = unpack(application.form, application.answers)
    return {
        block.title: [dict(zip(block.heads, row, strict=True)) for row in block.rows]
        if block.heads
        else {line.label: line.value for line in block.lines}
        for block in Reader(masks=()).blocks(application.form, answers)
    }


def _names(application: Application) -> list[str]:
    return [attachment.name for attachment in application.attachments.all()]
