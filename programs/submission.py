"""What a submission takes: the checks, the amount, the claims, the snapshot."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.lib.crypto import keyed_hash
from programs.answers import pack, relevant, unpack
from programs.calculations import CALCULATIONS, ZERO, Facts, Outcome
from programs.definitions.schema import Section
from programs.identity import has_twin, identify
from programs.models import Application, Attachment, Submission, Transition, UniqueClaim
from programs.queries.applications import granted_before, rival_application
from programs.rules.completeness import Problem, problems_of
from programs.states import State


class Incomplete(ValidationError):
    """A submission that cannot be taken; `problems` says what is missing or wrong, and where."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__([problem.message for problem in problems])


@dataclass(frozen=True)
class Examination:
    """An application looked through once: what it says, what it lacks, what it is worth."""

    answers: dict[str, Any]
    attachments: list[Attachment]
    problems: list[Problem]
    outcome: Outcome | None
    """The proposed amount; None for a unit's part and while there are problems."""


def plain_answers(application: Application) -> dict[str, Any]:
    """The application's answers, decrypted."""
    return unpack(application.form, application.answers)


def find_problems(application: Application) -> list[Problem]:
    """Everything that stands between the application and its submission."""
    return examine(application).problems


def examine(application: Application) -> Examination:
    """Looks an application through, as if it were submitted now. Writes nothing."""
    answers = plain_answers(application)
    attachments = list(application.attachments.all())
    problems = _window_problems(application)
    problems += problems_of(application.form, answers, [file.slot for file in attachments])
    outcome = None
    if application.is_person:
        problems += _unit_problems(application) + _rival_problems(application, answers)
        problems += _claim_problems(application, answers)
        if not problems:
            outcome = calculate(application, answers)
            problems = [Problem("field", key, text) for key, text in outcome.problems.items()]
    return Examination(answers, attachments, problems, outcome)


def calculate(application: Application, answers: dict[str, Any]) -> Outcome:
    """The proposed amount of a person's application, from its answers and the year's figures."""
    definition = application.definition
    if definition.calculation is None:
        return Outcome(ZERO)
    received = granted_before(
        application.id_doc_hash, definition.exclusive_group or "", application.call.year
    )
    facts = Facts(relevant(application.form, answers), application.parameters, received)
    return CALCULATIONS[definition.calculation](facts)


def take_submission(application: Application) -> Examination:
    """Checks the locked application and fills in what its submission fixes; raises `Incomplete`."""
    examination = examine(application)
    if examination.problems:
        raise Incomplete(examination.problems)
    # What a condition has hidden was not asked for: it is neither reviewed nor kept.
    answers = relevant(application.form, examination.answers)
    application.answers = pack(application.form, answers)
    if application.is_person:
        identify(application, answers)
    if outcome := examination.outcome:
        application.proposed_amount = outcome.amount
        application.amount_working = [step.as_json() for step in outcome.working]
        _claim(application, examination.answers)
    application.unit_name = application.unit.name
    application.submitted_at = timezone.now()
    return examination


def record_submission(
    application: Application, transition: Transition, attachments: list[Attachment]
) -> None:
    """Keeps what was submitted, for ever."""
    Submission.objects.create(
        application=application,
        transition=transition,
        answers=application.answers,
        attachments=[
            {"id": f.pk, "slot": f.slot, "name": f.name, "sha256": f.sha256} for f in attachments
        ],
        proposed_amount=application.proposed_amount,
    )


def release_claims(application: Application) -> None:
    """Lets others use what a refused application had claimed."""
    application.claims.all().delete()


def _window_problems(application: Application) -> list[Problem]:
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
    if unit and unit.state not in (State.DRAFT, State.RETURNED, State.REJECTED):
        return []
    message = _("请先提交“单位申报信息”，再提交个人申报。")
    return [Problem("form", NON_FIELD_ERRORS, message)]


def _rival_problems(application: Application, answers: dict[str, Any]) -> list[Problem]:
    """Other applications for the same person: in the unit's own list, or elsewhere."""
    if has_twin(application, answers):
        message = _("本单位已为该人员建立申报，请在“奖励申报信息”中查找，不要重复填写。")
        return [Problem("field", "id_doc_number", message, _("证件号码"))]
    rival = rival_application(application) if application.id_doc_hash else None
    if rival is None:
        return []
    if rival.call_id == application.call_id:
        message = _("该人员在本批次已有申报，不能重复申报。")
    else:
        message = _("该人员本年度已申报“{program}”，同一年度只能享受其中一项。").format(
            program=rival.call.program
        )
    return [Problem("field", "id_doc_number", message, _("证件号码"))]


def _unique_values(section: Section, answers: dict[str, Any]) -> list[str]:
    """What the rows of a section claim, in order: one text for each row."""
    assert section.repeat
    rows = answers.get(section.key) or []
    return [
        "/".join(str(row.get(key, "")).strip().upper() for key in section.repeat.unique)
        for row in rows
    ]


def _claimed_sections(application: Application) -> list[tuple[str, Section]]:
    definition = application.definition
    scope = definition.exclusive_group or definition.slug
    return [
        (f"{scope}.{key}", section)
        for key, section in application.form.groups.items()
        if section.repeat and section.repeat.unique
    ]


def _claim_problems(application: Application, answers: dict[str, Any]) -> list[Problem]:
    """Rows that another application has claimed."""
    problems = []
    for scope, section in _claimed_sections(application):
        values = [_digest(value) for value in _unique_values(section, answers)]
        taken = set(
            UniqueClaim.objects.filter(scope=scope, value__in=values)
            .exclude(application=application)
            .values_list("value", flat=True)
        )
        assert section.repeat
        for index, value in enumerate(values):
            if value in taken:
                message = _("该{row}已被其他申报件使用，同一张只能使用一次。")
                problems.append(
                    Problem(
                        "group",
                        section.key,
                        message.format(row=section.repeat.row_label),
                        f"{section.repeat.row_label} {index + 1}",
                        index,
                        section.repeat.unique[-1],
                    )
                )
    return problems


def _claim(application: Application, answers: dict[str, Any]) -> None:
    application.claims.all().delete()
    UniqueClaim.objects.bulk_create(
        UniqueClaim(application=application, scope=scope, value=_digest(value))
        for scope, section in _claimed_sections(application)
        for value in _unique_values(section, answers)
    )


def _digest(value: str) -> str:
    return keyed_hash(value)
