"""The person's own unit: searched among those that have registered, selected, never typed."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Unit
from programs.submission import find_problems
from programs.views.filing_page import page_url
from tests.factories import make_clerk, make_unit
from tests.factories.own import draft_own_application, make_identified_person, own_answers
from tests.programs.pages import as_post

pytestmark = pytest.mark.django_db

UNITS = "/units/employer/"


def registered(name: str) -> Unit:
    return make_clerk(make_unit(name=name)).memberships.get().unit


@pytest.fixture(autouse=True)
def _signed_in(client: Client) -> None:
    client.force_login(make_identified_person())


def search(client: Client, text: str) -> str:
    return client.get(UNITS, {"employer-q": text}).content.decode()


@pytest.mark.requirement("S1-011")
@pytest.mark.requirement("S1-016")
def test_only_registered_units_are_in_the_list(client: Client) -> None:
    make_unit(name="苏州寒山新材料有限公司")
    assert "苏州寒山新材料有限公司" not in search(client, "寒山")

    unit = registered("苏州寒山光学有限公司")
    found = search(client, "寒山")
    assert "苏州寒山光学有限公司" in found
    assert "苏州寒山新材料有限公司" not in found
    unit.memberships.update(is_active=False)
    assert "苏州寒山光学有限公司" not in search(client, "寒山")


def test_a_unit_is_found_by_its_credit_code_and_by_several_words(client: Client) -> None:
    unit = registered("苏州枫桥 智能装备有限公司")
    registered("昆山玉山智能制造有限公司")
    assert unit.name in search(client, unit.uscc.lower())
    found = search(client, "枫桥 智能")
    assert unit.name in found
    assert "玉山" not in found


@pytest.mark.requirement("S1-022")
def test_the_selector_says_to_check_the_registration_first(client: Client) -> None:
    draft = draft_own_application(employer="")
    assert draft.applicant
    client.force_login(draft.applicant)
    page = client.get(page_url(draft)).content.decode()
    assert "填报前请确认所在单位已在本系统登记" in page


@pytest.mark.requirement("S1-025")
def test_an_empty_search_says_what_it_means_and_links_the_manual(client: Client) -> None:
    text = search(client, "查无此单位")
    assert "该单位尚未在本系统登记，请联系单位管理员" in text
    assert "《单位账号在认定系统信息登记操作手册》" in text
    manual = reverse("help_file", args=["unit-registration"])
    assert manual in text
    assert b"".join(client.get(manual).streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]


@pytest.mark.parametrize("typed", ["苏州寒山光学有限公司", "999999", "-1", "1e3", "９"])
def test_free_text_is_refused_at_the_field_and_kept(client: Client, typed: str) -> None:
    draft = draft_own_application()
    assert draft.applicant
    client.force_login(draft.applicant)
    data = as_post(draft.form, own_answers(employer=typed))
    answer = client.post(reverse("programs:submit", args=[draft.number]), data)

    assert answer.status_code == 422
    assert "从列表中选择已登记的单位" in answer.content.decode()
    draft.refresh_from_db()
    assert (draft.state, draft.unit, draft.district) == ("draft", None, None)
    assert "employer" in {problem.key for problem in find_problems(draft)}


def test_without_scripts_the_search_comes_back_with_the_page(client: Client) -> None:
    unit = registered("苏州寒山光学有限公司")
    draft = draft_own_application(employer="")
    assert draft.applicant
    client.force_login(draft.applicant)
    data = as_post(draft.form, own_answers()) | {"find": "employer", "employer-q": "寒山"}
    page = client.post(reverse("programs:save", args=[draft.number]), data, follow=True)
    assert f'value="{unit.pk}"' in page.content.decode()


def test_strange_keywords_do_no_harm(client: Client) -> None:
    for text in ("", " ", "%", "_", "\x00", "'", "苏" * 500):
        assert client.get(UNITS, {"employer-q": text}).status_code == 200
