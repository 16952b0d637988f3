"""Awards to persons for what they earn and pay in tax: 高端人才, 优秀人才贡献, 居住证持证人贡献."""

import datetime as dt
import re
from decimal import ROUND_FLOOR, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from portal.lib.identifiers import normalise
from portal.lib.money import quantize, yuan

from .base import THE_AMOUNT, ZERO, Facts, Outcome, Step, day, number, refused, result, whole_months

#: 主证 or 副证, country, issuing body, date of birth, serial number.
PERMIT = re.compile(r"([ZF])[A-Z]{3}[A-Z](\d{8})\d{5}")


def contribution_award(facts: Facts) -> Outcome:
    """优秀人才贡献奖励: the least of local revenue, accepted invoices and what the cap leaves.

    Source: 苏人保开〔2023〕28号 for the limits; the share of local revenue is a parameter.
    """
    wage = number(facts.answers.get("annual_wage"))
    floor = facts.parameters["wage_floor"]
    if wage < floor:
        return refused(annual_wage=_low_wage(wage, floor))
    needed = int(facts.parameters["months_in_post"])
    if whole_months(day(facts.answers["employed_since"]), facts.on) < needed:
        message = _("在本单位任职不满 {months} 个月，不符合申报条件。")
        return refused(employed_since=message.format(months=needed))
    tax = number(facts.answers.get("tax_paid"))
    share = facts.parameters["local_share"]
    cap = facts.parameters["lifetime_cap"]
    invoices = _invoices(facts)

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


def high_end_award(facts: Facts) -> Outcome:
    """高端人才奖励: a share of the whole wage that grows with it, in whole yuan, up to the cap.

    Source: 苏委办发〔2020〕8号 for the lowest and the highest share, the floor and the cap; the
    tiers between are a proposal (`floor_1`, `share_1`, `floor_2` …).
    """
    wage, tiers = number(facts.answers.get("annual_wage")), _tiers(facts.parameters)
    if wage < tiers[0][0]:
        return refused(annual_wage=_low_wage(wage, tiers[0][0]))
    # The award is for the wages of the year before the filing year.
    served = whole_months(day(facts.answers["employed_since"]), dt.date(facts.year, 1, 1))
    needed = int(facts.parameters["months_in_post"])
    if served < needed:
        message = _("截至 {year} 年底在本单位任职不满 {months} 个月，不符合申报条件。")
        return refused(employed_since=message.format(year=facts.year - 1, months=needed))
    share = max(share for floor, share in tiers if wage >= floor)
    part = quantize((wage * share).to_integral_value(ROUND_FLOOR))
    cap = quantize(facts.parameters["person_cap"])
    working = [
        Step(gettext_noop("按工资薪金分档计算"), f"{yuan(wage)} × {share:%}", part),
        Step(gettext_noop("每人每年奖励上限"), "", cap),
    ]
    return result(working, gettext_noop("取以上两项的较小值"), min(part, cap))


def permit_tax_award(facts: Facts) -> Outcome:
    """居住证持证人贡献奖励: a share of the local revenue, no more than the accepted invoices.

    Source: 苏政发〔2011〕87号 for the share; the local part of the tax is a parameter.
    """
    if problem := _problem_of_permit(facts):
        return refused(**problem)
    tax, figures = number(facts.answers.get("tax_paid")), facts.parameters
    invoices = _invoices(facts)
    revenue = tax * figures["local_share"]
    part = quantize(revenue * figures["award_share"])
    spent = quantize(sum(invoices, ZERO))
    working = [
        Step(
            gettext_noop("个人所得税地方留成"),
            f"{yuan(tax)} × {figures['local_share']:%}",
            quantize(revenue),
        ),
        Step(gettext_noop("按奖励比例计算"), f"{yuan(revenue)} × {figures['award_share']:%}", part),
        Step(gettext_noop("在苏消费发票合计"), " + ".join(map(yuan, invoices)) or "0", spent),
    ]
    return result(working, gettext_noop("取以上两项的较小值"), min(part, spent))


def _problem_of_permit(facts: Facts) -> dict[str, str]:
    answers, award_year = facts.answers, facts.year - 1
    number_of_permit = normalise(str(answers["permit_number"] or ""))
    found = PERMIT.fullmatch(number_of_permit)
    if found is None and number_of_permit:
        return {"permit_number": _("证号由 5 位字母和 13 位数字组成，主证以 Z 开头，请核对。")}
    if found and found[1] == "F":
        return {"permit_number": _("这是副证的证号；本奖励只能由主证持有人申报。")}
    if found and found[2] != f"{day(answers['birth_date']):%Y%m%d}":
        return {"permit_number": _("证号第 6 至 13 位应与出生日期一致，请核对。")}
    if day(answers["permit_valid_until"]) < dt.date(award_year, 12, 31):
        message = _("居住证须在 {year} 年 12 月 31 日仍然有效。")
        return {"permit_valid_until": message.format(year=award_year)}
    if day(answers["employed_since"]) > dt.date(award_year, 12, 31):
        message = _("{year} 年在本单位工作并纳税的，方可申报。")
        return {"employed_since": message.format(year=award_year)}
    return {}


def _tiers(figures: dict[str, Decimal]) -> list[tuple[Decimal, Decimal]]:
    """From which wage on, and which share of it."""
    numbers = (name.removeprefix("floor_") for name in figures if name.startswith("floor_"))
    return sorted((figures[f"floor_{n}"], figures[f"share_{n}"]) for n in numbers)


def _low_wage(wage: Decimal, floor: Decimal) -> str:
    message = _("上年度工资薪金 {wage}，低于申报门槛 {floor}，不符合申报条件。")
    return message.format(wage=yuan(wage), floor=yuan(floor))


def _invoices(facts: Facts) -> list[Decimal]:
    return [number(row.get("amount")) for row in facts.answers.get("invoices") or []]
