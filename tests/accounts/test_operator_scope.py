"""可经办业务范围, and 员工管理: what an operator may do, and the login of staff."""

import pytest
from django.test import Client

from accounts.models import AuditEntry, Business, Delivery, Unit, User
from programs.actions.definitions import load_programs
from tests.accounts.acting import granted
from tests.accounts.inside import page_text
from tests.factories import make_clerk

pytestmark = pytest.mark.django_db
PAGE = "/member/operators/"
GRANT = "/member/operators/grant/"


@pytest.mark.requirement("S2-050")
def test_the_businesses_are_searched_by_name_and_saved(
    desk: Client, legal: User, unit: Unit
) -> None:
    load_programs()
    named = Business.objects.filter(position__lt=100)
    assert named.count() == 12
    assert (named[0].name, named[11].name) == ("职称申报单位公示", "职称证书在线查询")
    theirs = granted(unit, legal)
    path = f"{PAGE}{theirs.pk}/business/"
    everything = page_text(desk.get(path))
    assert "可经办业务范围设置" in everything
    assert all(item.name in everything for item in Business.objects.all())

    desk.post(path, {"business": ["labour_contract"]})
    found = page_text(desk.get(path, {"q": "职称"}))
    assert "职称证书在线查询" in found
    assert "劳动合同拟定" not in found
    # What the search hides keeps its tick.
    assert 'type="hidden" name="business" value="labour_contract"' in found
    assert set(theirs.business_grants.values_list("business__code", flat=True)) == {
        "labour_contract"
    }
    assert AuditEntry.objects.filter(action="allow_business").exists()


@pytest.mark.requirement("S3-018")
def test_an_administrator_resets_the_login_of_staff(desk: Client, unit: Unit) -> None:
    employee = make_clerk(unit, role="operator")
    theirs = Client()
    theirs.force_login(employee)

    answer = desk.post(f"{PAGE}{employee.memberships.get().pk}/reset/")

    assert answer.status_code == 302
    employee.refresh_from_db()
    assert not employee.has_usable_password()
    assert theirs.get("/member/").status_code == 302
    assert Delivery.objects.filter(kind="login_reset", channel="sms").exists()
    assert AuditEntry.objects.filter(action="reset_employee_login").exists()


def test_nobody_resets_the_login_of_a_person_or_of_a_stranger(
    desk: Client, legal: User, unit: Unit
) -> None:
    theirs = granted(unit, legal)
    assert desk.post(f"{PAGE}{theirs.pk}/reset/").status_code == 409
    stranger = make_clerk(role="operator")
    path = f"{PAGE}{stranger.memberships.get().pk}/reset/"
    assert desk.post(path).status_code == 404
