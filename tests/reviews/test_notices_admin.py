"""The desk of public notices: what waits, the preview, publishing, more days, objections."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import HolidayYear
from portal.lib.dates import add_working_days
from portal.lib.refusals import Refused
from programs.models import Application
from reviews.actions.notices import extend, publish
from reviews.jobs import conclude_notices
from reviews.models import NoticeLine, Objection, PublicNotice
from reviews.queries.notices import fingerprint, publishable, waiting
from tests.factories import make_staff
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


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"title": " "}, {"title"}),
        ({"title": "公" * 121}, {"title"}),
        ({"issuer": "", "phone": "1" * 61}, {"issuer", "phone"}),
        ({"days": "x"}, {"days"}),
        ({"days": 4}, {"days"}),
        ({"days": 31}, {"days"}),
        ({"columns": ["full_name"]}, {"columns"}),
    ],
)
def test_nothing_is_published_on_wrong_terms(
    desk: Client, person: Application, changes: dict[str, object], wrong: set[str]
) -> None:
    seen = desk.get(publishing(person)).context["seen"]
    answer = desk.post(publishing(person), said(seen=seen, **changes))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == wrong
    for key, value in changes.items():
        if isinstance(value, str) and value.strip():
            assert f'value="{value}"' in answer.content.decode(), key
    assert not PublicNotice.objects.exists()


def test_a_second_click_publishes_nothing_more(desk: Client, person: Application) -> None:
    seen = desk.get(publishing(person)).context["seen"]
    assert desk.post(publishing(person), said(seen=seen)).status_code == 302
    again = desk.post(publishing(person), said(seen=seen))
    assert again.status_code == 409
    assert "没有等待公示的申报件" in again.content.decode()
    assert PublicNotice.objects.count() == 1


def test_a_last_day_that_is_counted_without_holidays_is_noted_by_who_publishes(
    desk: Client, person: Application, freeze: Any
) -> None:
    """The holidays of 2027 are not known yet; those of 2026 are."""
    freeze("2026-12-04 09:00")
    assert desk.get(publishing(person)).context["uncounted"] is None
    freeze("2026-12-28 09:00")
    desk = signed_in(make_staff("program_manager"))
    page = desk.get(publishing(person))
    assert page.context["ends_on"] == dt.date(2027, 1, 4)
    assert "2027 年节假日安排尚未录入" in page.content.decode()
    seen = page.context["seen"]
    shown = desk.post(publishing(person), said(seen=seen, preview="1"))
    assert shown.status_code == 200
    answer = desk.post(publishing(person), said(seen=seen))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"counted"}
    assert desk.post(publishing(person), said(seen=seen, counted="on")).status_code == 302
    notice = PublicNotice.objects.get()
    running = desk.get(reverse("admin:reviews_notice", args=[notice.pk])).content.decode()
    assert "2027 年节假日安排尚未录入" in running


def test_holidays_that_are_announced_later_hold_what_they_have_made_too_short(
    person: Application, freeze: Any
) -> None:
    freeze("2026-12-28 09:00")
    notice = publish_for(person)
    assert notice.ends_on == dt.date(2027, 1, 4)
    page = reverse("admin:reviews_notice", args=[notice.pk])
    desk = signed_in(notice.published_by)
    assert "请延长公示" not in desk.get(page).content.decode().replace("届时请延长公示", "")

    off = [["2027-01-01", "2027-01-03"]]
    HolidayYear.objects.create(year=2027, off=off, worked=[], source="国办发明电〔2026〕9 号")
    assert "公示期少 1 个工作日，请延长公示" in desk.get(page).content.decode()
    freeze("2027-01-05 00:10")
    conclude_notices()
    person.refresh_from_db()
    assert person.state == "on_notice"
    extend(notice.pk, dt.date(2027, 1, 6), "元旦放假顺延", notice.published_by)
    freeze("2027-01-07 00:10")
    conclude_notices()
    person.refresh_from_db()
    assert person.state == "approved"


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"ends_on": "2026-11-28"}, "截止日期应为工作日"),
        ({"ends_on": "2027-02-01"}, "截止日期不能晚于 2027-01-19"),
        ({"ends_on": "2026-13-01"}, ""),
        ({"reason": ""}, "请写明原因"),
        ({"reason": "长" * 201}, ""),
    ],
)
def test_more_days_are_days_on_which_the_office_works(
    desk: Client, person: Application, freeze: Any, changes: dict[str, str], wrong: str
) -> None:
    freeze("2026-11-20 09:00")
    notice = publish_for(person)
    extend = reverse("admin:reviews_notice_extend", args=[notice.pk])
    answer = desk.post(extend, {"ends_on": "2026-12-01", "reason": "系统维护", **changes})
    assert answer.status_code == 422
    assert set(answer.context["extending"].errors) == set(changes)
    assert wrong in answer.content.decode()


def test_more_days_and_taking_back(desk: Client, person: Application) -> None:
    notice = publish_for(person)
    extend = reverse("admin:reviews_notice_extend", args=[notice.pk])
    withdraw = reverse("admin:reviews_notice_withdraw", args=[notice.pk])
    assert desk.post(extend, {"ends_on": "x", "reason": ""}).status_code == 422
    early = desk.post(extend, {"ends_on": str(notice.ends_on), "reason": "系统维护"})
    assert early.status_code == 409
    later = add_working_days(notice.ends_on, 2)
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
    ask = reverse("admin:objection_ask", args=[objection.pk])
    for wrong in (" ", "何" * 1001):
        refused = desk.post(ask, {"question": wrong})
        assert refused.status_code == 422
        assert set(refused.context["question"].errors) == {"question"}
        assert wrong in refused.content.decode()
    asked = desk.post(ask, {"question": "何时离职？"}, follow=True)
    assert "何时离职？" in asked.content.decode()
    refuse = reverse("admin:objection_refuse", args=[objection.pk])
    assert desk.post(refuse, {"opinion": ""}).status_code == 409
    assert desk.post(refuse, {"opinion": "经核查不属实。"}).status_code == 302
    assert Objection.objects.get().get_state_display() == "异议不成立"
    late = desk.post(ask, {"question": "还有其他材料吗？"})
    assert late.status_code == 409
    assert "还有其他材料吗？" in late.content.decode()


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
    there = person.district
    assert there
    own = signed_in(make_staff("program_manager", district_office(there.pk)))
    path = f"{publishing(person)}?district={there.pk}"
    seen = own.get(path).context["seen"]
    assert own.post(path, said(seen=seen)).status_code == 302
    assert PublicNotice.objects.get().district == there


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
