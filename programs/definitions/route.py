"""What happens after submission: the stages, the documents, the money."""

from decimal import Decimal
from typing import Literal, Self

from pydantic import model_validator

from .base import Key, Part, Strict, Text


class Stage(Strict):
    """One step of the route after submission."""

    key: Key
    kind: Literal["report_up", "pre_review", "review", "public_notice", "disbursement"]
    title: Text
    office_kind: str | None = None
    scope: Literal["district", "city", "unit"] = "district"
    """Whose office: of the application's district, of the city, or the one that the unit has chosen
    as its 主管部门 (the district's while it has chosen none)."""
    days: int = 10
    """Working days that the stage may take."""

    @model_validator(mode="after")
    def reviews_have_an_office(self) -> Self:
        if self.kind in ("review", "pre_review") and not self.office_kind:
            raise ValueError("a review stage needs office_kind")
        return self


class Disbursement(Strict):
    """How a grant is paid: to whom, in how many yearly instalments, against what."""

    payee: Part = "unit"
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
        if self.payee == "person" and (self.receipt or self.employment_proof):
            raise ValueError("receipt and employment_proof belong to payee = unit")
        return self


class DocumentRule(Strict):
    """A document that we render when an application reaches an event."""

    kind: Literal["acceptance_receipt", "award_notice"]
    on: Literal["submitted", "approved"]
    part: Part
