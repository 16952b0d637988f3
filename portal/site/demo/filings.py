"""Two years of applications in every state, made through the same door as real ones."""

import datetime as dt
import random
from collections.abc import Sequence
from typing import Any

import pgtrigger
from django.utils import timezone

from accounts.models import User
from portal.lib.dates import add_working_days
from portal.site.demo.cast import COMPANIES, STAFF, Company
from portal.site.demo.papers import attach_papers
from portal.site.demo.people import person_answers, unit_answers
from programs.actions.drafts import save_answers, start_person_application, start_unit_application
from programs.models import Application, Call, Submission, Transition
from programs.states import Action, State
from programs.workflow import MarkInput, move

Staff = dict[str, User]

#: What becomes of each person of a company this year, in turn.
FATES = (
    "waiting", "waiting", "complete", "approved", "waiting", "city", "returned", "waiting",
    "approved", "incomplete", "waiting", "city", "rejected", "waiting",
)  # fmt: skip
#: One reviewer of each district that has a company.
REVIEWERS = {
    person.district: person.username
    for person in reversed(STAFF)
    if person.role == "reviewer" and person.district
}
UNIT_OPINION = "营业执照扫描件不清晰，请重新上传原件彩色扫描件。"
RETURN_OPINION = "个人所得税完税证明缺少第二页，且工资薪金与完税证明不一致，请核对后重新提交。"
RETURN_MARKS = (
    MarkInput("slot", "tax_certificate", "缺少第二页，请补充完整的完税证明"),
    MarkInput("field", "annual_wage", "与完税证明上的收入合计不一致"),
)


class Filing:
    """Files for companies in one call and decides about what they filed."""

    def __init__(self, call: Call, staff: Staff) -> None:
        self.call, self.staff = call, staff

    def file_unit(self, company: Company, clerk: User) -> Application:
        """The company's own part, as far as the cast wants it."""
        unit = clerk.memberships.get().unit
        application = start_unit_application(self.call, unit, clerk)
        answers = unit_answers(unit, company)
        save_answers(application.pk, clerk, answers, {})
        attach_papers(application, answers)
        if company.unit_state == "draft":
            return application
        application = move(application.pk, Action.SUBMIT, clerk)
        return self.approve(application) if company.unit_state == "approved" else application

    def draft_person(self, unit_part: Application, serial: int, *, but: str = "") -> Application:
        """Person number `serial` under the company; `but` names a slot that stays empty."""
        clerk = unit_part.created_by
        answers = person_answers(serial, self.call.year)
        application = start_person_application(unit_part, clerk)
        save_answers(application.pk, clerk, answers, {})
        attach_papers(application, answers, but=but)
        return application

    def file_person(self, unit_part: Application, serial: int, fate: str) -> Application:
        """A person whose application ends as `fate` says."""
        if fate == "incomplete":
            return self.draft_person(unit_part, serial, but="tax_certificate")
        application = self.draft_person(unit_part, serial)
        if fate == "complete":
            return application
        application = move(application.pk, Action.SUBMIT, unit_part.created_by)
        if fate == "city":
            return self.decide(application, Action.APPROVE)
        if fate == "approved":
            return self.approve(application)
        if fate == "returned":
            return self.decide(application, Action.RETURN, RETURN_OPINION, RETURN_MARKS)
        if fate == "rejected":
            opinion = "申报人上年度在本单位缴纳社会保险不满一年，不符合申报条件。"
            return self.decide(application, Action.REJECT, opinion)
        return application

    def approve(self, application: Application) -> Application:
        """Through both stages."""
        application = self.decide(application, Action.APPROVE, "材料齐全，符合条件，拟同意。")
        return self.decide(application, Action.APPROVE, "同意。")

    def decide(
        self,
        application: Application,
        action: Action,
        comment: str = "",
        marks: Sequence[MarkInput] = (),
    ) -> Application:
        """A decision by the office where the application is."""
        reviewer = self._reviewer_of(application)
        return move(application.pk, action, reviewer, comment, marks=marks)

    def _reviewer_of(self, application: Application) -> User:
        office = application.office
        assert office
        if office.is_city_level:
            return self.staff["city_review"]
        return self.staff[REVIEWERS[application.district_id or ""]]


def file_last_year(filing: Filing, clerks: Staff) -> list[int]:
    """Companies that existed then, most of their people approved; returns those people's pks."""
    serials = 100
    filed = []
    for company in COMPANIES[:3]:
        unit_part = filing.file_unit(company, clerks[company.username])
        for position in range(company.people // 2):
            serials += 1
            fate = "rejected" if position % 9 == 8 else "approved"
            filed.append(filing.file_person(unit_part, serials, fate).pk)
        filed.append(unit_part.pk)
    return filed


def file_this_year(filing: Filing, clerks: Staff) -> list[int]:
    """Everybody else, in every state. Returns the pks."""
    serials = 500
    filed = []
    for company in COMPANIES:
        unit_part = filing.file_unit(company, clerks[company.username])
        filed.append(unit_part.pk)
        for position in range(company.people):
            serials += 1
            fate = FATES[position % len(FATES)]
            if company.unit_state != "approved" and fate in ("approved", "city", "rejected"):
                fate = "waiting"
            filed.append(filing.file_person(unit_part, serials, fate).pk)
        if company.unit_state == "returned":
            filing.decide(unit_part, Action.RETURN, UNIT_OPINION)
    return filed


def backdate(pks: Sequence[int], newest: dt.datetime, *, spread: dt.timedelta) -> None:
    """Spreads what was filed just now over the time before `newest`.

    The log is append-only for everybody else; here its trigger is held off on purpose.
    """
    chance = random.Random(2026)
    with pgtrigger.ignore("programs.Transition:append_only", "programs.Submission:append_only"):
        for application in Application.objects.filter(pk__in=pks).exclude(state=State.DRAFT):
            _backdate(application, newest - spread * chance.random())


def _backdate(application: Application, submitted: dt.datetime) -> None:
    at = submitted
    for transition in Transition.objects.filter(application=application):
        Transition.objects.filter(pk=transition.pk).update(at=at)
        Submission.objects.filter(transition=transition).update(at=at)
        entered = at
        at = min(at + dt.timedelta(days=2, hours=3), timezone.now())
    changes: dict[str, Any] = {"submitted_at": submitted, "stage_entered_at": entered}
    if application.decided_at:
        changes["decided_at"] = entered
    if application.due_on and application.current_stage:
        changes["due_on"] = add_working_days(
            timezone.localdate(entered), application.current_stage.days
        )
    Application.objects.filter(pk=application.pk).update(**changes)
