"""Grants towards a home, bought or rented."""

from decimal import ROUND_FLOOR, Decimal

from django.utils.translation import gettext_noop

from portal.lib.money import quantize, yuan

from .base import ZERO, Facts, Outcome, Step, number, result


def home_purchase_first(facts: Facts) -> Outcome:
    """购房补贴: the first half, rounded down to yuan."""
    total, working = _home_purchase(facts)
    return result(working, f"{yuan(total)} × 50%", _half(total))


def home_purchase_second(facts: Facts) -> Outcome:
    """购房年审: what the first half has left."""
    total, working = _home_purchase(facts)
    half = _half(total)
    return result(working, f"{yuan(total)} − {yuan(half)}", total - half)


def _home_purchase(facts: Facts) -> tuple[Decimal, list[Step]]:
    """The whole subsidy: the class's standard, no more than the price, less what was received."""
    answers = facts.answers
    standard = facts.parameters[str(answers["talent_class"]).replace("class", "standard")]
    price, received = number(answers["price"]), number(answers["settlement_received"])
    total = max(ZERO, quantize(min(standard, price) - received))
    return total, [
        Step(gettext_noop("补贴标准"), gettext_noop("按人才类别"), quantize(standard)),
        Step(gettext_noop("购房总价"), gettext_noop("低于标准的以总价为限"), price),
        Step(gettext_noop("补贴总额"), f"{yuan(min(standard, price))} − {yuan(received)}", total),
    ]


def _half(total: Decimal) -> Decimal:
    return quantize((total / 2).to_integral_value(ROUND_FLOOR))


def rental_subsidy(facts: Facts) -> Outcome:
    """租房补贴: a fixed amount for each month of the year's lease."""
    monthly, months = facts.parameters["monthly"], int(facts.answers["months"])
    return result([], f"{yuan(monthly)} × {months}", quantize(monthly * months))
