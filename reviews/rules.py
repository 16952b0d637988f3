"""What a member of staff may see and decide at the review desk."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from accounts.models import StaffPosition, User
from accounts.positions import positions_of
from programs.models import Application, Call
from programs.models.program import definition_of
from programs.rules.access import PAYERS, districts_of, noticing_districts, overseen_districts
from programs.states import IN_REVIEW
from reviews.models import Payment


@dataclass(frozen=True)
class Desk:
    """The reach of one member of staff, read once per request."""

    roles: frozenset[str] = frozenset()
    offices: frozenset[int] = frozenset()
    """Offices in whose name the user decides."""
    districts: frozenset[str | None] | None = frozenset()
    """Districts whose submitted applications the user reads; None is the whole city."""

    @property
    def may_read(self) -> bool:
        return self.districts is None or bool(self.districts)

    @property
    def may_decide(self) -> bool:
        return bool(self.offices)

    def has_role(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)

    def reads(self, application: Application) -> bool:
        """The same answer as `programs.rules.access.can_oversee`, without a query."""
        if application.submitted_at is None:
            return False
        return self.districts is None or application.district_id in self.districts

    def decides(self, application: Application) -> bool:
        """Whether a decision on the application is this user's to take now."""
        return application.state in IN_REVIEW and application.office_id in self.offices


def desk_of(user: User | AnonymousUser) -> Desk:
    """The desk of the request's user."""
    positions = positions_of(user)
    return Desk(
        roles=frozenset(position.role for position in positions),
        offices=frozenset(
            position.office
            for position in positions
            if position.role == StaffPosition.Role.REVIEWER and position.office
        ),
        districts=overseen_districts(user),
    )


def wants_receipt(payment: Payment) -> bool:
    """Whether the payee hands in a sealed receipt."""
    rule = payment.batch.call.definition.disbursement
    return rule is not None and rule.receipt


def wants_employment_proof(payment: Payment) -> bool:
    """Whether a recent 在职证明 comes first."""
    rule = payment.batch.call.definition.disbursement
    return rule is not None and rule.employment_proof


#: Who decides on receipts and deals with the bank; who looks on.
CASHIERS = frozenset({StaffPosition.Role.FINANCE})
ONLOOKERS = PAYERS | {StaffPosition.Role.AUDITOR}


def cashier_districts(user: User | AnonymousUser) -> frozenset[str | None] | None:
    """The districts whose receipts and payment files are the user's; None is the whole city."""
    return districts_of(user, CASHIERS)


def payment_districts(user: User | AnonymousUser) -> frozenset[str | None] | None:
    """The districts whose payments the user sees; None is the whole city."""
    return districts_of(user, ONLOOKERS)


def may_notice(user: User | AnonymousUser) -> bool:
    """Whether public notices are among the user's affairs at all: programme managers, and
    reviewers of the kinds of office that some route has for one."""
    reach = noticing_districts(user, None)
    if reach is None or reach:
        return True
    kinds = {p.office_kind for p in positions_of(user) if p.role == StaffPosition.Role.REVIEWER}
    if not kinds:
        return False
    versions = Call.objects.order_by().values_list("version", flat=True).distinct()
    return any(
        stage.kind == "public_notice" and stage.office_kind in kinds
        for version in versions
        for stage in definition_of(version).route
    )
