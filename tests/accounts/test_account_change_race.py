"""Two reviewers approve, or somebody registers the new phone, in the same moment."""

from functools import partial

import pytest
from django.test import Client

from accounts.actions import account_changes
from accounts.models import AccountChange, Membership, Unit, User
from portal.lib.refusals import Refused
from tests.factories import make_clerk, make_staff

from .getting_in import ask_for_code
from .test_account_change import FORM, PHONE, ask, fields
from .test_sign_up_race import together

pytestmark = pytest.mark.django_db(transaction=True)

OTHER = "13912346666"


def holders(unit: Unit) -> list[User]:
    role = Membership.Role.LEGAL_REPRESENTATIVE
    return [m.user for m in unit.memberships.filter(role=role, is_active=True)]


def test_one_of_two_approvals_of_a_request_wins(client: Client) -> None:
    unit = make_clerk().memberships.get().unit
    change = ask(client, unit)
    judges = [make_staff("system_admin"), make_staff("system_admin")]

    found = together([partial(account_changes.approve, change.pk, "", judge) for judge in judges])

    assert sorted(type(each).__name__ for each in found) == ["AccountChange", "Refused"]
    assert [user.phone for user in holders(unit)] == [PHONE]


def test_one_of_two_requests_for_a_unit_wins(client: Client) -> None:
    unit = make_clerk().memberships.get().unit
    changes = [ask(client, unit), ask(Client(), unit, phone=OTHER)]
    judge = make_staff("system_admin")

    found = together([partial(account_changes.approve, change.pk, "", judge) for change in changes])

    assert sorted(type(each).__name__ for each in found) == ["AccountChange", "Refused"]
    assert len(holders(unit)) == 1
    assert AccountChange.objects.filter(state="pending").count() == 1


def test_a_phone_that_is_taken_meanwhile_is_no_error(client: Client) -> None:
    """The new account is either made by the approval or found, and the phone has one account."""
    unit = make_clerk().memberships.get().unit
    change = ask(client, unit)
    judge = make_staff("system_admin")

    approved, _made = together(
        [
            lambda: account_changes.approve(change.pk, "", judge),
            lambda: User.objects.create_user("hasty", kind="enterprise", phone=PHONE),
        ]
    )

    assert isinstance(approved, AccountChange | Refused)
    assert User.objects.filter(phone=PHONE, kind="enterprise").count() == 1
    if isinstance(approved, AccountChange):
        assert [user.phone for user in holders(unit)] == [PHONE]


def test_of_two_requests_sent_at_once_one_is_kept() -> None:
    unit = make_clerk().memberships.get().unit
    browsers = [Client(), Client()]
    code = ask_for_code(browsers[0], PHONE, page="account_change")

    found = together([partial(each.post, FORM, fields(unit, code=code)) for each in browsers])
    answers = [answer.status_code for answer in found]

    assert sorted(answers)[0] == 302
    assert sorted(answers)[1] in (409, 422)
    assert AccountChange.objects.count() == 1
