"""Rosters ordered: sent, confirmed, cancelled, thrown away. A worker carries them out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.audit import record
from accounts.models import User
from portal.lib.background import wake_on_commit
from portal.lib.uploads import CheckedFile
from programs.models import Application, BatchSubmission, RosterImport, ScanArchive, ScanFile
from programs.models.roster import RUNNING
from programs.queries.filing import accepts_people
from programs.workflow import Refused

RUN = "programs.jobs.run_intakes"
#: How long what was sent is kept: long enough to come back to it, no longer.
KEPT = dt.timedelta(days=30)
Kind = type[RosterImport] | type[ScanArchive]


def send_in(
    kind: Kind, unit_part: Application | None, user: User, checked: CheckedFile, address: str | None
) -> Any:
    """Stores a file to be looked through. `Refused` before the unit's part is submitted, and while
    another one of the unit is under way."""
    if unit_part is None or not accepts_people(unit_part):
        raise Refused(_("请先提交“单位申报信息”，再批量导入。"))
    with transaction.atomic():
        # The unit's part is the queue for two clicks at once.
        Application.objects.select_for_update(no_key=True).get(pk=unit_part.pk)
        sent = kind.objects.filter(RUNNING, call=unit_part.call_id, unit=unit_part.unit_id)
        if sent.exists():
            raise Refused(_("本单位还有文件正在处理，请等待完成或取消后再上传。"))
        order = kind(
            call=unit_part.call,
            unit=unit_part.named_unit,
            created_by=user,
            membership_id=user.acting_under,
            name=checked.clean_name,
        )
        order.file.save(checked.clean_name, File(checked.content), save=False)
        order.save()
        name = "send_roster" if kind is RosterImport else "send_scans"
        record(user, name, order, {"sha256": checked.sha256}, address)
        wake_on_commit(RUN)
    return order


def save_matches(archive: ScanArchive, files: Sequence[ScanFile]) -> None:
    """Keeps whose each of these files is, while the archive waits for its confirmation."""
    with transaction.atomic():
        found = ScanArchive.objects.select_for_update().get(pk=archive.pk)
        if found.state != found.State.CHECKED:
            raise Refused(_("该压缩包已确认或取消，不能再修改。"))
        ScanFile.objects.bulk_update(files, ["application", "slot", "reason"])


def confirm(order: RosterImport | ScanArchive, user: User, address: str | None) -> None:
    """【导入】: takes in what is good. A second click changes nothing."""
    with transaction.atomic():
        found = type(order).objects.select_for_update().get(pk=order.pk)
        if found.state in (found.State.IMPORTING, found.State.DONE):
            return
        if found.state != found.State.CHECKED:
            raise Refused(_("该文件已取消或无法导入，请重新上传。"))
        if isinstance(found, ScanArchive):
            waiting = found.files.filter(state=ScanFile.State.OPEN)
            waiting.exclude(application=None).exclude(slot="").update(state=ScanFile.State.WAITING)
            waiting.update(state=ScanFile.State.SKIPPED)
        found.state = found.State.IMPORTING
        found.save(update_fields=["state"])
        name = "import_roster" if isinstance(found, RosterImport) else "store_scans"
        record(user, name, found, {}, address)
        wake_on_commit(RUN)


def cancel(order: RosterImport | ScanArchive) -> None:
    """Stops it. What has been taken in already stays."""
    stoppable = type(order).objects.filter(pk=order.pk).exclude(state__in=("done", "failed"))
    stoppable.update(state=order.State.CANCELLED, finished_at=timezone.now())


def purge() -> int:
    """Throws away what was sent long ago, with its files; how many that were."""
    count = 0
    BatchSubmission.objects.filter(created_at__lt=timezone.now() - KEPT).delete()
    for kind in (RosterImport, ScanArchive):
        for order in kind.objects.filter(created_at__lt=timezone.now() - KEPT):
            files = [order.file, getattr(order, "returned", None)]
            order.delete()
            for stored in files:
                if stored and stored.name:
                    stored.storage.delete(stored.name)
            count += 1
    return count
