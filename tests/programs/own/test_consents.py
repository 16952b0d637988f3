"""Separate consents: given by ticks beside the button, once, by the person herself."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actions.consents import give, withdraw
from accounts.models import User
from accounts.rules import has_agreed
from programs.models import Application, Call, ProgramVersion
from programs.states import Action
from programs.submission import Incomplete
from programs.workflow import move
from tests.factories import make_clerk, open_call
from tests.factories.own import draft_own_application, make_identified_person, own_answers
from tests.programs.pages import as_post

pytestmark = pytest.mark.django_db
BANK, NOTICE = 'id="consent_bank_account"', 'id="consent_public_notice"'
CARD = "6222021102001234569"


@pytest.fixture
def call() -> Call:
    """人才认定, whose talents are made public, with a card to be paid to."""
    call = open_call(slug="recognition")
    content = call.version.content
    account = {"key": "bank_account", "type": "bank_account", "label": {"zh": "卡号", "en": "Card"}}
    content["person"]["sections"][0]["fields"].append(account)
    call.version = ProgramVersion.objects.create(
        program=call.program, number=99, content=content, sha256="0" * 64
    )
    call.save()
    return call


@pytest.fixture
def person(client: Client) -> User:
    user = make_identified_person()
    client.force_login(user)
    return user


@pytest.fixture
def draft(call: Call, person: User) -> Application:
    return draft_own_application(person, call=call, bank_account=CARD)


def submit(client: Client, draft: Application, *ticks: str, **changes: str) -> object:
    answers = own_answers(draft.named_unit, bank_account=CARD, **changes)
    data = as_post(draft.form, answers, agree=list(ticks))
    return client.post(reverse("programs:submit", args=[draft.number]), data)


def state_of(draft: Application) -> str:
    draft.refresh_from_db()
    return draft.state


def test_each_consent_is_a_tick_of_its_own_without_which_nothing_is_sent(
    client: Client, draft: Application, person: User
) -> None:
    page = client.get(reverse("programs:application", args=[draft.number])).content.decode()
    assert BANK in page
    assert NOTICE in page
    assert "请勾选同意" not in page

    refused = submit(client, draft, "bank_account", position="首席工程师")
    told = refused.content.decode()  # type: ignore[attr-defined]
    assert refused.status_code == 422  # type: ignore[attr-defined]
    assert 'id="consent_public_notice_error">请勾选同意公示后再提交' in " ".join(told.split())
    assert 'href="#consent_public_notice"' in told
    assert "首席工程师" in told
    assert BANK not in told
    assert has_agreed(person, "bank_account")
    assert state_of(draft) == "draft"

    submit(client, draft, "public_notice")
    assert state_of(draft) == "awaiting_unit"
    given = person.consents.filter(withdrawn_at=None, purpose__in=["bank_account", "public_notice"])
    assert {consent.address for consent in given} == {"127.0.0.1"}
    assert given.count() == 2


def test_what_was_given_is_not_asked_again_until_it_is_taken_back(
    client: Client, draft: Application, person: User
) -> None:
    give(person, "bank_account")
    give(person, "public_notice")
    url = reverse("programs:application", args=[draft.number])
    assert BANK not in client.get(url).content.decode()

    withdraw(person, "bank_account")
    page = client.get(url).content.decode()
    assert BANK in page
    assert NOTICE not in page
    with pytest.raises(Incomplete) as refused:
        move(draft.pk, Action.SUBMIT, person)
    assert [problem.anchor for problem in refused.value.problems] == ["consent_bank_account"]


def test_a_programme_asks_for_what_it_needs_and_takes_no_more(client: Client, person: User) -> None:
    draft = draft_own_application(person)
    answers = own_answers(draft.named_unit)
    data = as_post(draft.form, answers, agree=["bank_account", "public_notice"])
    page = client.get(reverse("programs:application", args=[draft.number])).content.decode()
    assert BANK not in page
    assert NOTICE in page

    client.post(reverse("programs:submit", args=[draft.number]), data)

    assert state_of(draft) == "awaiting_unit"
    assert not has_agreed(person, "bank_account")


def test_a_unit_is_not_asked_for_the_consents_of_its_people(client: Client) -> None:
    call = open_call()
    client.force_login(make_clerk())
    url = reverse("programs:unit", args=[call.program.slug, call.year])
    assert 'name="agree"' not in client.get(url).content.decode()
