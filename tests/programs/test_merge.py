"""Saving field by field: gaps and wrong values are kept, colleagues do not overwrite each other."""

import pytest
from django.test import Client
from django.urls import reverse

from programs.actions.drafts import fingerprints, save_answers
from programs.answers import unpack
from programs.models import Application
from tests.factories import draft_person_application, make_clerk, submit, submitted_unit
from tests.programs.pages import as_post

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def person(client: Client) -> Application:
    clerk = make_clerk()
    client.force_login(clerk)
    return draft_person_application(submitted_unit(clerk=clerk), complete=False, name="沈周")


def save(client: Client, person: Application, **data: object) -> str:
    url = reverse("programs:save", args=[person.number])
    response = client.post(url, data, headers=HTMX)
    assert response.status_code == 200
    return response.content.decode()


def stored(person: Application) -> dict[str, object]:
    return unpack(person.form, Application.objects.get(pk=person.pk).answers)


def base_of(client: Client, person: Application) -> str:
    page = client.get(reverse("programs:application", args=[person.number]))
    return str(page.context["page"].base_json)


@pytest.mark.requirement("S0-077")
@pytest.mark.parametrize(
    ("field", "typed", "kept", "message"),
    [
        ("mobile", "123", "123", "11位"),
        ("annual_wage", "-5", "-5", "不能小于"),
        ("annual_wage", "1000000000", "1000000000", "不能大于"),
        ("annual_wage", "很多", "很多", "请填写金额"),
        ("employed_since", "2999-01-01", "2999-01-01", "不能晚于今天"),
        ("employed_since", "明天", "明天", "有效日期"),
        ("position", "总监😀", "总监😀", "表情"),
        ("position", "总\x00监", "总\ufffd监", "无法显示"),
        ("name", "A1", "A1", "真实姓名"),
        ("sex", "robot", "robot", "从列表中选择"),
        ("bank_account", "6222021102001234568", "6222021102001234568", "校验"),
    ],
)
def test_wrong_values_stay_as_typed_with_their_error_at_the_field(
    client: Client, person: Application, field: str, typed: str, kept: str, message: str
) -> None:
    fragment = save(client, person, **{field: typed})

    assert stored(person)[field] == kept
    note = fragment.index(f'id="note_id_{field}"')
    assert message in fragment[note : fragment.index("</div>", note)]
    assert client.get(reverse("programs:application", args=[person.number])).status_code == 200


@pytest.mark.parametrize(
    ("field", "typed", "clean"),
    [
        ("mobile", "１３８ 1234 1234", "13812341234"),
        ("annual_wage", "520,000.5", "520000.50"),
        ("bank_account", "6222 0211 0200 1234 569", "6222021102001234569"),
    ],
)
def test_good_values_are_stored_in_one_form(
    client: Client, person: Application, field: str, typed: str, clean: str
) -> None:
    save(client, person, **{field: typed})
    assert stored(person)[field] == clean


def test_rows_are_kept_with_their_gaps_and_blank_or_removed_ones_are_not(
    client: Client, person: Application
) -> None:
    fragment = save(
        client,
        person,
        **{
            "invoices-TOTAL_FORMS": "4",
            "invoices-0-seller": "苏州安居",
            "invoices-0-DELETE": "on",
            "invoices-2-amount": "一千",
            "invoices-3-amount": "200",
        },
    )

    rows = stored(person)["invoices"]
    assert isinstance(rows, list)
    assert [row["amount"] for row in rows] == ["一千", "200.00"]
    note = fragment.index('id="note_id_invoices-2-amount"')
    assert "请填写金额" in fragment[note : note + 300]
    assert 'href="#id_invoices-3-number"' in fragment


@pytest.mark.parametrize("count", ["", "x", "-1", "99999999999", "1\x00"])
def test_a_forged_number_of_rows_does_no_harm(
    client: Client, person: Application, count: str
) -> None:
    save(client, person, **{"invoices-TOTAL_FORMS": count, "invoices-0-amount": "5"})
    assert "invoices" not in stored(person)


def test_what_a_page_does_not_speak_of_stays(client: Client, person: Application) -> None:
    save(client, person, **{"invoices-TOTAL_FORMS": "1", "invoices-0-amount": "5"})
    save(client, person, position="总监")

    answers = stored(person)
    assert (answers["name"], answers["position"]) == ("沈周", "总监")
    assert answers["invoices"]


@pytest.mark.parametrize("base", ["", "nonsense", "[]", '{"position": 3}', "\x00"])
def test_a_forged_base_does_no_harm(client: Client, person: Application, base: str) -> None:
    save(client, person, position="总监", base=base)


def test_two_pages_that_change_different_fields_both_count(
    client: Client, person: Application
) -> None:
    base = base_of(client, person)
    answers = stored(person)

    save(client, person, **as_post(person.form, {**answers, "position": "总监"}), base=base)
    fragment = save(
        client, person, **as_post(person.form, {**answers, "bank_name": "工商银行"}), base=base
    )

    assert (stored(person)["position"], stored(person)["bank_name"]) == ("总监", "工商银行")
    assert 'id="field_id_position" hx-swap-oob="true"' in fragment
    assert 'value="总监"' in fragment


def test_a_field_that_a_colleague_changed_is_not_overwritten(
    client: Client, person: Application
) -> None:
    base = base_of(client, person)
    answers = stored(person)
    colleague = make_clerk(person.unit, role="operator", full_name="文嘉")
    save_answers(person.pk, colleague, {"position": "副总"}, fingerprints(person.form, answers))

    mine = as_post(person.form, {**answers, "position": "总监"})
    fragment = save(client, person, **mine, base=base)
    assert stored(person)["position"] == "副总"
    assert "文* 刚刚将此项改为“副总”" in fragment
    url = reverse("programs:save", args=[person.number])
    plain = client.post(url, {**mine, "base": base})
    assert plain.status_code == 409
    assert 'value="总监"' in plain.content.decode()

    next_base = plain.context["page"].base_json
    again = save(client, person, **mine, base=next_base)
    assert "刚刚将此项改为" in again  # it does not go away by itself

    save(client, person, **mine, base=next_base, keep="position")
    assert stored(person)["position"] == "总监"


def test_a_colleagues_value_can_be_taken(client: Client, person: Application) -> None:
    base = base_of(client, person)
    answers = stored(person)
    save_answers(
        person.pk, person.created_by, {"position": "副总"}, fingerprints(person.form, answers)
    )

    mine = as_post(person.form, {**answers, "position": "总监"})
    fragment = save(client, person, **mine, base=base, take="position")

    assert stored(person)["position"] == "副总"
    assert 'value="副总"' in fragment


def test_a_conflict_is_settled_before_the_submission(client: Client, person: Application) -> None:
    base = base_of(client, person)
    save_answers(
        person.pk,
        person.created_by,
        {"position": "副总"},
        fingerprints(person.form, stored(person)),
    )
    data = as_post(person.form, {**stored(person), "position": "总监"}, base=base)

    response = client.post(reverse("programs:submit", args=[person.number]), data)

    assert response.status_code == 409
    assert "有内容刚刚被同事修改" in response.content.decode()


def test_numbers_are_encrypted_where_they_lie(client: Client, person: Application) -> None:
    save(client, person, bank_account="6222021102001234569", id_doc_number="not a number")
    raw = Application.objects.get(pk=person.pk).answers
    assert raw["bank_account"].startswith("v1:")
    assert raw["id_doc_number"].startswith("v1:")


def test_saving_something_submitted_says_so(client: Client) -> None:
    clerk = make_clerk()
    client.force_login(clerk)
    person = submit(draft_person_application(submitted_unit(clerk=clerk)))

    url = reverse("programs:save", args=[person.number])
    answer = client.post(url, {"position": "总监"}, headers=HTMX)

    assert answer.status_code == 409
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert "已提交，不能再修改" in answer.content.decode()


def test_an_expired_session_is_told_in_words(client: Client, person: Application) -> None:
    client.logout()
    url = reverse("programs:save", args=[person.number])
    answer = client.post(url, {"position": "总监"}, headers=HTMX)

    assert answer.status_code == 401
    assert "填写的内容仍保留在本页" in answer.content.decode()


def test_a_stale_token_is_told_in_words(person: Application) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(person.created_by)
    url = reverse("programs:save", args=[person.number])
    answer = strict.post(url, {"position": "总监"}, headers=HTMX)

    assert answer.status_code == 403
    assert "填写的内容仍在" in answer.content.decode()
