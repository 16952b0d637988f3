"""What the filing workspace of one programme shows a unit."""

from dataclasses import dataclass

from django.db.models import Case, Count, QuerySet, When
from django.http import Http404

from accounts.models import Membership
from portal.lib.dates import filing_year
from portal.lib.search import contains_all
from programs.models import Application, Attachment, Call, Program
from programs.queries.allowance import allowed
from programs.queries.applications import open_application_of, with_context
from programs.queries.catalogue import published_calls
from programs.states import EDITABLE, GRANTED, State

#: States of a unit's part under which its people may be added and submitted.
ACCEPTING = frozenset(State) - {State.DRAFT, State.RETURNED, State.REJECTED}


def latest_call(slug: str) -> Call:
    """The call that the programme's filing page opens: this year's, or the newest before it."""
    call = latest_call_or_none(slug)
    if call is None:
        raise Http404
    return call


def latest_call_or_none(slug: str) -> Call | None:
    """As `latest_call`; None while the programme has not been opened."""
    calls = published_calls().filter(program__slug=slug, year__lte=filing_year())
    return calls.select_related("program", "version").order_by("-year").first()


def latest_listed_call(slug: str, year: int | None = None) -> Call:
    """The call of a year of a programme that the catalogue lists; else its newest."""
    calls = published_calls().filter(program__slug=slug, program__is_listed=True)
    if year:
        calls = calls.filter(year=year)
    call = calls.select_related("program", "version").order_by("-year").first()
    if call is None:
        raise Http404
    return call


def get_call(slug: str, year: int) -> Call:
    """The published call of a programme and year; Http404 when there is none."""
    calls = published_calls().select_related("program", "version")
    call = calls.filter(program__slug=slug, year=year).first()
    if call is None:
        raise Http404
    return call


def get_unit_call(slug: str, year: int) -> Call:
    """The call of a programme that units file; Http404 for one that persons file."""
    return _of_units(get_call(slug, year))


def latest_unit_call(slug: str) -> Call:
    """As `latest_call`, for programmes that units file."""
    return _of_units(latest_call(slug))


def _of_units(call: Call) -> Call:
    if call.definition.filed_by != "unit":
        raise Http404
    return call


def get_own_program(slug: str) -> Program:
    """A programme that persons file for themselves; Http404 for any other."""
    program = Program.objects.filter(slug=slug).first()
    version = program.versions.order_by("-number").first() if program else None
    if program is None or version is None or version.definition.filed_by != "person":
        raise Http404
    return program


def can_begin(call: Call, person_id: int) -> bool:
    """Whether【增加申请】 leads anywhere: the call is open, and nothing is under way in it."""
    return call.is_open() and open_application_of(person_id, call) is None


def years_of(call: Call) -> list[int]:
    """The years in which the programme was opened, the newest first."""
    return list(
        published_calls()
        .filter(program=call.program_id)
        .order_by("-year")
        .values_list("year", flat=True)
    )


def accepts_people(unit_part: Application | None) -> bool:
    """Whether people may be filed under this unit's part: it is submitted, and not sent back."""
    return unit_part is not None and unit_part.state in ACCEPTING


def people_of(unit_id: int, call: Call) -> QuerySet[Application]:
    """The people whom a unit files in a call: the working list, what waits for the unit first."""
    people = Application.objects.filter(call=call, unit=unit_id, part=Application.Part.PERSON)
    return with_context(people).order_by(_waiting_first(), "-updated_at", "-pk")


def progress_of(
    unit_id: int, slug: str, year: int, *, state: str = "", text: str = ""
) -> QuerySet[Application]:
    """The people whom a unit has submitted in a year, by state and part of a name."""
    rows = Application.objects.filter(
        call__program__slug=slug, call__year=year, unit=unit_id, part=Application.Part.PERSON
    ).exclude(state=State.DRAFT)
    if state:
        rows = rows.filter(state=state)
    rows = rows.filter(contains_all("name", text))
    return with_context(rows).order_by("-submitted_at", "-pk")


def carried_ids(call: Call, people: list[Application]) -> set[int]:
    """Which of these earlier applications have been continued in the call."""
    continued = Application.objects.filter(call=call, carried_from__in=people)
    return set(continued.values_list("carried_from", flat=True))  # type: ignore[arg-type]


def can_be_continued(application: Application, call: Call) -> bool:
    """Granted in the year before the call, in the same programme."""
    return (
        not application.is_restricted
        and application.state in GRANTED
        and application.call.program_id == call.program_id
        and application.call.year == call.year - 1
    )


def blank_person_draft(unit_part: Application, user_id: int) -> Application | None:
    """A draft that the user has begun under this unit's part and not touched yet."""
    drafts = with_context(unit_part.people.filter(state=State.DRAFT, created_by=user_id))
    untouched = drafts.filter(revision=0, carried_from=None, attachments=None)
    return untouched.first()


def filed_by_unit(membership: Membership) -> QuerySet[Application]:
    """Everything that a unit has filed, as far as the member is allowed; what waits first."""
    filed = Application.objects.filter(unit=membership.unit_id, applicant=None)
    rows = with_context(allowed(filed, membership))
    return rows.order_by(_waiting_first(), "-updated_at", "-pk")


def filed_by_person(user_id: int, slug: str = "") -> QuerySet[Application]:
    """Everything that a person has filed for herself, or in one programme; what waits first."""
    rows = with_context(Application.objects.filter(applicant=user_id))
    if slug:
        rows = rows.filter(call__program__slug=slug)
    return rows.order_by(_waiting_first(), "-updated_at", "-pk")


def handed_to_unit(
    membership: Membership, *, waiting: bool, text: str = ""
) -> QuerySet[Application]:
    """What people have handed to their unit, as far as the member is allowed: waiting to be
    reported up, or what became of it."""
    handed = Application.objects.filter(unit=membership.unit_id, applicant__isnull=False)
    rows = allowed(handed, membership).exclude(state=State.DRAFT)
    rows = with_context(rows.filter(contains_all("name", text)))
    if waiting:
        return rows.filter(state=State.AWAITING_UNIT).order_by("stage_entered_at", "pk")
    return rows.exclude(state=State.AWAITING_UNIT).order_by("-updated_at", "-pk")


def _waiting_first() -> Case:
    return Case(When(state__in=EDITABLE, then=0), default=1)


@dataclass(frozen=True)
class Counts:
    """How many of a unit's people stand where."""

    by_state: dict[str, int]

    @property
    def to_submit(self) -> int:
        """Drafts and returned ones: 待提交."""
        return sum(self.by_state.get(state, 0) for state in EDITABLE)

    @property
    def handed_in(self) -> int:
        return sum(self.by_state.values()) - self.to_submit


def count_states(applications: QuerySet[Application]) -> Counts:
    rows = applications.order_by().values_list("state").annotate(number=Count("pk"))
    return Counts(dict(rows))


def attachments_by_slot(application: Application) -> dict[str, list[Attachment]]:
    """The application's files in the order of their slots."""
    found: dict[str, list[Attachment]] = {}
    for attachment in application.attachments.order_by("slot", "position", "pk"):
        found.setdefault(attachment.slot, []).append(attachment)
    return found
