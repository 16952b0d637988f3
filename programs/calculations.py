"""How much a person is to get: pure functions of answers and the year's figures.

Each returns the amount and its working, the rows that applicant and reviewer alike are shown, and
the reasons why there is nothing to get. The figures are parameters of the programme's definition;
where they come from stands in its file.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from portal.lib.money import quantize, yuan

ZERO = Decimal("0.00")
#: Label of the last step, the amount itself: what that is called, the programme's policy says.
THE_AMOUNT = ""


@dataclass(frozen=True)
class Facts:
    """What a calculation may look at."""

    answers: dict[str, Any]
    parameters: dict[str, Decimal]
    received_before: Decimal = ZERO
    """What the person was granted in earlier years in the programme or its group, in yuan."""
    months_used: int = 0
    """Months that those earlier grants paid for."""
    unit_granted: Decimal = ZERO
    """What the unit's other people in the call, filed before, take of its `unit_cap`, in yuan:
    as approved, else as proposed. Read under a lock, and only where `unit_cap` is a parameter."""
    year: int = 0
    """The filing year."""


@dataclass(frozen=True)
class Step:
    """One row of the working; the words stay Chinese in the record and are translated on show."""

    label: str
    formula: str
    value: Decimal

    def as_json(self) -> dict[str, str]:
        return {"label": self.label, "formula": self.formula, "value": str(self.value)}


@dataclass(frozen=True)
class Outcome:
    """An amount in yuan with its working; `problems` maps field keys to what rules it out."""

    amount: Decimal
    working: list[Step] = field(default_factory=list)
    problems: dict[str, str] = field(default_factory=dict)
    months: int = 0
    """How many months the amount pays for: next time they are `Facts.months_used`."""
    score: Decimal | None = None
    """Points, for a programme whose amounts a ranking stage sets."""


Calculation = Callable[[Facts], Outcome]


def contribution_award(facts: Facts) -> Outcome:
    """优秀人才贡献奖励: the least of local revenue, accepted invoices and what the cap leaves.

    Source: 苏人保开〔2023〕28号 for the limits; the share of local revenue is a parameter.
    """
    wage = _decimal(facts.answers.get("annual_wage"))
    floor = facts.parameters["wage_floor"]
    if wage < floor:
        message = _("上年度工资薪金 {wage} 元，低于申报门槛 {floor} 元，不符合申报条件。")
        return Outcome(
            ZERO, problems={"annual_wage": message.format(wage=yuan(wage), floor=yuan(floor))}
        )
    tax = _decimal(facts.answers.get("tax_paid"))
    share = facts.parameters["local_share"]
    cap = facts.parameters["lifetime_cap"]
    invoices = [_decimal(row.get("amount")) for row in facts.answers.get("invoices") or []]

    local_revenue = quantize(tax * share)
    spent = quantize(sum(invoices, ZERO))
    left = max(ZERO, quantize(cap - facts.received_before))
    amount = max(ZERO, min(local_revenue, spent, left))
    difference = f"{yuan(cap)} − {yuan(facts.received_before)}"
    return Outcome(
        amount,
        [
            Step(gettext_noop("个人所得税地方留成"), f"{yuan(tax)} × {share:%}", local_revenue),
            Step(gettext_noop("在苏消费发票合计"), " + ".join(map(yuan, invoices)) or "0", spent),
            Step(gettext_noop("终身累计限额余额"), difference, left),
            Step(THE_AMOUNT, gettext_noop("取以上三项的最小值"), amount),
        ],
    )


def home_purchase_first(facts: Facts) -> Outcome:
    """购房补贴: the first half, rounded down to yuan."""
    total, working = _home_purchase(facts)
    return _result(working, f"{yuan(total)} × 50%", _half(total))


def home_purchase_second(facts: Facts) -> Outcome:
    """购房年审: what the first half has left."""
    total, working = _home_purchase(facts)
    half = _half(total)
    return _result(working, f"{yuan(total)} − {yuan(half)}", total - half)


def _home_purchase(facts: Facts) -> tuple[Decimal, list[Step]]:
    """The whole subsidy: the class's standard, no more than the price, less what was received."""
    answers = facts.answers
    standard = facts.parameters[str(answers["talent_class"]).replace("class", "standard")]
    price, received = _decimal(answers["price"]), _decimal(answers["settlement_received"])
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
    return _result([], f"{yuan(monthly)} × {months}", quantize(monthly * months))


def car_plate_subsidy(facts: Facts) -> Outcome:
    """小客车上牌补贴: the auction price up to the cap."""
    price, cap = _decimal(facts.answers["auction_price"]), facts.parameters["cap"]
    working = [
        Step(gettext_noop("竞价成交价"), "", price),
        Step(gettext_noop("补贴上限"), "", quantize(cap)),
    ]
    return _result(working, gettext_noop("取以上两项的较小值"), quantize(min(price, cap)))


def hiring_subsidy(facts: Facts) -> Outcome:
    """招聘补贴: a share of what was paid for recruiting one person, up to the cap."""
    answers, parameters = facts.answers, facts.parameters
    wage, floor = _decimal(answers.get("annual_wage")), parameters["wage_floor"]
    if answers.get("qualification") == "wage" and wage < floor:
        message = _("年薪 {wage} 元，低于 {floor} 元，不符合所选条件。")
        return Outcome(
            ZERO, problems={"annual_wage": message.format(wage=yuan(wage), floor=yuan(floor))}
        )
    fee, share, cap = (
        _decimal(answers.get("recruiting_fee")),
        parameters["fee_share"],
        parameters["person_cap"],
    )
    part = quantize(fee * share)
    working = [
        Step(gettext_noop("招聘服务费用补贴"), f"{yuan(fee)} × {share:%}", part),
        Step(gettext_noop("补贴上限"), "", quantize(cap)),
    ]
    return _result(working, gettext_noop("取以上两项的较小值"), min(part, quantize(cap)))


def graduate_allowance(facts: Facts) -> Outcome:
    """应届毕业生生活补贴: once, by level of education."""
    amount = quantize(facts.parameters[str(facts.answers["degree"])])
    return _result([], gettext_noop("按学历层次"), amount)


def _result(working: list[Step], formula: str, amount: Decimal) -> Outcome:
    return Outcome(amount, [*working, Step(THE_AMOUNT, formula, amount)])


def _decimal(value: Any) -> Decimal:
    return Decimal(str(value)) if value not in (None, "") else ZERO


CALCULATIONS: dict[str, Calculation] = {
    "contribution_award": contribution_award,
    "home_purchase_first": home_purchase_first,
    "home_purchase_second": home_purchase_second,
    "rental_subsidy": rental_subsidy,
    "car_plate_subsidy": car_plate_subsidy,
    "graduate_allowance": graduate_allowance,
    "hiring_subsidy": hiring_subsidy,
}
