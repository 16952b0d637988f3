"""Calls: prepared for another year after an earlier one, and published once they are complete."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from uuid import uuid4

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.audit import record
from accounts.models import User
from portal.lib.refusals import Refused
from programs.models import Call, CallFile, Program
from programs.queries.call_checklist import standing_in_the_way
from programs.queries.call_files import template_slots
from programs.queries.figures import newest_loaded


@transaction.atomic
def clone_call(call_id: int, actor: User, address: str | None = None) -> Call:
    """The programme's next call: window, texts and files of this one, a year later.

    It has the newest loaded version of the programme, no budget and no figures of its own yet, and
    is seen by managers only.
    Raises `Refused` where that year has its call already.
    """
    earlier = Call.objects.select_related("program", "version").get(pk=call_id)
    Program.objects.select_for_update().get(pk=earlier.program_id)
    year = earlier.year + 1
    if Call.objects.filter(program=earlier.program, year=year).exists():
        raise Refused(
            _("“%(program)s”已有 %(year)s 年度的申报批次，请直接修改该批次。")
            % {"program": earlier.program, "year": year}
        )
    call = Call.objects.create(
        program=earlier.program,
        version=newest_loaded(earlier.program),
        year=year,
        opens_at=a_year_later(earlier.opens_at),
        closes_at=a_year_later(earlier.closes_at) if earlier.closes_at else None,
        policy=earlier.policy,
        policy_en=earlier.policy_en,
        notice=earlier.notice,
        notice_en=earlier.notice_en,
        published_at=None,
    )
    files = _copy_files(earlier, call)
    record(actor, "clone_call", call, {"from": str(earlier), "files": files}, address)
    return call


def a_year_later(moment: dt.datetime) -> dt.datetime:
    """The same day and time of the next year, of 29 February on the 28th."""
    local = timezone.localtime(moment)
    last = calendar.monthrange(local.year + 1, local.month)[1]
    return local.replace(year=local.year + 1, day=min(local.day, last))


def _copy_files(earlier: Call, call: Call) -> int:
    """Copies of their own: removing a file of one call leaves the other's alone.

    Templates of slots that the new version does not have any more stay behind.
    """
    slots = template_slots(call)
    copied: list[CallFile] = []
    try:
        for each in earlier.files.all():
            if each.slot and each.place not in slots:
                continue
            copy = CallFile.objects.get(pk=each.pk)
            copy.pk, copy.call, copy._state.adding = None, call, True
            with each.file.open("rb") as content:
                copy.file.save(f"{uuid4().hex}-{each.name}", File(content), save=False)
            copied.append(copy)
            copy.save()
    except BaseException:
        drop_files(copied)
        raise
    return len(copied)


def drop_files(files: Iterable[CallFile]) -> None:
    """Removes from the storage what rows that are gone pointed at."""
    for each in files:
        each.file.storage.delete(str(each.file.name))


@transaction.atomic
def publish_call(call_id: int, actor: User, address: str | None = None) -> Call:
    """Lets everybody see the call, and file once its window is open.

    Raises `Refused` while something that must stand is missing.
    """
    calls = Call.objects.select_related("program", "version")
    call = calls.select_for_update(of=("self",), no_key=True).get(pk=call_id)
    if call.is_published:
        raise Refused(_("该批次已发布，请刷新页面查看。"))
    if missing := standing_in_the_way(call):
        labels = _("、").join(str(item.label) for item in missing)
        raise Refused(_("以下必备项尚未完成，不能发布：%(labels)s。") % {"labels": labels})
    call.published_at = timezone.now()
    call.save(update_fields=["published_at"])
    record(actor, "publish_call", call, {"call": str(call)}, address)
    return call
