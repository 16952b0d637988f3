"""Asked for the password again before what is dangerous; what was typed is not lost by that."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Business, DataExport, DataRequest, Membership, Unit, User
from portal.lib.dates import today
from programs.actions.definitions import load_programs
from tests.accounts.acting import (
    HANDLING_PASSWORD,
    activated,
    granted,
    log_in_as_operator,
    typed,
)
from tests.accounts.inside import leave_for_minutes, sign_in
from tests.factories import make_person
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db
GRANT = "/member/operators/grant/"


@pytest.fixture
def desk(client: Client, legal: User) -> Client:
    """The legal representative's browser, left alone since the login."""
    sign_in(legal, client)
    leave_for_minutes(client)
    return client


def asked(answer: object) -> str:
    """Where the password is asked for again."""
    location: str = answer.headers["Location"]  # type: ignore[attr-defined]
    assert location.startswith("/accounts/confirm/?next=")
    return location


def test_a_grant_waits_for_the_password_and_then_goes_on_as_typed(desk: Client) -> None:
    person = make_person()
    assert desk.get(GRANT).status_code == 200

    page = asked(desk.post(GRANT, typed(person)))
    assert person.id_doc_number not in str(dict(desk.session))
    wrong = desk.post(page, {"password": "Wrong-2026"})
    assert wrong.status_code == 200
    assert not Membership.objects.filter(user=person).exists()

    done = desk.post(page, {"password": PASSWORD})

    assert done.headers["Location"] == "/member/operators/"
    assert Membership.objects.filter(user=person).exists()
    again = make_person()
    assert desk.post(GRANT, typed(again)).headers["Location"] == "/member/operators/"


def test_what_was_wrong_is_shown_with_what_was_typed_and_sent_where_it_belongs(
    desk: Client,
) -> None:
    person = make_person()
    page = asked(desk.post(GRANT, typed(person, phone="12")))

    refused = desk.post(page, {"password": PASSWORD})

    assert refused.status_code == 422
    text = refused.content.decode()
    assert person.full_name in text
    assert f'action="{GRANT}"' in text


def test_changes_ends_and_scopes_wait_as_well(desk: Client, legal: User, unit: Unit) -> None:
    load_programs()
    grant = granted(unit, legal)
    base = f"/member/operators/{grant.pk}/"
    code = Business.objects.order_by("pk")[0].code
    for path, data in (
        (f"{base}period/", {"starts_on": today().isoformat(), "ends_on": ""}),
        (f"{base}business/?q=x", {"business": [code]}),
        (f"{base}reset/", {}),
        (f"/member/members/{grant.pk}/revoke/", {}),
        (f"{base}end/", {}),
    ):
        asked(desk.post(path, data))
    grant.refresh_from_db()
    assert grant.is_active

    desk.post(
        asked(desk.post(f"{base}business/?q=x", {"business": [code]})), {"password": PASSWORD}
    )

    assert list(grant.business_grants.values_list("business__code", flat=True)) == [code]


def test_only_what_was_asked_for_last_goes_on(desk: Client, legal: User, unit: Unit) -> None:
    grant = granted(unit, legal)
    asked(desk.post(f"/member/operators/{grant.pk}/end/"))

    answer = desk.post("/accounts/confirm/?next=/help/", {"password": PASSWORD})

    assert answer.headers["Location"] == "/help/"
    grant.refresh_from_db()
    assert grant.is_active


def test_who_acts_with_the_handling_password_confirms_with_it(legal: User, unit: Unit) -> None:
    admin = activated(unit, legal, "admin")
    client, person = log_in_as_operator(admin.user), make_person()
    assert client.post(GRANT, typed(person)).headers["Location"] == "/member/operators/"
    leave_for_minutes(client)

    page = asked(client.post(GRANT, typed(make_person())))
    assert "经办密码" in client.get(page).content.decode()
    assert client.post(page, {"password": PASSWORD}).status_code == 200
    done = client.post(page, {"password": HANDLING_PASSWORD})

    assert done.headers["Location"] == "/member/operators/"


def test_the_handling_password_confirms_nothing_for_the_person_herself(
    legal: User, unit: Unit
) -> None:
    admin = activated(unit, legal, "admin")
    client = sign_in(admin.user)
    client.post(f"/me/units/{admin.pk}/act/", {"password": HANDLING_PASSWORD})
    client.post("/member/stop/")

    asked(client.post("/me/data/export/"))
    assert not DataExport.objects.exists()


def test_export_and_erasure_wait_and_a_fresh_login_is_enough(client: Client) -> None:
    person = make_person()
    sign_in(person, client)
    leave_for_minutes(client)
    asked(client.post("/me/data/export/"))
    reason = {"kind": "erase", "reason": f"不再使用 {timezone.now():%Y}"}
    page = asked(client.post("/me/data/request/", reason))
    client.post(page, {"password": PASSWORD})
    assert DataRequest.objects.get(user=person).reason == reason["reason"]

    other = sign_in(make_person())
    other.post("/me/data/export/")
    assert DataExport.objects.count() == 1
