"""What is sent in at once: a workbook of people, an archive of scans, and whose each scan is."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.lib.uploads import CheckedFile, check_upload
from portal.lib.uploads.check import MEBIBYTE
from portal.lib.uploads.clamd import scan_for_viruses
from portal.lib.uploads.names import extension_of, safe_filename
from programs.models import Application, ScanFile
from programs.roster.guarding import UnreadableRoster, refuse_other_formats

MAX_ROSTER = 10 * MEBIBYTE
MAX_ARCHIVE = 300 * MEBIBYTE
ZIP = b"PK\x03\x04"


class RosterForm(forms.Form):
    """A workbook; `checked` is what may be stored."""

    checked: CheckedFile
    accept = ".xlsx"
    file = forms.FileField(
        label=_("人员名单（.xlsx）"), error_messages={"required": _("请选择填写好的名单文件。")}
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        try:
            refuse_other_formats(file)
        except UnreadableRoster as refusal:
            raise ValidationError(str(refusal)) from refusal
        self.checked = check_upload(file, types=["xlsx"], max_bytes=MAX_ROSTER)
        scan_for_viruses(self.checked)
        return file


class ArchiveForm(forms.Form):
    """A ZIP of scans; `checked` is what may be stored."""

    checked: CheckedFile
    accept = ".zip"
    file = forms.FileField(
        label=_("材料压缩包（.zip）"), error_messages={"required": _("请选择材料压缩包。")}
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        name = safe_filename(file.name)
        if extension_of(name) != "zip":
            raise ValidationError(_("不支持此类文件，请上传 ZIP 格式的压缩包。"))
        if file.size > MAX_ARCHIVE:
            raise ValidationError(
                _("压缩包超过 %(limit)d MB，请分批上传。") % {"limit": MAX_ARCHIVE // MEBIBYTE}
            )
        if file.read(4) != ZIP:
            raise ValidationError(_("文件内容不是 ZIP 格式，请重新压缩后上传。"))
        digest = hashlib.sha256()
        file.seek(0)
        for chunk in file.chunks():
            digest.update(chunk)
        file.seek(0)
        self.checked = CheckedFile(
            "zip", "application/zip", file.size, digest.hexdigest(), None, name, file
        )
        scan_for_viruses(self.checked)
        return file


class MatchForm(forms.Form):
    """Whose each file of a page is, and which slot it belongs to.

    A person is typed, or picked from the browser's list; a file without one is not stored.
    """

    def __init__(
        self, files: Iterable[ScanFile], people: Iterable[Application], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.scans = list(files)
        self.names = Names(people)
        slots = [("", _("请选择")), *((slot.key, str(slot.label)) for slot in self.names.slots)]
        for file in self.scans:
            self.fields[f"person-{file.pk}"] = forms.CharField(
                required=False,
                max_length=120,
                initial=self.names.labels.get(file.application_id or 0, ""),
                widget=forms.TextInput(attrs={"class": "form-control", "list": "people"}),
            )
            self.fields[f"slot-{file.pk}"] = forms.ChoiceField(
                choices=slots,
                required=False,
                initial=file.slot,
                widget=forms.Select(attrs={"class": "form-select"}),
            )

    def clean(self) -> dict[str, Any]:
        for file in self.scans:
            typed = self.cleaned_data.get(f"person-{file.pk}", "")
            found = self.names.find(typed)
            if typed and found is None:
                self.add_error(f"person-{file.pk}", _("可申报人员中没有此人，请从列表中选择。"))
            elif found and not self.cleaned_data.get(f"slot-{file.pk}"):
                self.add_error(f"slot-{file.pk}", _("请选择材料种类；不上传时请清空人员。"))
        return self.cleaned_data

    @property
    def rows(self) -> list[tuple[ScanFile, forms.BoundField, forms.BoundField]]:
        return [(f, self[f"person-{f.pk}"], self[f"slot-{f.pk}"]) for f in self.scans]

    def matched(self) -> list[ScanFile]:
        """The files with what was chosen for each."""
        for file in self.scans:
            file.application_id = self.names.find(self.cleaned_data[f"person-{file.pk}"])
            file.slot = self.cleaned_data[f"slot-{file.pk}"] if file.application_id else ""
            file.reason = ""
        return self.scans


class Names:
    """How people are called where one of them is picked."""

    def __init__(self, people: Iterable[Application]) -> None:
        found = list(people)
        self.slots = found[0].form.slots if found else ()
        same = Counter(_label(person) for person in found)
        self.labels = {
            p.pk: _label(p) if same[_label(p)] == 1 else f"{_label(p)} {p.number}" for p in found
        }
        alone = Counter(person.name for person in found)
        self.known = {person.name: person.pk for person in found if alone[person.name] == 1}
        self.known |= {person.number: person.pk for person in found}
        self.known |= {label: pk for pk, label in self.labels.items()}

    def find(self, typed: str) -> int | None:
        return self.known.get(typed.strip()) if typed else None


def _label(person: Application) -> str:
    tail = f"（*{person.id_doc_tail}）" if person.id_doc_tail else ""
    return f"{person.name or person.number}{tail}"
