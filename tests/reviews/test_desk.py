"""The reviewer's thread: queue, page of an item, decision, next."""

import pytest
from django.test import Client
from django.urls import reverse

from programs.models import Application
from tests.factories import draft_person_application, submit

pytestmark = pytest.mark.django_db

QUEUE = "/admin/reviews/reviewitem/"


def page_of(application: Application) -> str:
    return reverse("admin:reviews_reviewitem_review", args=[application.pk])


def decide(client: Client, application: Application, verb: str, **data: str):
    data = {"seen_stage": application.stage, "opinion": "", **data, "verb": verb}
    return client.post(page_of(application), data)


def test_the_queue_shows_what_waits_for_the_office(desk: Client, person: Application) -> None:
    response = desk.get(QUEUE)
    assert response.status_code == 200
    assert person.number in response.content.decode()


def test_the_page_shows_answers_checks_and_files(desk: Client, person: Application) -> None:
    response = desk.get(page_of(person))
    text = response.content.decode()
    assert response.status_code == 200
    assert "总工程师" in text
    assert "证件号码校验通过" in text
    assert "完税证明" in text


def test_approve_and_next(desk: Client, person: Application) -> None:
    assert person.unit_application
    other = submit(draft_person_application(person.unit_application))
    response = decide(desk, person, "approve_next")
    assert response.status_code == 302
    assert response.url.startswith(page_of(other))
    person.refresh_from_db()
    assert person.stage == "city_review"
