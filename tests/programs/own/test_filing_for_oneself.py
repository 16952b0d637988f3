"""A person files for herself: who may, who may not, and what the portal types for her."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.http import urlencode

from accounts.models import User
from portal.lib.crypto import decrypt
from programs.models import Application, Call
from programs.views.filing_page import page_url
from tests.factories import make_clerk, make_person, make_unit, open_call
from tests.factories.own import (
    draft_own_application,
    hand_over,
    make_identified_person,
    own_answers,
)
from tests.programs.pages import as_post, pdf_upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def call() -> Call:
    return open_call(slug="recognition")


@pytest.fixture
def person(client: Client) -> User:
    user = make_identified_person()
    client.force_login(user)
    return user


def begin(client: Client, call: Call) -> Application:
    client.post(reverse("programs:begin", args=[call.program.slug]))
    return Application.objects.get(applicant__isnull=False)


def test_a_person_files_from_the_catalogue_to_the_unit(
    client: Client, call: Call, person: User
) -> None:
    unit = make_clerk().memberships.get().unit
    opened = client.get(reverse("programs:apply", args=["recognition"]), follow=True)
    assert "增加申请" in opened.content.decode()

    draft = begin(client, call)
    for slot in draft.form.visible_slots(own_answers(unit)):
        upload = reverse("programs:upload", args=[draft.number, slot.key])
        assert client.post(upload, {"file": pdf_upload()}, follow=True).status_code == 200
    data = as_post(draft.form, own_answers(unit), agree=["public_notice"])
    sent = client.post(reverse("programs:submit", args=[draft.number]), data, follow=True)

    assert "请联系所属企业进行提交" in sent.content.decode()
    draft.refresh_from_db()
    assert (draft.state, draft.unit, draft.district) == ("awaiting_unit", unit, unit.district)
    assert draft.submitted_at is None


@pytest.mark.requirement("S1-010")
@pytest.mark.parametrize("slug", ["recognition", "record_filing"])
def test_a_unit_cannot_file_for_a_person(client: Client, slug: str) -> None:
    open_call(slug=slug)
    client.force_login(make_clerk())

    for response in (
        client.get(reverse("programs:own", args=[slug])),
        client.post(reverse("programs:begin", args=[slug])),
    ):
        assert response.status_code == 403
        assert "单位账号不能代为申报" in response.content.decode()
    assert client.get(reverse("programs:unit", args=[slug, 2026])).status_code == 404
    assert client.post(reverse("programs:add_person", args=[slug, 2026])).status_code == 404
    assert not Application.objects.exists()


def test_two_clicks_make_one_draft_and_blank_ones_are_found_again(
    client: Client, call: Call, person: User
) -> None:
    first = begin(client, call)
    client.post(reverse("programs:begin", args=["recognition"]))
    assert Application.objects.get() == first


def test_what_the_account_knows_is_there_and_stays(
    client: Client, call: Call, person: User
) -> None:
    draft = begin(client, call)
    text = client.get(page_url(draft)).content.decode()
    assert person.full_name in text
    assert str(person.phone) in text
    assert draft.id_doc_hash == person.id_doc_hash

    forged = as_post(draft.form, own_answers()) | {"name": "别人", "id_doc_number": "1"}
    client.post(reverse("programs:save", args=[draft.number]), forged)
    draft.refresh_from_db()
    assert draft.name == person.full_name
    assert decrypt(draft.answers["id_doc_number"]) == person.id_doc_number
    assert draft.answers["birth_date"] == "1988-03-14"


@pytest.mark.requirement("S1-021")
@pytest.mark.requirement("S2-032")
@pytest.mark.requirement("S4-002")
@pytest.mark.parametrize("kind", [None, "real_name"])
def test_the_identity_must_be_proved_first(client: Client, call: Call, kind: str | None) -> None:
    person = make_identified_person(kind) if kind else make_person()
    client.force_login(person)
    to_check = reverse("real_person_check")

    own = reverse("programs:own", args=["recognition"])
    assert client.get(own).url == f"{to_check}?{urlencode({'next': own})}"  # type: ignore[attr-defined]
    assert client.post(reverse("programs:begin", args=["recognition"])).url == to_check  # type: ignore[attr-defined]
    assert not Application.objects.exists()

    draft = draft_own_application(person, call=call)
    page = page_url(draft)
    assert client.get(page).url == f"{to_check}?{urlencode({'next': page})}"  # type: ignore[attr-defined]
    data = as_post(draft.form, own_answers(make_unit(), position="改过"))
    for name in ("save", "submit"):
        refused = client.post(reverse(f"programs:{name}", args=[draft.number]), data)
        assert refused.status_code == 403
        assert "高级实名认证" in refused.content.decode()
    upload = reverse("programs:upload", args=[draft.number, "resume"])
    assert client.post(upload, {"file": pdf_upload()}).status_code == 403
    draft.refresh_from_db()
    assert (draft.state, draft.answers["position"]) == ("draft", "研发总监")


@pytest.mark.requirement("S2-032")
def test_a_proved_identity_unlocks_the_filing(client: Client, call: Call, person: User) -> None:
    assert client.get(reverse("programs:own", args=["recognition"])).status_code == 200
    draft = begin(client, call)
    assert client.get(page_url(draft)).status_code == 200


def test_what_waits_for_the_unit_can_be_taken_back_and_deleted(client: Client) -> None:
    handed = hand_over(draft_own_application())
    assert handed.applicant
    client.force_login(handed.applicant)

    page = client.post(reverse("programs:withdraw", args=[handed.number]), follow=True)
    assert "已撤回" in page.content.decode()
    handed.refresh_from_db()
    assert (handed.state, handed.stage) == ("draft", "")
    again = hand_over(handed)
    assert again.state == "awaiting_unit"
    client.post(reverse("programs:withdraw", args=[handed.number]))
    client.post(reverse("programs:delete", args=[handed.number]))
    assert not Application.objects.exists()


def test_nobody_else_takes_it_back(client: Client) -> None:
    handed = hand_over(draft_own_application())
    for other in (make_identified_person(), make_clerk(handed.unit, role="operator")):
        client.force_login(other)
        answer = client.post(reverse("programs:withdraw", args=[handed.number]))
        assert answer.status_code == 404
    handed.refresh_from_db()
    assert handed.state == "awaiting_unit"


def test_the_call_must_be_open(client: Client, person: User) -> None:
    open_call(slug="recognition", opens_in=-20, closes_in=-5)
    page = client.get(reverse("programs:own", args=["recognition"])).content.decode()
    assert "不在申报时间内" in page
    assert "增加申请" not in page
    assert client.post(reverse("programs:begin", args=["recognition"])).status_code == 409


def test_a_programme_without_a_call_says_so(client: Client, call: Call, person: User) -> None:
    page = client.get(reverse("programs:own", args=["rental_subsidy"]))
    assert "尚未开放申报" in page.content.decode()
    assert client.post(reverse("programs:begin", args=["rental_subsidy"])).status_code == 404
    assert client.get(reverse("programs:own", args=["contribution_award"])).status_code == 404
