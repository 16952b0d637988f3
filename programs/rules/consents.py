"""What a person must have agreed to separately before she hands in what she files for herself."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Consent
from accounts.rules import has_agreed
from programs.models import Application
from programs.rules.completeness import Problem

Purpose = Consent.Purpose


@dataclass(frozen=True)
class Tick:
    """One consent on the filing page: `text` is agreed to, `missing` is said without it."""

    purpose: str
    label: str | Promise
    text: str | Promise
    missing: str | Promise

    @property
    def problem(self) -> Problem:
        return Problem("consent", self.purpose, str(self.missing), str(self.label))


TICKS = (
    Tick(
        Purpose.BANK_ACCOUNT,
        _("银行账户的单独同意"),
        _("我同意收集我的银行账户信息，仅用于核对和拨付本项目的资金"),
        _("请勾选同意收集银行账户信息后再提交。"),
    ),
    Tick(
        Purpose.PUBLIC_NOTICE,
        _("公示的单独同意"),
        _("我同意依规公示我的姓名、所在单位和申报项目，不公示其他信息"),
        _("请勾选同意公示后再提交。"),
    ),
)


def missing_ticks(application: Application) -> list[Tick]:
    """The consents that the application needs and its person has not given, or has taken back."""
    person = application.applicant
    if not application.is_own or person is None:
        return []
    asked = _purposes(application)
    return [t for t in TICKS if t.purpose in asked and not has_agreed(person, t.purpose)]


def _purposes(application: Application) -> set[str]:
    asked: set[str] = set()
    questions = [q for section in application.form.sections for q in section.fields]
    if any(question.type == "bank_account" for question in questions):
        asked.add(Purpose.BANK_ACCOUNT)
    if any(stage.kind == "public_notice" for stage in application.definition.route):
        asked.add(Purpose.PUBLIC_NOTICE)
    return asked
