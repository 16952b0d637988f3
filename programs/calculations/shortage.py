"""Points by which 姑苏重点产业紧缺人才 are ranked; the amounts come with the rank."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from portal.lib.money import quantize

from .base import POINTS, ZERO, Facts, Outcome, Step, day, number, refused, whole_months

FULL = Decimal(100)
PER_STAR = Decimal(20)
MONTHS = 12


def key_shortage(facts: Facts) -> Outcome:
    """Education, shortage and pay, each out of a hundred and weighed, and a bonus.

    Source: the weights of the rule of 2016; ages of 苏委人才〔2024〕6号, on the day
    by which the call of 2025 counts them.
    """
    answers, figures = facts.answers, facts.parameters
    education = str(answers["education"])
    counted, limit = day(int(figures["age_day"])), int(figures[f"age_{education}"])
    age = whole_months(day(answers["birth_date"]), counted) // MONTHS
    if age > limit:
        message = _("截至 {day} 已满 {age} 周岁，超过该学历的年龄上限 {limit} 周岁。")
        return refused(birth_date=message.format(day=counted, age=age, limit=limit))
    stars = Decimal(str(answers["shortage_stars"]).removeprefix("star_"))
    wage, full_wage = number(answers["annual_wage"]), figures["full_wage"]
    pay = min(FULL, quantize(wage / full_wage * FULL))
    weighed = [
        _weighed(gettext_noop("个人素质"), figures[education], figures["weight_education"]),
        _weighed(gettext_noop("紧缺指数"), stars * PER_STAR, figures["weight_shortage"]),
        _weighed(gettext_noop("薪酬水平"), pay, figures["weight_pay"]),
    ]
    bonus = _bonus(facts)
    score = sum((step.value for step in weighed), bonus)
    working = [
        *weighed,
        Step(gettext_noop("职称和职务发明加分"), "", bonus, POINTS),
        Step(gettext_noop("积分合计"), gettext_noop("以上各项之和"), score, POINTS),
    ]
    return Outcome(ZERO, working, score=score)


def _weighed(label: str, points: Decimal, weight: Decimal) -> Step:
    return Step(label, f"{points.normalize():f} × {weight:%}", quantize(points * weight), POINTS)


def _bonus(facts: Facts) -> Decimal:
    """For a title of intermediate grade or higher, and for the first few inventions."""
    figures, title = facts.parameters, str(facts.answers["title"])
    of_title = ZERO if title == "none" else figures[f"title_{title}"]
    count = min(number(facts.answers["inventions"]), figures["most_inventions"])
    return quantize(of_title + count * figures["per_invention"])
