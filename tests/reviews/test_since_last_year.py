"""Somebody who was continued: the reviewer sees what differs from the year before."""

import pytest
from django.test import Client
from django.urls import reverse

from programs.actions.carry_over import carry_over
from programs.answers import pack, plain_answers
from programs.models import Application
from reviews.queries.changes import since_last_year
from tests.factories import (
    add_attachment,
    approve,
    draft_person_application,
    draft_unit_application,
    make_clerk,
    open_call,
    submit,
    submitted_unit,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def continued() -> Application:
    """A draft of this year, made from what was approved last year, complete again."""
    clerk = make_clerk()
    earlier = approve(submit(draft_person_application(submitted_unit(open_call(2025), clerk))))
    call = open_call(2026)
    submitted_unit(call, clerk)
    draft = carry_over(earlier, call, clerk)
    invoice = {**plain_answers(earlier)["invoices"][0], "number": "99000001", "amount": "70000.00"}
    fill(draft, annual_wage="560000.00", tax_paid="100000.00", invoices=[invoice])
    for slot in ("wage_proof", "tax_certificate", "invoice_scans"):
        add_attachment(draft, slot, f"%PDF-1.4 {slot} of 2026".encode())
    return draft


def fill(draft: Application, **answers: object) -> None:
    draft.answers = pack(draft.form, {**plain_answers(draft), **answers})
    draft.save()


def test_a_first_filing_has_no_year_before(person: Application) -> None:
    assert since_last_year(person) is None


def test_fields_rows_and_files_are_compared(continued: Application) -> None:
    fill(continued, position="首席科学家")
    assert since_last_year(continued) is None
    submit(continued)

    found = since_last_year(continued)

    assert found
    told = {change.target: (change.before, change.after) for change in found.changes}
    assert told["field.position"] == ("总工程师", "首席科学家")
    assert told["field.annual_wage"] == ("¥520,000.00", "¥560,000.00")
    assert {"group.invoices", "slot.tax_certificate", "slot.wage_proof"} <= set(told)
    # The copies of last year's papers have the same content, and what stayed is not told.
    assert not {"slot.id_document", "field.tax_paid", "field.name"} & set(told)


def test_the_desk_shows_it(continued: Application, desk: Client) -> None:
    fill(continued, bank_account="6217001234005678915")
    submit(continued)

    url = reverse("admin:reviews_reviewitem_review", args=[continued.pk])
    text = desk.get(url).content.decode()

    assert "与上年度申报的差异" in text
    assert "<del>¥520,000.00</del>" in text
    assert "<ins>¥560,000.00</ins>" in text
    assert continued.carried_from
    assert continued.carried_from.number in text
    assert "6217001234005678915" not in text


def test_the_units_own_part_is_compared_too(desk: Client) -> None:
    clerk = make_clerk()
    earlier = approve(submit(draft_unit_application(open_call(2025), clerk, employees=88)))
    part = carry_over(earlier, open_call(2026), clerk)
    fill(part, employees=131)
    submit(part)

    text = desk.get(reverse("admin:reviews_reviewitem_review", args=[part.pk])).content.decode()

    assert "与上年度申报的差异" in text
    assert "<del>88</del>" in text
    assert "<ins>131</ins>" in text
    assert earlier.number in text
