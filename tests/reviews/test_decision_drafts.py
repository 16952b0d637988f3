"""What a reviewer has typed is there again: after a time-out, a closed window, a look elsewhere."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from programs.models import Application
from programs.states import Action
from programs.workflow import move
from reviews.models import DecisionDraft
from tests.factories import district_office, make_reviewer

from .conftest import signed_in

pytestmark = pytest.mark.django_db

OPINION = "合同缺页，请补充完整。"


def page_of(application: Application) -> str:
    return reverse("admin:reviews_reviewitem_review", args=[application.pk])


def keep(client: Client, application: Application, **typed: str) -> int:
    url = reverse("admin:reviews_typed", args=[application.pk])
    sent = {"seen_stage": application.stage, "opinion": "", **typed}
    return client.post(url, sent).status_code


def test_opinion_and_marks_come_back_after_the_session_has_ended(
    desk: Client, person: Application, reviewer: User
) -> None:
    marks = {"mark.field.position": "与合同不一致"}
    assert keep(desk, person, opinion=OPINION, **marks) == 204
    desk.logout()
    desk.force_login(reviewer)
    page = desk.get(page_of(person)).content.decode()
    assert OPINION in page
    assert "与合同不一致" in page


def test_a_draft_is_nobody_elses(desk: Client, person: Application) -> None:
    keep(desk, person, opinion=OPINION)
    colleague = signed_in(make_reviewer(district_office()))
    assert OPINION not in colleague.get(page_of(person)).content.decode()


def test_the_decision_ends_the_draft(desk: Client, person: Application) -> None:
    keep(desk, person, opinion=OPINION)
    sent = {"verb": "return", "seen_stage": person.stage, "opinion": OPINION}
    assert desk.post(page_of(person), sent).status_code == 302
    assert not DecisionDraft.objects.exists()


def test_what_is_emptied_is_gone(desk: Client, person: Application) -> None:
    keep(desk, person, opinion=OPINION)
    assert keep(desk, person) == 204
    assert not DecisionDraft.objects.exists()


def test_what_a_colleague_has_decided_is_not_kept_and_says_so(
    desk: Client, person: Application
) -> None:
    colleague = make_reviewer(district_office())
    seen = person.stage
    move(person.pk, Action.APPROVE, colleague)
    assert keep(desk, person, opinion=OPINION, seen_stage=seen) == 409


@pytest.mark.parametrize("opinion", ["意" * 1001])
def test_too_long_an_opinion_is_refused_as_it_is_at_the_decision(
    desk: Client, person: Application, opinion: str
) -> None:
    assert keep(desk, person, opinion=opinion) == 422
