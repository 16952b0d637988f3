"""A call whose budget is exhausted: filed for and granted with a warning, and not paid."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import StaffPosition
from programs.answers import plain_answers
from programs.jobs import count_budgets
from programs.models import Application, Call
from programs.queries.matters import matters
from reviews.checks import run_checks
from tests.cast import signed_in
from tests.factories import make_clerk, make_staff, open_call
from tests.factories.applications import (
    approve,
    draft_person_application,
    submit,
    submitted_unit,
)

pytestmark = pytest.mark.django_db
SAID = "本年度预算已安排完毕"


def with_budget(call: Call, budget: str | Decimal) -> Call:
    Call.objects.filter(pk=call.pk).update(budget=budget)
    count_budgets()
    return Call.objects.get(pk=call.pk)


def checked(application: Application) -> str:
    fresh = Application.objects.select_related("call").get(pk=application.pk)
    return " ".join(
        check.text for check in run_checks(fresh, plain_answers(fresh), []) if check.state == "look"
    )


def test_the_clock_counts_what_is_granted() -> None:
    unit = approve(submitted_unit())
    person = approve(submit(draft_person_application(unit)))
    call = with_budget(person.call, "900000000")
    assert person.approved_amount
    assert call.granted == person.approved_amount
    assert not call.is_exhausted
    assert with_budget(call, call.granted).is_exhausted


def test_who_reviews_is_warned_before_it_is_exceeded() -> None:
    person = submit(draft_person_application(submitted_unit()))
    assert person.proposed_amount
    with_budget(person.call, person.proposed_amount)
    assert "将超出预算" not in checked(person)
    with_budget(person.call, person.proposed_amount - 1)
    assert "将超出预算" in checked(person)


def test_who_files_reads_it_and_may_still_file(client: Client) -> None:
    clerk = make_clerk()
    call = open_call()
    page = reverse("programs:policy", args=[call.program.slug])
    with_budget(call, "1")
    assert SAID not in client.get(page).content.decode()
    with_budget(call, "0")
    assert SAID in client.get(page).content.decode()
    client.force_login(clerk)
    assert Call.objects.get(pk=call.pk).is_open()
    assert submitted_unit(call, clerk).state == "pending_review"


def test_managers_see_it_on_their_first_page() -> None:
    call = with_budget(open_call(), "1000")
    assert "预算已核定" not in " ".join(each.text for each in matters().waiting)
    Call.objects.filter(pk=call.pk).update(granted=900)
    manager = signed_in(make_staff(StaffPosition.Role.PROGRAM_MANAGER))
    assert "预算已核定 90%" in manager.get("/admin/").content.decode()
    reviewer = signed_in(make_staff(StaffPosition.Role.FINANCE))
    assert "申报批次待办" not in reviewer.get("/admin/").content.decode()
