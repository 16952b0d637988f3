"""What a submission takes: the checks, the amount, the claims, the snapshot."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import District, Unit
from programs.answers import pack, plain_answers, relevant
from programs.calculations import CALCULATIONS
from programs.calculations.base import ZERO, Facts, Outcome
from programs.claims import Claim, Holders, claims_of, holders_of
from programs.claims import take as take_claims
from programs.identity import identify, person_hash, place
from programs.models import Application, Submission, Transition
from programs.queries.applications import (
    PersonHistory,
    granted_to_unit,
    people_before,
    person_history,
)
from programs.rules.completeness import Problem, problems_of
from programs.rules.consents import missing_ticks
from programs.states import State
from programs.validity import lapse_expired
from programs.waivers import waived_slots


class Incomplete(ValidationError):
    """A submission that cannot be taken; `problems` says what is missing or wrong, and where."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__([problem.message for problem in problems])


@dataclass(frozen=True)
class Examination:
    """An application looked through once: what it says, what it lacks, what it is worth."""

    answers: dict[str, Any]
    claims: list[Claim]
    problems: list[Problem]
    outcome: Outcome | None
    """The proposed amount; None for a unit's part and while there are problems."""


def find_problems(application: Application) -> list[Problem]:
    """Everything that stands between the application and its submission."""
    examination = examine(application)
    return _with_claims(application, examination)


def examine(application: Application) -> Examination:
    """Looks an application through, as if it were submitted now. Writes nothing.

    Who else claims the same is not asked: taking the claims tells.
    """
    answers = plain_answers(application)
    form = application.form
    filled = {file.slot for file in application.files} | waived_slots(form, answers)
    problems = window_problems(application)
    problems += problems_of(form, answers, filled) + _fixed_problems(application, answers)
    outcome = None
    if not application.is_person:
        problems += place_problems(application)
    else:
        person = person_hash(application, answers)
        history = person_history(application, person)
        if not application.is_own:
            problems += _unit_problems(application)
        problems += barriers(application, person, history)
        if not problems:
            outcome = calculate(application, answers, history)
            problems = [Problem("field", key, text) for key, text in outcome.problems.items()]
    return Examination(answers, claims_of(application, answers), problems, outcome)


def calculate(
    application: Application, answers: dict[str, Any], history: PersonHistory | None = None
) -> Outcome:
    """The proposed amount of a person's application, from its answers and the year's figures."""
    definition = application.definition
    if definition.calculation is None:
        return Outcome(ZERO)
    history = history or person_history(application, application.id_doc_hash)
    facts = facts_of(application, relevant(application.form, answers), history)
    return CALCULATIONS[definition.calculation](facts)


def facts_of(application: Application, answers: dict[str, Any], history: PersonHistory) -> Facts:
    """What the calculation looks at, beside these answers."""
    parameters = application.parameters
    is_capped = application.definition.unit_cap(answers) in parameters
    return Facts(
        answers,
        parameters,
        received_before=history.received_before,
        months_used=history.months_used,
        unit_granted=granted_to_unit(application, answers) if is_capped else ZERO,
        year=application.call.year,
    )


def take_submission(application: Application) -> Examination:
    """Checks the locked application and fills in what its submission fixes; raises `Incomplete`."""
    if application.is_person and application.definition.certificate:
        answers = plain_answers(application)
        lapse_expired(Q(id_doc_hash=person_hash(application, answers)))
    examination = examine(application)
    problems = examination.problems + [tick.problem for tick in missing_ticks(application)]
    if problems:
        ticks = problems[len(examination.problems) :]
        raise Incomplete(_with_claims(application, examination) + ticks)
    # What a condition has hidden was not asked for: it is neither reviewed nor kept.
    answers = relevant(application.form, examination.answers)
    application.answers = pack(application.form, answers)
    application.fixed = application.fixed or _fixed(application, answers)
    application.waived = sorted(
        waived_slots(application.form, answers) - {file.slot for file in application.files}
    )
    if application.is_person:
        identify(application, answers)
    if application.is_own:
        place(application, answers)
    else:
        application.unit = Unit.objects.raw(_UNIT, [application.unit_id])[0]
    if outcome := examination.outcome:
        # What a ranking sets is nobody's before it.
        application.proposed_amount = None if application.definition.tiers else outcome.amount
        application.amount_working = [step.as_json() for step in outcome.working]
        application.months, application.score = outcome.months, outcome.score
    if not take_claims(application, examination.claims):
        raise Incomplete(claim_problems(application, examination.claims))
    if application.unit:
        application.unit_name = application.unit.name
    return examination


_UNIT = "SELECT * FROM accounts_unit WHERE id = %s"


def record_submission(application: Application, transition: Transition) -> None:
    """Keeps what an office gets to see, for ever."""
    Submission.objects.create(
        application=application,
        transition=transition,
        answers=application.answers,
        attachments=[
            {"id": f.id, "slot": f.slot, "name": f.name, "sha256": f.sha256}
            for f in application.files
        ],
        proposed_amount=application.proposed_amount,
    )


def _fixed(application: Application, answers: dict[str, Any]) -> dict[str, Any]:
    """The answers that no later submission may change."""
    return {key: answers[key] for key, field in application.form.fields.items() if field.fixed}


def _fixed_problems(application: Application, answers: dict[str, Any]) -> list[Problem]:
    """What was changed although the first submission has fixed it."""
    fields = application.form.fields
    message = _("首次提交后不能更改，请恢复为“{value}”。")
    return [
        Problem(
            "field",
            key,
            message.format(value=fields[key].label_of(str(value))),
            str(fields[key].label),
        )
        for key, value in application.fixed.items()
        if key in fields and answers.get(key) != value
    ]


def window_problems(application: Application) -> list[Problem]:
    call = application.call
    if call.is_open():
        return []
    local = timezone.localtime
    opens = f"{local(call.opens_at):%Y-%m-%d %H:%M}"
    closes = f"{local(call.closes_at):%Y-%m-%d %H:%M}" if call.closes_at else _("长期")
    message = _("不在申报时间内（{opens} 至 {closes}），草稿已保留，不能提交。")
    return [Problem("form", NON_FIELD_ERRORS, message.format(opens=opens, closes=closes))]


def _unit_problems(application: Application) -> list[Problem]:
    unit = application.unit_application
    if not unit or unit.state in (State.DRAFT, State.RETURNED, State.REJECTED):
        message = _("请先提交“单位申报信息”，再提交个人申报。")
        return [Problem("form", NON_FIELD_ERRORS, message)]
    most = application.parameters.get("unit_people")
    if most is None or people_before(application) < most:
        return []
    message = _("每家单位本年度最多申报 {most} 人，本单位已提交 {most} 人，不能再提交。")
    return [Problem("form", NON_FIELD_ERRORS, message.format(most=int(most)))]


def place_problems(application: Application) -> list[Problem]:
    """Some programmes are for the units of some districts."""
    districts = application.definition.districts
    if not districts or application.district_id in districts:
        return []
    message = _("本项目只受理{districts}的单位申报，贵单位登记在{district}，不能申报。").format(
        districts=_("、").join(map(str, District.objects.filter(pk__in=districts))),
        district=application.district,
    )
    return [Problem("form", NON_FIELD_ERRORS, message)]


def barriers(application: Application, id_doc_hash: str, history: PersonHistory) -> list[Problem]:
    """What stands against filing for this person, whatever is answered."""
    return [
        *place_problems(application),
        *_rival_problems(history),
        *(_prerequisite_problems(history) if id_doc_hash else ()),
        *_figures_problems(application),
    ]


def _prerequisite_problems(history: PersonHistory) -> list[Problem]:
    """Approved filings of other programmes without which there is nothing to submit here."""
    return [
        Problem("field", "id_doc_number", str(wanted.missing), _("证件号码"))
        for wanted in history.application.definition.prerequisites
        if not history.fulfils(wanted)
    ]


def _figures_problems(application: Application) -> list[Problem]:
    """A call may open before the figures of its year are in the definition."""
    if not application.definition.needs_figures or application.parameters:
        return []
    message = _("本年度奖励标准尚未发布，草稿已保留，发布后即可提交。")
    return [Problem("form", NON_FIELD_ERRORS, message)]


def _rival_problems(history: PersonHistory) -> list[Problem]:
    """Other applications for the same person: in the unit's own list, or elsewhere."""
    if holder := history.in_force:
        message = _("该人员已通过本项目，证书有效期至 {day}，期满次日起方可再次申报。").format(
            day=holder.valid_until
        )
    elif granted := history.excluding:
        message = _("该人员已享受“{program}”（{year} 年），按规定不能再申报本项目。").format(
            program=granted.call.program, year=granted.call.year
        )
    elif history.twin:
        message = _("本单位已为该人员建立申报，请在“{list}”中查找，不要重复填写。").format(
            list=history.application.definition.people_title
        )
    elif history.rival is None:
        return []
    elif history.rival.call_id == history.application.call_id:
        message = _("该人员在本批次已有申报，不能重复申报。")
    else:
        message = _(
            "该人员本年度已申报“{program}”，同一年度只能享受其中一项（就高不重复）；"
            "如需改报本项目，请先联系受理部门终止原申报。"
        ).format(program=history.rival.call.program)
    return [Problem("field", "id_doc_number", message, _("证件号码"))]


def _with_claims(application: Application, examination: Examination) -> list[Problem]:
    """What was found, and what others have claimed where nothing else was said of that."""
    known = {(problem.target, problem.key, problem.row) for problem in examination.problems}
    taken = claim_problems(application, examination.claims)
    new = [each for each in taken if (each.target, each.key, each.row) not in known]
    return examination.problems + new


def claim_problems(
    application: Application, claims: Sequence[Claim], holders: Holders | None = None
) -> list[Problem]:
    """Rows that another application has claimed. `holders`, where many are asked about at once."""
    if holders is None:
        holders = holders_of(claims)
    mine = (None, application.pk)
    return [_taken(claim) for claim in claims if holders.get(claim.key) not in mine]


def _taken(claim: Claim) -> Problem:
    if claim.once:
        key = claim.once.fields[-1] if claim.once.fields else "id_doc_number"
        return Problem("field", key, str(claim.once.taken))
    if claim.section is None:
        message = _("该人员已有本项目的申报或有效证书，不能重复申报。")
        return Problem("field", "id_doc_number", message, _("证件号码"))
    repeat = claim.section.repeat
    assert repeat
    message = _("该{row}已被其他申报件使用，同一张只能使用一次。").format(row=repeat.row_label)
    place = f"{repeat.row_label} {claim.row + 1}"
    return Problem("group", claim.section.key, message, place, claim.row, repeat.unique[-1])
