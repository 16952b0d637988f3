"""高层次和紧缺人才招聘补贴 as its manual tells it: four parts, several people, returned, told."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Delivery, User
from programs.actions.guide import confirm_reading
from programs.models import Application, Call
from programs.states import Action, State
from programs.workflow import Refused, move
from tests.factories import make_clerk, make_reviewer, open_call
from tests.factories.disbursement import hired, hiring_unit
from tests.factories.identifiers import resident_id
from tests.programs.pages import as_post, pdf_upload, sending_button

pytestmark = pytest.mark.django_db
CHOSEN_PHONE, CHOSEN_MAIL = "13912340066", "shenzhou@example.com"


@pytest.fixture
def call() -> Call:
    return open_call(slug="hiring_subsidy")


@pytest.fixture
def clerk() -> User:
    return make_clerk()


@pytest.fixture
def browser(client: Client, clerk: User) -> Client:
    client.force_login(clerk)
    return client


def at(name: str, call: Call, *more: str) -> str:
    return reverse(f"programs:{name}", args=[call.program.slug, call.year, *more])


def of(name: str, application: Application, *more: str) -> str:
    return reverse(f"programs:{name}", args=[application.number, *more])


def answers_of(name: str) -> dict[str, Any]:
    return {
        "name": name,
        "id_doc_type": "resident_id",
        "id_doc_number": resident_id(),
        "mobile": "13712340055",
        "qualification": "wage",
        "position": "总工程师",
        "employed_since": "2025-07-01",
        "contract_years": "3",
        "annual_wage": "520000",
        "recruiting_fee": "60000",
    }


def titles(client: Client, url: str) -> str:
    """What the steps at the side of a filing page are called."""
    page = client.get(url).content.decode()
    return page[page.index('class="steps') : page.index("</ol>", page.index('class="steps'))]


def text_of(client: Client, url: str) -> str:
    return client.get(url, follow=True).content.decode()


def return_it(application: Application, opinion: str) -> Application:
    assert application.office
    return move(application.pk, Action.RETURN, make_reviewer(application.office), opinion)


@pytest.mark.requirement("S3-025")
def test_four_parts_are_filled_in(browser: Client, call: Call, clerk: User) -> None:
    confirm_reading(call, clerk, clerk.memberships.get().unit)
    unit = titles(browser, at("unit", call))
    assert [unit.index(each) for each in ("企业基本信息", "联系信息", "附件信息")] == sorted(
        unit.index(each) for each in ("企业基本信息", "联系信息", "附件信息")
    )
    hiring_unit(call, clerk)
    browser.post(at("add_person", call))
    person = Application.objects.get(part="person")
    page = text_of(browser, of("application", person))
    assert "引进人才信息" in page[page.index('class="part-title"') :][:200]
    assert "附件信息" in titles(browser, of("application", person))
    assert "<h2>附件信息</h2>" in page
    # The lists are called as the manual calls them, not after an award.
    assert "引进人才信息" in text_of(browser, at("people", call))
    assert "奖励申报" not in text_of(browser, at("people", call))


def test_only_units_of_the_park_may_file(browser: Client, call: Call, clerk: User) -> None:
    confirm_reading(call, clerk, clerk.memberships.get().unit)
    assert "只受理苏州工业园区的单位申报，贵单位登记在姑苏区" in text_of(browser, at("unit", call))
    refused = browser.post(at("unit_submit", call), {"legal_representative": "沈周之"})
    assert refused.status_code == 422
    assert "只受理苏州工业园区的单位申报" in refused.content.decode()
    part = Application.objects.get()
    assert (part.state, part.answers["legal_representative"]) == (State.DRAFT, "沈周之")


@pytest.mark.requirement("S3-026")
def test_several_people_are_added_and_removed_and_one_is_needed(
    browser: Client, call: Call, clerk: User
) -> None:
    hiring_unit(call, clerk)
    people = at("people", call)
    assert "至少提交一名人员" in text_of(browser, people)
    for name in ("沈周", "文徵明", "唐寅"):
        browser.post(at("add_person", call))
        blank = Application.objects.filter(part="person").latest("pk")
        browser.post(of("save", blank), as_post(blank.form, answers_of(name)))
    names = {each.name: each for each in Application.objects.filter(part="person")}
    assert set(names) == {"沈周", "文徵明", "唐寅"}
    browser.post(of("delete", names.pop("唐寅")))
    assert set(names) == set(
        Application.objects.filter(part="person").values_list("name", flat=True)
    )

    nobody = browser.post(at("submit_many", call), follow=True).content.decode()
    assert "没有勾选任何人员" in nobody
    assert "至少提交一名人员" in text_of(browser, people)
    hers = names["沈周"]
    for slot in hers.form.visible_slots(answers_of("沈周")):
        browser.post(of("upload", hers, slot.key), {"file": pdf_upload()})
    sent = browser.post(at("submit_many", call), {"number": [hers.number]}, follow=True)
    assert "1 人已提交审核" in sent.content.decode()
    assert "至少提交一名人员" not in text_of(browser, people)


@pytest.mark.requirement("S3-027")
def test_what_is_incomplete_is_refused_with_a_list(
    browser: Client, call: Call, clerk: User
) -> None:
    hiring_unit(call, clerk)
    browser.post(at("add_person", call))
    person = Application.objects.get(part="person")
    answers = answers_of("沈周") | {"position": ""}
    browser.post(of("upload", person, "employment_contract"), {"file": pdf_upload()})
    response = browser.post(of("submit", person), as_post(person.form, answers))
    page = response.content.decode()
    assert response.status_code == 422
    for missing in ("现任职务", "身份证件", "园区社会保险参保证明", "招聘服务合同、发票和付款凭证"):
        assert f"{missing}" in page[page.index('id="completeness"') :], missing
    person.refresh_from_db()
    assert (person.state, person.answers["name"]) == (State.DRAFT, "沈周")


@pytest.mark.requirement("S3-028")
def test_the_state_is_seen_after_logging_in(call: Call, clerk: User) -> None:
    person = hired(hiring_unit(call, clerk))
    url = reverse("programs:progress", args=["hiring_subsidy"])
    for state in ("待审核", "退回修改"):
        later = Client()
        later.force_login(clerk)
        for page in (url, reverse("programs:mine"), of("application", person)):
            assert state in text_of(later, page), (page, state)
        if person.state == State.PENDING_REVIEW:
            person = return_it(person, "请补充付款凭证。")


@pytest.mark.requirement("S3-029")
@pytest.mark.requirement("X-003")
def test_what_is_returned_is_mended_by_its_opinion_and_submitted_again(
    browser: Client, call: Call, clerk: User
) -> None:
    person = hired(hiring_unit(call, clerk))
    from_office = person.office
    with pytest.raises(Refused, match="请填写审核意见"):
        return_it(person, "  ")
    person = return_it(person, "发票与付款凭证金额不一致。")
    page = text_of(browser, of("application", person))
    assert "发票与付款凭证金额不一致。" in page
    assert sending_button(page) == "重新提交"
    answers = answers_of("祝允明") | {
        key: person.answers[key] for key in ("qualification", "position", "employed_since")
    }
    mended = as_post(person.form, answers | {"recruiting_fee": "50000"})
    response = browser.post(of("submit", person), mended)
    assert response.status_code == 302
    person.refresh_from_db()
    assert (person.state, person.office) == (State.PENDING_REVIEW, from_office)
    assert str(person.proposed_amount) == "25000.00"


@pytest.mark.requirement("S3-030")
@pytest.mark.parametrize("whose", ["unit", "person"])
def test_the_contact_chosen_in_the_application_hears_of_a_return(
    call: Call, clerk: User, whose: str
) -> None:
    part = hiring_unit(call, clerk)
    person = hired(part)
    Delivery.objects.all().delete()
    return_it(part if whose == "unit" else person, "请补充付款凭证。")

    unit = clerk.memberships.get().unit
    sent = {each: _addresses(each) for each in ("sms", "email")}
    assert CHOSEN_PHONE in sent["sms"]
    assert CHOSEN_MAIL in sent["email"]
    # Besides those who file, and the person herself: nobody else of the unit.
    assert sent["sms"] <= {CHOSEN_PHONE, clerk.phone, "13712340055"}
    assert sent["email"] <= {CHOSEN_MAIL, clerk.email}
    assert unit.contact_phone not in sent["sms"]
    assert unit.contact_email not in sent["email"]


def test_many_returned_people_are_one_message_to_the_contact(call: Call, clerk: User) -> None:
    part = hiring_unit(call, clerk)
    people = [hired(part) for _person in range(3)]
    Delivery.objects.all().delete()
    for person in people:
        return_it(person, "请补充付款凭证。")
    told = [each for each in Delivery.objects.all() if each.address in (CHOSEN_PHONE, CHOSEN_MAIL)]
    assert sorted((each.channel, each.count) for each in told) == [("email", 3), ("sms", 3)]


def _addresses(channel: str) -> set[str]:
    return {each.address for each in Delivery.objects.filter(channel=channel)}
