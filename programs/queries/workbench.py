"""我的工作台: what waits for somebody who acts for a unit."""

from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.models import JoinRequest, Membership
from programs.models import Application
from programs.queries.filing import filed_by_unit, handed_to_unit
from programs.states import EDITABLE


@dataclass(frozen=True)
class Workbench:
    """Filings to be completed, those to be reported up, and people who ask to be let in."""

    applications: QuerySet[Application]
    handed: QuerySet[Application]
    join_requests: QuerySet[JoinRequest]

    @property
    def total(self) -> int:
        return self.applications.count() + self.handed.count() + self.join_requests.count()


def workbench_of(membership: Membership) -> Workbench:
    waiting = filed_by_unit(membership).filter(state__in=EDITABLE, restricted_at=None)
    asking = JoinRequest.objects.filter(
        unit=membership.unit_id, state=JoinRequest.State.PENDING
    ).select_related("user")
    return Workbench(
        waiting,
        handed_to_unit(membership, waiting=True),
        asking if membership.administers else asking.none(),
    )
