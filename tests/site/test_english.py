"""English is complete: every text has its translation, and no page falls back to Chinese.

The people and units of these tests have Latin names and answers, so whatever is Chinese on one of
the pages is a text of ours that was not translated.
"""

import re
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.actions.divisions import load_divisions
from accounts.models import User
from programs.documents.rendering import render
from programs.models import Application, Document
from programs.states import Action
from programs.workflow import move
from reviews.models import OpinionPhrase, ReviewItem
from reviews.queries.items import for_list
from tests.factories import (
    add_attachment,
    approve,
    city_office,
    district,
    district_office,
    draft_person_application,
    draft_unit_application,
    make_clerk,
    make_person,
    make_reviewer,
    make_staff,
    make_unit,
    open_call,
    submit,
)

from .english import (
    CHINESE,
    assert_english,
    browser_of,
    chinese_on,
    everything_said,
    squeezed,
    texts_in_sources,
)

CATALOGUE = polib.pofile(Path(settings.BASE_DIR, "locale/en/LC_MESSAGES/django.po"))
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}|</?\w+>")
OPINION = "Please upload the whole contract."


def test_every_text_of_the_sources_is_in_the_catalogue() -> None:
    """When this fails: `makemessages` as in the head of the catalogue, then translate."""
    known = {entry.msgid for entry in CATALOGUE}
    assert sorted(set(texts_in_sources()) - known) == []


def test_no_translation_is_left_of_a_text_that_is_gone() -> None:
    said = everything_said()
    assert [entry.msgid for entry in CATALOGUE if squeezed(entry.msgid) not in said] == []


def test_every_text_is_translated_and_reviewed() -> None:
    assert [entry.msgid for entry in CATALOGUE if not entry.translated()] == []
    assert [entry.msgid for entry in CATALOGUE if entry.fuzzy or entry.obsolete] == []


def test_translations_keep_placeholders_and_hold_no_chinese() -> None:
    for entry in CATALOGUE:
        asked = sorted(PLACEHOLDER.findall(entry.msgid))
        for english in entry.msgstr_plural.values() or [entry.msgstr]:
            assert (entry.msgid, sorted(PLACEHOLDER.findall(english))) == (entry.msgid, asked)
            assert not CHINESE.search(english), entry.msgid


@pytest.fixture
def clerk(db: None) -> User:
    unit = make_unit(
        name="Pingjiang Precision Instruments Ltd",
        address="1 Pingjiang Road, Gusu",
        legal_representative="Shen Zhou",
        contact_name="Tang Yin",
    )
    return make_clerk(unit, full_name="Wen Zhengming")


@pytest.fixture
def unit_application(clerk: User) -> Application:
    return submit(draft_unit_application(clerk=clerk))


def add_person(unit_application: Application, name: str) -> Application:
    """A person's draft with nothing Chinese in it."""
    invoice = {
        "type": "home_rent",
        "code": "032001900104",
        "number": f"{unit_application.people.count() + 1:08d}",
        "date": "2025-06-30",
        "seller": "Suzhou Homes Ltd",
        "amount": "66000.00",
    }
    return draft_person_application(
        unit_application,
        name=name,
        position="Chief engineer",
        bank_name="Bank of China, Suzhou",
        invoices=[invoice],
    )


@pytest.mark.django_db
def test_pages_for_everybody(client: Client) -> None:
    open_call()
    assert_english(
        client,
        "/",
        "/hall/",
        "/programs/",
        "/programs/contribution_award/",
        "/help/",
        "/privacy/",
        "/about/",
        "/verify/",
        "/demo/outbox/",
    )


@pytest.mark.django_db
def test_pages_of_getting_in(client: Client, settings: Settings) -> None:
    settings.DEMO = False
    district()
    assert_english(
        client,
        "/accounts/login/",
        "/accounts/login/?kind=enterprise",
        "/accounts/login/?kind=enterprise&method=unit_name",
        "/accounts/login/qr/",
        "/accounts/login/staff/",
        "/accounts/login/account-change/",
        "/accounts/login/account-change/progress/",
        "/accounts/sign-up/unit/",
        "/accounts/sign-up/person/",
        "/accounts/password/reset/",
        "/appeal/",
        "/appeal/progress/",
    )


@pytest.mark.django_db
def test_what_is_wrong_with_a_sign_up_is_said_in_english(client: Client) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    typed = {"phone": "12", "id_doc_type": "resident_id", "id_doc_number": "320508198803141"}

    for path in ("/accounts/sign-up/person/", "/accounts/sign-up/unit/"):
        response = client.post(path, typed)
        assert "Enter an 11-digit mobile number" in response.content.decode()
        assert chinese_on(response.content) == []


@pytest.mark.django_db
def test_a_page_that_does_not_exist(client: Client) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    response = client.get("/no-such-page/")
    assert "Page not found" in response.content.decode()
    assert chinese_on(response.content) == []


def test_pages_of_the_member_centre(clerk: User) -> None:
    assert_english(
        browser_of(clerk),
        "/member/",
        "/member/profile/",
        "/member/profile/edit/",
        "/member/members/",
        "/member/members/join/",
        "/me/security/",
        "/inbox/",
        "/my/",
        "/appeal/mine/",
    )


@pytest.mark.django_db
def test_pages_of_a_person() -> None:
    load_divisions()
    browser = browser_of(make_person(full_name="Qiu Ying"))
    check = "/me/verification/real-person/"
    pages = ("/me/", "/me/profile/", "/me/security/", "/me/verification/", check, "/my/")
    assert_english(browser, *pages)
    browser.post(check, {"consent": "on"})
    assert_english(browser, check)


def test_forms_and_lists_of_filing(clerk: User, unit_application: Application) -> None:
    draft = add_person(unit_application, "Zhu Yunming")
    incomplete = draft_person_application(unit_application, complete=False, name="Xu Zhenqing")
    sent = submit(add_person(unit_application, "Chen Chun"))
    returned = submit(add_person(unit_application, "Wang Chong"))
    move(returned.pk, Action.RETURN, make_reviewer(district_office()), OPINION)
    base = "/file/contribution_award/"

    assert_english(
        browser_of(clerk),
        base + "2026/people/",
        base + "2026/unit/",
        base + "progress/",
        "/my/",
        *(f"/my/{person.number}/" for person in (draft, incomplete, sent, returned)),
    )


def test_a_refused_submission_and_a_returned_unit(
    clerk: User, unit_application: Application
) -> None:
    draft = draft_person_application(unit_application, complete=False, name="Xu Zhenqing")
    browser = browser_of(clerk)

    assert chinese_on(browser.post(f"/my/{draft.number}/submit/", {}).content) == []
    move(unit_application.pk, Action.RETURN, make_reviewer(district_office()), OPINION)
    assert_english(browser, "/file/contribution_award/2026/unit/", "/")


def test_documents_of_an_approved_person(clerk: User, unit_application: Application) -> None:
    person = approve(submit(add_person(unit_application, "Zhu Yunming")))
    document = Document.objects.filter(application=person).latest("pk")
    render(document.pk)

    assert_english(browser_of(clerk), f"/my/{person.number}/", f"/my/{unit_application.number}/")


def test_the_review_desk(unit_application: Application) -> None:
    reviewer = make_reviewer(district_office(), full_name="Kuang Zhong")
    person = submit(add_person(unit_application, "Zhu Yunming"))
    move(person.pk, Action.RETURN, reviewer, OPINION)
    add_attachment(person, "pledge")
    submit(person)
    OpinionPhrase.objects.all().delete()
    desk = Client()
    desk.force_login(reviewer)

    assert_english(
        desk,
        "/admin/",
        "/admin/reviews/reviewitem/",
        "/admin/reviews/reviewitem/?tab=all",
        f"/admin/reviews/reviewitem/{person.pk}/review/",
        f"/admin/reviews/reviewitem/{unit_application.pk}/review/",
    )


@pytest.mark.django_db
def test_the_pages_of_managers_and_administrators() -> None:
    call = open_call()
    office = city_office()
    for role, paths in {
        "program_manager": [
            "programs/call/",
            f"programs/call/{call.pk}/checklist/",
            f"reviews/statistic/{call.pk}/change/",
            "reviews/opinionphrase/",
        ],
        "system_admin": ["accounts/user/", "accounts/unit/", "accounts/delivery/"],
        "auditor": ["accounts/auditentry/"],
    }.items():
        browser = Client()
        browser.force_login(make_staff(role, office, full_name="Kuang Zhong"))
        OpinionPhrase.objects.all().delete()
        assert_english(browser, "/admin/", *(f"/admin/{path}" for path in paths))


def test_what_is_kept_in_the_record_is_chinese_whoever_acts(unit_application: Application) -> None:
    """Otherwise reviewers and documents inherit the language of whoever pressed the button."""
    with translation.override("en"):
        person = submit(add_person(unit_application, "Zhu Yunming"))
        reviewer = make_reviewer(district_office())
        move(unit_application.pk, Action.RETURN, reviewer, OPINION)

    assert person.amount_working[0]["label"] == "个人所得税地方留成"
    last = person.transitions.latest("pk")
    assert last.comment == f"单位申报信息被退回修改：{OPINION}"


def test_the_queue_costs_the_same_in_english(
    unit_application: Application, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """The English names of districts and programmes come with the rows."""
    submit(add_person(unit_application, "Zhu Yunming"))
    items = for_list(ReviewItem.objects.all())
    with translation.override("en"), django_assert_num_queries(1):
        assert {str(item.district) for item in items} == {"Gusu"}
        assert {str(item.call.program) for item in items} == {
            "Outstanding Talent Contribution Award"
        }
