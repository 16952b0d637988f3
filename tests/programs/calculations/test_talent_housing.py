"""乐居购房贴 and 乐居租房贴: hand-worked cases by class and district, and bounds."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.calculations.base import Outcome

from .figures import GUSU, XIANGCHENG, ZHANGJIAGANG, definition_of, outcome_of

ARRIVED = {
    "arrived_on": "2024-03-01",
    "status": "employee",
    "contract_months": 36,
    "insured_months": 20,
    "employed_since": "2024-03-01",
}
yuan = st.decimals(min_value="0.01", max_value=100_000_000, places=2)
rents = st.decimals(min_value="0.01", max_value=20_000, places=2)


def home(
    talent_class: str = "class_a", price: Any = "9000000", district: str = GUSU, **changes: Any
) -> Outcome:
    answers = {
        **ARRIVED,
        "talent_class": talent_class,
        "price": str(price),
        "certificate_date": "2025-06-30",
    }
    return outcome_of("home_purchase_grant", {**answers, **changes}, district=district)


def lease(
    starts: str = "2025-07-01", ends: str = "2026-06-30", rent: Any = "3000"
) -> dict[str, str]:
    return {"starts_on": starts, "ends_on": ends, "monthly_rent": str(rent)}


def rent(
    talent_class: str = "class_d",
    *leases: dict[str, str],
    level: str = "",
    district: str = GUSU,
    used: int = 0,
    **changes: Any,
) -> Outcome:
    answers = {
        **ARRIVED,
        "talent_class": talent_class,
        "level": level,
        "leases": leases or [lease()],
        "id_doc_number": "",
    }
    answers |= changes
    return outcome_of("rent_grant", answers, district=district, months_used=used)


@pytest.mark.parametrize(
    ("talent_class", "price", "district", "amount"),
    [
        ("class_a", "9000000", GUSU, "5000000.00"),
        ("class_b", "9000000", GUSU, "2500000.00"),
        ("class_a", "9000000", XIANGCHENG, "8000000.00"),
        ("class_b", "9000000", XIANGCHENG, "3000000.00"),
        ("class_a", "4999999.99", GUSU, "4999999.99"),  # never above the price
        ("class_b", "2500000", GUSU, "2500000.00"),
        ("class_b", "0.01", GUSU, "0.01"),
    ],
)
def test_the_home_purchase_grant(talent_class: str, price: str, district: str, amount: str) -> None:
    outcome = home(talent_class, price, district)
    assert str(outcome.amount) == amount
    assert outcome.working[-1].value == outcome.amount
    assert not outcome.problems


@pytest.mark.parametrize(
    ("granted", "parts"),
    [
        ("5000000", ["1666666.67", "1666666.66", "1666666.67"]),
        ("2500000", ["833333.33", "833333.34", "833333.33"]),
        ("8000000", ["2666666.67", "2666666.66", "2666666.67"]),
        ("3000000", ["1000000.00", "1000000.00", "1000000.00"]),
        ("0.01", ["0.00", "0.01", "0.00"]),
    ],
)
def test_it_is_paid_in_three_equal_parts(granted: str, parts: list[str]) -> None:
    paid = definition_of("home_purchase_grant").disbursement
    assert paid
    assert [str(paid.due(Decimal(granted), number)) for number in (1, 2, 3)] == parts


@pytest.mark.parametrize(
    ("field", "value", "eligible"),
    [
        ("certificate_date", "2023-12-31", False),  # 2026 is the third year after
        ("certificate_date", "2024-01-01", True),
        ("arrived_on", "2016-09-30", False),
        ("arrived_on", "2016-10-01", True),
        ("contract_months", 11, False),
        ("contract_months", 12, True),
        ("insured_months", 2, False),
        ("insured_months", 3, True),
    ],
)
def test_whom_the_home_purchase_grant_is_for(field: str, value: Any, eligible: bool) -> None:
    outcome = home(**{field: value})
    assert (not outcome.problems) is eligible
    assert eligible or (set(outcome.problems) == {field} and outcome.amount == 0)


def test_a_founder_has_no_contract() -> None:
    assert not home(status="founder", contract_months="", insured_months="").problems
    assert not rent(status="founder", contract_months="", insured_months="").problems


@given(price=yuan, more=yuan, talent_class=st.sampled_from(["class_a", "class_b"]))
def test_never_above_price_or_standard(price: Decimal, more: Decimal, talent_class: str) -> None:
    amount = home(talent_class, price).amount
    assert 0 <= amount <= min(price, Decimal(5_000_000))
    assert home(talent_class, price + more).amount >= amount


@pytest.mark.parametrize(
    ("talent_class", "level", "district", "a_month"),
    [
        ("class_a", "", GUSU, 8000),
        ("class_b", "", GUSU, 5000),
        ("class_c", "", GUSU, 3000),
        ("class_d", "", GUSU, 1500),
        ("class_e", "doctor", GUSU, 800),
        ("class_e", "master", GUSU, 600),
        ("class_e", "bachelor", GUSU, 400),
        ("class_e", "doctor", XIANGCHENG, 1200),
        ("class_e", "master", XIANGCHENG, 800),
        ("class_e", "bachelor", XIANGCHENG, 400),
        ("class_e", "doctor", ZHANGJIAGANG, 1000),
        ("class_e", "master", ZHANGJIAGANG, 800),
        ("class_e", "bachelor", ZHANGJIAGANG, 600),
        ("class_d", "", ZHANGJIAGANG, 1500),
    ],
)
def test_a_whole_year_at_the_standard(
    talent_class: str, level: str, district: str, a_month: int
) -> None:
    outcome = rent(talent_class, lease(rent="9000"), level=level, district=district)
    assert (outcome.amount, outcome.months) == (Decimal(12 * a_month), 12)


@pytest.mark.parametrize(
    ("leases", "amount", "months"),
    [
        ([lease(rent="1200.50")], "14406.00", 12),  # 12 × the rent, below 1 500
        ([lease("2025-07-15", "2026-07-14")], "16500.00", 11),  # from 1 August on
        ([lease("2025-06-15", "2026-06-14")], "18000.00", 12),  # every first day
        ([lease("2025-08-02", "2025-08-31")], "0.00", 0),  # no first day
        ([lease("2026-06-01", "2026-06-01")], "1500.00", 1),
        ([lease("2024-01-01", "2024-12-31")], "0.00", 0),  # before the period
        # 1 000 from July to December, 1 500 from January to June.
        ([lease(ends="2025-12-31", rent="1000"), lease("2026-01-01")], "15000.00", 12),
        # Two at once: the higher rent counts, once.
        ([lease(rent="700"), lease("2025-12-01", "2026-01-31", "900")], "8800.00", 12),
    ],
)
def test_a_month_counts_by_its_first_day(
    leases: list[dict[str, str]], amount: str, months: int
) -> None:
    outcome = rent("class_d", *leases)
    assert (str(outcome.amount), outcome.months) == (amount, months)
    assert set(outcome.problems) == (set() if months else {"employed_since"})


@pytest.mark.parametrize(
    ("employed_since", "months"),
    [("2025-07-01", 12), ("2025-07-02", 11), ("2026-06-01", 1), ("2026-06-02", 0)],
)
def test_only_months_at_work_count(employed_since: str, months: int) -> None:
    assert rent(employed_since=employed_since).months == months


@pytest.mark.parametrize(
    ("used", "months"), [(0, 12), (12, 12), (24, 12), (25, 11), (35, 1), (36, 0), (40, 0)]
)
def test_months_already_paid_count_against_the_36(used: int, months: int) -> None:
    outcome = rent(used=used)
    assert (outcome.months, outcome.amount) == (months, Decimal(1500 * months))
    assert set(outcome.problems) == (set() if months else {"id_doc_number"})


@given(
    each=st.lists(rents, min_size=1, max_size=4),
    more=rents,
    used=st.integers(min_value=0, max_value=40),
)
def test_never_above_standard_or_rent_or_36_months(
    each: list[Decimal], more: Decimal, used: int
) -> None:
    leases = [lease(rent=one) for one in each]
    outcome = rent("class_c", *leases, used=used)
    assert 0 <= outcome.months <= max(0, 36 - used)
    assert 0 <= outcome.amount <= outcome.months * min(Decimal(3000), max(each))
    assert rent("class_c", *leases, lease(rent=more), used=used).amount >= outcome.amount
