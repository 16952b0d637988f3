"""人员总表 and the sections of the member centre: one row for each person, whatever was filed."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Business, BusinessGrant, Membership, User
from programs.models import Application
from programs.states import State
from tests.factories import (
    approve,
    district_office,
    draft_person_application,
    draft_unit_application,
    make_clerk,
    make_person,
    open_call,
    submit,
    submitted_unit,
)
from tests.factories.identifiers import resident_id
from tests.factories.own import draft_own_application, hand_over, make_identified_person

pytestmark = pytest.mark.django_db

TABLE = "/member/people/"


def page(client: Client, query: str = "") -> str:
    return client.get(f"{TABLE}{query}").content.decode()


def section_url(slug: str) -> str:
    return reverse("programs:workspace_section", args=[slug])


def entry(clerk: User, slug: str, name: str, year: int = 2026) -> Application:
    """A person's draft in any programme, with as little as a list needs."""
    call = open_call(year, slug)
    part = Application.objects.filter(call=call, unit=clerk.memberships.get().unit, part="unit")
    return draft_person_application(
        part.first() or draft_unit_application(call, clerk, complete=False),
        complete=False,
        name=name,
    )


def names(text: str) -> list[str]:
    return re.findall(r'/member/people/[^"]+">([^<]+)</a>', text)


def test_one_person_is_one_row_across_programmes_and_years(client: Client, clerk: User) -> None:
    number = resident_id()
    earlier = draft_person_application(
        submitted_unit(open_call(2025), clerk), name="沈周", id_doc_number=number
    )
    approve(submit(earlier))
    this_year = draft_person_application(
        submitted_unit(open_call(2026), clerk), name="沈周", id_doc_number=number
    )
    elsewhere = entry(clerk, "hiring_subsidy", "沈周")
    Application.objects.filter(pk=elsewhere.pk).update(
        id_doc_hash=this_year.id_doc_hash, id_doc_tail=this_year.id_doc_tail
    )
    entry(clerk, "hiring_subsidy", "文徵明")

    text = page(client)

    assert sorted(names(text)) == ["文徵明", "沈周"]
    assert "总计 2 条数据" in text
    for filing in (earlier, this_year, elsewhere):
        assert reverse("programs:application", args=[filing.number]) in text
    assert number not in text
    assert f"*****{number[-4:]}" in text


def test_what_is_missing_and_due_is_told(client: Client, clerk: User) -> None:
    part = submitted_unit(open_call(2026), clerk)
    draft_person_application(part, name="沈周")
    draft = draft_person_application(part, name="唐寅", annual_wage="")
    draft.attachments.get(slot="tax_certificate").delete()

    text = page(client)

    assert "可提交" in text
    assert "缺 2 项" in text
    closes = draft.call.closes_at
    assert closes
    assert f"{closes.astimezone():%Y-%m-%d}"[:7] in text


def test_a_person_is_found_by_year_programme_state_and_name(client: Client, clerk: User) -> None:
    old = submitted_unit(open_call(2025), clerk)
    approve(submit(draft_person_application(old, name="沈周")))
    new = submitted_unit(open_call(2026), clerk)
    submit(draft_person_application(new, name="唐寅"))
    draft_person_application(new, name="仇英")
    entry(clerk, "hiring_subsidy", "文徵明")

    assert names(page(client, "?year=2025")) == ["沈周"]
    assert names(page(client, "?program=hiring_subsidy")) == ["文徵明"]
    assert names(page(client, "?state=in_review")) == ["唐寅"]
    assert names(page(client, "?sort=name")) == ["仇英", "唐寅", "文徵明", "沈周"]
    assert page(client, "?year=x&program=%00&state=no&sort=no&page=-1").count("<tr>") == 5


def test_a_name_is_looked_for_without_standing_in_the_address(client: Client, clerk: User) -> None:
    part = submitted_unit(open_call(2026), clerk)
    submit(draft_person_application(part, name="唐寅"))
    draft_person_application(part, name="仇英")

    asked = client.post(TABLE, {"q": " 仇\x00 ", "year": "2026", "sort": "", "state": "draft"})

    assert asked.headers["Location"] == f"{TABLE}?state=draft&year=2026"
    assert names(page(client, "?year=2026")) == ["仇英"]
    assert "暂无信息" in page(client, "?state=granted")
    assert 'value="仇"' in page(client)
    # Another list is another question, and an address cannot ask for a name.
    assert "唐寅" in client.get(section_url("contribution_award")).content.decode()
    assert names(page(client, "?q=唐寅")) == ["仇英"]
    client.post(TABLE, {"q": "仇", "clear": "1"})
    assert sorted(names(page(client))) == ["仇英", "唐寅"]


def test_each_number_is_that_of_the_list_it_leads_to(client: Client, clerk: User) -> None:
    part = submitted_unit(open_call(2026), clerk)
    submit(draft_person_application(part))
    draft_person_application(part)
    refused = submit(draft_person_application(part))
    Application.objects.filter(pk=refused.pk).update(state=State.REJECTED, office=None)

    counts = client.get(TABLE).context["counts"]

    told = {str(each.group.label): each.number for each in counts}
    assert told["全部"] == 3
    for each in counts:
        listed = client.get(f"{TABLE}?state={each.group.key}").context["page"]
        assert listed.paginator.count == each.number, each.group.key


@pytest.mark.requirement("X-010")
def test_none_one_and_twenty_one_people(client: Client, clerk: User) -> None:
    assert "暂无信息" in page(client)
    assert "总计 0 条数据" in page(client)
    part = submitted_unit(open_call(2026), clerk)
    draft_person_application(part)
    assert "总计 1 条数据" in page(client)
    for _ in range(20):
        draft_person_application(part)

    first, second = page(client), page(client, "?page=2")

    assert "总计 21 条数据" in first
    assert (len(names(first)), len(names(second))) == (20, 1)
    assert set(names(first) + names(second)) == {"祝允明"}


def test_thirty_people_cost_as_many_queries_as_one(client: Client, clerk: User) -> None:
    part = submitted_unit(open_call(2026), clerk)
    submit(draft_person_application(part))
    draft_person_application(part)
    client.get(TABLE)
    with CaptureQueriesContext(connection) as few:
        client.get(TABLE)
    for _ in range(29):
        draft_person_application(part)
    with CaptureQueriesContext(connection) as many:
        client.get(TABLE)
    assert len(many) == len(few)


def test_what_people_have_handed_over_stands_in_the_table(client: Client, clerk: User) -> None:
    unit = clerk.memberships.get().unit
    handed = hand_over(draft_own_application(make_identified_person(), unit))
    draft_own_application(make_identified_person(), unit)

    assert names(page(client)) == [handed.name]


def test_another_unit_and_an_operator_without_the_business_see_nothing(client: Client) -> None:
    clerk = make_clerk()
    filed = submit(draft_person_application(submitted_unit(open_call(2026), clerk), name="沈周"))
    unit = clerk.memberships.get().unit
    operator = make_clerk(unit, role="operator")
    membership = Membership.objects.get(user=operator)
    Membership.objects.filter(pk=membership.pk).update(all_business=False)
    urls = (
        reverse("programs:workspace_person", args=[filed.number]),
        reverse("programs:continue", args=[filed.number]),
    )
    for user in (make_clerk(), operator, make_person()):
        client.force_login(user)
        assert "沈周" not in client.get(TABLE, follow=True).content.decode()
        for url in urls:
            assert client.get(url, follow=True).status_code in (403, 404) or user.is_person
            assert "沈周" not in client.get(url, follow=True).content.decode()

    code, _made = Business.objects.get_or_create(code="contribution_award")
    BusinessGrant.objects.create(membership=membership, business=code)
    client.force_login(operator)
    assert names(page(client)) == ["沈周"]


SECTIONS = [
    pytest.param("rent_grant", "人才乐居工程", marks=pytest.mark.requirement("S0-035")),
    pytest.param("contribution_award", "优秀人才贡献奖励", marks=pytest.mark.requirement("S0-036")),
    pytest.param("high_end_award", "高端人才奖励", marks=pytest.mark.requirement("S0-037")),
    pytest.param("key_shortage", "姑苏重点产业紧缺人才", marks=pytest.mark.requirement("S0-038")),
    pytest.param(
        "social_referral_award", "社会化引才奖励", marks=pytest.mark.requirement("S0-039")
    ),
    pytest.param(
        "recruitment_incentive", "企事业单位引才用才激励", marks=pytest.mark.requirement("S0-040")
    ),
]


@pytest.mark.parametrize(("slug", "title"), SECTIONS)
def test_a_section_lists_the_units_own_entries_only(
    client: Client, clerk: User, slug: str, title: str
) -> None:
    mine = entry(clerk, slug, "沈周")
    earlier = entry(clerk, slug, "唐寅", 2025)
    entry(clerk, "hiring_subsidy", "文徵明")
    entry(make_clerk(), slug, "仇英")

    menu = client.get(TABLE).content.decode()
    text = client.get(section_url(slug)).content.decode()

    assert title in menu
    assert re.search(rf"<h1[^>]*>[^<]*{title}", text)
    assert sorted(names(text)) == ["唐寅", "沈周"]
    assert mine.number in text
    assert earlier.number in text
    assert "总计 2 条数据" in text


@pytest.mark.requirement("S0-035")
def test_programmes_of_one_section_stand_together(client: Client, clerk: User) -> None:
    entry(clerk, "rent_grant", "沈周")
    entry(clerk, "home_purchase_grant", "唐寅")

    text = client.get(section_url("rent_grant")).content.decode()

    assert sorted(names(text)) == ["唐寅", "沈周"]
    assert text.count("人才乐居工程</a>") == 1


@pytest.mark.requirement("S0-115")
@pytest.mark.requirement("S0-116")
def test_the_fast_track_is_looked_up_by_year_and_by_name(client: Client, clerk: User) -> None:
    slug = "talent_fast_track"
    for name, year in (("沈周", 2026), ("唐寅", 2026), ("仇英", 2025)):
        filed = entry(clerk, slug, name, year)
        Application.objects.filter(pk=filed.pk).update(
            state=State.PENDING_REVIEW,
            office=district_office(),
            submitted_at=filed.created_at,
            id_doc_hash=filed.number,
        )
    progress = reverse("programs:progress", args=[slug])

    this_year = client.get(f"{progress}?year=2026").content.decode()
    last_year = client.get(f"{progress}?year=2025").content.decode()
    found = client.post(progress, {"year": "2026", "q": "唐寅"}, follow=True).content.decode()

    assert ["沈周" in this_year, "唐寅" in this_year, "仇英" in this_year] == [True, True, False]
    assert ["沈周" in last_year, "仇英" in last_year] == [False, True]
    assert ["唐寅" in found, "沈周" in found] == [True, False]
    assert str(State.PENDING_REVIEW.label) in found


def test_an_unknown_section_is_not_there(client: Client, clerk: User) -> None:
    open_call(2026)
    assert client.get(section_url("no_such")).status_code == 404
    assert client.get(section_url("recognition")).status_code == 404
