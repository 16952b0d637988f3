"""The desk of public notices: what waits, the preview, publishing, more days, objections."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from portal.lib.dates import today
from portal.lib.refusals import Refused
from programs.models import Application
from reviews.actions.notices import publish
from reviews.models import NoticeLine, Objection, PublicNotice
from reviews.queries.notices import fingerprint, publishable, waiting
from tests.factories import district, make_staff
from tests.factories.notices import noticed_people, publish_for, scope_for, terms
from tests.factories.objections import object_to
from tests.factories.places import district_office

from .conftest import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> Application:
    return noticed_people(name="祝允明")[1]


@pytest.fixture
def desk() -> Client:
    return signed_in(make_staff("program_manager"))


def publishing(person: Application) -> str:
    return reverse("admin:reviews_notice_publish", args=[person.call_id, person.stage])


def said(**changes: object) -> dict[str, object]:
    return {
        "title": "关于2026年度名单的公示",
        "issuer": "苏州市人才办公室",
        "phone": "0512-12345",
        "days": 5,
        **changes,
    }


def test_from_the_list_over_the_preview_to_the_public_page(
    desk: Client, person: Application
) -> None:
    listed = desk.get(reverse("admin:reviews_publicnotice_changelist")).content.decode()
    assert publishing(person) in listed
    assert "2 件" in listed
    page = desk.get(publishing(person)).content.decode()
    assert "祝**" in page
    assert "祝允明" not in page
    seen = desk.get(publishing(person)).context["seen"]
    shown = desk.post(
        publishing(person), said(preview="1", columns=["amount"], seen=seen)
    ).content.decode()
    assert "¥30,000.00" in shown
    assert not PublicNotice.objects.exists()
    answer = desk.post(publishing(person), said(columns=["amount"], seen=seen), follow=True)
    notice = PublicNotice.objects.get()
    assert notice.title in answer.content.decode()
    assert "还有" in answer.content.decode()
    assert "¥30,000.00" in Client().get(f"/notices/{notice.number}/").content.decode()


def test_what_is_wrong_stands_at_its_field(desk: Client, person: Application) -> None:
    answer = desk.post(publishing(person), said(days=0, columns=["detail"]))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"days", "detail"}
    stale = desk.post(publishing(person), said(seen="0"))
    assert stale.status_code == 409
    assert "刚刚有变化" in stale.content.decode()


def test_more_days_and_taking_back(desk: Client, person: Application) -> None:
    notice = publish_for(person)
    extend = reverse("admin:reviews_notice_extend", args=[notice.pk])
    withdraw = reverse("admin:reviews_notice_withdraw", args=[notice.pk])
    assert desk.post(extend, {"ends_on": "x", "reason": ""}).status_code == 422
    early = desk.post(extend, {"ends_on": str(today()), "reason": "系统维护"})
    assert early.status_code == 409
    later = notice.ends_on + dt.timedelta(days=3)
    assert desk.post(extend, {"ends_on": str(later), "reason": "系统维护"}).status_code == 302
    assert desk.post(withdraw, {"reason": "错"}).status_code == 422
    assert desk.post(withdraw, {"reason": "名单有误"}).status_code == 302
    assert desk.post(withdraw, {"reason": "名单有误"}).status_code == 409
    notice.refresh_from_db()
    assert (notice.ends_on, notice.state) == (later, "withdrawn")


def test_an_objection_is_asked_about_and_decided_on_its_page(
    desk: Client, person: Application
) -> None:
    notice = publish_for(person)
    objection, _code = object_to(notice, notice.lines.get(application=person))
    page = reverse("admin:reviews_objection_change", args=[objection.pk])
    assert "139****9876" in desk.get(page).content.decode()
    asked = desk.post(
        reverse("admin:objection_ask", args=[objection.pk]), {"question": "何时离职？"}, follow=True
    )
    assert "何时离职？" in asked.content.decode()
    refuse = reverse("admin:objection_refuse", args=[objection.pk])
    assert desk.post(refuse, {"opinion": ""}).status_code == 409
    assert desk.post(refuse, {"opinion": "经核查不属实。"}).status_code == 302
    assert Objection.objects.get().get_state_display() == "异议不成立"


def test_a_manager_of_a_district_handles_its_own_only(person: Application) -> None:
    elsewhere = make_staff("program_manager", district_office("320583"))
    other = signed_in(elsewhere)
    assert other.get(publishing(person)).status_code == 404
    assert other.get(publishing(person) + "?district=320508").status_code == 404
    notice = publish_for(person)
    assert other.get(reverse("admin:reviews_notice", args=[notice.pk])).status_code == 404
    objection, _code = object_to(notice, None)
    page = reverse("admin:reviews_objection_change", args=[objection.pk])
    assert other.get(page).status_code in (302, 404)


def test_a_manager_publishes_for_her_district(person: Application) -> None:
    own = signed_in(make_staff("program_manager", district_office(district().pk)))
    path = f"{publishing(person)}?district={district().pk}"
    seen = own.get(path).context["seen"]
    assert own.post(path, said(seen=seen)).status_code == 302
    assert PublicNotice.objects.get().district == district()


@pytest.mark.django_db(transaction=True)
def test_two_who_publish_at_once_make_one_notice() -> None:
    _first, person = noticed_people()
    scope = scope_for(person)
    seen = fingerprint(publishable(waiting(scope)))
    managers = [make_staff("program_manager") for _each in range(4)]

    def go(index: int) -> str:
        try:
            publish(scope, terms(), seen, managers[index])
        except Refused as refusal:
            return str(refusal)
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(go, range(4)))
    assert outcomes.count("done") == 1
    assert PublicNotice.objects.count() == 1
    assert NoticeLine.objects.count() == 2
