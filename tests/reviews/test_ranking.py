"""排名定档: the whole list at once, its order, its tiers, and what stands in the way."""

from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from programs.definitions.loader import FOLDER, read_definition
from programs.models import Application, Call
from programs.ranking import places
from programs.states import Action, State
from programs.submission import Incomplete
from programs.workflow import Refused, move
from reviews.models import BatchDecision
from reviews.tasks import run_batch
from tests.factories import city_office, make_clerk, make_reviewer, open_call, submit
from tests.factories.company import draft_person, judge, ready_unit

SLUG = "key_shortage"
DEFINITION = read_definition(FOLDER / f"{SLUG}.toml")
FIGURES = DEFINITION.parameters["2026"].values
WAGES = ("600000.00", "450000.00", "450000.00", "300000.00", "150000.00")


@pytest.fixture
def call(db: None) -> Call:
    return open_call(slug=SLUG)


@pytest.fixture
def ranker(call: Call) -> User:
    return make_reviewer(city_office("hrss_bureau"))


def reviewed(call: Call, *wages: str) -> list[Application]:
    """People of one unit, past the first review."""
    part = ready_unit(SLUG, call=call)
    people = [submit(draft_person(part, annual_wage=wage)) for wage in wages]
    return [judge(each, Action.APPROVE) for each in people]


def close(call: Call) -> None:
    Call.objects.filter(pk=call.pk).update(closes_at=timezone.now())


def test_points_are_reckoned_at_submission_and_no_amount_yet(call: Call, client: Client) -> None:
    person = reviewed(call, "300000.00")[0]
    assert (person.score, person.proposed_amount) == (Decimal("68.00"), None)
    client.force_login(person.created_by)
    page = client.get(f"/my/{person.number}/").content.decode()
    assert "积分合计" in page
    assert "68.00 分" in page
    assert person.state == State.PENDING_REVIEW


def test_the_list_is_ranked_at_once(call: Call, client: Client, ranker: User) -> None:
    people = reviewed(call, *WAGES)
    with pytest.raises(Refused, match="排名定档"):
        move(people[0].pk, Action.APPROVE, ranker)
    close(call)
    client.force_login(ranker)
    url = f"/admin/reviews/rankedcall/{call.pk}/ranking/"
    page = client.get(url)
    assert [row.rank for row in page.context["rows"]] == [1, 2, 2, 4, 5]
    sent = client.post(url, {"seen": page.context["seen"]})
    assert sent.status_code == 302
    run_batch(BatchDecision.objects.get().pk)
    amounts = []
    for person in people:
        person.refresh_from_db()
        assert person.state == State.ON_NOTICE
        amounts.append(person.proposed_amount)
    assert amounts == [120_000, 90_000, 90_000, 60_000, 60_000]
    assert people[1].amount_working[-1]["formula"] == "第 2 名，共 5 人，第二档"
    # A second click finds nothing left to rank.
    assert client.post(url, {"seen": page.context["seen"]}).status_code == 404


def test_a_list_that_is_not_whole_is_not_ranked(call: Call, client: Client, ranker: User) -> None:
    reviewed(call, *WAGES[:2])
    late = submit(draft_person(ready_unit(SLUG, call=call)))
    client.force_login(ranker)
    url = f"/admin/reviews/rankedcall/{call.pk}/ranking/"
    page = client.get(url)
    text = page.content.decode()
    assert "申报尚未截止" in text
    assert "还有 1 件在其他环节审核中" in text
    close(call)
    refused = client.post(url, {"seen": page.context["seen"]})
    assert (refused.status_code, BatchDecision.objects.count()) == (409, 0)
    judge(late, Action.APPROVE)
    changed = client.post(url, {"seen": page.context["seen"]})
    assert changed.status_code == 409
    assert "名单刚刚有变化" in changed.content.decode()


def test_strangers_do_not_rank(call: Call, client: Client) -> None:
    person = reviewed(call, "300000.00")[0]
    close(call)
    for user in (make_reviewer(city_office()), person.created_by):
        client.force_login(user)
        url = f"/admin/reviews/rankedcall/{call.pk}/ranking/"
        assert client.get(url).status_code in (302, 403, 404)
        assert client.post(url, {"seen": ""}).status_code in (302, 403, 404)
    person.refresh_from_db()
    assert person.proposed_amount is None


def test_a_unit_submits_no_more_people_than_it_may(call: Call) -> None:
    part = ready_unit(SLUG, make_clerk(), call)
    content = {**call.version.content}
    content["parameters"]["2026"]["values"]["unit_people"] = "2"
    version = call.program.versions.create(number=99, content=content, sha256="x")
    Call.objects.filter(pk=call.pk).update(version=version)
    part.call.refresh_from_db()
    for _each in range(2):
        submit(draft_person(part))
    with pytest.raises(Incomplete, match="最多申报 2 人"):
        submit(draft_person(part))


@given(st.lists(st.decimals(0, 109, places=2), min_size=1, max_size=60))
def test_more_points_never_give_less(scores: list[Decimal]) -> None:
    found = places(scores, DEFINITION.tiers, FIGURES)
    amounts = [FIGURES[place.tier.amount] for place in found]
    in_order = [a for _s, a in sorted(zip(scores, amounts, strict=True), reverse=True)]
    assert in_order == sorted(amounts, reverse=True)
    assert max(amounts) == FIGURES["amount_first"]
    equal: dict[Decimal, Decimal] = {}
    for score, amount in zip(scores, amounts, strict=True):
        assert equal.setdefault(score, amount) == amount
