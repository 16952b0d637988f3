"""继续申报 where there can be one filing only: the unit's own part, and what a person files."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actions.consents import give
from accounts.models import Consent, Unit, User
from programs.actions.attachments import delete_file
from programs.actions.carry_over import carry_over
from programs.actions.drafts import delete_draft, save_answers, start_unit_application
from programs.answers import plain_answers
from programs.carrying import Fate
from programs.models import Application, Call
from programs.states import Action, State
from programs.workflow import move
from reviews.queries.changes import since_last_year
from tests.factories import (
    add_attachment,
    approve,
    district_office,
    draft_person_application,
    draft_unit_application,
    make_clerk,
    open_call,
    submit,
    submitted_unit,
)
from tests.factories.own import clerk_of, draft_own_application, hand_over, make_identified_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client: Client) -> User:
    user = make_clerk()
    client.force_login(user)
    return user


@pytest.fixture
def call() -> Call:
    return open_call(2026)


@pytest.fixture
def last_part(clerk: User) -> Application:
    """What the offices approved of the unit in 2025."""
    return approve(submit(draft_unit_application(open_call(2025), clerk, employees=88)))


def continue_url(earlier: Application) -> str:
    return reverse("programs:continue", args=[earlier.number])


def unit_url(call: Call) -> str:
    return reverse("programs:unit", args=[call.program.slug, call.year])


def fates(page: Any) -> dict[str, Fate]:
    return {item.key: item.fate for item in page.context["found"].plan.items}


def test_the_units_part_is_offered_shown_and_continued_once(
    client: Client, call: Call, last_part: Application
) -> None:
    assert continue_url(last_part) in client.get(unit_url(call)).content.decode()

    page = client.get(continue_url(last_part))

    assert "将 2025 年度单位申报信息沿用到 2026 年度？" in page.content.decode()
    assert fates(page)["employees"] == Fate.KEPT
    assert fates(page)["uscc_certificate"] == Fate.KEPT
    answers = [client.post(continue_url(last_part)) for _click in range(2)]
    assert {answer.headers["Location"] for answer in answers} == {unit_url(call)}
    part = Application.objects.get(call=call, part="unit")
    assert (part.state, part.carried_from) == (State.DRAFT, last_part)
    assert plain_answers(part)["employees"] == 88
    assert part.attachments.filter(slot="uscc_certificate", is_carried=True).exists()
    assert continue_url(last_part) not in client.get(unit_url(call)).content.decode()


def test_the_profile_is_as_it_says_today_and_takes_its_papers_along(
    client: Client, call: Call, last_part: Application
) -> None:
    Unit.objects.filter(pk=last_part.named_unit.pk).update(legal_representative="王世贞")

    page = client.get(continue_url(last_part))
    client.post(continue_url(last_part))

    items = {item.key: item for item in page.context["found"].plan.items}
    assert "会员中心的最新信息" in items["legal_representative"].reason
    assert items["uscc_certificate"].fate == Fate.LAPSED
    assert "所证明的“法定代表人”已变更" in items["uscc_certificate"].reason
    part = Application.objects.get(call=call, part="unit")
    assert plain_answers(part)["legal_representative"] == "王世贞"
    assert not part.attachments.filter(slot="uscc_certificate").exists()


def test_what_was_typed_already_is_not_lost(
    clerk: User, call: Call, last_part: Application
) -> None:
    begun = start_unit_application(call, last_part.named_unit, clerk)
    save_answers(begun.pk, clerk, {"employees": 130}, {})

    part = carry_over(last_part, call, clerk)

    assert part.pk == begun.pk
    said = plain_answers(part)
    assert (said["employees"], said["award_types"]) == (130, ["industry"])


def test_a_part_that_was_handed_in_is_not_touched(
    client: Client, clerk: User, call: Call, last_part: Application
) -> None:
    part = submitted_unit(call, clerk)

    for answer in (client.get(continue_url(last_part)), client.post(continue_url(last_part))):
        assert answer.headers["Location"] == unit_url(call)

    part.refresh_from_db()
    assert (part.state, part.carried_from) == (State.PENDING_REVIEW, None)


def test_a_part_that_was_not_approved_is_not_offered(
    client: Client, clerk: User, call: Call
) -> None:
    earlier = draft_unit_application(open_call(2025), clerk)

    assert continue_url(earlier) not in client.get(unit_url(call)).content.decode()
    assert client.post(continue_url(earlier)).status_code == 409


def test_another_unit_finds_nothing(client: Client, call: Call, last_part: Application) -> None:
    client.force_login(make_clerk())

    assert client.get(continue_url(last_part)).status_code == 404
    assert client.post(continue_url(last_part)).status_code == 404
    assert not Application.objects.filter(call=call).exists()


RENT: dict[str, Any] = {
    "talent_class": "class_e",
    "address": "苏州工业园区星湖街 328 号",
    "lease_start": "2025-01-01",
    "months": 12,
    "no_home": True,
    "bank_name": "中国银行苏州分行",
    "bank_account": "6222021102001234569",
}


@pytest.fixture
def rent(client: Client) -> Call:
    return open_call(2026, "rental_subsidy")


def granted(client: Client, lease_end: str) -> Application:
    """What somebody filed for herself in 2025, her unit reported up and the offices granted."""
    person = make_identified_person()
    client.force_login(person)
    call = open_call(2025, "rental_subsidy")
    draft = draft_own_application(person, call=call, lease_end=lease_end, **RENT)
    give(person, Consent.Purpose.BANK_ACCOUNT)
    handed = hand_over(draft)
    return approve(move(handed.pk, Action.REPORT_UP, clerk_of(handed)))


def own_url(call: Call) -> str:
    return reverse("programs:own", args=[call.program.slug])


def test_a_person_continues_what_she_filed_for_herself(client: Client, rent: Call) -> None:
    earlier = granted(client, lease_end="2099-12-31")
    assert continue_url(earlier) in client.get(own_url(rent)).content.decode()

    page = client.get(continue_url(earlier))

    assert "继续申报 2026 年度？" in page.content.decode()
    assert {fates(page)[key] for key in ("lease_end", "lease", "address")} == {Fate.KEPT}
    for _click in range(2):
        client.post(continue_url(earlier))
    mine = Application.objects.get(call=rent, applicant=earlier.applicant)
    assert (mine.state, mine.carried_from) == (State.DRAFT, earlier)
    assert (mine.unit, mine.district) == (earlier.unit, earlier.district)
    assert mine.id_doc_hash == earlier.id_doc_hash
    said = plain_answers(mine)
    assert (said["address"], said["lease_end"]) == (RENT["address"], "2099-12-31")
    assert mine.attachments.filter(slot="lease", is_carried=True).exists()
    assert continue_url(earlier) not in client.get(own_url(rent)).content.decode()

    assert earlier.applicant
    save_answers(mine.pk, earlier.applicant, {"address": "苏州工业园区现代大道 88 号"}, {})
    handed = hand_over(mine)
    found = since_last_year(move(handed.pk, Action.REPORT_UP, clerk_of(handed)))
    assert found
    # Her number is the one that her account has today.
    assert [change.target for change in found.changes] == ["field.mobile", "field.address"]


def test_a_lease_that_has_run_out_goes_with_its_paper(client: Client, rent: Call) -> None:
    earlier = granted(client, lease_end="2025-12-31")

    page = client.get(continue_url(earlier))
    client.post(continue_url(earlier))

    items = {item.key: item for item in page.context["found"].plan.items}
    assert items["lease_end"].fate == Fate.LAPSED
    assert "已于 2025-12-31 到期" in page.content.decode()
    assert "所证明的“租期结束”已失效" in items["lease"].reason
    mine = Application.objects.get(call=rent, applicant=earlier.applicant)
    assert "lease_end" not in plain_answers(mine)
    assert not mine.attachments.filter(slot="lease").exists()
    assert mine.attachments.filter(slot="no_home_proof").exists()


def test_what_is_granted_once_in_a_lifetime_is_not_continued(client: Client) -> None:
    person = make_identified_person()
    client.force_login(person)
    earlier = draft_own_application(person, call=open_call(2025, "graduate_allowance"))
    Application.objects.filter(pk=earlier.pk).update(
        state=State.PENDING_REVIEW, submitted_at=earlier.created_at, office=district_office()
    )
    Application.objects.filter(pk=earlier.pk).update(
        state=State.APPROVED, office=None, approved_amount=1
    )
    this_year = open_call(2026, "graduate_allowance")

    assert continue_url(earlier) not in client.get(own_url(this_year)).content.decode()
    page = client.get(continue_url(earlier)).content.decode()
    assert "按规定不能再申报本项目" in page
    assert f'action="{continue_url(earlier)}"' not in page
    assert client.post(continue_url(earlier)).status_code == 409
    assert not Application.objects.filter(call=this_year).exists()


def test_a_person_waits_until_the_call_is_open(client: Client, rent: Call) -> None:
    earlier = granted(client, lease_end="2099-12-31")
    Call.objects.filter(pk=rent.pk).update(
        opens_at=rent.opens_at - dt.timedelta(days=9), closes_at=rent.opens_at
    )

    assert continue_url(earlier) not in client.get(own_url(rent)).content.decode()
    assert client.post(continue_url(earlier)).status_code == 409


def test_nobody_else_continues_it(client: Client, rent: Call) -> None:
    earlier = granted(client, lease_end="2099-12-31")

    for stranger in (make_identified_person(), clerk_of(earlier)):
        client.force_login(stranger)
        assert client.get(continue_url(earlier)).status_code == 404
        assert client.post(continue_url(earlier)).status_code == 404


def test_files_are_stored_once_and_go_with_the_last_that_needs_them(
    clerk: User, call: Call, django_capture_on_commit_callbacks: Any
) -> None:
    earlier = approve(submit(draft_person_application(submitted_unit(open_call(2025), clerk))))
    submitted_unit(call, clerk)
    draft = carry_over(earlier, call, clerk)
    copy = draft.attachments.get(slot="id_document")
    original = earlier.attachments.get(slot="id_document")
    assert (copy.file.name, copy.pk == original.pk) == (original.file.name, False)

    with django_capture_on_commit_callbacks(execute=True):
        delete_draft(draft.pk, clerk)

    assert original.file.storage.exists(str(original.file.name))
    own = add_attachment(draft_unit_application(open_call(2026, "hiring_subsidy"), clerk), "uscc")
    with django_capture_on_commit_callbacks(execute=True):
        delete_file(own)
    assert not own.file.storage.exists(str(own.file.name))
