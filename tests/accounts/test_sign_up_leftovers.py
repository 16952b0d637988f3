"""What visitors leave behind is deleted by the clock, and nothing else is."""

import datetime as dt

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from accounts.jobs import purge_leftovers
from accounts.models import StashedUpload, UnitAttachment, VerificationCode
from tests.factories.people import PASSWORD, make_person

from .getting_in import ask_for_code, png, unit_fields

pytestmark = pytest.mark.django_db

URL = "/accounts/sign-up/unit/"


def later(**delta: int) -> time_machine.travel:
    return time_machine.travel(timezone.now() + dt.timedelta(**delta))


def test_an_abandoned_upload_goes_with_its_file(client: Client) -> None:
    client.post(URL, {"certificate": png()})
    name = str(StashedUpload.objects.get().file.name)
    with later(hours=23):
        purge_leftovers()
        assert default_storage.exists(name)

    with later(hours=25):
        purge_leftovers()

    assert not StashedUpload.objects.exists()
    assert not default_storage.exists(name)


def test_the_file_of_a_registered_company_stays(client: Client) -> None:
    client.post(URL, unit_fields(code=ask_for_code(client)))

    with later(days=3):
        purge_leftovers()

    assert default_storage.exists(str(UnitAttachment.objects.get().file.name))
    assert not VerificationCode.objects.exists()


def test_sessions_that_ended_go_and_open_ones_stay() -> None:
    person = make_person()
    early, late = Client(), Client()
    for hours, browser in ((0, early), (5, late)):
        with later(hours=hours):
            browser.post("/accounts/login/", {"login": person.phone, "password": PASSWORD})

    with later(hours=9):
        purge_leftovers()

    key = late.session.session_key
    assert list(UserSession.objects.values_list("session_key", flat=True)) == [key]
    assert not Session.objects.filter(session_key=early.session.session_key).exists()
