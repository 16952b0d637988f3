"""完善个人信息: the prompt, the page, its lists and masks."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from accounts.actions.divisions import load_divisions
from accounts.actions.identity import correct_document
from accounts.code_tables import choices
from accounts.models import AdministrativeDivision, AuditEntry, PersonProfile, User
from tests.factories import make_person, make_staff
from tests.factories.identifiers import resident_id

from .inside import sign_in

pytestmark = pytest.mark.django_db

PAGE = "/me/profile/"


@pytest.fixture
def person(client: Client) -> User:
    person = make_person(full_name="杜希土", phone="13812341234")
    sign_in(person, client)
    return person


@pytest.fixture
def places() -> None:
    load_divisions()


def answers(**changes: Any) -> dict[str, Any]:
    """The form with what is marked with a star, and nothing else."""
    return {
        "nationality": "CHN",
        "ethnic_group": "01",
        "residence_address": "苏州市姑苏区平江路 1 号",
        "household_address": "南京市栖霞区文苑路 1 号",
        **changes,
    }


def save(client: Client, **changes: Any) -> PersonProfile:
    answer = client.post(PAGE, answers(**changes))
    assert answer.headers["Location"] == PAGE
    return PersonProfile.objects.get()


def page_of(client: Client) -> str:
    return client.get(PAGE).content.decode()


@pytest.mark.requirement("S2-018")
def test_who_has_told_nothing_is_asked_to_after_the_login(client: Client) -> None:
    sign_in(make_person(), client)
    entered = client.get("/member/", follow=True)

    assert entered.redirect_chain == [("/me/", 302)]
    page = entered.content.decode()
    assert "个人信息尚未完善" in page
    assert "国籍/地区、民族、居住地址、户籍地址<" in page  # the phone and the number are known
    assert re.search(rf'href="{PAGE}">完善个人信息<', page)
    save(client)
    assert "个人信息尚未完善" not in client.get("/me/").content.decode()


@pytest.mark.requirement("S2-014")
@pytest.mark.requirement("S2-020")
@pytest.mark.requirement("S2-021")
def test_numbers_and_the_document_are_shown_and_cannot_be_changed(
    client: Client, person: User
) -> None:
    assert page_of(client).count("保存后生成") == 2
    sent = {"full_name": "另有其人", "id_doc_number": "X", "sex": "female", "person_number": "RY1"}

    profile = save(client, **sent, birth_date="2001-01-01")

    page = page_of(client)
    assert re.fullmatch(r"RY\d{4}-\d{8}-\d", profile.person_number)
    assert profile.provincial_number == "32" + re.sub(r"\D", "", profile.person_number)
    tail = person.id_doc_number[-4:]
    for shown in (
        profile.person_number,
        profile.provincial_number,
        "居民身份证",
        f"*****{tail}",
        "杜**",
        "男",
    ):
        assert f">{shown}<" in page
    assert "杜希土" not in page
    assert person.id_doc_number not in page
    assert not re.search(r'name="(sex|birth_date|full_name|id_doc_number|person_number)"', page)
    person.refresh_from_db()
    assert (person.full_name, profile.sex, str(profile.birth_date)) == (
        "杜希土",
        "male",
        "1988-03-14",
    )


@pytest.mark.requirement("S2-022")
def test_birth_date_and_mobile_are_shown_masked(client: Client, person: User) -> None:
    save(client, mobile="13900005678")
    page = page_of(client)
    assert ">1988-03-14<" in page
    assert "当前为 139****5678，不修改请留空" in page
    assert "13900005678" not in page


@pytest.mark.requirement("S2-019")
@pytest.mark.parametrize(
    ("mobile", "is_good"),
    [("1381234123", False), ("138123412345", False), ("00000000000", True), ("1381234123x", False)],
)
def test_only_the_digits_of_the_mobile_are_counted(
    client: Client, person: User, mobile: str, is_good: bool
) -> None:
    answer = client.post(PAGE, answers(mobile=mobile, skill_type="数控车工"))
    assert answer.status_code == (302 if is_good else 422)
    if not is_good:
        page = answer.content.decode()
        assert "移动电话应为11位数字" in page
        assert f'value="{mobile}"' in page  # what was typed stays
        assert 'value="数控车工"' in page
        assert not PersonProfile.objects.exists()
    assert person.phone == "13812341234"


@pytest.mark.requirement("S2-023")
@pytest.mark.requirement("S2-024")
@pytest.mark.requirement("S2-027")
@pytest.mark.requirement("S2-028")
@pytest.mark.parametrize(
    ("field", "table", "names"),
    [
        ("nationality", "countries", ["中国", "中国香港", "德国"]),
        ("ethnic_group", "ethnic_groups", ["汉族", "基诺族"]),
        ("education", "educations", ["博士研究生毕业", "大学本科毕业"]),
        ("political_status", "political_statuses", ["中共党员", "群众"]),
        ("household_type", "household_types", ["本省城镇"]),
        ("title_profession", "title_professions", ["工程技术", "体育"]),
        ("title_level", "title_levels", ["正高级", "员级"]),
        ("skill_level", "skill_levels", ["首席技师", "五级/初级工"]),
    ],
)
def test_lists_are_offered_and_kept_to(
    client: Client, person: User, field: str, table: str, names: list[str]
) -> None:
    page = page_of(client)
    for name in names:
        assert f">{name}</option>" in page
    assert client.post(PAGE, answers(**{field: "??"})).status_code == 422
    code = choices(table)[-1][0]
    assert getattr(save(client, **{field: code}), field) == code
    assert re.search(rf'<option value="{code}"\s+selected', page_of(client))


@pytest.mark.requirement("S2-028")
def test_the_skilled_occupation_is_kept(client: Client, person: User) -> None:
    assert save(client, skill_type="数控车工").skill_type == "数控车工"


def test_the_tables_are_complete() -> None:
    codes = [code for code, _name in choices("ethnic_groups")]
    assert codes == [f"{number:02}" for number in range(1, 57)] + ["97", "98"]
    assert len(choices("countries")) == 249


@pytest.mark.requirement("S2-025")
def test_the_security_number_is_the_document_unless_another_is_given(
    client: Client, person: User
) -> None:
    assert save(client).social_security_number == person.id_doc_number
    tail = person.id_doc_number[-4:]
    assert f"当前为 *****{tail}" in page_of(client)

    profile = save(client, social_security_number="32050012345678")

    assert profile.social_security_number == "32050012345678"
    assert "*****5678" in page_of(client)
    assert "32050012345678" not in page_of(client)
    assert save(client).social_security_number == "32050012345678"  # left empty, it stays
    with connection.cursor() as cursor:
        cursor.execute("SELECT social_security_number FROM accounts_personprofile")
        assert cursor.fetchone()[0].startswith("v1:")


@pytest.mark.requirement("S2-025")
@pytest.mark.parametrize("field", ["residence_address", "household_address", "nationality"])
def test_what_is_marked_is_required(client: Client, person: User, field: str) -> None:
    answer = client.post(PAGE, answers(**{field: ""}))
    assert answer.status_code == 422
    assert f'href="#id_{field}"' in answer.content.decode()


def test_who_has_no_resident_id_gives_all_of_it(client: Client) -> None:
    sign_in(make_person(id_doc_type="passport", id_doc_number="X1234567", phone=None), client)
    assert "移动电话、国籍/地区、民族、社会保障号码、" in client.get("/me/").content.decode()
    assert client.post(PAGE, answers()).status_code == 422
    told = {"sex": "female", "birth_date": "1990-02-28", "mobile": "13812340000"}
    assert client.post(PAGE, answers(**told, social_security_number="?")).status_code == 422
    future = {**told, "birth_date": "2090-01-01", "social_security_number": "DEU12345678"}
    assert "请核对出生日期" in client.post(PAGE, answers(**future)).content.decode()
    profile = save(client, **told, social_security_number="DEU12345678")
    assert (profile.sex, str(profile.birth_date)) == ("female", "1990-02-28")


@pytest.mark.requirement("S2-026")
def test_a_division_is_chosen_level_by_level(client: Client, person: User, places: None) -> None:
    chosen = {"household_province": "320000"}
    offered = client.post(f"{PAGE}divisions/", chosen).content.decode()
    assert re.search(r'value="320000"\s+selected', offered)
    assert ">南京市</option>" in offered
    assert ">栖霞区</option>" not in offered
    chosen["household_city"] = "320100"
    assert ">栖霞区</option>" in client.post(f"{PAGE}divisions/", chosen).content.decode()

    profile = save(client, **chosen, household_district="320113")

    assert profile.household_division_id == "320113"
    page = page_of(client)
    for code in ("320000", "320100", "320113"):
        assert re.search(rf'value="{code}"\s+selected', page)


@pytest.mark.requirement("S2-026")
@pytest.mark.parametrize(
    ("codes", "status"),
    [
        (("320000", "", ""), 422),  # stops half way
        (("320000", "320100", ""), 422),
        (("320000", "330100", "330106"), 422),  # of another province
        (("320000", "320500", "320502"), 422),  # abolished in 2012
        (("330000", "330100", "330103"), 422),
        (("440000", "441900", ""), 302),  # a city without districts
        (("", "", ""), 302),
    ],
)
def test_a_division_must_be_a_whole_one_of_today(
    client: Client, person: User, places: None, codes: tuple[str, str, str], status: int
) -> None:
    names = ("household_province", "household_city", "household_district")
    answer = client.post(PAGE, answers(**dict(zip(names, codes, strict=True))))
    assert answer.status_code == status


@pytest.mark.requirement("S2-026")
def test_the_next_level_comes_without_javascript_too(
    client: Client, person: User, places: None
) -> None:
    save(client)
    typed = {
        "choose": "1",
        "household_province": "320000",
        "mobile": "139",
        "skill_type": "数控车工",
    }
    answer = client.post(PAGE, typed)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert ">南京市</option>" in page
    assert 'value="数控车工"' in page
    assert 'value="139"' in page
    assert "请检查以下内容" not in page


def test_divisions_are_loaded_once_and_abolished_ones_stay(places: None) -> None:
    count = AdministrativeDivision.objects.count()
    assert load_divisions() == count
    assert AdministrativeDivision.objects.get(pk="320502").is_active is False
    AdministrativeDivision.objects.create(code="999999", name="旧区", level=3, parent_id="320500")
    load_divisions()
    assert AdministrativeDivision.objects.get(pk="999999").is_active is False


def test_what_has_changed_is_written_down_without_what_it_says(
    client: Client, person: User
) -> None:
    save(client)
    save(client, skill_type="数控车工", mobile="13900005678")
    entry = AuditEntry.objects.filter(action="save_person_profile").latest("pk")
    assert entry.detail == {"changed": ["mobile", "skill_type"]}
    count = AuditEntry.objects.count()
    save(client, skill_type="数控车工")
    assert AuditEntry.objects.count() == count


def test_a_document_put_right_puts_the_profile_right(client: Client, person: User) -> None:
    save(client)
    number = resident_id(male=False)
    staff = make_staff("system_admin")
    correct_document(person.pk, "杜希土", "resident_id", number, "号码登记有误", staff)
    assert PersonProfile.objects.get().sex == "female"
