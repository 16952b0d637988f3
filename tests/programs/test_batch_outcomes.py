"""提交审核 for many, when not everything goes well: who failed is named, and the others are in."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from programs.actions.drafts import delete_draft, save_answers
from programs.actions.submissions import AT_ONCE
from programs.jobs import run_submissions
from programs.models import Application, BatchSubmission, Call
from programs.states import Action
from programs.workflow import move
from tests.factories import (
    add_attachment,
    draft_person_application,
    make_clerk,
    open_call,
    submitted_unit,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def part(client: Client) -> Application:
    clerk = make_clerk()
    client.force_login(clerk)
    return submitted_unit(open_call(), clerk)


def tick(client: Client, numbers: list[str], call: Call) -> Any:
    url = reverse("programs:submit_many", args=[call.program.slug, call.year])
    return client.post(url, {"number": numbers}, follow=True)


def drafts(part: Application, count: int) -> list[Application]:
    return [draft_person_application(part) for _ in range(count)]


def states() -> list[str]:
    people = Application.objects.filter(part="person")
    return sorted(people.values_list("state", flat=True))


@pytest.mark.requirement("S0-079")
def test_who_failed_is_named_with_the_way_there_and_submitted_again_by_one_click(
    client: Client, part: Application
) -> None:
    good = draft_person_application(part, name="祝允明")
    typo = draft_person_application(part, name="文徵明", annual_wage="")
    paper = draft_person_application(part, name="仇英")
    paper.attachments.get(slot="tax_certificate").delete()

    page = tick(client, [each.number for each in (good, typo, paper)], part.call)

    text = page.content.decode()
    assert "共 3 人，1 人已提交审核" in text
    for person, anchor in ((typo, "id_annual_wage"), (paper, "slot_tax_certificate")):
        assert f"{reverse('programs:application', args=[person.number])}#{anchor}" in text
    again = re.findall(r'name="number"\s+value="([^"]+)"', text)
    assert sorted(again) == sorted([typo.number, paper.number])

    save_answers(typo.pk, part.created_by, {"annual_wage": "520000.00"}, {})
    add_attachment(paper, "tax_certificate")
    page = tick(client, again, part.call)

    assert "共 2 人，2 人已提交审核" in page.content.decode()
    assert "重新提交" not in page.content.decode()
    assert set(states()) == {"pending_review"}


def test_a_call_that_closes_meanwhile_leaves_the_rest_as_drafts(
    client: Client, part: Application
) -> None:
    people = drafts(part, AT_ONCE + 1)
    page = tick(client, [person.number for person in people], part.call)
    now = timezone.now()
    Call.objects.filter(pk=part.call_id).update(
        opens_at=now - dt.timedelta(days=9), closes_at=now - dt.timedelta(seconds=1)
    )

    run_submissions()

    text = client.get(page.redirect_chain[-1][0]).content.decode()
    assert f"共 {len(people)} 人，0 人已提交审核" in text
    assert text.count("不在申报时间内") == len(people)
    assert "草稿已保留" in text
    assert set(states()) == {"draft"}


def test_a_unit_part_that_is_returned_meanwhile_stops_the_rest(
    client: Client, part: Application
) -> None:
    people = drafts(part, AT_ONCE + 1)
    page = tick(client, [person.number for person in people], part.call)
    Application.objects.filter(pk=part.pk).update(state="returned", office=None)

    run_submissions()

    text = client.get(page.redirect_chain[-1][0]).content.decode()
    assert text.count("请先提交“单位申报信息”") == len(people)
    assert set(states()) == {"draft"}


def test_who_was_submitted_or_deleted_by_a_colleague_meanwhile(
    client: Client, part: Application
) -> None:
    people = drafts(part, AT_ONCE + 3)
    page = tick(client, [person.number for person in people], part.call)
    move(people[0].pk, Action.SUBMIT, part.created_by)
    delete_draft(people[1].pk, part.created_by)

    run_submissions()

    text = client.get(page.redirect_chain[-1][0]).content.decode()
    left = len(people) - 1
    assert f"共 {left} 人，{left} 人已提交审核" in text
    assert people[0].transitions.count() == 1


def test_a_stale_page_submits_nobody_twice_and_nobody_elses(
    client: Client, part: Application
) -> None:
    (mine,) = drafts(part, 1)
    foreign = draft_person_application(submitted_unit(part.call))
    tick(client, [mine.number], part.call)

    text = tick(client, [mine.number, foreign.number, "YXGX2026-99999999-9"], part.call)

    assert "共 1 人，1 人已提交审核" in text.content.decode()
    assert mine.transitions.count() == 1
    assert states() == ["draft", "pending_review"]
    assert BatchSubmission.objects.count() == 2
