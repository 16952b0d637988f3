"""What somebody who acts for a unit may do there: programme by programme."""

from django.db.models import Q, QuerySet

from accounts.models import Membership, User
from accounts.queries import business_codes
from accounts.rules import current_memberships
from programs.models import Application


def allowed(applications: QuerySet[Application], membership: Membership) -> QuerySet[Application]:
    """Those of the programmes that the membership may do."""
    codes = business_codes(membership)
    return applications if codes is None else applications.filter(call__program__slug__in=codes)


def of_units(user: User) -> Q:
    """Of applications: those of the units for which the user acts now, as far as allowed."""
    wanted = Q(pk=None)
    for membership in current_memberships(user):
        codes = business_codes(membership)
        theirs = Q(unit=membership.unit_id)
        wanted |= theirs if codes is None else theirs & Q(call__program__slug__in=codes)
    return wanted
