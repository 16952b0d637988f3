"""Packing a copy of everything that is stored about somebody."""

import datetime as dt
import json
import tempfile
import zipfile
from typing import IO

from django.conf import settings
from django.core.files.base import File
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import DataExport, User
from accounts.notifications import notify
from accounts.own_data import all_files, all_sections

PAGE = "/me/data/"
GOOD_FOR = dt.timedelta(hours=24)
PER_CHUNK = 1024 * 1024


def pack(export_id: int, language: str | None = None) -> None:
    """Writes the ZIP of one order in the language of who ordered it; a second run finds it done."""
    export = DataExport.objects.select_related("user").get(pk=export_id)
    if export.state != DataExport.State.PENDING:
        return
    language = language or settings.LANGUAGE_CODE
    with tempfile.TemporaryFile() as sheet, translation.override(language):
        _write_zip(export.user, sheet)
        export.size = sheet.tell()
        sheet.seek(0)
        export.file.save("copy.zip", File(sheet), save=False)
    export.state = DataExport.State.DONE
    export.expires_at = timezone.now() + GOOD_FOR
    with transaction.atomic():
        export.save(update_fields=["file", "size", "state", "expires_at"])
        notify(export.user, "data_export_ready", {}, link=PAGE)


def give_up(export_id: int) -> None:
    """The copy could not be packed; another may be ordered at once."""
    waiting = DataExport.objects.filter(pk=export_id, state=DataExport.State.PENDING)
    waiting.update(state=DataExport.State.FAILED)


def _write_zip(user: User, target: IO[bytes]) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        text = json.dumps(all_sections(user), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
        archive.writestr(f"{_('我的数据')}.json", text)
        for path, stored in all_files(user):
            with archive.open(path, "w") as entry, stored.open("rb") as source:
                while chunk := source.read(PER_CHUNK):
                    entry.write(chunk)
