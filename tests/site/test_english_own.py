"""English of what persons file for themselves, and of the unit that reports it up."""

import pytest

from accounts.models import User
from programs.models import Application
from programs.states import Action
from programs.workflow import move
from tests.factories import make_clerk, make_unit
from tests.factories.own import draft_own_application, hand_over, make_identified_person

from .english import assert_english, browser_of, chinese_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> User:
    return make_clerk(make_unit(name="Pingjiang Instruments Ltd"), full_name="Wen Zhengming")


@pytest.fixture
def draft(clerk: User) -> Application:
    return draft_own_application(
        make_identified_person(full_name="Qiu Ying"),
        clerk.memberships.get().unit,
        position="Chief engineer",
        profession="Optics",
        school="Soochow University",
        major="Physics",
        degree_school="Soochow University",
        condition="Municipal leading talent",
    )


def test_what_a_person_files(draft: Application) -> None:
    assert draft.applicant
    browser = browser_of(draft.applicant)
    pages = ("/my/", f"/my/{draft.number}/", "/file/recognition/own/", "/my/certificates/")

    assert_english(browser, *pages, "/units/employer/?employer-q=none", "/programs/recognition/")
    hand_over(draft)
    assert_english(browser, *pages, "/file/rental_subsidy/own/")


def test_what_the_unit_reports_up(clerk: User, draft: Application) -> None:
    hand_over(draft)
    browser = browser_of(clerk)

    assert_english(browser, "/report-up/", "/report-up/?tab=done", "/my/", f"/my/{draft.number}/")
    refused = browser.post(f"/my/{draft.number}/report-up/", {})
    assert chinese_on(refused.content) == []
    done = {"number": [draft.number], "confirmed": "on"}
    assert chinese_on(browser.post("/report-up/many/", done).content) == []


def test_what_comes_back(clerk: User, draft: Application) -> None:
    hand_over(draft)
    move(draft.pk, Action.RETURN, clerk, "Please renew the contract.")
    assert draft.applicant
    assert_english(browser_of(draft.applicant), f"/my/{draft.number}/", "/my/")
