"""What has to stand before a call is published: item by item, with what is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import District, Office
from portal.lib.dates import add_working_days, has_holidays
from portal.lib.money import yuan
from programs.models import Call
from programs.queries.figures import newest_loaded

SHOWN = 6


@dataclass(frozen=True)
class Item:
    """One line of the check-list."""

    key: str
    label: str | Promise
    missing: str
    """What is wrong, in words; empty where it is as it should be."""
    found: str = ""
    """What was found where it is."""
    is_must: bool = True
    """Whether the call cannot be published without it."""

    @property
    def is_good(self) -> bool:
        return not self.missing

    @property
    def blocks(self) -> bool:
        return self.is_must and bool(self.missing)


def checklist(call: Call) -> list[Item]:
    """Every item, those that must stand first."""
    items = [
        _window(call),
        _version(call),
        _figures(call),
        _offices(call),
        _hotlines(call),
        _notice(call),
        _english(call),
        _budget(call),
        _papers(call),
        _holidays(call),
    ]
    return sorted(items, key=lambda item: not item.is_must)


def standing_in_the_way(call: Call) -> list[Item]:
    return [item for item in checklist(call) if item.blocks]


def _window(call: Call) -> Item:
    opens = timezone.localtime(call.opens_at)
    closes = timezone.localtime(call.closes_at) if call.closes_at else None
    until = f"{closes:%Y-%m-%d %H:%M}" if closes else _("常态申报")
    missing = ""
    if closes and closes <= timezone.now():
        missing = _("截止时间 %(time)s 已过。") % {"time": until}
    elif opens.year > call.year or (closes and closes.year < call.year):
        missing = _("申报时间（%(opens)s — %(until)s）不在申报年度 %(year)s 内。") % {
            "opens": f"{opens:%Y-%m-%d}",
            "until": until,
            "year": call.year,
        }
    found = f"{opens:%Y-%m-%d %H:%M} — {until}"
    return Item("window", gettext_lazy("申报时间"), missing, found)


def _version(call: Call) -> Item:
    newest = newest_loaded(call.program)
    missing = ""
    if newest.pk != call.version.loaded_as:
        missing = _("使用的是版本 %(used)s，最新载入的是版本 %(newest)s。") % {
            "used": call.version.number,
            "newest": newest.number,
        }
    found = f"v{call.version.number}"
    return Item("version", gettext_lazy("项目版本"), missing, found, is_must=False)


def _figures(call: Call) -> Item:
    """Amounts are reckoned from figures of the year; a programme without any needs none."""
    names = call.definition.figures_by_key.keys() or {
        name for each in call.definition.parameters.values() for name in each.values
    }
    missing, found = "", _("该项目没有年度参数。")
    if names:
        found = _("%(count)s 项参数") % {"count": len(names)}
        if call.figures is None:
            missing = _("%(year)s 年度的参数尚未设置，请对照上年核对后保存。") % {"year": call.year}
    return Item("figures", gettext_lazy("年度参数"), missing, found)


def _offices(call: Call) -> Item:
    """Every stage has an office wherever somebody may file."""
    kinds = dict(Office.Kind.choices)
    there = set(Office.objects.values_list("kind", "district"))
    districts = _districts()
    lacking = []
    for stage in call.definition.stages:
        if stage.office_kind is None:
            continue
        wanted: Iterable[tuple[str | None, str]] = districts.items()
        if stage.scope == "city":
            wanted = [(None, _("市级"))]
        names = [name for code, name in wanted if (stage.office_kind, code) not in there]
        if names:
            kind = str(kinds.get(stage.office_kind, stage.office_kind))
            lacking.append(
                _("%(stage)s（%(kind)s）：%(names)s")
                % {"stage": stage.title, "kind": kind, "names": _some(names)}
            )
    missing = ""
    if lacking:
        missing = _("缺少受理机构：%(lacking)s。请联系系统管理员在“机构”中添加。") % {
            "lacking": _("；").join(lacking)
        }
    count = sum(stage.office_kind is not None for stage in call.definition.stages)
    found = _("%(count)s 个环节均已设置") % {"count": count}
    return Item("offices", gettext_lazy("各环节受理机构"), missing, found)


def _hotlines(call: Call) -> Item:
    there = set(call.program.hotlines.values_list("district", flat=True))
    names = [name for code, name in _districts().items() if code not in there]
    missing = _("缺少咨询电话：%(names)s") % {"names": _some(names)} if names else ""
    found = _("%(count)s 个区域") % {"count": len(there)}
    return Item("hotlines", gettext_lazy("各区域咨询电话"), missing, found)


def _notice(call: Call) -> Item:
    """The notice is this year's; one taken over from an earlier year still speaks of that."""
    text = call.notice or call.definition.policy.notice.zh
    missing = ""
    if not text.strip():
        missing = _("申报通知为空。")
    elif f"{call.year - 1}年" in _joined(text) and f"{call.year}年" not in _joined(text):
        missing = _("申报通知中写的仍是 %(year)s 年，请按本年度修改。") % {"year": call.year - 1}
    found = _("本批次的通知") if call.notice else _("项目定义中的通知")
    return Item("notice", gettext_lazy("申报通知"), missing, found)


def _english(call: Call) -> Item:
    pairs = ((call.policy, call.policy_en), (call.notice, call.notice_en))
    lacking = any(chinese.strip() and not english.strip() for chinese, english in pairs)
    missing = _("改写了中文，英文仍为空，英文页面将显示中文。") if lacking else ""
    return Item("english", gettext_lazy("英文文本"), missing, is_must=False)


def _budget(call: Call) -> Item:
    label = gettext_lazy("年度预算")
    if call.definition.disbursement is None:
        return Item("budget", label, "", _("该项目不拨付资金。"), is_must=False)
    if call.budget is None:
        missing = _("未设置预算：拨付不受上限控制。确实不设上限的，可以直接发布。")
        return Item("budget", label, missing, is_must=False)
    return Item("budget", label, "", yuan(call.budget), is_must=False)


def _papers(call: Call) -> Item:
    """Whether what the notice speaks of is there to be downloaded."""
    text = call.notice or call.definition.policy.notice.zh
    count = call.files.count()
    missing = ""
    if "附件" in text and not call.files.filter(slot="").exists():
        missing = _("申报通知提到附件，但没有上传附件。")
    found = _("%(count)s 个文件") % {"count": count}
    return Item("files", gettext_lazy("通知附件与模板"), missing, found, is_must=False)


def _holidays(call: Call) -> Item:
    """Time limits of what is filed on the last day reach into years whose holidays are known."""
    days = sum(stage.days for stage in call.definition.route)
    last = timezone.localdate(call.closes_at) if call.closes_at else dt.date(call.year, 12, 31)
    until = add_working_days(last, days)
    years = range(call.year, until.year + 1)
    lacking = [str(year) for year in years if not has_holidays(year)]
    missing = ""
    if lacking:
        missing = _("%(years)s 年的节假日安排尚未录入，办理期限暂按周一至周五计算。") % {
            "years": _("、").join(lacking)
        }
    found = _("、").join(map(str, years))
    return Item("holidays", gettext_lazy("节假日安排"), missing, found, is_must=False)


def _districts() -> dict[str, str]:
    return {each.pk: str(each) for each in District.objects.filter(is_active=True)}


def _some(names: list[str]) -> str:
    """The first few names, and how many there are."""
    if len(names) <= SHOWN:
        return _("、").join(names)
    return _("%(names)s 等 %(count)s 个") % {
        "names": _("、").join(names[:SHOWN]),
        "count": len(names),
    }


def _joined(text: str) -> str:
    return "".join(text.split())
