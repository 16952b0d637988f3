"""What happens after submission: the stages, the documents, the money."""

from decimal import Decimal
from typing import Literal, Self

from pydantic import model_validator

from portal.lib.money import quantize

from .base import Condition, Key, Part, Prefix, Strict, Text


class Stage(Strict):
    """One step of the route after submission."""

    key: Key
    kind: Literal["report_up", "pre_review", "review", "ranking", "public_notice", "disbursement"]
    """`ranking` is a review in which an office decides on everybody of the call at once."""
    title: Text
    when: Condition | None = None
    """Passed over by applications whose answers do not meet the condition."""
    office_kind: str | None = None
    scope: Literal["district", "city", "unit"] = "district"
    """Whose office: of the application's district, of the city, or the one that the unit has chosen
    as its 主管部门 (the district's while it has chosen none)."""
    days: int = 10
    """Working days that the stage may take."""

    @model_validator(mode="after")
    def reviews_have_an_office(self) -> Self:
        if self.kind in ("review", "pre_review", "ranking") and not self.office_kind:
            raise ValueError("a review stage needs office_kind")
        return self


class Disbursement(Strict):
    """How a grant is paid: to whom, in how many yearly instalments, against what."""

    payee: Literal["unit", "person", "named"] = "unit"
    """`named` is somebody else, whom the application names beside the account that it gives."""
    payee_fields: tuple[Key, ...] = ()
    """The fields of the person form that name her; the first one answered counts."""
    receipt: bool = False
    """Whether the unit hands in a photo of the sealed receipt."""
    employment_proof: bool = False
    """Whether the unit first uploads a recent 在职证明."""
    instalments: tuple[Decimal, ...] = (Decimal(1),)
    """The share of each instalment; they fall due a year apart, the first with the decision."""

    @model_validator(mode="after")
    def shares_are_the_whole(self) -> Self:
        if sum(self.instalments) != 1 or min(self.instalments) <= 0:
            raise ValueError("instalments are positive shares that add up to 1")
        if self.payee != "unit" and (self.receipt or self.employment_proof):
            raise ValueError("receipt and employment_proof belong to payee = unit")
        if (self.payee == "named") != bool(self.payee_fields):
            raise ValueError("payee_fields belong to payee = named")
        return self

    def due(self, granted: Decimal, instalment: int) -> Decimal:
        """What an instalment of a grant comes to; all of them together are exactly the grant."""
        before, until = (
            quantize(granted * sum(self.instalments[:number]))
            for number in (instalment - 1, instalment)
        )
        return until - before


class DocumentRule(Strict):
    """A document that we render when an application reaches an event."""

    kind: Literal["acceptance_receipt", "award_notice", "certificate"]
    on: Literal["submitted", "approved"]
    part: Part


class Certificate(Strict):
    """What a `certificate` says. While it is valid, the person may not file again."""

    title: Text
    number_prefix: Prefix
    """Numbers are `<prefix>-<code of the district>-<year>-<serial>`."""
    months: Key
    """The parameter that says how many months it is valid."""
    statement: Text
    """What is certified; `{name}`, `{unit}` and the other blanks of a template may stand in it."""
    shows: tuple[Key, ...] = ()
    """Fields of the person form that are printed."""
    basis: Text
    notes: tuple[Text, ...] = ()


class Tier(Strict):
    """One class of a ranked list. `share` and `amount` name parameters."""

    label: Text
    amount: Key
    share: Key | None = None
    """The part of the list that it takes; None for the rest, which is the last tier."""


class Once(Strict):
    """What is granted once, in whatever year: two applications never share it."""

    key: Key
    per: Part = "person"
    """Whether it is granted once for a person, or once for the unit that files."""
    fields: tuple[Key, ...] = ()
    """Fields of the person form: once for each combination of their answers."""
    when: Condition | None = None
    """Only for answers that meet it."""
    taken: Text
    """What is said where another application has it."""


class Prerequisite(Strict):
    """An approved filing of another programme without which nothing can be submitted."""

    program: Key
    same_unit: bool = False
    """Whether it must have been filed by the same unit."""
    missing: Text
    """What is said without it."""
