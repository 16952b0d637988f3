"""Carries archives of scans out: whose each file is, and, once confirmed, into its slot."""

from __future__ import annotations

import logging
import tempfile
import zipfile

from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.rules import UnitMembers
from portal.lib.refusals import Refused
from portal.lib.uploads.check import MEBIBYTE
from programs.actions.attachments import add_files
from programs.models import ScanArchive, ScanFile
from programs.models.roster import RUNNING
from programs.queries.applications import with_context
from programs.queries.filing import people_of
from programs.roster.guarding import UnreadableRoster
from programs.roster.scans import Matcher, list_members
from programs.states import EDITABLE

logger = logging.getLogger(__name__)

State = ScanArchive.State


def run(archive_id: int) -> None:
    """Matches the files of an archive, or stores them, from where it stands to the end."""
    archive = ScanArchive.objects.select_related("call__program", "created_by").get(pk=archive_id)
    try:
        if archive.state == State.CHECKING:
            _match(archive)
        elif archive.state == State.IMPORTING:
            with archive.file.open("rb") as content, zipfile.ZipFile(content) as opened:
                while _store_one(archive, opened):
                    pass
    except UnreadableRoster as refusal:
        _fail(archive_id, str(refusal))
    except Exception:
        # Tried again at every sweep it would fail for ever, and nobody would be told.
        logger.exception("Archive %d could not be carried out.", archive_id)
        _fail(archive_id, _("处理文件时出错，请重新上传；如再次出现，请联系平台管理员。"))


def _fail(archive_id: int, complaint: str) -> None:
    waiting = ScanArchive.objects.filter(RUNNING, pk=archive_id)
    waiting.update(state=State.FAILED, complaint=complaint, finished_at=timezone.now())


def _match(archive: ScanArchive) -> None:
    with archive.file.open("rb") as content:
        members = list_members(content)
    people = people_of(archive.unit_id, archive.call).filter(state__in=EDITABLE)
    matcher = Matcher(list(people))
    files = []
    for member in members:
        file = ScanFile(archive=archive, position=member.position, path=member.path)
        if member.refusal:
            file.state, file.reason = ScanFile.State.REFUSED, member.refusal
        else:
            guess = matcher.guess(member.path)
            file.application_id, file.slot = guess.application_id, guess.slot
            file.reason = guess.doubt
        files.append(file)
    with transaction.atomic():
        found = ScanArchive.objects.select_for_update().get(pk=archive.pk)
        if found.state != State.CHECKING:
            return
        ScanFile.objects.bulk_create(files)
        found.total = found.checked = len(files)
        found.state = State.CHECKED
        found.save(update_fields=["total", "checked", "state"])


def _store_one(archive: ScanArchive, opened: zipfile.ZipFile) -> bool:
    """Stores the next file that waits; False when there is none, or it was cancelled."""
    with transaction.atomic():
        found = ScanArchive.objects.select_for_update().get(pk=archive.pk)
        if found.state != State.IMPORTING:
            return False
        file = found.files.filter(state=ScanFile.State.WAITING).first()
        if file is None:
            found.state, found.finished_at = State.DONE, timezone.now()
            found.save(update_fields=["state", "finished_at"])
            return False
        refusals = _store(archive, opened, file)
        file.state = ScanFile.State.REFUSED if refusals else ScanFile.State.DONE
        file.reason = " ".join(refusals)[:300]
        file.save(update_fields=["state", "reason"])
    return True


def _store(archive: ScanArchive, opened: zipfile.ZipFile, file: ScanFile) -> list[str]:
    """Why the file was not stored; nothing when it was."""
    if not UnitMembers(archive.unit_id, archive.call.program.slug).include(archive.actor):
        return [_("上传人已不再具有本单位该项目的经办授权。")]
    people = with_context(people_of(archive.unit_id, archive.call))
    person = people.filter(pk=file.application_id or 0).first()
    if person is None:
        return [_("该人员的草稿已被删除。")]
    slot = person.form.slot_by_key[file.slot]
    with tempfile.SpooledTemporaryFile(max_size=MEBIBYTE) as target:
        # Never more than the slot takes: what an archive says of its members may be a lie.
        left = slot.max_mib * MEBIBYTE + 1
        try:
            with opened.open(opened.infolist()[file.position]) as source:
                while left and (chunk := source.read(min(left, MEBIBYTE))):
                    target.write(chunk)
                    left -= len(chunk)
        # RuntimeError: zipfile's own for a password, and for a way of packing it does not know.
        except (zipfile.BadZipFile, EOFError, OSError, RuntimeError):
            return [_("文件已损坏，无法解压。")]
        content: File[bytes] = File(target, name=file.path.rpartition("/")[2])
        content.size = target.tell()
        try:
            return add_files(person, slot, [content], archive.actor, once=True)
        except (Refused, PermissionDenied) as error:
            return [str(error)]
