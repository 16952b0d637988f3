"""The forms of a call: its window and texts, its files, the budgets of its districts."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from typing import Any, ClassVar, cast

from django import forms
from django.core.files import File
from django.forms.models import BaseInlineFormSet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from portal.lib.money import yuan
from portal.lib.uploads import CheckedFile, check_upload
from portal.lib.uploads.check import MEBIBYTE
from portal.lib.uploads.clamd import scan_for_viruses
from programs.models import Call, CallFile, DistrictBudget, ProgramVersion
from programs.queries.call_files import template_slots

FILE_TYPES = ("pdf", "docx", "xlsx", "jpg", "png")
FILE_BYTES = 20 * MEBIBYTE
ACCEPT = ".pdf,.docx,.xlsx,.jpg,.jpeg,.png"
TEXTS = ("policy", "policy_en", "notice", "notice_en")


class CallForm(forms.ModelForm):  # type: ignore[type-arg]  # none at run time
    """A window that closes after it opens, for a version of the same programme."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    """What stood when the page was opened: whoever saves after somebody else is told."""

    class Meta:
        model = Call
        fields = (
            *("program", "version", "year", "opens_at", "closes_at", "budget"),
            *TEXTS,
        )
        widgets: ClassVar[dict[str, forms.Widget]] = {
            name: forms.Textarea(attrs={"rows": 8, "cols": 90}) for name in TEXTS
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "policy": _("留空则显示项目定义中的文字。空行分段；网址自动成为链接，"
                        "也可写作 [文字](https://…)。"),
            "notice": _("留空则显示项目定义中的文字。空行分段；网址自动成为链接，"
                        "也可写作 [文字](https://…)。"),
        }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = _stamp(self._stands())
        version = self.fields.get("version")
        if self.instance.pk and isinstance(version, forms.ModelChoiceField):
            version.queryset = self.instance.program.versions.select_related("program")

    def _stands(self, *, lock: bool = False) -> dict[str, Any]:
        """What the database has in the fields of the page."""
        names = [name for name in self.fields if name != "seen"]
        found = Call.objects.filter(pk=self.instance.pk)
        if lock:
            found = found.select_for_update()
        return found.values(*names).first() or {}

    def _check_seen(self) -> None:
        """Names what others have changed meanwhile; saved again, it is overwritten knowingly."""
        seen = self.data.get(self.add_prefix("seen"))
        stands = self._stands(lock=True)
        if not seen or seen == _stamp(stands):
            return
        before = dict(part.partition("=")[::2] for part in seen.split(","))
        changed = [
            str(self.fields[name].label)
            for name, value in stands.items()
            if before.get(name) != _mark(value)
        ]
        data = cast(QueryDict, self.data).copy()
        data[self.add_prefix("seen")] = _stamp(stands)
        self.data = data
        message = _("您编辑期间，他人已修改：%(names)s。您填写的内容已保留；"
                    "请在另一窗口打开本页核对，再次保存将以您填写的为准。")  # fmt: skip
        raise forms.ValidationError(message, params={"names": _("、").join(changed)})

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self._check_seen()
        opens, closes = data.get("opens_at"), data.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("截止时间必须晚于开始时间；常态申报请留空。"))
        program, version = data.get("program"), data.get("version")
        if program and version and version.program_id != program.pk:
            self.add_error("version", _("请选择该项目自己的版本。"))
        year = data.get("year")
        if self.instance.pk and self.instance.is_published and version and year:
            self._check_figures(version, year)
        if year and not 2000 <= year <= 2100:
            self.add_error("year", _("请检查申报年度。"))
        budget = data.get("budget")
        if budget is not None and budget < 0:
            self.add_error("budget", _("预算不能为负数。"))
        return data

    def _check_figures(self, version: ProgramVersion, year: int) -> None:
        """What is published stays whole."""
        definition = version.definition
        if definition.needs_figures and str(year) not in definition.parameters:
            field = "year" if year != self.instance.year else "version"
            self.add_error(field, _("该版本没有本年度的参数，已发布的批次不能选用。"))


def _stamp(values: dict[str, Any]) -> str:
    """What stands, field by field, so that a change can be told by its name."""
    return ",".join(f"{name}={_mark(value)}" for name, value in values.items())


def _mark(value: Any) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()[:8]


class CallFileForm(forms.ModelForm):  # type: ignore[type-arg]  # none at run time
    """One file, and whether it belongs to the notice or to a slot."""

    user: ClassVar[User | None] = None
    """Who uploads; set on the class that the admin makes for one request."""

    place = forms.ChoiceField(label=_("用途"), required=False)
    upload = forms.FileField(
        label=_("选择文件"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        help_text=_("PDF、DOCX、XLSX、JPG、PNG，不超过 20 MB。"),
    )

    class Meta:
        model = CallFile
        fields: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        call = self.instance.call if self.instance.call_id else None
        slots = template_slots(call) if call else {}
        choices = [(at, _("模板：%(slot)s") % {"slot": s.label}) for at, s in slots.items()]
        place = self.fields["place"]
        assert isinstance(place, forms.ChoiceField)
        place.choices = [("", _("申报通知附件")), *choices]
        place.initial = self.instance.place

    def clean_upload(self) -> CheckedFile | None:
        upload: File[Any] | None = self.cleaned_data["upload"]
        if not upload:
            return None
        checked = check_upload(upload, types=FILE_TYPES, max_bytes=FILE_BYTES)
        scan_for_viruses(checked)
        return checked

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.instance._state.adding and "upload" in data and not data["upload"]:
            self.add_error("upload", _("请选择要上传的文件。"))
        return data

    def save(self, commit: bool = True) -> CallFile:
        row: CallFile = self.instance
        row.part, _colon, row.slot = self.cleaned_data["place"].partition(":")
        checked: CheckedFile | None = self.cleaned_data["upload"]
        if checked:
            row.name, row.mime, row.size = checked.clean_name, checked.mime, checked.size
            row.sha256, row.pages, row.uploaded_by = checked.sha256, checked.pages or 1, self.user
            row.file.save(checked.clean_name, checked.content, save=False)
        if commit:
            row.save()
        return row


class LabelledFormSet(BaseInlineFormSet):  # type: ignore[type-arg]  # none at run time
    """Rows of a table, each field of which is named to screen readers too."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        for field in form.fields.values():
            # The admin wraps the choice of a related row.
            widget = getattr(field.widget, "widget", field.widget)
            if not widget.is_hidden:
                widget.attrs["aria-label"] = str(field.label)


class CallFileFormSet(LabelledFormSet):
    """One template for each slot."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """A row that is not there yet knows its call, and so the slots to choose among."""
        row = CallFile(call=self.instance) if self.instance.pk else CallFile()
        return {**super().get_form_kwargs(index), "instance": row}

    def clean(self) -> None:
        super().clean()
        taken: set[str] = set()
        for form in self.forms:
            is_blank = form.instance._state.adding and not form.has_changed()
            if is_blank or form in self.deleted_forms:
                continue
            place = getattr(form, "cleaned_data", {}).get("place")
            if not place:
                continue
            if place in taken:
                form.add_error("place", _("该材料已有模板，请替换原有文件。"))
            taken.add(place)


class DistrictBudgetFormSet(LabelledFormSet):
    """Budgets of districts that together fit the year's."""

    def clean(self) -> None:
        super().clean()
        amounts: list[Decimal] = []
        for form in self.forms:
            amount = getattr(form, "cleaned_data", {}).get("amount")
            if amount is None or form in self.deleted_forms:
                continue
            if amount < 0:
                form.add_error("amount", _("预算不能为负数。"))
            amounts.append(amount)
        total, budget = sum(amounts, Decimal(0)), self.instance.budget
        if budget is not None and total > budget:
            raise forms.ValidationError(
                _("分区预算合计 %(total)s，超出年度预算 %(budget)s。"),
                params={"total": yuan(total), "budget": yuan(budget)},
            )


class DistrictBudgetForm(forms.ModelForm):  # type: ignore[type-arg]  # none at run time
    class Meta:
        model = DistrictBudget
        fields = ("district", "amount")
