"""主管部门: what a unit reports up goes to the office that it has chosen."""

import pytest
from django.test import Client

from accounts.models import Office, Unit
from programs.models import Application
from programs.states import Action
from programs.workflow import move
from tests.factories import district_office, make_reviewer
from tests.factories.own import clerk_of, draft_own_application, hand_over

pytestmark = pytest.mark.django_db
AFFILIATION = "/member/affiliation/"


def report_up(application: Application) -> Application:
    return move(application.pk, Action.REPORT_UP, clerk_of(application))


def choose(unit: Unit, application: Application, office: Office) -> None:
    """维护单位基本信息, as somebody of the unit does it."""
    client = Client()
    client.force_login(clerk_of(application))
    typed = {"affiliation": "county", "reviewing_office": office.pk}
    assert client.post(AFFILIATION, typed).status_code == 302
    unit.refresh_from_db()
    assert unit.reviewing_office == office


@pytest.mark.requirement("S1-015")
def test_a_change_counts_for_what_is_reported_up_from_then_on() -> None:
    earlier = report_up(hand_over(draft_own_application()))
    unit = earlier.named_unit
    assert earlier.office == unit.reviewing_office == district_office()

    bureau = district_office(kind="hrss_bureau")
    choose(unit, earlier, bureau)

    earlier.refresh_from_db()
    assert earlier.office == district_office()
    later = report_up(hand_over(draft_own_application(unit=unit)))
    assert later.office == bureau
    reviewed = move(later.pk, Action.APPROVE, make_reviewer(bureau))
    assert reviewed.office != bureau


def test_what_comes_back_corrected_stays_with_the_office_that_returned_it() -> None:
    application = report_up(hand_over(draft_own_application()))
    begun = district_office()
    move(application.pk, Action.RETURN, make_reviewer(begun), "请补充")
    choose(application.named_unit, application, district_office(kind="hrss_bureau"))

    again = report_up(hand_over(application))

    assert again.office == begun


def test_without_a_choice_it_goes_to_the_office_of_the_district() -> None:
    handed = hand_over(draft_own_application())
    Unit.objects.filter(applications=handed).update(reviewing_office=None)
    assert report_up(handed).office == district_office()
