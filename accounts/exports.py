"""The audit log as a sheet."""

import csv
import io
import json
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from rustpy_xlsxwriter import Format, write_worksheet

from accounts.audit_labels import action_label, subject_label
from accounts.models import AuditEntry
from portal.lib.dates import BUSINESS_ZONE
from portal.lib.sheets import neutral

CHUNK = 2000


def audit_csv(entries: Iterable[AuditEntry], language: str) -> Iterator[str]:
    """Lines of CSV with a byte order mark, for Excel reads UTF-8 only with one.

    They are made once the view has returned, when its language is no longer the active one.
    """
    yield "\ufeff"
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for number, row in enumerate(_rows(entries, language)):
        if number == 0:
            writer.writerow(row)
        writer.writerow(row.values())
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def audit_xlsx(entries: Iterable[AuditEntry]) -> bytes:
    """A workbook; every cell is text."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "audit.xlsx"
        write_worksheet(
            _rows(entries, get_language() or settings.LANGUAGE_CODE),
            str(path),
            sheet_name=_("审计日志"),
            freeze_row=1,
            bold_headers=True,
            column_width=22.0,
            header_format=Format().set_bold(),
        )
        return path.read_bytes()


def _rows(entries: Iterable[AuditEntry], language: str) -> Iterator[dict[str, str]]:
    for entry in entries:
        with translation.override(language):
            cells = _cells(entry)
        yield {name: neutral(text) for name, text in cells.items()}


def _cells(entry: AuditEntry) -> dict[str, str]:
    at = timezone.localtime(entry.at, BUSINESS_ZONE)
    return {
        _("时间"): f"{at:%Y-%m-%d %H:%M:%S}",
        _("操作人"): entry.actor.username if entry.actor else "",
        _("动作"): action_label(entry.action),
        _("动作代码"): entry.action,
        _("对象类别"): subject_label(entry.subject_type),
        _("对象类别代码"): entry.subject_type,
        _("对象编号"): entry.subject_id,
        _("网络地址"): entry.address or "",
        _("内容"): json.dumps(entry.detail, ensure_ascii=False, sort_keys=True),
    }
