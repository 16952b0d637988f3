"""The frame of the filing pages: its sidebar, the way back, the hotlines, the crumbs."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from programs.cards import icon_of
from programs.models import Application, Call, Hotline, Program


@dataclass(frozen=True)
class Entry:
    """A link of the sidebar."""

    label: str
    url: str
    icon: str
    is_current: bool


#: The programmes of a person's menu, in its order.
OWN_PROGRAMS: tuple[tuple[str, str | Promise], ...] = (
    ("recognition", gettext_lazy("人才认定申请")),
    ("record_filing", gettext_lazy("人才认定备案申请")),
    ("home_purchase_subsidy", gettext_lazy("购房补贴申请")),
    ("home_purchase_review", gettext_lazy("购房年审申请")),
    ("rental_subsidy", gettext_lazy("租房补贴申请")),
    ("car_plate_subsidy", gettext_lazy("小客车上牌补贴申请")),
    ("graduate_allowance", gettext_lazy("应届毕业生生活补贴")),
)


def unit_frame(call: Call, unit_name: str, *, current: str) -> dict[str, Any]:
    """The frame of what a unit files; `current` is unit, person or progress."""
    slug, year = call.program.slug, call.year
    people = reverse("programs:people", args=[slug, year])
    progress, definition = reverse("programs:progress", args=[slug]), call.definition
    entries = [
        ("unit", _("单位申报信息"), reverse("programs:unit", args=[slug, year]), "building"),
        ("person", str(definition.people_title), people, "people"),
        ("progress", str(definition.progress_title), progress, "clock-history"),
    ]
    frame = _frame(call.program, _("{year} 年度申报").format(year=year))
    return frame | {
        "call": call,
        "party_name": unit_name,
        "entries": [Entry(label, url, icon, key == current) for key, label, url, icon in entries],
        "back_url": people,
    }


def person_frame(program: Program, call: Call | None, person: User) -> dict[str, Any]:
    """The frame of what a person files for herself."""
    return _frame(program, _("我的申请")) | {
        "call": call,
        "party_name": str(person),
        **person_menu(program.slug),
        "back_url": reverse("programs:own", args=[program.slug]),
    }


def report_frame(call: Call, unit_name: str) -> dict[str, Any]:
    """The frame in which a unit reads what one of its people has filed."""
    back = reverse("programs:report_up")
    return _frame(call.program, _("人员上报")) | {
        "call": call,
        "party_name": unit_name,
        "entries": [
            Entry(_("人员上报"), back, "box-arrow-in-right", True),
            Entry(_("我的办件"), reverse("programs:mine"), "list-check", False),
        ],
        "back_url": back,
    }


def person_menu(current: str) -> dict[str, Any]:
    """The ten entries of a person's menu; 退出 is drawn by the template, it is no link."""
    programs = [
        Entry(str(label), reverse("programs:own", args=[slug]), icon_of(slug), slug == current)
        for slug, label in OWN_PROGRAMS
    ]
    return {
        "is_own_menu": True,
        "entries": [
            Entry(_("首页"), reverse("programs:mine"), "house", current == "home"),
            *programs,
            Entry(
                _("我的证书"),
                reverse("programs:certificates"),
                "patch-check",
                current == "certificates",
            ),
        ],
    }


def frame_of(application: Application, viewer: User) -> dict[str, Any]:
    """The frame of one application's page, for who files it and for the unit it is handed to."""
    if not application.is_own:
        return unit_frame(application.call, application.unit_name, current=application.part)
    if application.applicant_id == viewer.pk:
        return person_frame(application.call.program, application.call, viewer)
    return report_frame(application.call, application.unit_name)


def _frame(program: Program, here: str) -> dict[str, Any]:
    return {
        "program": program,
        "hotlines": Hotline.objects.filter(program=program).select_related("district"),
        "crumbs": [
            (_("人才计划一网申报"), reverse("programs:catalogue")),
            (str(program), reverse("programs:policy", args=[program.slug])),
            (here, ""),
        ],
    }
