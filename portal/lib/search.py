"""Finding part of a Chinese name among a million rows.

Most names have two or three characters and trigram indexes are blind to two. Here a GIN index
holds the single characters and pairs that a text consists of. A model uses it like this:

    class Meta:
        indexes = [GramIndex("name", name="unit_name_grams")]

    Unit.objects.filter(contains_all("name", "苏州 科技"))     # also across relations

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
CREATE_GRAM_FUNCTION = """
CREATE OR REPLACE FUNCTION portal_grams(value text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT gram), '{}')
    FROM (SELECT upper(normalize(value, NFKC)) AS folded) AS source,
         generate_series(1, length(folded)) AS position,
         LATERAL (VALUES (substr(folded, position, 1)), (substr(folded, position, 2))) AS cut(gram)
$$
"""


class CreateGramFunction(migrations.RunSQL):
    """Migration operation that creates the SQL function behind `GramIndex`."""

    def __init__(self) -> None:
        super().__init__(CREATE_GRAM_FUNCTION, "DROP FUNCTION IF EXISTS portal_grams(text)")

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


@models.CharField.register_lookup
@models.TextField.register_lookup
class Holds(Lookup):
    """`name__holds="希土"`: the text contains it, whatever the width and case of its letters.

    The index finds rows with all the pairs; `position` then checks that they stand in a row.
    """

    lookup_name = "holds"

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, column_params = self.process_lhs(compiler, connection)
        wanted, wanted_params = self.process_rhs(compiler, connection)
        sql = (
            f"(portal_grams({column}) @> portal_grams({wanted}) AND position("
            f"upper(normalize({wanted}, NFKC)) in upper(normalize({column}, NFKC))) > 0)"
        )
        return sql, (*column_params, *wanted_params, *wanted_params, *column_params)


def contains_all(field: str, text: str) -> Q:
    """Rows whose `field` contains every word of `text`. A blank text filters nothing."""
    found = Q()
    for word in text.replace("\x00", "").split():
        found &= Q(**{f"{field}__holds": word})
    return found
