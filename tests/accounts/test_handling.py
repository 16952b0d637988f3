"""我是经办人: three steps to a grant, two passwords, and acting for a unit as long as it lasts."""

import datetime as dt

import pytest
from django.test import Client

from accounts.actions import handling, members, operators
from accounts.models import AuditEntry, Delivery, Membership, Notification, Unit, User
from accounts.rules import acts_for
from portal.lib.dates import today
from programs.actions.definitions import load_programs
from tests.accounts.acting import (
    HANDLING_PASSWORD,
    activated,
    granted,
    log_in_as_operator,
    show_face,
)
from tests.accounts.getting_in import ask_for_code
from tests.accounts.inside import sign_in
from tests.factories import draft_person_application, make_clerk, submitted_unit
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db
LOG_IN = "/accounts/login/operator/"


def page_of(membership: Membership, what: str = "") -> str:
    return f"/me/units/{membership.pk}/{what}"


def typed_password(password: str = HANDLING_PASSWORD) -> dict[str, str]:
    return {"password1": password, "password2": password}


def powerless(membership: Membership) -> bool:
    person = membership.user
    person.acting_under = membership.pk
    answer = Client().post(LOG_IN, {"login": person.phone, "password": HANDLING_PASSWORD})
    return not acts_for(person, membership.unit_id) and answer.status_code == 422


@pytest.mark.requirement("S2-047")
def test_a_grant_is_worth_nothing_until_three_steps_are_done(legal: User, unit: Unit) -> None:
    membership = granted(unit, legal)
    client = sign_in(membership.user)
    assert "待确认" in client.get("/me/units/").content.decode()
    assert powerless(membership)

    early = client.post(page_of(membership, "password/"), typed_password())
    assert early.status_code == 409
    client.post(page_of(membership, "confirm/"))
    assert powerless(membership)
    no_face = client.post(page_of(membership, "password/"), typed_password())
    assert no_face.status_code == 409
    assert "人脸识别" in no_face.content.decode()
    assert "/me/verification/real-person/?next=" in client.get(page_of(membership)).content.decode()

    show_face(membership.user)
    assert powerless(membership)
    own = client.post(page_of(membership, "password/"), typed_password(PASSWORD))
    assert own.status_code == 422
    assert "不能与个人登录密码相同" in own.content.decode()
    assert powerless(membership)

    done = client.post(page_of(membership, "password/"), typed_password())
    assert done.status_code == 302
    assert not powerless(Membership.objects.get(pk=membership.pk))
    assert Notification.objects.filter(recipient=legal, kind="grant_activated").exists()
    assert AuditEntry.objects.filter(action="activate_membership").exists()


def test_a_face_shown_before_the_grant_does_not_count(legal: User, unit: Unit) -> None:
    membership = granted(unit, legal)
    person = membership.user
    show_face(person)
    person.identity_checks.update(passed_at=membership.created_at - dt.timedelta(seconds=1))
    handling.confirm(membership.pk, person)
    client = sign_in(person)
    assert client.post(page_of(membership, "password/"), typed_password()).status_code == 409


def test_a_grant_can_be_declined_and_the_grantor_is_told(legal: User, unit: Unit) -> None:
    membership = granted(unit, legal)
    client = sign_in(membership.user)
    assert client.post(page_of(membership, "decline/")).status_code == 302
    membership.refresh_from_db()
    assert not membership.is_active
    assert Notification.objects.filter(recipient=legal, kind="grant_declined").exists()
    assert client.get(page_of(membership)).status_code == 404


def test_strangers_find_no_grant_of_another(legal: User, unit: Unit) -> None:
    membership = granted(unit, legal)
    other = sign_in(granted(unit, legal).user)
    assert other.get(page_of(membership)).status_code == 404
    for what in ("confirm/", "decline/", "password/", "act/"):
        assert other.post(page_of(membership, what)).status_code == 404


@pytest.mark.requirement("S2-053")
def test_document_or_mobile_with_the_handling_password_only(legal: User, unit: Unit) -> None:
    person = activated(unit, legal).user
    for name in (person.phone, person.id_doc_number, person.id_doc_number.lower()):
        client = Client()
        answer = client.post(LOG_IN, {"login": name, "password": HANDLING_PASSWORD})
        assert answer.headers["Location"] == "/member/"
        assert unit.name in client.get("/member/").content.decode()
    own = Client().post(LOG_IN, {"login": person.phone, "password": PASSWORD})
    assert own.status_code == 422
    crossed = Client().post(
        "/accounts/login/", {"login": person.phone, "password": HANDLING_PASSWORD}
    )
    assert crossed.status_code == 422


def test_unknown_and_known_people_get_the_same_answer(legal: User, unit: Unit) -> None:
    person = activated(unit, legal).user
    pending = granted(unit, legal).user
    said = set()
    for name in (person.phone, pending.phone, "13700000000", "320508199406041813", "nobody"):
        answer = Client().post(LOG_IN, {"login": name, "password": "Wrong-2026!"})
        said.add((answer.status_code, *answer.context["form"].non_field_errors()))
    assert len(said) == 1


def test_guessing_ends(legal: User, unit: Unit) -> None:
    person = activated(unit, legal).user
    client = Client()
    for _try in range(3):
        client.post(LOG_IN, {"login": person.phone, "password": "Wrong-2026!"})
    answer = client.post(LOG_IN, {"login": person.phone, "password": HANDLING_PASSWORD})
    assert answer.status_code == 422
    assert "captcha_answer" in answer.context["form"].errors


def test_a_session_of_the_handling_password_is_never_the_person(legal: User, unit: Unit) -> None:
    client = log_in_as_operator(activated(unit, legal).user)
    for path in ("/me/", "/me/security/", "/me/units/", "/accounts/2fa/enrol/"):
        assert client.get(path).headers["Location"] == "/member/", path
    assert client.post("/me/security/sessions/end/").status_code == 403
    assert client.post("/member/stop/").headers["Location"] == "/"
    assert client.get("/me/").headers["Location"].startswith("/accounts/login/")


def test_a_person_turns_to_the_unit_and_back(legal: User, unit: Unit) -> None:
    membership = activated(unit, legal)
    client = sign_in(membership.user)
    assert client.get("/member/").headers["Location"] == "/me/"
    assert client.post("/member/profile/certificate/upload/").status_code == 403

    wrong = client.post(page_of(membership, "act/"), {"password": PASSWORD})
    assert wrong.status_code == 422
    client.post(page_of(membership, "act/"), {"password": HANDLING_PASSWORD})
    home = client.get("/").content.decode()
    assert "acting-banner" in home
    assert unit.name in home
    assert "经办人" in home
    assert client.get("/me/").headers["Location"] == "/member/"
    menu = client.get("/member/").context["menu"]
    assert "账号设置" not in [str(entry.label) for entry in menu], "the account is her own"

    assert client.post("/member/stop/").headers["Location"] == "/me/"
    assert "acting-banner" not in client.get("/me/").content.decode()
    acts = AuditEntry.objects.filter(action__in=("begin_acting", "leave_acting"))
    assert acts.count() == 2


@pytest.mark.requirement("S2-048")
def test_an_administrator_may_do_everything_within_the_period(legal: User, unit: Unit) -> None:
    load_programs()
    draft = draft_person_application(submitted_unit(clerk=legal))
    admin = activated(unit, legal, "admin", ends_on=today())
    client = log_in_as_operator(admin.user)
    assert client.get(f"/my/{draft.number}/").status_code == 200
    assert client.get("/member/operators/grant/").status_code == 200

    yesterday = today() - dt.timedelta(days=1)
    Membership.objects.filter(pk=admin.pk).update(starts_on=yesterday, ends_on=yesterday)

    over = client.get(f"/my/{draft.number}/")
    assert over.headers["Location"].startswith("/accounts/login/")
    refused = Client().post(LOG_IN, {"login": admin.user.phone, "password": HANDLING_PASSWORD})
    assert refused.status_code == 422


@pytest.mark.requirement("S2-049")
def test_an_operator_does_what_was_granted_and_nothing_else(legal: User, unit: Unit) -> None:
    draft = draft_person_application(submitted_unit(clerk=legal))
    slug, year = draft.call.program.slug, draft.call.year
    membership = activated(unit, legal)
    client = log_in_as_operator(membership.user)

    for path in (f"/file/{slug}/", f"/file/{slug}/{year}/unit/", f"/file/{slug}/{year}/people/"):
        answer = client.get(path)
        assert answer.status_code == 403, path
        assert "尚未获得该项目的经办授权" in answer.content.decode()
    assert client.get(f"/my/{draft.number}/").status_code == 404
    assert client.post(f"/my/{draft.number}/save/").status_code == 404
    assert draft.number not in client.get("/my/").content.decode()

    operators.allow_business(membership.pk, [slug], False, legal)
    assert client.get(f"/file/{slug}/{year}/unit/").status_code == 200
    assert client.get(f"/my/{draft.number}/").status_code == 200
    assert draft.number in client.get("/my/").content.decode()

    operators.allow_business(membership.pk, ["labour_contract"], False, legal)
    assert client.get(f"/my/{draft.number}/").status_code == 404


def test_a_revoked_operator_is_out_at_the_next_click(legal: User, unit: Unit) -> None:
    membership = activated(unit, legal)
    alone, own = log_in_as_operator(membership.user), sign_in(membership.user)
    own.post(page_of(membership, "act/"), {"password": HANDLING_PASSWORD})
    members.revoke(membership.pk, legal)

    assert alone.get("/member/").headers["Location"].startswith("/accounts/login/")
    bookmark = own.get("/member/operators/")
    assert bookmark.headers["Location"] == "/me/"
    assert "单位办理权限已结束" in own.get("/me/").content.decode()
    assert own.get("/me/").status_code == 200


def test_a_new_handling_password_ends_what_the_old_one_opened(legal: User, unit: Unit) -> None:
    membership = activated(unit, legal)
    client = log_in_as_operator(membership.user)
    handling.set_handling_password(membership.pk, "Andere-2026!", membership.user)
    assert client.get("/member/").headers["Location"].startswith("/accounts/login/")


def test_a_deactivated_account_is_out_too(legal: User, unit: Unit) -> None:
    person = activated(unit, legal).user
    client = log_in_as_operator(person)
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert client.get("/member/").headers["Location"].startswith("/accounts/login/")


def test_the_inbox_of_the_unit_and_of_the_person_are_two(legal: User, unit: Unit) -> None:
    membership = activated(unit, legal, "admin")
    person = membership.user
    members.ask_to_join(unit, make_clerk(), "接替")
    own, acting = sign_in(person), log_in_as_operator(person)
    assert "授权您为管理员" in own.get("/inbox/").content.decode()
    assert "申请加入" not in own.get("/inbox/").content.decode()
    assert "授权您为管理员" not in acting.get("/inbox/").content.decode()
    assert "申请加入" in acting.get("/inbox/").content.decode()
    assert not Delivery.objects.filter(notification__isnull=True, kind="admin_granted").exists()


def test_the_two_passwords_of_a_person_stay_different(client: Client, legal: User) -> None:
    membership = activated(legal.memberships.get().unit, legal)
    person = membership.user
    own = sign_in(person)
    same = own.post(page_of(membership, "password/"), typed_password(PASSWORD))
    assert same.context["password_form"].has_error("password1", "same")

    typed = {"new_password1": HANDLING_PASSWORD, "new_password2": HANDLING_PASSWORD}
    changed = own.post("/me/security/password/", {"old_password": PASSWORD, **typed})
    assert changed.status_code == 422
    assert changed.context["password_form"].has_error("new_password1", "same")

    code = ask_for_code(client, str(person.phone), "account_reset_password", kind="person")
    fields = {"kind": "person", "phone": str(person.phone), "code": code}
    url = "/accounts/password/reset/"
    reset = client.post(url, {**fields, "password": HANDLING_PASSWORD})
    assert reset.status_code == 422
    assert reset.context["form"].has_error("password", "same")
    person.refresh_from_db()
    assert person.check_password(PASSWORD)

    assert client.post(url, {**fields, "password": "Tianping-88"}).status_code == 302
