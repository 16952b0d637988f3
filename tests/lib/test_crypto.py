"""Encryption at rest."""

import base64
from collections.abc import Iterator
from typing import ClassVar

import pytest
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import connection, models
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st
from pytest_django import Settings

from portal.lib.crypto import DecryptionError, EncryptedTextField, decrypt, encrypt, keyed_hash
from tests.lib.tables import table_of

OLD, MIDDLE, NEW = ("old" * 20, "middle" * 10, "new" * 20)


class Holder(models.Model):
    number = EncryptedTextField(blank=True, null=True)

    objects: ClassVar[models.Manager["Holder"]] = models.Manager()

    class Meta:
        app_label = "lib_tests"

    def __str__(self) -> str:
        return f"holder {self.pk}"


@pytest.fixture
def holders(db: None) -> Iterator[None]:
    with table_of(Holder):
        yield


@effort(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_round_trip(text: str) -> None:
    assert decrypt(encrypt(text)) == text


def test_the_same_text_never_looks_the_same() -> None:
    assert encrypt("320508199406041819") != encrypt("320508199406041819")


def test_a_token_names_its_version_and_key() -> None:
    version, key_id, payload = encrypt("x").split(":")
    assert version == "v1"
    assert len(key_id) == 8
    assert base64.b64decode(payload, validate=True)


@pytest.mark.parametrize("place", [0, 12, -1])
def test_a_changed_token_is_refused(place: int) -> None:
    header, _, payload = encrypt("320508199406041819").rpartition(":")
    raw = bytearray(base64.b64decode(payload))
    raw[place] ^= 1
    with pytest.raises(DecryptionError):
        decrypt(f"{header}:{base64.b64encode(raw).decode()}")


@pytest.mark.parametrize("token", ["", "plain", "v1:00000000:AAAA", "v2:x:y", "v1::"])
def test_what_is_no_token_is_refused(token: str) -> None:
    with pytest.raises(DecryptionError):
        decrypt(token)


def test_a_new_key_in_front_keeps_old_values_and_hashes(settings: Settings) -> None:
    settings.FIELD_KEYS = [OLD]
    token, found_by = encrypt("320508199406041819"), keyed_hash("320508199406041819")
    settings.FIELD_KEYS = [NEW, MIDDLE, OLD]
    assert decrypt(token) == "320508199406041819"
    assert encrypt("x").split(":")[1] != token.split(":")[1]
    assert keyed_hash("320508199406041819") == found_by


def test_a_removed_key_makes_its_values_unreadable(settings: Settings) -> None:
    settings.FIELD_KEYS = [OLD]
    token = encrypt("x")
    settings.FIELD_KEYS = [NEW]
    with pytest.raises(DecryptionError, match="not configured"):
        decrypt(token)


@pytest.mark.parametrize("keys", [[], ["short"], [NEW, ""]])
def test_weak_configuration_is_refused(settings: Settings, keys: list[str]) -> None:
    settings.FIELD_KEYS = keys
    with pytest.raises(ImproperlyConfigured):
        encrypt("x")


def test_a_hash_finds_the_number_however_it_was_typed(settings: Settings) -> None:
    found_by = keyed_hash("11010519491231002X")
    assert keyed_hash(" 1101 0519 4912 3100 2ｘ") == found_by
    assert len(found_by) == 64
    assert keyed_hash("110105194912310020") != found_by
    settings.FIELD_KEYS = [NEW]
    assert keyed_hash("11010519491231002X") != found_by


@pytest.mark.usefixtures("holders")
@pytest.mark.parametrize("number", ["320508199406041819", "", None])
def test_the_field_is_plain_in_python(number: str | None) -> None:
    Holder.objects.create(number=number)
    assert Holder.objects.get().number == number


@pytest.mark.usefixtures("holders")
def test_the_field_is_encrypted_in_the_database() -> None:
    first = Holder.objects.create(number="320508199406041819")
    Holder.objects.bulk_create([Holder(number="320508199406041819")])
    Holder.objects.filter(pk=first.pk).update(number="320508198810111239")
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM lib_tests_holder")
        stored = [row[0] for row in cursor.fetchall()]
    assert all(token.startswith("v1:") and "3205" not in token for token in stored)
    assert sorted(Holder.objects.values_list("number", flat=True)) == [
        "320508198810111239",
        "320508199406041819",
    ]


@pytest.mark.parametrize("lookup", ["exact", "in", "icontains", "startswith"])
def test_the_field_cannot_be_searched(lookup: str) -> None:
    with pytest.raises(FieldError, match="keyed_hash"):
        Holder.objects.filter(**{f"number__{lookup}": "x"})


@pytest.mark.usefixtures("holders")
def test_the_field_can_be_asked_whether_it_is_empty() -> None:
    Holder.objects.create(number=None)
    assert Holder.objects.filter(number__isnull=True).count() == 1
