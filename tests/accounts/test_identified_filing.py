"""From Alipay's login over the check of the face to a filing for oneself."""

from urllib.parse import urlencode, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from accounts.alipay_stand_in import PEOPLE
from tests.factories import open_call

from .test_real_person import PAGE, at_alipay, gateway

__all__ = ["gateway"]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.requirement("S4-002")
def test_registration_by_alipay_and_the_check_come_before_a_filing(client: Client) -> None:
    open_call(slug="recognition")
    own = reverse("programs:own", args=["recognition"])
    parts = urlsplit(client.post("/alipay/start/").headers["Location"])
    back = client.post(f"{parts.path}?{parts.query}", {"user_id": next(iter(PEOPLE))})
    client.get(back.headers["Location"])
    client.post("/alipay/enter/", {"enter": "1", "consent": "on"})
    assert client.get(own).headers["Location"] == f"{PAGE}?{urlencode({'next': own})}"

    client.post(at_alipay(client, client.post(PAGE, {"consent": "on", "here": "1"}), "pass"))

    assert client.get(own).status_code == 200
