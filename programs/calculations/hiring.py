"""What units get back of the money spent on hiring."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from portal.lib.money import quantize, yuan

from .base import ZERO, Facts, Outcome, Step, number, result


def hiring_subsidy(facts: Facts) -> Outcome:
    """招聘补贴: a share of what was paid for recruiting one person, up to the cap."""
    answers, parameters = facts.answers, facts.parameters
    wage, floor = number(answers.get("annual_wage")), parameters["wage_floor"]
    if answers.get("qualification") == "wage" and wage < floor:
        message = _("年薪 {wage} 元，低于 {floor} 元，不符合所选条件。")
        return Outcome(
            ZERO, problems={"annual_wage": message.format(wage=yuan(wage), floor=yuan(floor))}
        )
    fee, share, cap = (
        number(answers.get("recruiting_fee")),
        parameters["fee_share"],
        parameters["person_cap"],
    )
    part = quantize(fee * share)
    working = [
        Step(gettext_noop("招聘服务费用补贴"), f"{yuan(fee)} × {share:%}", part),
        Step(gettext_noop("补贴上限"), "", quantize(cap)),
    ]
    return result(working, gettext_noop("取以上两项的较小值"), min(part, quantize(cap)))
