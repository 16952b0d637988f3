"""完善个人信息: what was typed and not yet saved is still there."""

import pytest
from django.test import Client

from accounts.models import PersonProfile, User
from tests.factories import make_person

from .inside import sign_in

pytestmark = pytest.mark.django_db
PAGE, TYPED = "/me/profile/", "/me/profile/typed/"
ADDRESS = "苏州市姑苏区平江路 1 号"


@pytest.fixture
def person(client: Client) -> User:
    person = make_person(full_name="杜希土")
    sign_in(person, client)
    return person


def test_what_was_typed_is_there_again_until_it_is_saved(client: Client, person: User) -> None:
    kept = client.post(TYPED, {"residence_address": ADDRESS, "is_staff": "on"})
    assert kept.status_code == 204
    assert "gov:saved" in kept.headers["HX-Trigger"]
    assert not PersonProfile.objects.exists()
    assert ADDRESS not in str(dict(client.session)), "sessions lie in the database"
    page = client.get(PAGE).content.decode()
    assert ADDRESS in page
    assert "尚未保存的内容" in page

    answers = {"nationality": "CHN", "ethnic_group": "01", "residence_address": ADDRESS}
    client.post(PAGE, answers | {"household_address": "南京市栖霞区文苑路 1 号"})
    assert PersonProfile.objects.get().residence_address == ADDRESS
    assert "尚未保存的内容" not in client.get(PAGE).content.decode()


def test_what_was_typed_can_be_thrown_away_and_ends_with_the_session(
    client: Client, person: User
) -> None:
    client.post(TYPED, {"residence_address": ADDRESS})
    client.post(PAGE, {"discard": "1"})
    assert ADDRESS not in client.get(PAGE).content.decode()

    client.post(TYPED, {"residence_address": ADDRESS})
    client.logout()
    sign_in(person, client)
    assert ADDRESS not in client.get(PAGE).content.decode()
