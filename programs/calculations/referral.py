"""What is paid for bringing talent to the city."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from portal.lib.dates import add_months
from portal.lib.money import quantize, yuan

from .base import Facts, Outcome, day, number, refused, result

SELECTED = frozenset({"top_talent", "major_team", "national", "provincial", "city"})
MONTHS = 12


def social_referral_award(facts: Facts) -> Outcome:
    """社会化引才奖励: a fixed amount by ground, within so many years of landing.

    Source: 苏人保开〔2023〕25号.
    """
    ground = str(facts.answers["ground"])
    problem = _problem_of_dates(ground, facts) or _problem_of_ground(ground, facts)
    if problem:
        return refused(**problem)
    return result([], gettext_noop("按奖励事项"), quantize(facts.parameters[ground]))


def _problem_of_dates(ground: str, facts: Facts) -> dict[str, str]:
    """When the ground may be reached: not before landing, nor too soon or too long after it."""
    landed, reached = (day(facts.answers[key]) for key in ("landed_on", "reached_on"))
    if reached < landed:
        return {"reached_on": _("不能早于备案的落地时间 {day}。").format(day=landed)}
    months = _months_needed(ground, facts)
    if reached < add_months(landed, months):
        return {"reached_on": _("须在落地满 {months} 个月后。").format(months=months)}
    years = _years_allowed(ground, facts)
    if years and reached > add_months(landed, years * MONTHS):
        return {"reached_on": _("须在落地 {years} 年内达到条件。").format(years=years)}
    return {}


def _problem_of_ground(ground: str, facts: Facts) -> dict[str, str]:
    """What the ground asks for beside its day."""
    answers, figures = facts.answers, facts.parameters
    if ground == "full_time":
        tax, floor = number(answers.get("tax_paid")), figures["tax_floor"]
        if tax < floor:
            message = _("年缴个人所得税 {tax}，低于 {floor}，不符合奖励条件。")
            return {"tax_paid": message.format(tax=yuan(tax), floor=yuan(floor))}
    if ground == "startup_selected":
        least = int(figures["startup_insured"])
        if number(answers.get("insured_employees")) < least:
            return {"insured_employees": _("至少 {count} 人参保。").format(count=least)}
    if ground == "high_tech":
        sales, tax = figures["sales_floor"], figures["company_tax_floor"]
        is_large = number(answers.get("yearly_sales")) > sales
        if not is_large and number(answers.get("yearly_tax")) <= tax:
            message = _("连续三年的年销售额须均超过 {sales}，或年纳税额均超过 {tax}。")
            return {"yearly_sales": message.format(sales=yuan(sales), tax=yuan(tax))}
    return {}


def _months_needed(ground: str, facts: Facts) -> int:
    """How many months after landing the ground can be reached at the earliest."""
    name = {"startup_selected": "startup_months", "full_time": "full_time_months"}.get(ground)
    return int(facts.parameters[name]) if name else 0


def _years_allowed(ground: str, facts: Facts) -> int:
    """Within how many years of landing the ground must be reached; 0 for no limit."""
    if ground == "high_tech":
        return int(facts.parameters["high_tech_years"])
    return int(facts.parameters["selected_years"]) if ground in SELECTED else 0
