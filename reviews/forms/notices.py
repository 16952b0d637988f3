"""Forms of public notices: what the publisher settles, and what changes a running one."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.lib.dates import add_working_days, has_holidays, is_working_day, today
from reviews.noticing import COLUMNS, DETAIL, Terms, detail_fields, offered_columns
from reviews.queries.notices import Scope

MOST_DAYS = 30  # working days
MOST_MORE = dt.timedelta(days=60)
REASON_LENGTH = 200
_REASON_ERRORS = {"required": _("请写明原因，将告知公示名单中的申报人。")}


class PublishForm(forms.Form):
    """How a notice is called, for how many working days, and what it shows."""

    title = forms.CharField(
        label=_("标题"), max_length=120, widget=forms.TextInput(attrs={"class": "vTextField"})
    )
    issuer = forms.CharField(
        label=_("公示机构"), max_length=80, widget=forms.TextInput(attrs={"class": "vTextField"})
    )
    phone = forms.CharField(
        label=_("受理电话"),
        max_length=60,
        help_text=_("对公示有异议的，可拨打该电话"),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    days = forms.IntegerField()
    counted = forms.BooleanField(label=_("已核对截止日期"), required=False)
    columns = forms.MultipleChoiceField(
        label=_("另外公示"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("始终公示单位和只显示姓氏的姓名；不勾选的信息不公示"),
    )
    detail = forms.ChoiceField(label=_("类别取自"), required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, scope: Scope, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["days"] = forms.IntegerField(
            label=_("公示工作日"),
            min_value=scope.stage.days,
            max_value=MOST_DAYS,
            help_text=_("今日发布，从次日起算，节假日不计；不少于规定的 {days} 个工作日").format(
                days=scope.stage.days
            ),
        )
        if has_holidays(add_working_days(today(), MOST_DAYS).year):
            del self.fields["counted"]
        offered = offered_columns(scope.call)
        columns = self.fields["columns"]
        assert isinstance(columns, forms.MultipleChoiceField)
        columns.choices = [(key, COLUMNS[key]) for key in offered]
        detail = self.fields["detail"]
        assert isinstance(detail, forms.ChoiceField)
        detail.choices = [("", "—")] + [
            (question.key, str(question.label)) for question in detail_fields(scope.call)
        ]
        if DETAIL not in offered:
            del self.fields["detail"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if days := data.get("days"):
            self._warn(add_working_days(today(), days))
        if DETAIL in data.get("columns", []) and not data.get("detail"):
            self.add_error("detail", _("请选择类别取自哪一项填报内容。"))
        return data

    def _warn(self, ends_on: dt.date) -> None:
        """Who publishes takes note that the last day is counted without public holidays."""
        noted = "preview" in self.data or self.cleaned_data.get("counted")
        if not noted and not has_holidays(ends_on.year):
            text = _(
                "{year} 年节假日安排尚未录入，截止日期 {day} 暂按周一至周五计算，"
                "放假安排公布后可能不足规定的工作日。请核对后勾选，届时按需延长公示。"
            )
            self.add_error("counted", text.format(year=ends_on.year, day=ends_on))

    @property
    def terms(self) -> Terms:
        data = self.cleaned_data
        return Terms(
            data["title"],
            data["issuer"],
            data["phone"],
            data["days"],
            data["columns"],
            data.get("detail", ""),
        )


class ReasonForm(forms.Form):
    """Why a notice is withdrawn."""

    reason = forms.CharField(
        label=_("原因"),
        min_length=4,
        max_length=REASON_LENGTH,
        error_messages=_REASON_ERRORS,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=_("将告知公示名单中的申报人"),
    )


class ExtendForm(ReasonForm):
    """Until when a notice goes on, and why."""

    ends_on = forms.DateField(
        label=_("新的截止日期"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    field_order = ["ends_on", "reason"]

    def clean_ends_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["ends_on"]
        if not is_working_day(day):
            raise ValidationError(_("截止日期应为工作日。"), code="day_off")
        if day > today() + MOST_MORE:
            raise ValidationError(
                _("截止日期不能晚于 {day}。").format(day=today() + MOST_MORE), code="too_late"
            )
        return day


class QuestionForm(forms.Form):
    """What staff ask of who objects."""

    question = forms.CharField(
        label=_("需要补充的内容"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请填写需要异议人补充的内容。")},
    )
