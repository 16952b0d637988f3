"""What persons of the demo file for themselves: a draft, one at the unit, one at the office,
two up to the public notice."""

import datetime as dt
import random
from dataclasses import dataclass

from django.utils import timezone

from accounts.actions.consents import give
from accounts.models import Consent, Unit, User
from portal.lib.dates import filing_year
from portal.site.demo.papers import attach_papers
from portal.site.demo.people import make_person, resident_id, vouch_for
from programs.actions.drafts import save_answers, start_own_application
from programs.models import Application, Call, Program
from programs.states import Action
from programs.views.frames import OWN_PROGRAMS
from programs.workflow import move


@dataclass(frozen=True)
class Talent:
    """A person with an account of her own and 人才认定申请 as far as `fate` says."""

    username: str
    name: str
    serial: int
    class_applied: str
    condition: str
    fate: str
    note: str


TALENTS = (
    Talent("talent", "颜文樑", 901, "class_d", "苏州市级领军人才计划入选者", "waiting",
           "人才认定申请待单位上报"),
    Talent("talent2", "吴作樵", 902, "class_e", "具有高级职称并在重点产业企业任技术负责人",
           "draft", "人才认定申请草稿"),
    Talent("talent3", "陈之佛", 903, "class_c", "省科学技术进步奖二等奖获得者前 3 名", "reported",
           "人才认定申请已上报，待主管部门审核"),
    Talent("talent4", "吕凤子", 904, "class_d", "", "new", "已通过实人认证，尚未申报"),
    Talent("talent5", "谢孝思", 905, "class_d", "苏州市级领军人才计划入选者", "noticed",
           "公示期满，已认定"),
    Talent("talent6", "张辛稼", 906, "class_c", "省科学技术进步奖一等奖获得者前 5 名", "noticed",
           "公示期满，已认定"),
)  # fmt: skip


def open_own_calls() -> None:
    """This year's calls of everything that persons file, open all year."""
    now = timezone.now()
    for slug, _label in OWN_PROGRAMS:
        program = Program.objects.get(slug=slug)
        Call.objects.create(
            program=program,
            version=program.versions.order_by("-number")[0],
            year=filing_year(),
            opens_at=now - dt.timedelta(days=90),
        )


def file_for_themselves(clerk: User, staff: dict[str, User]) -> None:
    """Everybody of the cast, at the clerk's company."""
    call = Call.objects.get(program__slug="recognition")
    unit = clerk.memberships.get().unit
    for talent in TALENTS:
        person = _make(talent)
        if talent.fate == "new":
            continue
        application = _draft(call, person, unit, talent)
        if talent.fate == "draft":
            continue
        application = move(application.pk, Action.SUBMIT, person)
        if talent.fate == "waiting":
            continue
        application = move(application.pk, Action.REPORT_UP, clerk)
        if talent.fate == "noticed":
            for reviewer in (staff["gusu_review"], staff["city_review"]):
                application = move(application.pk, Action.APPROVE, reviewer, "同意。")


def _make(talent: Talent) -> User:
    """The account, and who has vouched for it."""
    number = resident_id(random.Random(talent.serial), talent.serial)
    phone = f"13900000{talent.serial}"
    person = make_person(talent.username, talent.name, number, phone=phone)
    vouch_for(person)
    give(person, Consent.Purpose.PUBLIC_NOTICE)
    return person


def _draft(call: Call, person: User, unit: Unit, talent: Talent) -> Application:
    draft = start_own_application(call, person)
    typed = {
        "employer": str(unit.pk),
        "position": "研发总监",
        "profession": "仪器科学与技术",
        "employed_since": "2018-03-01",
        "industry": "manufacturing",
        "education": "doctorate",
        "school": "苏州大学",
        "major": "仪器科学与技术",
        "graduated_on": "2014-06-30",
        "degree": "doctor",
        "degree_school": "苏州大学",
        "class_applied": talent.class_applied,
        "condition": talent.condition,
    }
    saved = save_answers(draft.pk, person, typed, {})
    missing = "class_proof" if talent.fate == "draft" else ""
    attach_papers(saved.application, saved.answers, but=missing)
    return saved.application
