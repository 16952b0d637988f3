"""After a return: the reviewer sees first what changed."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from programs.answers import pack, plain_answers
from programs.models import Application
from programs.states import Action
from programs.workflow import MarkInput, move
from reviews.queries.changes import resubmission
from tests.factories import add_attachment, submit

pytestmark = pytest.mark.django_db

MARKS = [
    MarkInput("field", "position", "与合同不一致"),
    MarkInput("slot", "tax_certificate", "缺第二页"),
    MarkInput("group", "invoices", "抬头不是本人"),
]


@pytest.fixture
def returned(person: Application, reviewer: User) -> Application:
    move(person.pk, Action.RETURN, reviewer, "请按标记修改", marks=MARKS)
    person.refresh_from_db()
    return person


def answer(application: Application, **changes: object) -> None:
    answers = {**plain_answers(application), **changes}
    application.answers = pack(application.form, answers)
    application.save()


def test_a_first_submission_has_no_changes(person: Application) -> None:
    assert resubmission(person) is None


def test_before_it_is_answered_a_return_has_no_changes(returned: Application) -> None:
    assert resubmission(returned) is None


def test_fields_rows_and_files_are_told_apart(returned: Application) -> None:
    rows = plain_answers(returned)["invoices"]
    answer(returned, position="副总工程师", invoices=[{**rows[0], "amount": "70000.00"}])
    returned.attachments.get(slot="tax_certificate").delete()
    add_attachment(returned, "tax_certificate", b"%PDF-1.4 second edition")
    submit(returned)

    found = resubmission(returned)

    assert found
    changes = {change.target: (change.before, change.after) for change in found.changes}
    assert changes["field.position"] == ("总工程师", "副总工程师")
    assert "移除：扫描件.pdf" in changes["slot.tax_certificate"][0]
    assert "新增：扫描件.pdf" in changes["slot.tax_certificate"][1]
    rows_told = [c for c in found.changes if c.target == "group.invoices"]
    assert ["66,000.00" in rows_told[0].before, "70,000.00" in rows_told[1].after] == [True, True]
    assert set(changes) == {"field.position", "slot.tax_certificate", "group.invoices"}
    assert all(mark.changed for mark in found.marks)


def test_a_mark_that_nobody_touched_is_told(returned: Application, desk: Client) -> None:
    answer(returned, position="副总工程师")
    submit(returned)

    found = resubmission(returned)
    assert found
    assert {mark.label: mark.changed for mark in found.marks} == {
        "现任职务": True, "完税证明": False, "发票信息": False,
    }  # fmt: skip

    url = reverse("admin:reviews_reviewitem_review", args=[returned.pk])
    text = desk.get(url).content.decode()
    assert text.index("退回后的修改") < text.index("自动核验")
    assert "<del>总工程师</del>" in text


def test_an_unchanged_resubmission_is_caught(returned: Application, desk: Client) -> None:
    submit(returned)
    url = reverse("admin:reviews_reviewitem_review", args=[returned.pk])
    assert "与退回前完全相同" in desk.get(url).content.decode()


def test_a_replaced_number_is_told_without_being_shown(returned: Application) -> None:
    answer(returned, bank_account="6217001234005678915")
    submit(returned)
    found = resubmission(returned)
    assert found
    change = next(c for c in found.changes if c.target == "field.bank_account")
    assert change.before == "**** **** **** 4569"
    assert "6217001234005678915" not in change.after
