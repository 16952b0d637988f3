"""The side menus of the member centre and of the personal centre."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.lib.links import url_or_empty


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a side menu."""

    label: Promise
    url: str
    icon: str
    is_current: bool
    counts: bool = False
    """Whether the number of what waits stands behind the label."""


WORKBENCH = _("我的工作台")
UNIT_ENTRIES = (
    ("member_center", _("单位主页"), "house"),
    ("unit_profile", _("单位信息"), "building"),
    ("programs:workspace", _("人员总表"), "card-list"),
    ("programs:mine", _("单位办件"), "list-check"),
    ("reviews:disbursement", _("资金拨付"), "cash-coin"),
    ("inbox", _("单位快递"), "envelope"),
    ("unit_payment_details", _("收款信息"), "bank"),
    ("unit_operators", _("经办人管理"), "person-badge"),
    ("unit_members", _("机构管理"), "people"),
    ("programs:workbench", WORKBENCH, "clipboard-check"),
    ("account_security", _("账号设置"), "gear"),
)
PERSON_ENTRIES = (
    ("personal_center", _("个人中心"), "house"),
    ("person_profile", _("个人信息"), "person-vcard"),
    ("programs:mine", _("我的办件"), "list-check"),
    ("reviews:disbursement", _("资金拨付"), "cash-coin"),
    ("my_units", _("我是经办人"), "person-badge"),
    ("identity_verification", _("身份认证"), "person-check"),
    ("account_security", _("账号与安全"), "shield-lock"),
    ("my_data", _("我的数据"), "folder2-open"),
    ("my_appeals", _("用户申诉"), "chat-dots"),
)


#: Entry → how the names of its further pages begin, where that is not its own name.
PAGES_OF = {
    "member_center": "unit_introduction",
    "unit_operators": "operator_",
    "unit_payment_details": "payment_detail_",
    "my_units": "my_unit",
}


def frame(request: HttpRequest) -> dict[str, Any]:
    """What the frame of these pages shows."""
    return {"menu": side_menu(request)}


def side_menu(request: HttpRequest) -> list[Entry]:
    """The entries for who is signed in, without pages that this site does not serve.

    A person who acts for a unit has no 账号设置 there: the account is her own, not the unit's.
    """
    rows = UNIT_ENTRIES if getattr(request.user, "is_for_unit", False) else PERSON_ENTRIES
    acts = getattr(request.user, "acting_under", None) is not None
    current = request.resolver_match.view_name if request.resolver_match else ""
    return [
        Entry(label, url, icon, _is_at(name, current), counts=label is WORKBENCH)
        for name, label, icon in rows
        if (url := url_or_empty(name)) and not (acts and name == "account_security")
    ]


def _is_at(name: str, current: str) -> bool:
    """Whether the current page is the entry's own or belongs to it."""
    stem = PAGES_OF.get(name, f"{name}_")
    return current == name or current.startswith(stem)
