"""人员总表: everybody for whom a unit has ever filed, one row each, across programmes and years."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypedDict

from django.db.models import Case, Count, F, Max, Min, Q, QuerySet, When
from django.db.models.functions import Collate
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from portal.lib.numbering import small_number
from portal.lib.search import contains_all
from programs.answers import plain_answers
from programs.models import Application, Attachment, Program
from programs.queries.allowance import allowed
from programs.queries.applications import with_context
from programs.queries.sections import Section
from programs.queries.work import GROUPS, Group, GroupCount, group_named
from programs.rules.completeness import problems_of
from programs.states import EDITABLE, GRANTED, State


class Row(TypedDict):
    """One person as the database finds her; `key` is the hash of the document, else a number."""

    key: str
    newest: int


@dataclass(frozen=True)
class Filter:
    """Whom the table shows: people with a filing that meets all of it."""

    programs: tuple[str, ...] = ()
    year: int | None = None
    group: Group = GROUPS[0]
    text: str = ""
    sort: str = ""

    @classmethod
    def read(cls, address: QueryDict, name: str, section: Section | None) -> "Filter":
        """From what stands in an address, and a name that does not; nonsense asks for nothing."""
        program, sort = address.get("program", "").replace("\x00", ""), address.get("sort", "")
        return cls(
            section.slugs if section else (program,) if program else (),
            small_number(address.get("year", ""), digits=4),
            group_named(address.get("state", "")),
            name,
            sort if sort in SORTS else "",
        )


@dataclass(frozen=True)
class Sort:
    label: Promise
    order: tuple[Any, ...]


#: The first is what nobody has to ask for: whose filings wait for the unit, the newest first.
SORTS: dict[str, Sort] = {
    "": Sort(_("待处理优先"), (F("waiting").desc(), F("changed").desc(), "key")),
    "due": Sort(_("截止时间"), (F("due").asc(nulls_last=True), F("changed").desc(), "key")),
    "name": Sort(_("姓名"), (Collate("called", "C"), "key")),
}


@dataclass
class Person:
    """One row of the table."""

    newest: Application
    filings: list[Application]
    gaps: dict[int, int] = field(default_factory=dict)
    """Filing → how many items it lacks, for those that the unit can still complete."""

    @property
    def waiting(self) -> list[tuple[Application, int]]:
        """What the unit has to complete, with the number of missing items."""
        return [(each, self.gaps[each.pk]) for each in self.filings if each.pk in self.gaps]

    @property
    def due(self) -> Application | None:
        """The filing that has to be submitted first."""
        now = timezone.now()
        closing = [
            each
            for each, _gaps in self.waiting
            if each.call.closes_at is not None and each.call.closes_at >= now
        ]
        return min(closing, key=lambda each: each.call.closes_at, default=None)  # type: ignore[arg-type, return-value]


def filings_of(membership: Membership) -> QuerySet[Application]:
    """Every person's filing that concerns the unit, as far as the member is allowed: what the unit
    files, and what its people have handed to it."""
    theirs = Q(applicant=None) | ~Q(state=State.DRAFT)
    filed = Application.objects.filter(
        theirs, unit=membership.unit_id, part=Application.Part.PERSON
    )
    return allowed(filed, membership)


def people(membership: Membership, wanted: Filter) -> QuerySet[Application, Any]:
    """One `Row` for each person with a filing that meets the filter, in its order."""
    concerned = _concerned(membership, wanted).filter(state__in=wanted.group.states)
    open_now = Q(state__in=EDITABLE, call__closes_at__gte=timezone.now())
    rows = (
        concerned.annotate(key=_key())
        .values("key")
        .annotate(
            newest=Max("pk"),
            called=Max("name"),
            changed=Max("updated_at"),
            waiting=Max(Case(When(state__in=EDITABLE, then=1), default=0)),
            due=Min("call__closes_at", filter=open_now),
        )
    )
    return rows.order_by(*SORTS[wanted.sort].order)


def count_people(membership: Membership, wanted: Filter) -> list[GroupCount]:
    """How many people have a filing in each group; the numbers of the lists they lead to."""
    counts = {
        f"group_{group.key}": Count("key", distinct=True, filter=Q(state__in=group.states))
        for group in GROUPS
    }
    found = _concerned(membership, wanted).annotate(key=_key()).aggregate(**counts)
    return [GroupCount(group, found[f"group_{group.key}"]) for group in GROUPS]


def _concerned(membership: Membership, wanted: Filter) -> QuerySet[Application]:
    """The filings that meet the filter, whatever their state."""
    found = filings_of(membership).filter(contains_all("name", wanted.text))
    if wanted.programs:
        found = found.filter(call__program__slug__in=wanted.programs)
    if wanted.year:
        found = found.filter(call__year=wanted.year)
    return found


def _key() -> Case:
    """Whoever has no document number yet is somebody of her own."""
    return Case(When(id_doc_hash="", then=F("number")), default=F("id_doc_hash"))


def load(
    membership: Membership, rows: Iterable[dict[str, Any]], section: Section | None
) -> list[Person]:
    """The people of one page with all their filings, or with those in one section."""
    keys = [row["key"] for row in rows]
    found = filings_of(membership).annotate(key=_key()).filter(key__in=keys)
    if section:
        found = found.filter(call__program__slug__in=section.slugs)
    filings = list(with_context(found).order_by("-call__year", "call__program__position", "-pk"))
    gaps = count_gaps(filings)
    by_key: dict[str, list[Application]] = {key: [] for key in keys}
    for filing in filings:
        by_key[filing.id_doc_hash or filing.number].append(filing)
    return [
        Person(max(theirs, key=lambda each: each.pk), theirs, gaps)
        for theirs in by_key.values()
        if theirs
    ]


def filings_of_person(membership: Membership, filing: Application) -> list[Application]:
    """Everything of the same person that concerns the unit, the newest year first."""
    same = Q(pk=filing.pk)
    if filing.id_doc_hash:
        same |= Q(id_doc_hash=filing.id_doc_hash)
    found = with_context(filings_of(membership).filter(same))
    found = found.prefetch_related("documents", "attachments")
    return list(found.order_by("-call__year", "call__program__position", "-pk"))


def count_gaps(filings: Iterable[Application]) -> dict[int, int]:
    """How much each filing that the unit may still complete lacks.

    A paper that need not be handed in by whom we have verified is not counted: the form knows.
    """
    open_ones = [each for each in filings if each.is_editable and not each.is_own]
    filled: dict[int, set[str]] = {}
    slots = Attachment.objects.filter(application__in=open_ones).order_by()
    for application, slot in slots.values_list("application", "slot"):
        filled.setdefault(application, set()).add(slot)
    gaps = {}
    for each in open_ones:
        waivable = {slot.key for slot in each.form.slots if slot.waived_when_verified}
        done = filled.get(each.pk, set()) | waivable
        gaps[each.pk] = len(problems_of(each.form, plain_answers(each), done))
    return gaps


def programs_of(membership: Membership) -> list[tuple[str, str]]:
    """The programmes in which there is anything to find: slug and name in the reader's language."""
    concerned = filings_of(membership).order_by().values("call__program")
    programs = Program.objects.filter(pk__in=concerned).order_by("position", "slug")
    return [(program.slug, str(program)) for program in programs]


def years_of(membership: Membership) -> list[int]:
    """The filing years in which there is anything to find, the newest first."""
    years = filings_of(membership).order_by("-call__year")
    return list(years.values_list("call__year", flat=True).distinct())


def granted_total(filings: Iterable[Application]) -> Decimal:
    """What the offices have granted, over all these filings, in yuan."""
    granted = (each.approved_amount or Decimal(0) for each in filings if each.state in GRANTED)
    return sum(granted, Decimal("0.00"))
