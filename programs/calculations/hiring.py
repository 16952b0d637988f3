"""What units get back of the money that they spent on bringing people in."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from portal.lib.money import quantize, yuan

from .base import ZERO, Facts, Outcome, Step, day, number, refused, result, whole_months

#: What counts, by the kind of incentive; the answers of one kind are added up.
COSTS: dict[str, tuple[str, ...]] = {
    "agency": ("commission",),
    "institute": ("salary_paid", "housing_paid"),
    "national": ("salary_paid",),
    "leading_team": ("team_cost",),
    "top_team": ("team_cost",),
    "project": ("project_cost",),
}


#: What the amount is the least of, by how many limits there are.
LEAST = {
    1: gettext_noop("一事一议，不设上限"),
    2: gettext_noop("取以上两项的较小值"),
    3: gettext_noop("取以上三项的最小值"),
}


def hiring_subsidy(facts: Facts) -> Outcome:
    """招聘补贴: a share of what was paid for recruiting one person, up to the caps."""
    if problem := _problem_of_post(facts):
        return refused(**problem)
    return _share_of_cost(facts, ("recruiting_fee",), "fee_share", "person_cap", "unit_cap")


def _problem_of_post(facts: Facts) -> dict[str, str]:
    """On what terms somebody must have been hired."""
    answers, figures = facts.answers, facts.parameters
    wage, floor = number(answers.get("annual_wage")), figures["wage_floor"]
    if answers.get("qualification") == "wage" and wage < floor:
        message = _("年薪 {wage}，低于 {floor}，不符合所选条件。")
        return {"annual_wage": message.format(wage=yuan(wage), floor=yuan(floor))}
    years = int(figures["contract_years"])
    if number(answers.get("contract_years")) < years:
        return {"contract_years": _("不得少于 {years} 年。").format(years=years)}
    months = int(figures["months_in_post"])
    if whole_months(day(answers["employed_since"]), facts.on) < months:
        message = _("在岗须满 {months} 个月，请在满足后提交。")
        return {"employed_since": message.format(months=months)}
    return {}


def recruitment_incentive(facts: Facts) -> Outcome:
    """引才用才激励: a share of the cost of one person, team or project, up to the caps of its kind.

    Source: the city's calendar of policies of 2020 and the rule for agencies of 2017.
    """
    kind = str(facts.answers["incentive_kind"])
    if kind == "agency" and (problem := _problem_of_hire(facts)):
        return refused(**problem)
    return _share_of_cost(facts, COSTS[kind], f"share_{kind}", f"cap_{kind}", f"unit_cap_{kind}")


def _problem_of_hire(facts: Facts) -> dict[str, str]:
    """Whom an agency must have brought."""
    answers, figures = facts.answers, facts.parameters
    wage, floor = number(answers.get("annual_wage")), figures["wage_floor"]
    if wage <= floor:
        message = _("税前年薪 {wage}，须超过 {floor}。")
        return {"annual_wage": message.format(wage=yuan(wage), floor=yuan(floor))}
    months = int(figures["insured_months"])
    if number(answers.get("insured_months")) < months:
        return {"insured_months": _("不得少于 {months} 个月。").format(months=months)}
    return {}


def _share_of_cost(
    facts: Facts, keys: tuple[str, ...], share: str, cap: str, unit_cap: str
) -> Outcome:
    """The least of a share of the cost, the cap for each and what the unit's cap has left.

    A cap that is no parameter does not apply.
    """
    figures = facts.parameters
    costs = [number(facts.answers.get(key)) for key in keys]
    part = quantize(sum(costs, ZERO) * figures[share])
    working = [Step(gettext_noop("按实际支出计算"), _formula(costs, figures[share]), part)]
    if cap in figures:
        working.append(Step(gettext_noop("每人（项）上限"), "", quantize(figures[cap])))
    if unit_cap in figures:
        most = quantize(figures[unit_cap])
        left = max(ZERO, most - facts.unit_granted)
        if not left:
            message = _("本单位本年度的申报额已达上限 {cap}，不能再申报。")
            return refused(**{keys[0]: message.format(cap=yuan(most))})
        formula = f"{yuan(most)} − {yuan(facts.unit_granted)}"
        working.append(Step(gettext_noop("单位年度限额余额"), formula, left))
    return result(working, LEAST[len(working)], min(step.value for step in working))


def _formula(costs: Sequence[Decimal], share: Decimal) -> str:
    added = " + ".join(map(yuan, costs))
    return f"({added}) × {share:%}" if len(costs) > 1 else f"{added} × {share:%}"
