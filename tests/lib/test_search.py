"""Parts of names, found through the index."""

from collections.abc import Iterator
from typing import ClassVar

import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState
from django.db.migrations.writer import MigrationWriter
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from portal.lib.search import CreateGramFunction, GramIndex, SearchText, contains_all
from tests.lib.tables import table_of

NAMES = (
    "杜希土",
    "杜希",
    "土希杜",
    "苏州希土科技有限公司",
    "苏州某某智能制造研究院（有限合伙）",
    "ＡＢＣ技术（苏州）有限公司",
    "O'Brien 100% _Ltd\\",
)


class Named(models.Model):
    name = models.CharField(max_length=200)
    parent = models.ForeignKey("self", models.CASCADE, null=True, db_constraint=False)

    objects: ClassVar[models.Manager["Named"]] = models.Manager()

    class Meta:
        app_label = "lib_tests"
        indexes = [GramIndex("name", name="named_name_grams")]

    def __str__(self) -> str:
        return self.name


@pytest.fixture
def names(db: None) -> Iterator[None]:
    with connection.schema_editor() as editor:
        CreateGramFunction().database_forwards("lib_tests", editor, ProjectState(), ProjectState())
    with table_of(Named):
        Named.objects.bulk_create([Named(name=name) for name in NAMES])
        yield


def found(text: str) -> set[str]:
    return set(Named.objects.filter(contains_all("name", text)).values_list("name", flat=True))


@pytest.mark.usefixtures("names")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("希土", {"杜希土", "苏州希土科技有限公司"}),
        ("杜希土", {"杜希土"}),
        ("土", {"杜希土", "土希杜", "苏州希土科技有限公司"}),
        ("公司 苏州", {"苏州希土科技有限公司", "ＡＢＣ技术（苏州）有限公司"}),
        ("abc", {"ＡＢＣ技术（苏州）有限公司"}),
        ("(苏州)", {"ＡＢＣ技术（苏州）有限公司"}),
        ("o'brien", {"O'Brien 100% _Ltd\\"}),
        ("0%", {"O'Brien 100% _Ltd\\"}),
        ("_l", {"O'Brien 100% _Ltd\\"}),
        ("%", {"O'Brien 100% _Ltd\\"}),
        ("td\\", {"O'Brien 100% _Ltd\\"}),
        ("没有", set()),
        ("\x00", set(NAMES)),
        ("  ", set(NAMES)),
    ],
)
def test_finds_every_text_that_contains_the_words(text: str, expected: set[str]) -> None:
    assert found(text) == expected


@pytest.mark.usefixtures("names")
def test_all_pairs_are_not_enough_when_they_do_not_stand_in_a_row() -> None:
    Named.objects.create(name="甲乙丙甲丁乙甲")
    assert found("乙甲丁") == set()
    assert found("丙甲丁") == {"甲乙丙甲丁乙甲"}


@pytest.mark.usefixtures("names")
def test_searches_across_a_relation() -> None:
    unit = Named.objects.get(name="苏州希土科技有限公司")
    person = Named.objects.create(name="某人", parent=unit)
    assert list(Named.objects.filter(contains_all("parent__name", "希土"))) == [person]


@pytest.mark.usefixtures("names")
@effort(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text("杜希土苏州科技有限公司ABab １％_", min_size=1, max_size=12), st.data())
def test_every_part_of_a_name_finds_it(name: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(name) - 1))
    end = data.draw(st.integers(start + 1, len(name)))
    Named.objects.create(name=name)
    assert name in found(name[start:end])


@pytest.mark.usefixtures("names")
def test_two_characters_are_found_through_the_index() -> None:
    surnames, given_names = "赵钱孙李周吴郑王冯陈", "伟芳娜敏静丽强磊军洋勇艳杰娟涛"
    Named.objects.bulk_create(
        Named(name=f"{first}{second}{third}")
        for first in surnames
        for second in given_names
        for third in given_names
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE lib_tests_named")
    plan = Named.objects.filter(contains_all("name", "希土")).explain()
    assert "named_name_grams" in plan


def test_the_index_can_stand_in_a_migration() -> None:
    operation = migrations.AddIndex("named", GramIndex("name", name="named_name_grams"))
    migration = type("Migration", (migrations.Migration,), {"operations": [operation]})
    written = MigrationWriter(migration("0001", "lib_tests")).as_string()
    assert "portal.lib.search.GramIndex('name', name='named_name_grams')" in written


class Person(models.Model):
    name = models.CharField(max_length=60)
    unit_name = models.CharField(max_length=100)
    search_text = SearchText("name", "unit_name")

    objects: ClassVar[models.Manager["Person"]] = models.Manager()

    class Meta:
        app_label = "lib_tests"
        indexes = [GramIndex("search_text", name="person_grams")]

    def __str__(self) -> str:
        return self.name


@pytest.fixture
def people(names: None) -> Iterator[None]:
    with table_of(Person):
        Person.objects.create(name="杜希土", unit_name="ＡＢＣ技术（苏州）有限公司")
        Person.objects.create(name="王苏", unit_name="州际公司")
        yield


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("希土 abc", {"杜希土"}),
        ("(苏州)", {"杜希土"}),
        ("苏州", {"杜希土"}),
        ("公司", {"杜希土", "王苏"}),
        ("土abc", set()),
    ],
)
def test_words_may_stand_in_any_of_several_columns(text: str, expected: set[str]) -> None:
    rows = Person.objects.filter(contains_all("search_text", text))
    assert set(rows.values_list("name", flat=True)) == expected


def test_the_text_of_several_columns_can_stand_in_a_migration() -> None:
    operation = migrations.AddField("person", "search_text", SearchText("name", "unit_name"))
    migration = type("Migration", (migrations.Migration,), {"operations": [operation]})
    written = MigrationWriter(migration("0001", "lib_tests")).as_string()
    assert "portal.lib.search.SearchText('name', 'unit_name')" in written
