"""Fixed allowances that a person gets once."""

from django.utils.translation import gettext_noop

from portal.lib.money import quantize

from .base import Facts, Outcome, Step, number, result


def car_plate_subsidy(facts: Facts) -> Outcome:
    """小客车上牌补贴: the auction price up to the cap."""
    price, cap = number(facts.answers["auction_price"]), facts.parameters["cap"]
    working = [
        Step(gettext_noop("竞价成交价"), "", price),
        Step(gettext_noop("补贴上限"), "", quantize(cap)),
    ]
    return result(working, gettext_noop("取以上两项的较小值"), quantize(min(price, cap)))


def graduate_allowance(facts: Facts) -> Outcome:
    """应届毕业生生活补贴: once, by level of education."""
    amount = quantize(facts.parameters[str(facts.answers["degree"])])
    return result([], gettext_noop("按学历层次"), amount)
