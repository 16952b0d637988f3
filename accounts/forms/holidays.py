"""The holidays of a year as they are typed: a line for each, as the notice has them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import HolidayYear
from portal.lib.dates import SATURDAY, days_of

DAY = re.compile(r"(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})")
#: The statutory days off of a year, and the longest holiday that there may be.
FEWEST, LONGEST = 13, 12
#: New year's holiday may begin in the last days of the year before.
FIRST = (12, 25)


class HolidayYearForm(forms.ModelForm):  # type: ignore[type-arg]  # none at run time
    """Each wrong line is named."""

    periods = forms.CharField(
        label=_("放假"),
        widget=forms.Textarea(attrs={"rows": 8, "cols": 40}),
        help_text=_("每行一个假期：首日至末日，如 2027-10-01 至 2027-10-07；一天的写一个日期。"),
    )
    exchanged = forms.CharField(
        label=_("调休上班"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "cols": 40}),
        help_text=_("每行一个日期，须为周六或周日；没有则留空。"),
    )

    class Meta:
        model = HolidayYear
        fields: ClassVar[tuple[str, ...]] = ("year", "source")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Lines of a date and, where there is one, of the last day.
        off, worked = self.instance.off, self.instance.worked
        lines = (first if first == last else f"{first} 至 {last}" for first, last in off)
        self.initial["periods"], self.initial["exchanged"] = "\n".join(lines), "\n".join(worked)

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if not 2025 <= year <= 2100:
            raise forms.ValidationError(_("请检查年份。"))
        return year

    def clean_periods(self) -> list[tuple[dt.date, dt.date]]:
        found: list[tuple[dt.date, dt.date]] = []
        for line, days in _lines(self.cleaned_data["periods"]):
            first, last = days[0], days[-1]
            self._check_year(line, first, last)
            if len(days) > 2 or not dt.timedelta(0) <= last - first < dt.timedelta(LONGEST):
                raise _wrong(line, _("末日应在首日之后，且假期不超过 12 天。"))
            if any(start <= last and first <= end for start, end in found):
                raise _wrong(line, _("与前面的假期重叠。"))
            found.append((first, last))
        if sum((last - first).days + 1 for first, last in found) < FEWEST:
            raise forms.ValidationError(_("全年放假不应少于 13 天，请检查是否遗漏。"))
        return found

    def clean_exchanged(self) -> list[dt.date]:
        off = {day for span in self.cleaned_data.get("periods", ()) for day in days_of(*span)}
        found: list[dt.date] = []
        for line, days in _lines(self.cleaned_data["exchanged"]):
            day = days[0]
            self._check_year(line, day)
            if len(days) > 1 or day.weekday() < SATURDAY:
                raise _wrong(line, _("每行一个日期，须为周六或周日。"))
            if day in off or day in found:
                raise _wrong(line, _("该日已在放假中，或重复填写。"))
            found.append(day)
        return found

    def _check_year(self, line: int, *days: dt.date) -> None:
        year = self.cleaned_data.get("year")
        for day in days:
            is_eve = year and day.year == year - 1 and (day.month, day.day) >= FIRST
            if year and day.year != year and not is_eve:
                raise _wrong(line, _("日期不在该年度内。"))

    def save(self, commit: bool = True) -> HolidayYear:
        row: HolidayYear = self.instance
        spans = sorted(self.cleaned_data["periods"])
        row.off = [[f"{first}", f"{last}"] for first, last in spans]
        row.worked = [f"{day}" for day in sorted(self.cleaned_data["exchanged"])]
        saved: HolidayYear = super().save(commit)
        return saved


def _lines(text: str) -> Iterator[tuple[int, list[dt.date]]]:
    """The days of each line that has something; names the first that is none."""
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            days = [dt.date(int(y), int(m), int(d)) for y, m, d in DAY.findall(line)]
        except ValueError:
            days = []
        if not days:
            raise _wrong(number, _("没有可识别的日期，请写作 2027-10-01。"))
        yield number, days


def _wrong(line: int, reason: Any) -> forms.ValidationError:
    params = {"line": line, "reason": reason}
    return forms.ValidationError(_("第 %(line)s 行：%(reason)s"), params=params)
