"""The words that definitions are written in: texts in two languages, and conditions."""

from string import Formatter
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from portal.lib.language import in_language

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Prefix = Annotated[str, Field(pattern=r"^[A-Z]{2,6}$")]
"""What the numbers of filings or certificates begin with."""
Part = Literal["unit", "person"]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(Strict):
    """A text in both languages of the portal."""

    zh: str
    en: str

    def __str__(self) -> str:
        return in_language(self.zh, self.en)


class Condition(Strict):
    """When something applies. Exactly one test; `all`, `any` and `none` combine others."""

    field: Key | None = None
    equals: str | bool | None = None
    contains: str | None = None
    one_of: tuple[str, ...] | None = None
    filled: bool | None = None
    all: tuple["Condition", ...] = ()
    any: tuple["Condition", ...] = ()
    none: tuple["Condition", ...] = ()

    @model_validator(mode="after")
    def exactly_one_test(self) -> Self:
        tests = [self.equals, self.contains, self.one_of, self.filled]
        simple = sum(test is not None for test in tests)
        combined = sum(bool(group) for group in (self.all, self.any, self.none))
        if (self.field is not None) != (simple == 1) or simple + combined != 1:
            raise ValueError("a condition is one test of one field, or one of all/any/none")
        return self

    def fields(self) -> set[str]:
        """Every field that the condition looks at."""
        nested = [*self.all, *self.any, *self.none]
        own = {self.field} if self.field else set()
        return own.union(*(condition.fields() for condition in nested))

    def holds(self, answers: dict[str, Any]) -> bool:
        """Whether the condition is met by these answers."""
        if self.all:
            return all(condition.holds(answers) for condition in self.all)
        if self.any:
            return any(condition.holds(answers) for condition in self.any)
        if self.none:
            return not any(condition.holds(answers) for condition in self.none)
        value = answers.get(self.field or "")
        if self.filled is not None:
            return (value not in (None, "", [], False)) is self.filled
        if self.contains is not None:
            return self.contains in (value or [])
        if self.one_of is not None:
            return value in self.one_of
        return bool(value == self.equals)


#: What we can fill in where a text says `{key}`.
BLANKS = frozenset(
    {"program", "year", "unit", "uscc", "legal_representative", "contact", "name", "id_doc"}
)


def check_blanks(text: str) -> None:
    """ValueError for a text with a blank that nobody fills in."""
    named = {name for _before, name, *_rest in Formatter().parse(text) if name is not None}
    if unknown := named - BLANKS:
        raise ValueError(f"unknown blanks: {', '.join(sorted(unknown))}")


def applies(condition: Condition | None, answers: dict[str, Any]) -> bool:
    """Whether something with this `when` is asked for."""
    return condition is None or condition.holds(answers)
