"""The side menus of the member centre and of the personal centre."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a side menu."""

    label: Promise
    url: str
    icon: str
    is_current: bool


UNIT_ENTRIES = (
    ("member_center", _("会员中心"), "house"),
    ("unit_profile", _("单位基本信息"), "building"),
    ("unit_members", _("单位成员"), "people"),
    ("programs:mine", _("我的办件"), "list-check"),
    ("programs:report_up", _("人员上报"), "send"),
    ("account_security", _("账号与安全"), "shield-lock"),
)
PERSON_ENTRIES = (
    ("personal_center", _("个人中心"), "house"),
    ("person_profile", _("个人信息"), "person-vcard"),
    ("programs:mine", _("我的办件"), "list-check"),
    ("identity_verification", _("身份认证"), "person-check"),
    ("account_security", _("账号与安全"), "shield-lock"),
    ("my_appeals", _("用户申诉"), "chat-dots"),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """What the frame of these pages shows."""
    return {"menu": side_menu(request)}


def side_menu(request: HttpRequest) -> list[Entry]:
    """The entries for who is signed in, without pages that this site does not serve."""
    rows = UNIT_ENTRIES if getattr(request.user, "is_enterprise", False) else PERSON_ENTRIES
    current = request.resolver_match.view_name if request.resolver_match else ""
    return [
        Entry(label, url, icon, current == name or current.startswith(f"{name}_"))
        for name, label, icon in rows
        if (url := _address(name))
    ]


def _address(name: str) -> str:
    # Applications live in an app above this one; the menu only points there.
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
