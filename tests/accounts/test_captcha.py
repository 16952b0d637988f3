"""The captcha before the first SMS, and the four fields of 法人用户登录."""

import datetime as dt
import io

import pytest
from django.core.cache import cache
from django.test import Client
from PIL import Image

from accounts.models import Delivery
from tests.factories.people import PASSWORD, make_clerk, make_unit

from .getting_in import PHONE, captcha_of, messages_to

pytestmark = pytest.mark.django_db

PAGE = "/accounts/sign-up/unit/"
SEND = "/accounts/codes/sign_up/"
BY_UNIT_NAME = "/accounts/login/?kind=enterprise&method=unit_name"


def open_page(client: Client, url: str = PAGE) -> dict[str, str]:
    return captcha_of(client.get(url).content.decode())


def test_no_code_is_sent_without_it(client: Client) -> None:
    client.get(PAGE)

    answer = client.post(SEND, {"phone": PHONE})

    assert answer.status_code == 422
    assert "请填写图形验证码" in answer.content.decode()
    assert not Delivery.objects.exists()


def test_a_wrong_answer_brings_another_captcha(client: Client) -> None:
    first = open_page(client)

    answer = client.post(SEND, {"phone": PHONE, **first, "captcha_answer": "????"})

    assert answer.status_code == 422
    assert captcha_of(answer.content.decode())["captcha_id"] != first["captcha_id"]
    # Used up by the wrong answer.
    assert client.post(SEND, {"phone": PHONE, **first}).status_code == 422
    assert not Delivery.objects.exists()


def test_the_sum_in_words_will_do_as_well(client: Client) -> None:
    page = client.get(PAGE).content.decode()
    challenge = cache.get(f"captcha:{captcha_of(page)['captcha_id']}")
    assert challenge["question"] in page

    answer = {"captcha_id": challenge["id"], "captcha_answer": f"{challenge['total']}"}
    client.post(SEND, {"phone": PHONE, **answer})

    assert messages_to(PHONE)


def test_lower_case_and_full_width_are_understood(client: Client) -> None:
    answer = open_page(client)
    wide = "".join(chr(ord(char) + 0xFEE0) for char in answer["captcha_answer"].lower())

    client.post(SEND, {"phone": PHONE, **answer, "captcha_answer": wide})

    assert messages_to(PHONE)


def test_it_is_good_for_its_own_session_only(client: Client) -> None:
    answer, stranger = open_page(client), Client()
    open_page(stranger)

    assert stranger.post(SEND, {"phone": PHONE, **answer}).status_code == 422
    assert stranger.get(f"/accounts/captcha/{answer['captcha_id']}.png").status_code == 404


def test_it_is_asked_once_per_session(client: Client) -> None:
    client.post(SEND, {"phone": PHONE, **open_page(client)})

    assert 'name="captcha_id"' not in client.get(PAGE).content.decode()
    client.post(SEND, {"phone": "13912340002"})
    assert messages_to("13912340002")


def test_the_picture_is_drawn_by_the_server(client: Client) -> None:
    answer = open_page(client)

    response = client.get(f"/accounts/captcha/{answer['captcha_id']}.png")

    assert response["Content-Type"] == "image/png"
    assert "no-store" in response["Cache-Control"]
    picture = Image.open(io.BytesIO(response.content))
    assert picture.size == (160, 56)
    colours = picture.convert("RGB").getcolors(9000)
    assert colours
    assert len(colours) > 4


def test_another_picture_on_request(client: Client) -> None:
    first = open_page(client)

    renewed = client.post("/accounts/captcha/")

    assert captcha_of(renewed.content.decode())["captcha_id"] != first["captcha_id"]


@pytest.mark.requirement("S3-001")
def test_a_company_logs_in_with_its_four_fields(client: Client) -> None:
    unit = make_unit(name="苏州沧浪精密仪器有限公司")
    clerk = make_clerk(unit)
    fields = {"unit_name": unit.name, "login": clerk.username, "password": PASSWORD}

    response = client.post(BY_UNIT_NAME, {**fields, **open_page(client, BY_UNIT_NAME)})

    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(clerk.pk)


@pytest.mark.requirement("S3-001")
@pytest.mark.parametrize(
    "change",
    [
        {"unit_name": ""},
        {"login": ""},
        {"password": ""},
        {"captcha_answer": ""},
        {"captcha_answer": "????"},
        {"captcha_id": "forged"},
        {"unit_name": "苏州另一家有限公司"},
        {"unit_name": "\x00"},
        {"password": "Wrong-2026"},
    ],
    ids=str,
)
def test_all_four_are_needed_and_checked(client: Client, change: dict[str, str]) -> None:
    unit = make_unit()
    clerk = make_clerk(unit)
    make_unit(name="苏州另一家有限公司")
    fields = {"unit_name": unit.name, "login": clerk.username, "password": PASSWORD}

    response = client.post(BY_UNIT_NAME, {**fields, **open_page(client, BY_UNIT_NAME), **change})

    assert response.status_code == 422
    assert "_auth_user_id" not in client.session


def test_a_membership_that_has_ended_opens_nothing(client: Client) -> None:
    unit = make_unit()
    clerk = make_clerk(unit)
    clerk.memberships.update(ends_on=dt.date(2020, 12, 31))
    fields = {"unit_name": unit.name, "login": clerk.username, "password": PASSWORD}

    response = client.post(BY_UNIT_NAME, {**fields, **open_page(client, BY_UNIT_NAME)})

    assert response.status_code == 422
