"""The desk says for which year time limits are counted without public holidays."""

import pytest
import time_machine
from django.test import Client

from tests.factories import district_office, make_reviewer

pytestmark = pytest.mark.django_db
SAID = "2027 年的节假日安排尚未录入"


@pytest.mark.parametrize(("now", "is_said"), [("2026-10-01", False), ("2026-12-01", True)])
def test_the_desk_says_that_holidays_are_not_known(client: Client, now: str, is_said: bool) -> None:
    with time_machine.travel(f"{now}T12:00:00+08:00", tick=False):
        client.force_login(make_reviewer(district_office()))
        assert (SAID in client.get("/admin/").content.decode()) is is_said
