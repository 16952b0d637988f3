"""申报说明: read and ticked before the first start, where the programme asks for it."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEntry, User
from programs.actions.drafts import start_own_application
from programs.actions.guide import confirm_reading
from programs.models import Application, Call, GuideReading, ProgramVersion
from programs.workflow import Refused
from tests.factories import make_clerk, open_call
from tests.factories.own import make_identified_person

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("S3-024")]
POLICY = "/programs/hiring_subsidy/"
FILING = "/file/hiring_subsidy/"


@pytest.fixture
def call() -> Call:
    return open_call(slug="hiring_subsidy")


@pytest.fixture
def clerk() -> User:
    return make_clerk()


@pytest.fixture
def browser(clerk: User) -> Client:
    return signed_in(clerk)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def tick(client: Client, call: Call, **data: Any) -> Any:
    return client.post(f"{FILING}{call.year}/guide/", data)


@pytest.mark.parametrize("page", ["", "{year}/unit/"])
def test_nothing_is_opened_before_the_tick(browser: Client, call: Call, page: str) -> None:
    response = browser.get(FILING + page.format(year=call.year))
    assert response.headers["Location"] == f"{POLICY}?year={call.year}#start"
    text = browser.get(response.headers["Location"]).content.decode()
    assert "请先在线阅读申报说明" in text
    assert 'name="has_read"' in text


@pytest.mark.parametrize("page", ["save", "submit", "upload/uscc_certificate"])
def test_nothing_is_begun_before_the_tick(browser: Client, call: Call, page: str) -> None:
    response = browser.post(f"{FILING}{call.year}/unit/{page}/", {"address": "金鸡湖大道 1 号"})
    assert (response.status_code, "勾选“已阅读”" in response.content.decode()) == (409, True)
    assert not Application.objects.exists()


def test_a_guide_that_is_not_ticked_is_asked_for_again(browser: Client, call: Call) -> None:
    response = tick(browser, call)
    assert (response.status_code, "请阅读申报说明后勾选" in response.content.decode()) == (
        422,
        True,
    )
    assert not GuideReading.objects.exists()


def test_the_tick_is_remembered_with_its_time_for_the_whole_unit(
    browser: Client, call: Call, clerk: User
) -> None:
    before, unit = timezone.now(), clerk.memberships.get().unit
    assert tick(browser, call, has_read="1").headers["Location"] == FILING
    assert tick(browser, call, has_read="1").status_code == 302

    reading = GuideReading.objects.get()
    assert (reading.call, reading.unit, reading.user) == (call, unit, clerk)
    assert before < reading.read_at < timezone.now()
    assert AuditEntry.objects.filter(action="read_guide", actor=clerk).count() == 1
    colleague = signed_in(make_clerk(unit, role="operator"))
    text = colleague.get(POLICY).content.decode()
    assert 'name="has_read"' not in text
    assert "已于" in text
    assert colleague.get(FILING, follow=True).redirect_chain[-1][0].endswith("/unit/")
    saved = colleague.post(f"{FILING}{call.year}/unit/save/", {"address": "金鸡湖大道 1 号"})
    assert (saved.status_code, Application.objects.count()) == (302, 1)
    # Another unit has not read it.
    assert signed_in(make_clerk()).get(FILING).headers["Location"].startswith(POLICY)


def test_another_text_is_read_anew_until_something_is_begun(
    browser: Client, call: Call, clerk: User
) -> None:
    tick(browser, call, has_read="1")
    Call.objects.filter(pk=call.pk).update(notice="今年增加一项材料。")
    assert browser.get(FILING).headers["Location"].startswith(POLICY)
    tick(browser, call, has_read="1")
    assert len(set(GuideReading.objects.values_list("edition", flat=True))) == 2
    browser.post(f"{FILING}{call.year}/unit/save/", {"address": "金鸡湖大道 1 号"})
    Call.objects.filter(pk=call.pk).update(notice="更正一处错字。")
    assert browser.get(FILING).headers["Location"] == f"{FILING}{call.year}/unit/"
    assert 'name="has_read"' not in browser.get(POLICY).content.decode()


def test_a_tick_stays_as_it_was(call: Call, clerk: User) -> None:
    reading = confirm_reading(call, clerk, clerk.memberships.get().unit)
    assert reading
    with pytest.raises(DatabaseError), transaction.atomic():
        GuideReading.objects.update(edition="0")
    with pytest.raises(DatabaseError), transaction.atomic():
        reading.delete()


def test_a_programme_that_does_not_ask_is_begun_at_once(browser: Client, clerk: User) -> None:
    call = open_call()
    page = f"/file/{call.program.slug}/"
    assert browser.get(page).headers["Location"] == f"{page}{call.year}/unit/"
    assert 'name="has_read"' not in browser.get(f"/programs/{call.program.slug}/").content.decode()
    assert browser.post(f"{page}{call.year}/guide/").headers["Location"] == page
    assert not GuideReading.objects.exists()


def test_a_person_who_files_for_herself_ticks_for_herself() -> None:
    call = open_call(slug="recognition")
    content = {**call.version.content, "guide": {"must_read": True}}
    call.version = ProgramVersion.objects.create(
        program=call.program, number=99, content=content, sha256="0" * 64
    )
    call.save()
    person = make_identified_person()
    client = signed_in(person)
    with pytest.raises(Refused, match="已阅读"):
        start_own_application(call, person)
    guide = f"/programs/recognition/?year={call.year}"
    assert client.post("/file/recognition/begin/").headers["Location"] == f"{guide}#start"
    assert 'name="has_read"' in client.get(guide).content.decode()
    client.post(f"/file/recognition/{call.year}/guide/", {"has_read": "1"})
    assert client.post("/file/recognition/begin/").headers["Location"].startswith("/my/")
    assert Application.objects.get().applicant == person
    with pytest.raises(Refused, match="已阅读"):
        start_own_application(call, make_identified_person())
