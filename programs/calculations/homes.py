"""Grants towards a home, bought or rented."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from decimal import ROUND_FLOOR, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from portal.lib.money import quantize, yuan

from .base import THE_AMOUNT, ZERO, Facts, Outcome, Step, day, number, refused, result


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


def home_purchase_grant(facts: Facts) -> Outcome:
    """乐居购房贴: the standard of class and district, never above the price.

    Source: the rules of the districts of 2022 and 2023.
    """
    if problem := _problem_of_arrival(facts):
        return refused(**problem)
    answers, years = facts.answers, int(facts.parameters["certificate_years"])
    last_year = day(answers["certificate_date"]).year + years
    if facts.year > last_year:
        message = _("应在取得不动产权证后 {years} 年内申报，最迟 {year} 年。")
        return refused(certificate_date=message.format(years=years, year=last_year))
    standard = quantize(facts.parameters[str(answers["talent_class"])])
    price = number(answers["price"])
    working = [
        Step(gettext_noop("补贴标准"), gettext_noop("按人才类别和区域"), standard),
        Step(gettext_noop("购房总价"), gettext_noop("低于标准的以总价为限"), price),
    ]
    return result(working, gettext_noop("取以上两项的较小值"), min(standard, price))


def rent_grant(facts: Facts) -> Outcome:
    """乐居租房贴: for each month at work and on lease the standard, never above the rent.

    Source: the rules of the city and its districts. The months run from July of the year before
    until June of the filing year, and those of earlier grants count against the limit.
    """
    if problem := _problem_of_arrival(facts):
        return refused(**problem)
    limit = int(facts.parameters["months"])
    left = max(0, limit - facts.months_used)
    if not left:
        message = _("租房补贴最长 {limit} 个月，该人员已享受 {used} 个月，不能再申报。")
        return refused(id_doc_number=message.format(limit=limit, used=facts.months_used))
    standard = quantize(facts.parameters[_rent_class(facts)])
    paid = [min(standard, rent) for rent in _rents(facts)][:left]
    if not paid:
        message = _("{start} 至 {end} 没有既在职又在租的月份（以每月 1 日为准）。")
        start, end = f"{facts.year - 1}-07", f"{facts.year}-06"
        return refused(employed_since=message.format(start=start, end=end))
    amount = quantize(sum(paid, ZERO))
    formula = " + ".join(f"{yuan(each)} × {count}" for each, count in Counter(paid).items())
    working = [
        Step(gettext_noop("每月补贴标准"), gettext_noop("按人才类别和区域"), standard),
        Step(THE_AMOUNT, formula, amount),
    ]
    return Outcome(amount, working, months=len(paid))


def _problem_of_arrival(facts: Facts) -> dict[str, str]:
    """What the housing rules ask of everybody: from when she came, and on what terms."""
    answers, figures = facts.answers, facts.parameters
    since = day(int(figures["arrived_since"]))
    if day(answers["arrived_on"]) < since:
        return {"arrived_on": _("须为 {day} 以后首次来苏工作。").format(day=since)}
    if answers["status"] == "employee":
        for key in ("contract_months", "insured_months"):
            if number(answers.get(key)) < figures[key]:
                return {key: _("不得少于 {months} 个月。").format(months=int(figures[key]))}
    return {}


def _rent_class(facts: Facts) -> str:
    chosen = str(facts.answers["talent_class"])
    return f"{chosen}_{facts.answers['level']}" if chosen == "class_e" else chosen


def _rents(facts: Facts) -> Iterator[Decimal]:
    """The rent of each month, from July until June, on whose first day there was work and a lease.

    Of several leases on one day the highest counts.
    """
    employed = day(facts.answers["employed_since"])
    leases = [
        (day(row["starts_on"]), day(row["ends_on"]), number(row["monthly_rent"]))
        for row in facts.answers.get("leases") or []
    ]
    months = [(facts.year - 1, month) for month in range(7, 13)]
    months += [(facts.year, month) for month in range(1, 7)]
    for first in (dt.date(year, month, 1) for year, month in months):
        running = [rent for start, end, rent in leases if start <= first <= end]
        if employed <= first and running:
            yield max(running)
