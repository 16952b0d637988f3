"""Sample data for the component gallery."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.timezone import get_current_timezone

from programs.states import State


class SampleForm(forms.Form):
    """One field of each look, bound with an error in some."""

    company = forms.CharField(label="用人单位", help_text="与缴纳社保的单位一致")
    district = forms.ChoiceField(label="区域", choices=[("", "请选择"), ("320508", "姑苏区")])
    joined_on = forms.DateField(
        label="入职日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    amount = forms.DecimalField(label="工资薪金（元）", required=False)
    note = forms.CharField(label="说明", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    agree = forms.BooleanField(label="本人承诺以上信息真实有效")


STEPS = (
    {"label": "单位信息", "url": "#steps", "state": "done", "note": "已完成"},
    {"label": "申报类型", "url": "#steps", "state": "current", "note": "进行中"},
    {"label": "申报材料", "url": "#steps", "state": "bad", "note": "1 项需修改"},
    {"label": "收款账户", "url": "#steps", "state": "todo", "note": "未填写"},
    {"label": "确认提交", "url": "#steps", "state": "todo", "note": ""},
)
MENU = (
    {"label": "单位基本信息", "url": "#menu", "icon": "building", "is_current": True},
    {"label": "奖励申报进度", "url": "#menu", "icon": "list-check", "is_current": False},
)
CARDS = (
    {
        "name": "优秀人才贡献奖励",
        "summary": "对在苏州纳税、贡献突出的高收入人才，按个人所得税地方留成给予奖励。",
        "amount": "终身累计最高 100 万元",
        "icon": "trophy",
        "policy_url": "#policy",
        "apply_url": "#apply",
        "state": "closing_soon",
        "state_label": "即将截止",
        "period": "2026-09-01 — 2026-11-30",
    },
    {
        "name": "人才乐居工程",
        "summary": "为符合条件的人才提供购房贴息、租房补贴和优租房。",
        "amount": "每月最高 8000 元",
        "icon": "house-heart",
        "policy_url": "#policy",
        "apply_url": "",
        "state": "upcoming",
        "state_label": "未开始",
        "period": "常态申报",
    },
)
STATS = (
    {"label": "正在开放的项目", "value": "8", "unit": "项"},
    {"label": "本年已惠及人才", "value": "20,112", "unit": "人次"},
    {"label": "本年核定奖励", "value": "24,830", "unit": "万元"},
)


def sample_context() -> dict[str, Any]:
    """Everything templates/site/gallery.html shows."""
    at = dt.datetime(2026, 11, 20, 14, 5, tzinfo=get_current_timezone())
    return {
        "crumbs": [("配套举措", "#"), ("人才激励", "#"), ("组件", "")],
        "states": list(State.choices),
        "steps": STEPS,
        "menu": MENU,
        "cards": CARDS,
        "stats": STATS,
        "events": timeline(at),
        "marks": [
            {"label": "劳动合同", "reason": "第 3 页缺少单位盖章", "url": "#upload-contract"}
        ],
        "returned_at": at,
        "blank_form": SampleForm(auto_id="blank_%s"),
        "wrong_form": SampleForm({"company": "", "amount": "-1"}, auto_id="wrong_%s"),
    }


def timeline(at: dt.datetime) -> list[dict[str, Any]]:
    opinion = "劳动合同第 3 页缺少单位盖章，请重新上传。"
    return [
        {"state": "done", "title": "提交审核", "text": "苏州某科技有限公司", "at": at},
        {"state": "warn", "title": "区级审核：退回修改", "opinion": opinion, "at": at},
        {"state": "current", "title": "重新提交"},
        {"state": "todo", "title": "市级审核"},
    ]
