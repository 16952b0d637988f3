"""Reference data: kept in the process for exactly as long as it stands."""

import threading
from typing import Any

import pytest
from django.db import connection, models, transaction
from pytest_django import DjangoAssertNumQueries

from accounts.models import District, NotificationTemplate, Office
from accounts.reference import Kept, current_version, districts, offices
from programs.models import Call, Program
from tests.factories import city_office, district, open_call

CODE = "320508"


def _name() -> str:
    return districts.get()[CODE].name


@pytest.mark.django_db
def test_what_has_been_read_is_not_read_again(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    district()
    reads: list[int] = []
    kept = Kept(lambda: reads.append(1))
    kept.get()
    with django_assert_num_queries(1):
        kept.get()
    version = current_version()
    with django_assert_num_queries(0):
        kept.get(version)
    assert len(reads) == 1


@pytest.mark.django_db
def test_ones_own_change_is_seen_at_once_and_gone_when_it_is_rolled_back() -> None:
    district()
    before = _name()
    with transaction.atomic():
        District.objects.filter(pk=CODE).update(name="改名区")
        assert _name() == "改名区"
        transaction.set_rollback(True)
    assert _name() == before


@pytest.mark.django_db
def test_a_change_after_one_that_was_rolled_back_is_told_from_it() -> None:
    district()
    with transaction.atomic():
        District.objects.filter(pk=CODE).update(name="没有的区")
        assert _name() == "没有的区"
        transaction.set_rollback(True)
    District.objects.filter(pk=CODE).update(name="新名区")
    assert _name() == "新名区"


@pytest.mark.django_db(transaction=True)
def test_what_others_change_is_seen_once_they_have_committed() -> None:
    district()
    before = _name()
    seen: list[str] = []

    def elsewhere(work: Any) -> None:
        def run() -> None:
            try:
                work()
            finally:
                connection.close()

        thread = threading.Thread(target=run)
        thread.start()
        thread.join()

    with transaction.atomic():
        District.objects.filter(pk=CODE).update(name="改名区")
        elsewhere(lambda: seen.append(_name()))
    elsewhere(lambda: seen.append(_name()))
    assert seen == [before, "改名区"]
    elsewhere(lambda: District.objects.filter(pk=CODE).update(name="又改区"))
    assert _name() == "又改区"


@pytest.mark.django_db
@pytest.mark.parametrize("model", [District, Office, NotificationTemplate, Program, Call])
def test_every_way_to_change_a_table_gives_a_new_version(model: type[models.Model]) -> None:
    open_call()
    table: Any = model
    fields = {"name": "暂有区"} if model is District else {}
    seen = [current_version()]
    table.objects.filter(pk=table.objects.order_by("pk")[0].pk).update(**_same(table))
    seen.append(current_version())
    if fields:
        table.objects.create(code="999999", **fields)
        seen.append(current_version())
        table.objects.filter(code="999999").delete()
        seen.append(current_version())
    assert len(set(seen)) == len(seen)


def _same(table: Any) -> dict[str, Any]:
    """An update that leaves the first row as it is."""
    row = table.objects.order_by("pk")[0]
    name = next(f.attname for f in table._meta.concrete_fields if not f.primary_key)
    return {name: getattr(row, name)}


@pytest.mark.django_db
def test_an_office_that_is_added_is_found() -> None:
    city_office()
    key = ("tax_bureau", CODE)
    Office.objects.filter(kind=key[0], district=key[1]).delete()
    assert key not in offices.get()
    added = Office.objects.create(kind=key[0], district_id=key[1], name="姑苏区税务局（新）")
    assert offices.get()[key] == added
