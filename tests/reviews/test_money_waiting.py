"""The first page of who pays: what waits, what failed, what falls due, what is left."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import StaffPosition, User
from portal.lib.dates import today
from programs.models import Application, DistrictBudget
from reviews.actions.payment_files import import_results
from reviews.models import DisbursementBatch, Payment, PaymentState
from reviews.queries.money import money_for
from tests.factories import approve, make_staff
from tests.factories.disbursement import hired, hiring_unit
from tests.factories.places import district_office

from .conftest import signed_in
from .paying import answer, exported, ready

pytestmark = pytest.mark.django_db


def counted(user: User) -> dict[PaymentState, tuple[int, Decimal]]:
    money = money_for(user)
    assert money
    return {each.state: (each.count, each.total) for each in money.waiting if each.count}


def test_finance_sees_what_waits_and_is_led_there(
    granted: list[Application], payment: Payment, finance: User
) -> None:
    call = granted[0].call
    call.budget = Decimal(200_000)
    call.save()
    approve(hired(hiring_unit(call)))
    ready(payment, finance)
    page = signed_in(finance).get("/admin/").content.decode()
    assert counted(finance) == {PaymentState.READY: (1, Decimal("75000.00"))}
    for shown in (
        'href="/admin/reviews/paymentfile/waiting/"',
        'href="/admin/reviews/payment/?state__exact=failed"',
        "¥75,000.00",  # what waits for the bank, and what is set aside
        "¥125,000.00",  # what is left
        "1 件可启动拨付",
    ):
        assert shown in page
    # The stages of the programmes are no affair of who only pays.
    assert "审核环节与时限" not in page


def test_failures_unused_rows_and_instalments_that_fall_due_are_named(
    payment: Payment, finance: User
) -> None:
    exported(payment, finance)
    rows = [
        (payment.number, "75000.00", "失败", "", "户名不符"),
        ("ZF2026-00009999-1", "1.00", "成功", today().isoformat(), ""),
    ]
    result = import_results("回单0401.csv", answer(*rows), finance)
    due = DisbursementBatch.objects.create(
        number="BF2026-00000099-1", call=payment.batch.call, instalment=2, due_on=today()
    )
    page = signed_in(finance).get("/admin/").content.decode()
    assert counted(finance) == {PaymentState.FAILED: (1, Decimal("75000.00"))}
    assert f"/admin/reviews/bankresult/{result.pk}/" in page
    assert "未采用 1 行" in page
    assert f"/admin/reviews/disbursementbatch/{due.pk}/" in page


def test_a_district_sees_its_own_money_only(payment: Payment) -> None:
    call = payment.batch.call
    there = make_staff(StaffPosition.Role.FINANCE, district_office(payment.district.pk))
    elsewhere = make_staff(StaffPosition.Role.FINANCE, district_office("320583"))
    DistrictBudget.objects.create(call=call, district=payment.district, amount=100_000)
    found = money_for(there)
    assert found
    assert [(each.budget, each.committed, each.left) for each in found.calls] == [
        (Decimal(100_000), Decimal(75_000), Decimal(25_000))
    ]
    assert (counted(there), counted(elsewhere)) == (
        {PaymentState.AWAITING_CONFIRMATION: (1, Decimal("75000.00"))},
        {},
    )


@pytest.mark.parametrize("role", [StaffPosition.Role.AUDITOR, StaffPosition.Role.SYSTEM_ADMIN])
def test_who_pays_nothing_is_shown_nothing(payment: Payment, role: StaffPosition.Role) -> None:
    assert money_for(make_staff(role)) is None


def test_it_costs_the_same_for_many_payments(
    granted: list[Application], payment: Payment, finance: User
) -> None:
    client: Client = signed_in(finance)
    client.get("/admin/")
    with CaptureQueriesContext(connection) as few:
        client.get("/admin/")
    for _ in range(5):
        approve(hired(hiring_unit(granted[0].call)))
    with CaptureQueriesContext(connection) as many:
        client.get("/admin/")
    assert len(many) == len(few)
