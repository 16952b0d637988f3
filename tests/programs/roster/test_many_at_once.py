"""Rows are taken in many at once: with as many queries as a few, and none harms the others."""

from typing import Any

import pytest

from programs.answers import plain_answers
from programs.continuing import continuation
from programs.roster import importing
from tests.factories import (
    approve,
    draft_person_application,
    open_call,
    person_answers,
    submit,
    submitted_unit,
)

from .books import as_bytes, checked, filed, filled, imported, people, url
from .conftest import Office

pytestmark = pytest.mark.django_db


def test_somebody_whom_a_colleague_has_begun_meanwhile_is_named_alone(office: Office) -> None:
    said = people(3)
    order = checked(office.client, office.call, as_bytes(filled(office.call, said)))
    draft_person_application(office.part, **said[1])
    office.client.post(url(office.call, "roster_confirm", order.pk))
    importing.run(order.pk)

    assert [row.state for row in order.rows.all()] == ["done", "refused", "done"]
    assert "刚刚由同事新增" in order.rows.get(state="refused").reason
    assert len(filed(office.part)) == 3


def test_two_at_the_same_moment_hold_nobody_else_up(office: Office) -> None:
    order = checked(office.client, office.call, as_bytes(filled(office.call, people(4))))
    twin, other = order.rows.all()[1:3]
    order.rows.filter(pk=other.pk).update(answers=twin.answers)
    office.client.post(url(office.call, "roster_confirm", order.pk))
    importing.run(order.pk)

    assert [row.state for row in order.rows.all()] == ["done", "done", "refused", "done"]
    assert "刚刚由同事新增" in order.rows.get(state="refused").reason
    assert len(filed(office.part)) == 3


def test_ten_people_take_as_many_queries_as_two(
    office: Office, django_assert_max_num_queries: Any
) -> None:
    counts = []
    for count in (1, 2, 10):  # the first one fills what a process keeps
        said = people(count)
        for answers in said:
            before = {**answers, "invoices": person_answers()["invoices"]}
            submit(draft_person_application(submitted_unit(open_call(2025)), **before))
        content = as_bytes(filled(office.call, said))
        with django_assert_max_num_queries(1000) as asked:
            imported(office.client, office.call, content)
        changed = [{**answers, "position": "首席科学家"} for answers in said]
        content = as_bytes(filled(office.call, changed))
        with django_assert_max_num_queries(1000) as asked_again:
            imported(office.client, office.call, content)
        counts.append((len(asked), len(asked_again)))
    assert counts[1] == counts[2]
    found = filed(office.part)
    assert [plain_answers(person)["position"] for person in found] == ["首席科学家"] * 13


@pytest.mark.requirement("S0-052")
def test_who_was_granted_something_last_year_is_continued(office: Office) -> None:
    said = people(3)
    last_year = submitted_unit(open_call(2025), office.clerk)
    before = {**said[1], "invoices": person_answers()["invoices"], "position": "工程师"}
    earlier = approve(submit(draft_person_application(last_year, **before)))
    kept = {file.slot for file in continuation(earlier, office.call).plan.files}
    assert kept

    order = imported(office.client, office.call, as_bytes(filled(office.call, said)))

    assert [row.state for row in order.rows.all()] == ["done"] * 3
    drafts = {draft.id_doc_hash: draft for draft in filed(office.part)}
    assert len(drafts) == 3
    draft = drafts[earlier.id_doc_hash]
    assert [each.carried_from for each in drafts.values() if each != draft] == [None, None]
    assert draft.carried_from == earlier
    assert set(draft.attachments.values_list("slot", flat=True)) == kept
    assert plain_answers(draft)["position"] == said[1]["position"] != "工程师"


def test_who_was_submitted_or_deleted_meanwhile_is_named_alone(office: Office) -> None:
    said = people(3)
    drafts = [draft_person_application(office.part, **answers) for answers in said]
    changed = [{**answers, "position": "首席科学家"} for answers in said]
    order = checked(office.client, office.call, as_bytes(filled(office.call, changed)))
    submit(drafts[0])
    drafts[1].delete()
    office.client.post(url(office.call, "roster_confirm", order.pk))
    importing.run(order.pk)

    assert [row.state for row in order.rows.all()] == ["refused", "refused", "done"]
    assert "已提交" in order.rows.all()[0].reason
    assert "已被删除" in order.rows.all()[1].reason
    assert plain_answers(filed(office.part)[-1])["position"] == "首席科学家"
