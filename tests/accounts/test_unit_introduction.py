"""单位展示信息: reviewed by the office that the unit has chosen, and shown from then on."""

import io
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.actions import unit_introductions
from accounts.models import (
    AuditEntry,
    Notification,
    Office,
    Unit,
    UnitIntroduction,
    UnitIntroductionAttachment,
    User,
)
from portal.lib.refusals import Refused
from tests.cast import signed_in
from tests.factories import city_office, district_office, make_clerk, make_reviewer, make_staff

from .getting_in import png

pytestmark = pytest.mark.django_db
PAGE = "/member/introduction/"
LOGO = "/member/introduction/logo/"
QUEUE = "/admin/accounts/unitintroduction/"
TEXT = "平江精密，专注激光测量二十年。"


@pytest.fixture
def clerk() -> User:
    return make_clerk()


@pytest.fixture
def unit(clerk: User) -> Unit:
    return clerk.memberships.get().unit


@pytest.fixture
def office(unit: Unit) -> Office:
    assert unit.reviewing_office
    return unit.reviewing_office


def ask(client: Client, text: str = TEXT, **typed: Any) -> UnitIntroduction:
    answer = client.post(PAGE, {"text": text, **typed})
    assert answer.status_code == 302, answer.content.decode()
    return UnitIntroduction.objects.latest("pk")


@pytest.mark.requirement("S2-055")
def test_it_stands_in_the_queue_of_that_office_only(clerk: User, office: Office) -> None:
    introduction = ask(signed_in(clerk), logo=png("标志.png"))
    logo = introduction.attachments.get()
    paths = (f"{introduction.pk}/change/", f"{introduction.pk}/proof/{logo.pk}/")

    theirs = signed_in(make_reviewer(office))
    assert introduction.number in theirs.get(QUEUE).content.decode()
    assert TEXT in theirs.get(QUEUE + paths[0]).content.decode()
    assert theirs.get(QUEUE + paths[1]).headers["Content-Type"] == "image/png"

    for other in (
        district_office("320583"),
        district_office(kind="hrss_bureau"),
        city_office(),
    ):
        reviewer = make_reviewer(other)
        elsewhere = signed_in(reviewer)
        assert introduction.number not in elsewhere.get(QUEUE).content.decode()
        assert [elsewhere.get(QUEUE + path).status_code for path in paths[1:]] == [404]
        assert elsewhere.post(f"{QUEUE}{introduction.pk}/approve/").status_code == 404
        with pytest.raises(PermissionDenied):
            unit_introductions.approve(introduction.pk, "", reviewer)
    assert signed_in(make_staff("system_admin")).get(QUEUE).status_code == 403


@pytest.mark.requirement("S2-055")
def test_what_the_office_lets_through_is_shown(clerk: User, unit: Unit, office: Office) -> None:
    client = signed_in(clerk)
    introduction = ask(client, logo=png("标志.png"))
    assert TEXT not in client.get("/member/").content.decode()
    assert client.get(LOGO).status_code == 404

    desk = signed_in(make_reviewer(office))
    assert desk.post(f"{QUEUE}{introduction.pk}/approve/").status_code == 302

    page = client.get("/member/").content.decode()
    assert TEXT in page
    assert f'src="{LOGO}' in page
    assert client.get(LOGO).headers["Content-Type"] == "image/png"
    notice = Notification.objects.get(kind="unit_introduction_approved")
    assert (notice.recipient, notice.unit) == (clerk, unit)
    assert AuditEntry.objects.filter(action="decide_unit_introduction").exists()

    ask(client, "新的简介")
    assert TEXT in client.get("/member/").content.decode()
    unit_introductions.approve(UnitIntroduction.objects.latest("pk").pk, "", make_reviewer(office))
    page = client.get("/member/").content.decode()
    assert "新的简介" in page
    assert f'src="{LOGO}' in page


def test_it_comes_back_with_a_reason(clerk: User, office: Office) -> None:
    client = signed_in(clerk)
    introduction = ask(client)
    desk = signed_in(make_reviewer(office))
    refuse = f"{QUEUE}{introduction.pk}/refuse/"
    assert desk.post(refuse).status_code == 409

    assert desk.post(refuse, {"opinion": "请删去联系电话"}).status_code == 302

    page = client.get(PAGE).content.decode()
    assert "请删去联系电话" in page
    assert TEXT in page
    notice = Notification.objects.get(kind="unit_introduction_refused")
    assert "请删去联系电话" in notice.body
    assert ask(client, "改过的简介").is_pending


@pytest.mark.requirement("S2-098")
def test_nothing_is_published_before_the_office_is_chosen(clerk: User, unit: Unit) -> None:
    Unit.objects.filter(pk=unit.pk).update(reviewing_office=None)
    client = signed_in(clerk)
    home = client.get("/member/", follow=True)
    assert home.redirect_chain == [("/member/affiliation/", 302)]
    assert "完善联络员信息" in home.content.decode()

    page = client.get(PAGE).content.decode()
    assert "请先选择单位的隶属关系和审核机构" in page
    assert 'href="/member/affiliation/"' in page
    assert 'name="text"' not in page
    refused = client.post(PAGE, {"text": TEXT})
    assert refused.status_code == 409
    assert "请先选择单位的审核机构" in refused.content.decode()
    assert not UnitIntroduction.objects.exists()

    chosen = {"affiliation": "county", "reviewing_office": district_office(kind="hrss_bureau").pk}
    client.post("/member/affiliation/", chosen)
    assert ask(client).is_pending


def test_one_waits_at_a_time_and_can_be_taken_back(clerk: User) -> None:
    client = signed_in(clerk)
    first = ask(client)
    second = client.post(PAGE, {"text": "另一份"})
    assert second.status_code == 409
    assert "正在审核中" in second.content.decode()

    assert client.post(f"{PAGE}withdraw/").status_code == 302
    first.refresh_from_db()
    assert first.state == UnitIntroduction.State.WITHDRAWN
    assert client.post(f"{PAGE}withdraw/").status_code == 409
    with pytest.raises(Refused):
        unit_introductions.withdraw(first.pk, clerk)
    assert ask(client).is_pending


def test_a_logo_is_a_picture_and_survives_a_mistake_elsewhere(clerk: User) -> None:
    client = signed_in(clerk)
    text_file = SimpleUploadedFile("标志.png", io.BytesIO(b"no picture").getvalue(), "image/png")
    wrong = client.post(PAGE, {"text": TEXT, "logo": text_file})
    assert wrong.status_code == 422
    assert set(wrong.context["form"].errors) == {"logo"}
    assert TEXT in wrong.content.decode()

    mistaken = client.post(PAGE, {"text": "", "logo": png("标志.png")})
    assert mistaken.status_code == 422
    assert "标志.png" in mistaken.content.decode()
    assert set(client.post(PAGE, {"text": "字" * 1001}).context["form"].errors) == {"text"}

    assert ask(client).attachments.get().name == "标志.png"
    assert UnitIntroductionAttachment.objects.count() == 1


def test_strangers_do_not_touch_it(clerk: User) -> None:
    introduction = ask(signed_in(clerk))
    with pytest.raises(PermissionDenied):
        unit_introductions.withdraw(introduction.pk, make_clerk())
    with pytest.raises(PermissionDenied):
        unit_introductions.introduce(introduction.unit_id, TEXT, None, make_clerk())
