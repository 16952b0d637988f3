"""Applications as who files them sees them, and the unit that reports them up."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.http import Http404

from accounts.models import User
from accounts.rules import acts_as_self
from portal.lib.sql import rows
from programs.answers import Answers
from programs.definitions.route import Prerequisite
from programs.models import Application, Call
from programs.queries.allowance import of_units
from programs.rules.access import can_file, can_follow, can_read
from programs.states import GRANTED, OPEN, State


def with_context(applications: QuerySet[Application]) -> QuerySet[Application]:
    """Joins what every page about an application shows."""
    return applications.select_related("call__program", "unit", "district", "office")


def applications_of(user: User) -> QuerySet[Application]:
    """What the user files: for herself, or for the units for which she acts today; and what
    waits there to be reported up."""
    if acts_as_self(user):
        return with_context(Application.objects.filter(applicant=user))
    theirs = Q(applicant__isnull=True) | Q(state=State.AWAITING_UNIT)
    return with_context(Application.objects.filter(theirs, of_units(user)))


def get_application_for(user: User, number: str) -> Application:
    """The application with this number, for its applicant; Http404 for strangers."""
    return _get(number, lambda found: can_file(user, found))


def get_case_for(user: User, number: str) -> Application:
    """The application with this number, for who files it and for the unit that reports it up;
    Http404 for strangers."""
    return _get(number, lambda found: can_file(user, found) or can_follow(user, found))


def get_readable_application(user: User, number: str) -> Application:
    """The application with this number, for its applicant or staff; Http404 for strangers."""
    return _get(number, lambda found: can_read(user, found))


def _get(number: str, may_see: Callable[[Application], bool]) -> Application:
    application = with_context(Application.objects.filter(number=number)).first()
    if application is None or not may_see(application):
        raise Http404
    return application


def unit_application(call: Call, unit_id: int) -> Application | None:
    """The unit's part in a call."""
    return with_context(
        Application.objects.filter(call=call, unit=unit_id, part=Application.Part.UNIT)
    ).first()


def open_application_of(person_id: int, call: Call) -> Application | None:
    """The application that a person has under way, or was granted, in a call."""
    mine = Application.objects.filter(
        call=call, applicant=person_id, state__in=OPEN, lapsed_on=None
    )
    return with_context(mine).first()


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
        lapsed_on=None,
    ).exclude(pk=application.pk)


def begun_in_unit(unit_part: Application, hashes: Iterable[str]) -> set[str]:
    """Those of these people for whom the unit has a live application in the call."""
    live = unit_part.people.filter(id_doc_hash__in=set(hashes) - {""}, state__in=OPEN)
    return set(live.filter(lapsed_on=None).order_by().values_list("id_doc_hash", flat=True))


@dataclass(frozen=True)
class PersonHistory:
    """What else is filed for a person, as far as it bears upon an application."""

    application: Application
    filings: list[Application]
    """Every other one that has not been refused, the newest call first."""

    @cached_property
    def others(self) -> list[Application]:
        """Of the same programme and of those that it excludes or that exclude it."""
        call, definition = self.application.call, self.application.definition
        return [
            other
            for other in self.filings
            if other.call.year <= call.year
            and (
                other.call.program_id == call.program_id
                or other.call.program.slug in definition.excluded_by
                or other.call.program.exclusive_group == definition.exclusive_group
            )
        ]

    def fulfils(self, wanted: Prerequisite) -> bool:
        """Whether what this one presupposes was approved and still counts."""
        return any(
            other.call.program.slug == wanted.program
            and other.state in GRANTED
            and other.lapsed_on is None
            and not other.is_restricted
            and (other.unit_id == self.application.unit_id or not wanted.same_unit)
            for other in self.filings
        )

    @property
    def twin(self) -> Application | None:
        """Another live application of the same unit in the same call."""
        mine = self.application
        same = (o for o in self._live if (o.call_id, o.unit_id) == (mine.call_id, mine.unit_id))
        return next(same, None)

    @property
    def in_force(self) -> Application | None:
        """What was granted in the same programme, in any year, and has not run out yet."""
        program = self.application.call.program_id
        same = (o for o in self._live if o.call.program_id == program and o.valid_until)
        return next(same, None)

    @property
    def excluding(self) -> Application | None:
        """What was granted, in any year, and rules this programme out for good."""
        ruling_out = self.application.definition.excluded_by
        granted = (o for o in self._live if o.state in GRANTED)
        return next((o for o in granted if o.call.program.slug in ruling_out), None)

    @property
    def rival(self) -> Application | None:
        """What has been submitted for this filing year elsewhere and excludes the application."""
        year = self.application.call.year
        same = (o for o in self._live if o.call.year == year and o.state != State.DRAFT)
        return next(same, None)

    @property
    def _live(self) -> list[Application]:
        return [o for o in self.others if o.lapsed_on is None]

    @property
    def received_before(self) -> Decimal:
        """What the person was granted in earlier years, in yuan."""
        return sum((o.approved_amount or Decimal(0) for o in self._granted), Decimal("0.00"))

    @property
    def months_used(self) -> int:
        """How many months those grants pay for."""
        return sum(o.months for o in self._granted)

    @property
    def _granted(self) -> list[Application]:
        year = self.application.call.year
        return [o for o in self.others if o.call.year < year and o.state in GRANTED]


def person_history(application: Application, id_doc_hash: str) -> PersonHistory:
    """The history of one person, who may be unknown yet."""
    return person_histories({id_doc_hash: application})[id_doc_hash]


def person_histories(applications: Mapping[str, Application]) -> dict[str, PersonHistory]:
    """What is filed for each of these people beside this application, in two queries at most."""
    known = [person for person in applications if person]
    # Most people are filed once: whether there is anything else is asked first, by one index.
    found = rows(_SAME_PEOPLE, [known]) if known else []
    others = [pk for pk, person in found if pk != applications[person].pk]
    filings: dict[str, list[Application]] = {person: [] for person in applications}
    if others:
        live = Application.objects.filter(pk__in=others, state__in=OPEN)
        live = live.filter(part=Application.Part.PERSON).select_related("call__program")
        for other in live.only(*_OF_OTHERS).order_by("-call__year", "pk"):
            filings[other.id_doc_hash].append(other)
    return {who: PersonHistory(each, filings[who]) for who, each in applications.items()}


def people_before(application: Application) -> int:
    """How many other people the unit has submitted in the call."""
    others = Application.objects.filter(
        unit_application=application.unit_application_id, state__in=OPEN - {State.DRAFT}
    )
    return others.exclude(pk=application.pk).count()


def approved_filing(
    application: Application, program: str, id_doc_hash: str, *, same_unit: bool
) -> Application | None:
    """The newest filing of another programme that was approved for the person and still counts."""
    if not id_doc_hash:
        return None
    approved = Application.objects.filter(
        id_doc_hash=id_doc_hash,
        call__program__slug=program,
        part=Application.Part.PERSON,
        state__in=GRANTED,
        lapsed_on=None,
        restricted_at=None,
    )
    if same_unit:
        approved = approved.filter(unit=application.unit_id)
    return approved.order_by("-decided_at", "-pk").first()


def granted_to_unit(application: Application, answers: Answers) -> Decimal:
    """What the unit's other people in the call take of its cap, in yuan: all of them, or those
    with the answer that has a cap of its own.

    Those returned for correction keep what they were proposed: they have not lost their turn.
    Under the lock of the unit's part nobody of the unit is submitted meanwhile.
    """
    others = Application.objects.filter(
        unit_application=application.unit_application_id, state__in=OPEN - {State.DRAFT}
    ).exclude(pk=application.pk)
    if by := application.definition.unit_cap_by:
        others = others.filter(**{f"answers__{by}": answers.get(by)})
    amount = Coalesce("approved_amount", "proposed_amount", Decimal(0))
    return others.aggregate(total=Sum(amount))["total"] or Decimal("0.00")


_SAME_PEOPLE = "SELECT id, id_doc_hash FROM programs_application WHERE id_doc_hash = ANY(%s)"
_OF_OTHERS = (
    "number",
    "id_doc_hash",
    "state",
    "unit",
    "approved_amount",
    "months",
    "valid_until",
    "lapsed_on",
    "restricted_at",
    "call__year",
    "call__program__slug",
    "call__program__exclusive_group",
    "call__program__name",
    "call__program__name_en",
)
