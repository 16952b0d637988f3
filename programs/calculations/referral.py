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
    answers, figures = facts.answers, facts.parameters
    ground = str(answers["ground"])
    landed, reached = day(answers["landed_on"]), day(answers["reached_on"])
    if reached < landed:
        return refused(reached_on=_("不能早于备案的落地时间 {day}。").format(day=landed))
    if ground == "full_time":
        tax, floor = number(answers.get("tax_paid")), figures["tax_floor"]
        if tax < floor:
            message = _("年缴个人所得税 {tax}，低于 {floor}，不符合奖励条件。")
            return refused(tax_paid=message.format(tax=yuan(tax), floor=yuan(floor)))
        if reached < add_months(landed, MONTHS):
            return refused(reached_on=_("全职工作须满一年。"))
    years = _years_allowed(ground, facts)
    if years and reached > add_months(landed, years * MONTHS):
        message = _("须在落地 {years} 年内达到条件。").format(years=years)
        return refused(reached_on=message)
    return result([], gettext_noop("按奖励事项"), quantize(figures[ground]))


def _years_allowed(ground: str, facts: Facts) -> int:
    """Within how many years of landing the ground must be reached; 0 for no limit."""
    if ground == "high_tech":
        return int(facts.parameters["high_tech_years"])
    return int(facts.parameters["selected_years"]) if ground in SELECTED else 0
