"""Awards to persons for what they earn and pay in tax: 高端人才, 优秀人才贡献, 居住证持证人贡献."""


from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from portal.lib.money import quantize, yuan

from .base import THE_AMOUNT, ZERO, Facts, Outcome, Step, number


def contribution_award(facts: Facts) -> Outcome:
    """优秀人才贡献奖励: the least of local revenue, accepted invoices and what the cap leaves.

    Source: 苏人保开〔2023〕28号 for the limits; the share of local revenue is a parameter.
    """
    wage = number(facts.answers.get("annual_wage"))
    floor = facts.parameters["wage_floor"]
    if wage < floor:
        message = _("上年度工资薪金 {wage} 元，低于申报门槛 {floor} 元，不符合申报条件。")
        return Outcome(
            ZERO, problems={"annual_wage": message.format(wage=yuan(wage), floor=yuan(floor))}
        )
    tax = number(facts.answers.get("tax_paid"))
    share = facts.parameters["local_share"]
    cap = facts.parameters["lifetime_cap"]
    invoices = [number(row.get("amount")) for row in facts.answers.get("invoices") or []]

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
