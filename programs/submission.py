"""What a submission takes: the checks, the amount, the claims, the snapshot."""

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.lib.crypto import keyed_hash
from programs.answers import relevant, unpack
from programs.calculations import CALCULATIONS, Facts, Outcome
from programs.definitions.schema import Section
from programs.models import Application, Submission, Transition, UniqueClaim
from programs.queries.applications import granted_before, rival_application
from programs.rules.completeness import Problem, problems_of
from programs.states import State


class Incomplete(ValidationError):
    """A submission that cannot be taken; `problems` says what is missing or wrong, and where."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__([problem.message for problem in problems])


def plain_answers(application: Application) -> dict[str, Any]:
    """The application's answers, decrypted."""
    return unpack(application.form, application.answers)


def find_problems(application: Application) -> list[Problem]:
    """Everything that stands between the application and its submission."""
    answers = plain_answers(application)
    slots = application.attachments.values_list("slot", flat=True)
    problems = _window_problems(application)
    problems += problems_of(application.form, answers, slots)
    if application.is_person:
        problems += _unit_problems(application) + _rival_problems(application)
        problems += _claim_problems(application, answers)
        if not problems and application.definition.calculation:
            outcome = calculate(application, answers)
            problems += [Problem("field", key, text) for key, text in outcome.problems.items()]
    return problems


def calculate(application: Application, answers: dict[str, Any]) -> Outcome:
    """The proposed amount of a person's application, from its answers and the year's figures."""
    definition = application.definition
    assert definition.calculation
    received = granted_before(
        application.id_doc_hash, definition.exclusive_group or "", application.call.year
    )
    facts = Facts(relevant(application.form, answers), application.parameters, received)
    return CALCULATIONS[definition.calculation](facts)


def take_submission(application: Application) -> None:
    """Checks the locked application and fills in what its submission fixes; raises `Incomplete`."""
    if problems := find_problems(application):
        raise Incomplete(problems)
    answers = plain_answers(application)
    if application.is_person:
        if application.definition.calculation:
            outcome = calculate(application, answers)
            application.proposed_amount = outcome.amount
            application.amount_working = [step.as_json() for step in outcome.working]
        else:
            application.proposed_amount = 0
        _claim(application, answers)
    application.unit_name = application.unit.name
    application.submitted_at = timezone.now()


def record_submission(application: Application, transition: Transition) -> None:
    """Keeps what was submitted, for ever."""
    files = application.attachments.order_by("slot", "position", "pk")
    Submission.objects.create(
        application=application,
        transition=transition,
        answers=application.answers,
        attachments=[
            {"id": f.pk, "slot": f.slot, "name": f.name, "sha256": f.sha256} for f in files
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


def _rival_problems(application: Application) -> list[Problem]:
    rival = rival_application(application)
    if rival is None:
        return []
    if rival.call_id == application.call_id:
        message = _("该人员在本批次已有申报，不能重复申报。")
    else:
        message = _("该人员本年度已申报“{program}”，同一年度只能享受其中一项。").format(
            program=rival.call.program
        )
    return [Problem("field", "id_doc_number", message)]


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
