"""Applications as their unit sees them."""

from decimal import Decimal

from django.db.models import QuerySet, Sum
from django.http import Http404

from accounts.models import User
from accounts.rules import current_memberships
from programs.models import Application, Call, Program
from programs.rules.access import can_file, can_read
from programs.states import GRANTED, OPEN, State


def with_context(applications: QuerySet[Application]) -> QuerySet[Application]:
    """Joins what every page about an application shows."""
    return applications.select_related(
        "call__program", "call__version", "version", "unit", "district", "office"
    )


def applications_of(user: User) -> QuerySet[Application]:
    """Every application of the units for which the user acts today."""
    units = current_memberships(user).values("unit")
    return with_context(Application.objects.filter(unit__in=units))


def get_application_for(user: User, number: str) -> Application:
    """The application with this number, for its applicant; Http404 for strangers."""
    application = with_context(Application.objects.filter(number=number)).first()
    if application is None or not can_file(user, application):
        raise Http404
    return application


def get_readable_application(user: User, number: str) -> Application:
    """The application with this number, for its applicant or staff; Http404 for strangers."""
    application = with_context(Application.objects.filter(number=number)).first()
    if application is None or not can_read(user, application):
        raise Http404
    return application


def unit_application(call: Call, unit_id: int) -> Application | None:
    """The unit's part in a call."""
    return with_context(
        Application.objects.filter(call=call, unit=unit_id, part=Application.Part.UNIT)
    ).first()


def twins_of(application: Application, id_doc_hash: str) -> QuerySet[Application]:
    """Other live applications of the unit for the same person in the same call."""
    if not id_doc_hash:
        return Application.objects.none()
    return Application.objects.filter(
        call=application.call_id,
        unit=application.unit_id,
        part=Application.Part.PERSON,
        id_doc_hash=id_doc_hash,
        state__in=OPEN,
    ).exclude(pk=application.pk)


def granted_before(person_hash: str, group: str, year: int) -> Decimal:
    """What the person was granted in earlier years by programmes of an exclusive group, in yuan."""
    total = Application.objects.filter(
        id_doc_hash=person_hash,
        call__program__in=programs_of_group(group),
        call__year__lt=year,
        state__in=GRANTED,
    ).aggregate(total=Sum("approved_amount"))["total"]
    return total or Decimal("0.00")


def rival_application(application: Application) -> Application | None:
    """Another live application of the same person, group and year that excludes this one."""
    group = application.definition.exclusive_group
    if not group:
        return None
    return (
        Application.objects.filter(
            id_doc_hash=application.id_doc_hash,
            call__year=application.call.year,
            call__program__in=programs_of_group(group),
        )
        .exclude(state__in=[State.DRAFT, State.REJECTED])
        .exclude(pk=application.pk)
        .first()
    )


def programs_of_group(group: str) -> QuerySet[Program]:
    """The programmes that exclude each other within a year."""
    return Program.objects.filter(exclusive_group=group)
