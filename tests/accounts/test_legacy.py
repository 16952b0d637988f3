"""What the earlier system knew, for whom it belongs to and nobody else."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from accounts.models import LegacyFiling, LegacyUnit, Unit, User
from accounts.service_network_stand_in import IDENTITIES
from portal.lib.crypto import keyed_hash
from tests.factories import district_office, make_clerk, make_person, make_unit

from .network import come_in

pytestmark = pytest.mark.django_db(transaction=True)

PERSON, UNIT = IDENTITIES["person-known"], IDENTITIES["unit-known"]


@pytest.fixture(autouse=True)
def network(live_server: Any, settings: Any) -> Any:
    settings.SERVICE_NETWORK_ISSUER = f"{live_server.url}/demo/service-network"
    return settings


def known_person() -> User:
    number = PERSON["id_doc_number"]
    return make_person(
        full_name=PERSON["name"], id_doc_number=number, id_doc_hash=keyed_hash(number)
    )


def legacy_unit(subject: str = "unit-legacy") -> LegacyUnit:
    who = IDENTITIES[subject]
    office = district_office("320583")
    return LegacyUnit.objects.create(
        uscc=who["uscc"], name=who["unit_name"], reviewing_office=office
    )


def legacy_filing(number: str, unit: LegacyUnit | None = None, **fields: Any) -> LegacyFiling:
    return LegacyFiling.objects.create(
        full_name="颜文樑",
        id_doc_number=number,
        id_doc_hash=keyed_hash(number),
        programme="高层次人才认定",
        year=2017,
        level="D类",
        status="已认定",
        granted_on=dt.date(2017, 9, 1),
        legacy_unit=unit,
        **fields,
    )


@pytest.mark.requirement("S1-014", "S1-019")
def test_a_unit_of_the_earlier_system_gets_what_was_its_own(client: Client) -> None:
    earlier = legacy_unit()
    legacy_filing("32050619931105338X", earlier)
    come_in(client, "unit-legacy", "enterprise")
    page = client.get("/service-network/enter/").content.decode()
    assert earlier.reviewing_office.name in page
    assert 'name="reviewing_office"' not in page

    client.post("/service-network/enter/", {"enter": "1", "consent": "on"})

    unit = Unit.objects.get()
    earlier.refresh_from_db()
    assert (unit.reviewing_office, earlier.unit) == (earlier.reviewing_office, unit)
    assert "高层次人才认定" in client.get("/member/legacy/").content.decode()


@pytest.mark.requirement("S1-019")
def test_another_code_attaches_nothing(client: Client) -> None:
    earlier = legacy_unit()
    legacy_filing("32050619931105338X", earlier)
    make_clerk(make_unit(uscc=UNIT["uscc"]))
    come_in(client, "unit-known", "enterprise")
    earlier.refresh_from_db()
    assert earlier.unit is None
    assert "高层次人才认定" not in client.get("/member/legacy/").content.decode()


def test_a_unit_that_only_typed_the_code_sees_nothing(client: Client) -> None:
    legacy_filing("32050619931105338X", legacy_unit("unit-known"))
    client.force_login(make_clerk(make_unit(uscc=UNIT["uscc"])))
    assert "高层次人才认定" not in client.get("/member/legacy/").content.decode()


@pytest.mark.requirement("S1-009", "S1-026")
def test_a_person_finds_earlier_filings_by_the_document(client: Client) -> None:
    legacy_filing(IDENTITIES["person-legacy"]["id_doc_number"])
    come_in(client, "person-legacy")
    client.post("/service-network/enter/", {"enter": "1", "consent": "on"})
    page = client.get("/me/legacy/").content.decode()
    assert "高层次人才认定" in page
    assert "2017" in page

    known_person()
    somebody_else = Client()
    come_in(somebody_else, "person-known")
    assert "高层次人才认定" not in somebody_else.get("/me/legacy/").content.decode()


def test_who_only_typed_the_document_sees_nothing(client: Client) -> None:
    legacy_filing(PERSON["id_doc_number"])
    client.force_login(known_person())
    assert "高层次人才认定" not in client.get("/me/legacy/").content.decode()
