"""Applications that persons file for themselves: 人才认定申请."""

from itertools import count
from typing import Any

from django.utils import timezone

from accounts.actions.consents import give
from accounts.models import Consent, IdentityCheck, Unit, User
from programs.actions.drafts import save_answers, start_own_application
from programs.models import Application, Call
from programs.states import Action
from programs.workflow import move

from .applications import fill_slots
from .people import make_clerk, make_person
from .places import open_call

_serial = count(1)


def make_identified_person(kind: str = "real_person", **fields: Any) -> User:
    """An individual of whom somebody else has vouched that she is who the document says."""
    person = make_person(**fields)
    IdentityCheck.objects.create(
        user=person,
        kind=kind,
        provider=IdentityCheck.Provider.ALIPAY,
        transaction_id=f"check-{person.pk}-{next(_serial)}",
        id_doc_hash=person.id_doc_hash or "",
        passed_at=timezone.now(),
    )
    return person


def own_answers(unit: Unit | None = None, **changes: Any) -> dict[str, Any]:
    """Complete answers but for what the account knows."""
    return {
        "employer": str(unit.pk) if unit else "",
        "mobile": "13712340001",
        "sex": "male",
        "birth_date": "1988-03-14",
        "position": "研发总监",
        "profession": "激光测量",
        "employed_since": "2019-07-01",
        "industry": "manufacturing",
        "education": "doctorate",
        "school": "苏州大学",
        "major": "仪器科学与技术",
        "graduated_on": "2015-06-30",
        "degree": "doctor",
        "degree_school": "苏州大学",
        "class_applied": "class_d",
        "condition": "省科学技术进步奖二等奖获得者前 3 名",
        **changes,
    }


def draft_own_application(
    person: User | None = None, unit: Unit | None = None, call: Call | None = None, **changes: Any
) -> Application:
    """A person's own draft, ready to be handed to the unit (a registered one unless given)."""
    person = person or make_identified_person()
    unit = unit or make_clerk().memberships.get().unit
    draft = start_own_application(call or open_call(slug="recognition"), person)
    saved = save_answers(draft.pk, person, own_answers(unit, **changes), {})
    fill_slots(saved.application, saved.answers)
    return saved.application


def hand_over(application: Application) -> Application:
    """Handed by its person to the unit: 请联系所属企业进行提交. She agrees to be made public."""
    if application.applicant:
        give(application.applicant, Consent.Purpose.PUBLIC_NOTICE)
    return move(application.pk, Action.SUBMIT, application.applicant)


def clerk_of(application: Application) -> User:
    """Somebody who acts for the unit to which it was handed."""
    member = application.named_unit.memberships.filter(is_active=True).select_related("user")[0]
    return member.user
