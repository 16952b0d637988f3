"""Files of an application: checked, stored, put in order, removed. Only while it is editable."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.core.files import File
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import User
from portal.lib.uploads import CheckedFile, UploadRefused, check_upload, thumbnail
from portal.lib.uploads.check import MEBIBYTE
from portal.lib.uploads.clamd import scan_for_viruses
from programs.actions.drafts import discard_files, lock_editable
from programs.definitions.forms import Slot
from programs.models import Application, Attachment


def add_files(
    application: Application,
    slot: Slot,
    files: Iterable["File[Any]"],
    user: User,
    *,
    replaces: Attachment | None = None,
    once: bool = False,
) -> list[str]:
    """Stores the files that are good; says of each other one what is wrong with it.

    With `replaces` the first good file takes the place of an older one; with `once` none is added
    that the slot holds already. Raises `Refused` once the application is submitted.
    """
    refusals: list[str] = []
    for file in files:
        try:
            checked = check_upload(file, types=slot.types, max_bytes=slot.max_mib * MEBIBYTE)
            scan_for_viruses(checked)
            same = application.attachments.filter(slot=slot.key, sha256=checked.sha256)
            if once and same.exists():
                raise UploadRefused(_("已上传过，不重复添加。"))
            _store(application, slot, checked, user, replaces)
            replaces = None
        except UploadRefused as error:
            refusals += [f"{file.name}" + _("：") + message for message in error.messages]
    return refusals


def _store(
    application: Application,
    slot: Slot,
    checked: CheckedFile,
    user: User,
    replaces: Attachment | None,
) -> None:
    attachment = Attachment(
        slot=slot.key,
        name=checked.clean_name,
        mime=checked.mime,
        size=checked.size,
        sha256=checked.sha256,
        pages=checked.pages or 1,
        uploaded_by=user,
    )
    attachment.file.save(checked.clean_name, checked.content, save=False)
    _add_thumbnail(attachment, checked)
    try:
        with transaction.atomic():
            attachment.application = lock_editable(application.pk)
            if replaces is not None:
                attachment.position = replaces.position
                _remove(replaces)
            else:
                attachment.position = _next_position(attachment.application, slot)
            attachment.save()
    except BaseException:
        discard_files([attachment])
        raise


def share_files(files: Iterable[Attachment], target: Application, user: User) -> None:
    """The same files in another application, in rows of their own: what was stored once is not
    stored again, and goes when the last row that points at it does (`discard_files`)."""
    wanted = [file.pk for file in files]
    # Whoever deletes one of them meanwhile waits, and then finds that it is still needed.
    found = Attachment.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=wanted)
    Attachment.objects.bulk_create(
        Attachment(
            application=target,
            slot=each.slot,
            position=each.position,
            is_carried=True,
            file=each.file.name,
            thumbnail=each.thumbnail.name,
            name=each.name,
            mime=each.mime,
            size=each.size,
            sha256=each.sha256,
            pages=each.pages,
            scan=each.scan,
            uploaded_by=user,
        )
        for each in found
    )


def _add_thumbnail(attachment: Attachment, checked: CheckedFile) -> None:
    if attachment.is_pdf or attachment.is_image:
        picture = ContentFile(thumbnail(checked.content))
        attachment.thumbnail.save("thumbnail.jpg", picture, save=False)


def _next_position(application: Application, slot: Slot) -> int:
    """Behind the files that are there; raises UploadRefused when the slot is full."""
    files = application.attachments.filter(slot=slot.key)
    if files.count() >= slot.max_files:
        raise UploadRefused(
            _("“{label}”最多 {count} 个文件，请先删除或替换已上传的文件。").format(
                label=slot.label, count=slot.max_files
            )
        )
    last = files.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def delete_file(attachment: Attachment) -> None:
    """Removes one file."""
    with transaction.atomic():
        lock_editable(attachment.application_id)
        _remove(attachment)


def _remove(attachment: Attachment) -> None:
    Attachment.objects.filter(pk=attachment.pk).delete()
    transaction.on_commit(partial(discard_files, [attachment]))


def move_file(attachment: Attachment, *, earlier: bool) -> None:
    """Puts a file one place forward or backward in its slot."""
    with transaction.atomic():
        application = lock_editable(attachment.application_id)
        files = list(
            application.attachments.filter(slot=attachment.slot).order_by("position", "pk")
        )
        index = next((i for i, file in enumerate(files) if file.pk == attachment.pk), None)
        if index is None:
            return
        other = max(0, index - 1) if earlier else min(len(files) - 1, index + 1)
        files[index], files[other] = files[other], files[index]
        for position, file in enumerate(files):
            file.position = position
        Attachment.objects.bulk_update(files, ["position"])
