"""Statements that are written out, where building them takes longer than answering them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection


def rows(
    statement: str, parameters: Sequence[Any] | Mapping[str, Any] = ()
) -> list[tuple[Any, ...]]:
    """Every row of the answer."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())
