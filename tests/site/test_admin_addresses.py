"""What somebody types into the address of one row, in every list of the admin."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from tests.factories import make_staff

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("typed", ["abc", "٣", "1/2"])
def test_what_is_no_key_finds_no_row(client: Client, typed: str) -> None:
    user = make_staff("system_admin")
    user.is_superuser = True
    user.save()
    client.force_login(user)
    client.raise_request_exception = False
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
        answer = client.get(reverse(name, args=[typed]))
        assert answer.status_code < 500, name
