"""Finding part of a Chinese name among a million rows.

Most names have two or three characters and trigram indexes are blind to two. Here a GIN index
holds the single characters and pairs that a text consists of. A model uses it like this:

    class Meta:
        indexes = [GramIndex("name", name="unit_name_grams")]

    Unit.objects.filter(contains_all("name", "苏州 科技"))     # also across relations

What is searched for in several columns at once, among a million rows, is one column more:

    search_text = SearchText("name", "unit_name")
    indexes = [GramIndex("search_text", name="application_grams")]

    Application.objects.filter(contains_all("search_text", "苏州 王"))

and the migration before the one with the first index runs `CreateGramFunction()`. Nothing has
to be kept up to date: the index is computed from the column by the database itself.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models
from django.db.models import F, Func, Lookup, Q
from django.db.models.sql.compiler import SQLCompiler

# Full-width and half-width, capitals and small letters are the same to somebody who searches.
# Only functions of pg_catalog and no other of ours: an index must build under any search_path.
# The cost keeps the planner from computing it row by row where the index can answer.
# What is searched for is cut into pairs only: a pair says all that its characters would, and
# the planner, which takes conditions for independent, would expect far too few rows.
CREATE_GRAM_FUNCTION = """
CREATE OR REPLACE FUNCTION portal_grams(value text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 4000 AS $$
    SELECT coalesce(array_agg(DISTINCT gram), '{}')
    FROM (SELECT upper(normalize(value, NFKC)) AS folded) AS source,
         generate_series(1, length(folded)) AS position,
         LATERAL (VALUES (substr(folded, position, 1)), (substr(folded, position, 2))) AS cut(gram)
$$;
CREATE OR REPLACE FUNCTION portal_pairs(value text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT substr(folded, position, 2)), '{}')
    FROM (SELECT upper(normalize(value, NFKC)) AS folded) AS source,
         generate_series(1, greatest(length(folded) - 1, 1)) AS position
$$
"""
DROP_GRAM_FUNCTION = """
DROP FUNCTION IF EXISTS portal_grams(text);
DROP FUNCTION IF EXISTS portal_pairs(text)
"""


class CreateGramFunction(migrations.RunSQL):
    """Migration operation that creates the SQL functions behind `GramIndex`."""

    def __init__(self) -> None:
        super().__init__(CREATE_GRAM_FUNCTION, DROP_GRAM_FUNCTION)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__qualname__, [], {}


class Grams(Func):
    """`portal_grams(column)`: what the index holds."""

    function = "portal_grams"
    arity = 1


class GramIndex(GinIndex):
    """Index on part of the text in `field`, a CharField or TextField of the model."""

    def __init__(self, field: str, *, name: str) -> None:
        super().__init__(Grams(F(field)), name=name)
        self.field = field

    def deconstruct(self) -> tuple[str, Sequence[str], dict[str, Any]]:
        return "portal.lib.search.GramIndex", (self.field,), {"name": self.name}


class FoldedText(models.TextField):  # type: ignore[type-arg]  # none at run time
    """Text as it is compared, so that a search need not fold it row by row."""


class SearchText(models.GeneratedField):
    """What is searched for in these columns, folded and kept by the database itself."""

    def __init__(self, *columns: str, **kwargs: Any) -> None:
        self.columns = columns
        texts = Func(*columns, template="%(expressions)s", arg_joiner=" || ' ' || ")
        super().__init__(
            expression=Func(texts, template="upper(normalize(%(expressions)s, NFKC))"),
            output_field=FoldedText(),
            db_persist=True,
            **kwargs,
        )

    def deconstruct(self) -> tuple[str, str, Sequence[str], dict[str, Any]]:
        name, _path, _arguments, keywords = super().deconstruct()
        for given in ("expression", "output_field", "db_persist"):
            del keywords[given]
        return name, "portal.lib.search.SearchText", self.columns, keywords


@models.CharField.register_lookup
@models.TextField.register_lookup
class HasPairs(Lookup):
    """`name__has_pairs="希土"`: all its pairs of characters occur. Answered by the index alone."""

    lookup_name = "has_pairs"

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, column_params = self.process_lhs(compiler, connection)
        wanted, wanted_params = self.process_rhs(compiler, connection)
        sql = f"portal_grams({column}) @> portal_pairs({wanted})"
        return sql, (*column_params, *wanted_params)


@models.CharField.register_lookup
@models.TextField.register_lookup
class Holds(Lookup):
    """`name__holds="希土"`: it stands in the text, whatever the width and case of its letters."""

    lookup_name = "holds"

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, column_params = self.process_lhs(compiler, connection)
        wanted, wanted_params = self.process_rhs(compiler, connection)
        sql = f"position({_folded(wanted)} in {_folded(column)}) > 0"
        return sql, (*wanted_params, *column_params)


@FoldedText.register_lookup
class FoldedHolds(Lookup):
    """`search_text__holds="希土"`: the same of a text that is folded already."""

    lookup_name = "holds"

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, column_params = self.process_lhs(compiler, connection)
        wanted, wanted_params = self.process_rhs(compiler, connection)
        return f"position({_folded(wanted)} in {column}) > 0", (*wanted_params, *column_params)


def _folded(expression: str) -> str:
    return f"upper(normalize({expression}, NFKC))"


def contains_all(field: str, text: str) -> Q:
    """Rows of which every word of `text` stands in the field. Blank filters nothing.

    The pairs, which the index answers, and the check that they stand in a row, which is cheap,
    are conditions of their own: what is rare is found by the first, what is common by walking
    the rows in the order wanted with the second.
    """
    found = Q()
    for word in text.replace("\x00", "").split():
        found &= Q((f"{field}__has_pairs", word), (f"{field}__holds", word))
    return found
