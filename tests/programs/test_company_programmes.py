"""人才乐居, 引才用才激励 and 居住证持证人贡献奖励 over their own pages."""

import pytest
from django.test import Client
from django.urls import reverse

from programs.models import Application
from programs.states import Action
from programs.workflow import move
from tests.factories import approve, make_clerk, make_reviewer, open_call

from .journeys import Cast, browser, file_all, file_person, make_cast, urls_of

pytestmark = pytest.mark.django_db
HOUSING = ("home_purchase_grant", "rent_grant")
SAMPLES = {"certificate_date": "2025-06-30", "starts_on": "2025-07-01"}


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def page(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def of_call(name: str, slug: str) -> str:
    return reverse(f"programs:{name}", args=[slug, 2026])


@pytest.mark.requirement("S0-055")
@pytest.mark.parametrize("slug", HOUSING)
def test_the_units_part_is_checked_before_people_are_added(slug: str, cast: Cast) -> None:
    open_call(slug=slug)
    client = browser(cast.clerk)

    assert "单位类型" in page(client, of_call("unit", slug))
    assert client.post(of_call("add_person", slug)).status_code == 409
    refused = client.post(of_call("unit_submit", slug), {"unit_kind": ""})
    assert refused.status_code == 422
    assert "请填写“单位类型”。" in refused.content.decode()
    assert client.post(of_call("add_person", slug)).status_code == 409
    assert not Application.objects.filter(part="person").exists()

    unit_part, person = file_all(slug, cast, SAMPLES)
    assert unit_part.submitted_at
    assert person.submitted_at
    assert unit_part.submitted_at < person.submitted_at


@pytest.mark.requirement("S0-056")
@pytest.mark.parametrize(
    ("slug", "labels"),
    [
        (
            "home_purchase_grant",
            ["A 类", "B 类", "购房总价", "不动产权证号", "不动产权证登记日期", "购房合同编号"],
        ),
        (
            "rent_grant",
            ["A 类", "B 类", "C 类", "D 类", "E 类", "租房信息", "起租日期", "到期日期", "月租金"],
        ),
    ],
)
def test_a_persons_form_asks_what_the_policy_is_about(
    slug: str, labels: list[str], cast: Cast
) -> None:
    open_call(slug=slug)
    unit_part = file_all(slug, cast, SAMPLES)[0]
    client = browser(cast.clerk)
    client.post(of_call("add_person", slug))
    draft = Application.objects.get(unit_application=unit_part, state="draft")

    text = page(client, urls_of(draft)["page"])

    general = [
        *("姓名", "证件号码", "国籍", "最高学历", "人才类别", "认定依据", "首次来苏全职工作日期"),
        *("来苏前工作", "劳动合同期限", "社会保险", "婚姻状况", "自有住房", "本人银行卡号"),
    ]
    for label in [*general, *labels]:
        assert label in text


@pytest.mark.requirement("S0-085")
def test_people_hired_through_an_agency_are_listed_filed_and_awarded(cast: Cast) -> None:
    slug = "recruitment_incentive"
    _unit_part, person = file_all(slug, cast, {"commission": "60000.00"})
    client = browser(cast.clerk)

    assert "奖励申报信息" in page(client, of_call("people", slug))
    assert person.state == "pending_review"
    assert str(person.proposed_amount) == "30000.00"
    text = page(client, urls_of(person)["page"])
    assert "拟激励金额" in text
    assert "¥30,000.00" in text
    assert "单位年度限额余额" in text
    # Another one is begun while the first is under review.
    assert client.post(of_call("add_person", slug)).status_code == 302
    draft = Application.objects.get(part="person", state="draft")
    assert draft.number in page(client, of_call("people", slug))


@pytest.mark.requirement("S0-086")
def test_who_was_returned_is_opened_from_the_list_with_the_reason(cast: Cast) -> None:
    slug = "recruitment_incentive"
    person = file_all(slug, cast, {})[1]
    assert person.office
    move(person.pk, Action.RETURN, make_reviewer(person.office), "付款凭证不清晰，请重新上传。")
    client = browser(cast.clerk)

    people = page(client, of_call("people", slug))
    assert "退回修改" in people
    assert urls_of(person)["page"] in people
    notice = page(client, urls_of(person)["page"]).split('id="returned-title"')[1]
    assert "付款凭证不清晰，请重新上传。" in notice[: notice.index("</section>")]


def test_a_unit_takes_its_yearly_cap_in_the_order_of_submission(cast: Cast) -> None:
    """Whoever comes last gets what the cap has left, and the next is told that nothing is."""
    slug = "recruitment_incentive"
    most = {"commission": "300000.00"}
    first = file_all(slug, cast, most)[1]
    others = [file_person(first.call, cast, most) for _ in range(6)]
    amounts = [str(each.proposed_amount) for each in (first, *others)]
    assert amounts == ["150000.00"] * 6 + ["100000.00"]
    with pytest.raises(AssertionError, match="已达上限"):
        file_person(first.call, cast, most)


INSTITUTE = {"condition": "institute", "incentive_kind": "institute"}


@pytest.mark.requirement("S0-085")
@pytest.mark.parametrize(
    ("answers", "amount"),
    [
        ({**INSTITUTE, "salary_paid": "800000.00", "housing_paid": "200000.00"}, "500000.00"),
        ({"incentive_kind": "national", "salary_paid": "600000.00"}, "300000.00"),
        ({"incentive_kind": "leading_team", "team_cost": "3000000.00"}, "1000000.00"),
        ({"incentive_kind": "top_team", "team_cost": "30000000.00"}, "15000000.00"),
        ({"incentive_kind": "project", "project_cost": "900000.00"}, "450000.00"),
    ],
)
def test_every_kind_of_incentive_is_filed_with_its_own_questions(
    cast: Cast, answers: dict[str, str], amount: str
) -> None:
    person = file_all("recruitment_incentive", cast, answers)[1]
    assert str(person.proposed_amount) == amount
    assert "commission" not in person.answers
    assert not person.attachments.filter(slot="commission_proof").exists()


def test_an_institute_and_a_company_choose_among_their_own_kinds(cast: Cast) -> None:
    """What the unit is, its own part says: nobody types that again."""
    slug = "recruitment_incentive"
    person = file_all(slug, cast, {})[1]
    assert person.answers["unit_condition"] == "founder"
    with pytest.raises(AssertionError, match="与表中其他选项不相符"):
        file_person(person.call, cast, {"incentive_kind": "institute", "id_doc_number": ""})


def test_every_kind_of_incentive_has_its_own_cap_for_the_unit(cast: Cast) -> None:
    slug = "recruitment_incentive"
    most = {"commission": "300000.00"}
    first = file_all(slug, cast, most)[1]
    for _ in range(6):
        file_person(first.call, cast, most)
    other = {"incentive_kind": "national", "salary_paid": "600000.00"}
    assert str(file_person(first.call, cast, other).proposed_amount) == "300000.00"


@pytest.mark.parametrize("slug", HOUSING)
def test_who_was_granted_a_home_gets_neither_grant_again(slug: str, cast: Cast) -> None:
    """In a later year as well: by the same unit or by another."""
    open_call(2025, "home_purchase_grant")
    for part in file_all("home_purchase_grant", cast, SAMPLES, year=2025):
        approve(part)
    other = Cast(make_clerk(), cast.person, cast.id_doc_number)

    for filer in (cast, other):
        with pytest.raises(AssertionError, match="已享受“乐居购房贴”（2025 年）"):
            file_all(slug, filer, SAMPLES)


@pytest.mark.requirement("S0-092")
def test_the_permit_holders_award_has_its_own_card_and_pages(client: Client, cast: Cast) -> None:
    slug = "permit_tax_award"
    for each in (slug, "contribution_award", "high_end_award"):
        open_call(slug=each)
    policy, apply = reverse("programs:policy", args=[slug]), reverse("programs:apply", args=[slug])

    cards = page(client, "/programs/?group=supporting")
    assert cards.count(f'href="{policy}"') >= 1
    assert cards.count(f'href="{apply}"') == 1
    text = page(client, policy)
    assert "江苏省海外高层次人才居住证持证人贡献奖励" in text
    assert "现场审验" in text
    client.force_login(cast.clerk)
    assert client.get(apply, follow=True).redirect_chain[-1][0] == of_call("unit", slug)


@pytest.mark.requirement("S0-043")
@pytest.mark.requirement("S0-044")
def test_the_programmes_stand_in_their_groups(client: Client) -> None:
    places = {
        "home_purchase_grant": ("普惠政策", "人才乐居"),
        "rent_grant": ("普惠政策", "人才乐居"),
        "talent_fast_track": ("普惠政策", "人才乐居"),
        "high_end_award": ("配套举措", "人才激励"),
        "contribution_award": ("配套举措", "人才激励"),
        "permit_tax_award": ("配套举措", "人才激励"),
    }
    for slug, path in places.items():
        name = open_call(slug=slug).program.name
        text = page(client, reverse("programs:policy", args=[slug]))
        crumbs = text[text.index('class="crumbs"') :]
        steps = [crumbs.index(step) for step in (*path, name)]
        assert steps == sorted(steps)
        group = "universal" if path[0] == "普惠政策" else "supporting"
        assert name in page(client, f"/programs/?group={group}")
        other = "supporting" if group == "universal" else "universal"
        assert name not in page(client, f"/programs/?group={other}")


@pytest.mark.requirement("S0-087")
def test_key_shortage_is_reached_filed_and_followed_as_the_others_are(
    client: Client, cast: Cast
) -> None:
    slug = "key_shortage"
    open_call(slug=slug)
    policy = page(client, f"/programs/{slug}/")
    assert "姑苏重点产业紧缺人才" in policy
    assert "我要申报" in policy
    visitor = client.get(f"/file/{slug}/")
    assert "/accounts/login/" in visitor.headers["Location"]

    _unit_part, person = file_all(slug, cast, {"education": "doctorate"})
    clerk = browser(cast.clerk)
    assert "待审核" in page(clerk, f"/file/{slug}/progress/")
    assert person.name in page(clerk, f"/my/{person.number}/")
