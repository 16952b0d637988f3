"""What units get back of the money that they spent on hiring."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from portal.lib.money import quantize, yuan

from .base import ZERO, Facts, Outcome, Step, number, refused, result


def hiring_subsidy(facts: Facts) -> Outcome:
    """招聘补贴: a share of what was paid for recruiting one person, up to the caps."""
    wage, floor = number(facts.answers.get("annual_wage")), facts.parameters["wage_floor"]
    if facts.answers.get("qualification") == "wage" and wage < floor:
        message = _("年薪 {wage}，低于 {floor}，不符合所选条件。")
        return refused(annual_wage=message.format(wage=yuan(wage), floor=yuan(floor)))
    return _share_of_fee(facts, "recruiting_fee", gettext_noop("招聘服务费用补贴"))


def recruitment_incentive(facts: Facts) -> Outcome:
    """引才用才激励: a share of the commission paid to an agency for one person, up to the caps.

    Source: the city's calendar of policies of 2020 and the rule for agencies of 2017.
    """
    answers, figures = facts.answers, facts.parameters
    wage, floor = number(answers.get("annual_wage")), figures["wage_floor"]
    if wage <= floor:
        message = _("税前年薪 {wage}，须超过 {floor}。")
        return refused(annual_wage=message.format(wage=yuan(wage), floor=yuan(floor)))
    months = int(figures["insured_months"])
    if number(answers.get("insured_months")) < months:
        return refused(insured_months=_("不得少于 {months} 个月。").format(months=months))
    return _share_of_fee(facts, "commission", gettext_noop("中介服务费用激励"))


def _share_of_fee(facts: Facts, key: str, label: str) -> Outcome:
    """The least of a share of the fee, the cap for a person and what the unit's cap has left."""
    fee, figures = number(facts.answers.get(key)), facts.parameters
    cap, unit_cap = quantize(figures["person_cap"]), quantize(figures["unit_cap"])
    left = max(ZERO, unit_cap - facts.unit_granted)
    if not left:
        message = _("本单位本年度的申报额已达上限 {cap}，不能再申报。")
        return refused(**{key: message.format(cap=yuan(unit_cap))})
    part = quantize(fee * figures["fee_share"])
    working = [
        Step(label, f"{yuan(fee)} × {figures['fee_share']:%}", part),
        Step(gettext_noop("每人补贴上限"), "", cap),
        Step(
            gettext_noop("单位年度限额余额"), f"{yuan(unit_cap)} − {yuan(facts.unit_granted)}", left
        ),
    ]
    return result(working, gettext_noop("取以上三项的最小值"), min(part, cap, left))
