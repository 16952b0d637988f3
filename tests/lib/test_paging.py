"""Pages by number and by key, and totals."""

import base64
import datetime
from collections.abc import Iterator
from typing import ClassVar

import pytest
from django.core.exceptions import BadRequest
from django.db import connection, models
from django.test import RequestFactory
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from portal.lib import paging
from portal.lib.paging import KeysetPage, Total, keyset_page
from tests.lib.tables import table_of

START = datetime.datetime(2026, 11, 21, 9, 0, 0, 123456, tzinfo=datetime.UTC)


class Filed(models.Model):
    submitted_at = models.DateTimeField()
    rank = models.IntegerField(default=0)

    objects: ClassVar[models.Manager["Filed"]] = models.Manager()

    class Meta:
        app_label = "lib_tests"
        indexes = [models.Index(models.F("submitted_at").desc(), models.F("id").desc(), name="f")]

    def __str__(self) -> str:
        return f"filing {self.pk}"


@pytest.fixture
def table(db: None) -> Iterator[None]:
    with table_of(Filed):
        yield


@pytest.fixture
def filings(table: None) -> list[int]:
    """Twenty-five, three to each time but one microsecond apart from the next three."""
    made = Filed.objects.bulk_create(
        Filed(submitted_at=START + datetime.timedelta(microseconds=n // 3), rank=n % 4)
        for n in range(25)
    )
    return [filing.pk for filing in reversed(made)]


def keys(page: KeysetPage[Filed]) -> list[int]:
    return [filing.pk for filing in page.rows]


def walk(**options: object) -> Iterator[KeysetPage[Filed]]:
    cursor = ""
    while True:
        page = keyset_page(Filed.objects.all(), cursor=cursor, per_page=10, **options)  # type: ignore[arg-type]
        yield page
        cursor = page.next
        if not cursor:
            return


def test_pages_follow_each_other_without_gap_or_overlap(filings: list[int]) -> None:
    pages = list(walk())
    assert [keys(page) for page in pages] == [filings[:10], filings[10:20], filings[20:]]


def test_the_way_back_is_the_way_there(filings: list[int]) -> None:
    last = keyset_page(Filed.objects.all(), cursor="last", per_page=10)
    assert keys(last) == filings[15:]
    assert not last.next
    middle = keyset_page(Filed.objects.all(), cursor=last.previous, per_page=10)
    assert keys(middle) == filings[5:15]
    first = keyset_page(Filed.objects.all(), cursor=middle.previous, per_page=10)
    assert keys(first) == filings[:5]
    assert not first.previous
    assert keys(keyset_page(Filed.objects.all(), cursor=first.next, per_page=10)) == filings[5:15]


def test_the_first_page_has_nothing_before_it(filings: list[int]) -> None:
    page = keyset_page(Filed.objects.all(), per_page=25)
    assert keys(page) == filings
    assert (page.previous, page.next) == ("", "")


@pytest.mark.usefixtures("filings")
def test_directions_may_be_mixed() -> None:
    ordering = ("rank", "-submitted_at", "-pk")
    seen = [key for page in walk(ordering=ordering) for key in keys(page)]
    assert seen == list(Filed.objects.order_by(*ordering).values_list("pk", flat=True))


@pytest.mark.usefixtures("table")
def test_an_empty_list_has_one_empty_page() -> None:
    for cursor in ("", "last"):
        assert keyset_page(Filed.objects.all(), cursor=cursor) == KeysetPage([], "", "")


@pytest.mark.parametrize(
    "made_up",
    ["x", "[]", "null", '["n",1]', '["x",1,2]', '["n","oops",1]', '["n",null,1]', "{}"],
)
@pytest.mark.usefixtures("table")
def test_a_made_up_cursor_is_a_bad_request(made_up: str) -> None:
    cursor = base64.urlsafe_b64encode(made_up.encode()).decode()
    with pytest.raises(BadRequest):
        keyset_page(Filed.objects.all(), cursor=cursor)


@pytest.mark.usefixtures("filings")
def test_a_page_costs_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        keyset_page(Filed.objects.all(), per_page=10)


@pytest.mark.usefixtures("table")
def test_a_deep_page_starts_at_the_cursor_in_the_index() -> None:
    Filed.objects.bulk_create(
        Filed(submitted_at=START + datetime.timedelta(seconds=n)) for n in range(3000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE lib_tests_filed")
    condition = paging._beyond(paging.NEWEST_FIRST, [START.isoformat(), 5])
    plan = Filed.objects.filter(condition).order_by(*paging.NEWEST_FIRST)[:50].explain()
    assert "Index Cond: (submitted_at <=" in plan


@pytest.mark.parametrize(("asked", "number"), [("", 1), ("2", 2), ("nonsense", 1), ("99", 3)])
@pytest.mark.usefixtures("filings")
def test_numbered_pages(rf: RequestFactory, asked: str, number: int) -> None:
    page = paging.paginate(rf.get("/", {"page": asked}), Filed.objects.order_by("pk"), 10)
    assert page.number == number


@pytest.mark.usefixtures("filings")
def test_counting_stops_at_the_cap() -> None:
    assert paging.capped_count(Filed.objects.all(), cap=25) == Total(25, exact=True)
    assert paging.capped_count(Filed.objects.all(), cap=24) == Total(24, exact=False)


@pytest.mark.parametrize(
    ("total", "said"),
    [
        (Total(25, exact=True), "总计 25 条数据"),
        (Total(1_000_000, exact=False), "总计约 1,000,000 条数据"),
    ],
)
def test_a_total_says_whether_it_is_exact(total: Total, said: str) -> None:
    with translation.override("zh-hans"):
        assert str(total) == said
