"""The headings of the admin's lists and forms, in Chinese as it is written."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import make_staff

pytestmark = pytest.mark.django_db


def test_a_list_is_headed_by_what_it_holds(client: Client) -> None:
    client.force_login(make_staff("system_admin"))
    for model in ("office", "membership"):
        page = client.get(reverse(f"admin:accounts_{model}_changelist"))
        assert page.context["title"] == page.context["opts"].verbose_name
        assert "来修改" not in page.content.decode()
    add = client.get(reverse("admin:accounts_office_add"))
    assert add.context["title"] == f"增加{add.context['opts'].verbose_name}"
