"""What one may file for somebody whom the unit has filed before, and what is known of her.

Nothing is written here. A filing that nobody has begun yet is looked at as if it were: the same
rules say what stands against it and what it would bring.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from accounts.models import Unit, User
from portal.lib.dates import filing_year, today
from programs.answers import Answers, plain_answers
from programs.cards import STATE_LABELS, period_of, window_state
from programs.carrying import Plan, known_answers, plan_of
from programs.definitions.forms import Form
from programs.estimates import Estimate, estimate, is_known, refusals
from programs.models import Application, Call
from programs.prefill import prefilled
from programs.queries.applications import (
    PersonHistory,
    open_application_of,
    person_history,
    unit_application,
    with_context,
)
from programs.queries.filing import accepts_people, can_be_continued
from programs.states import GRANTED, State
from programs.submission import barriers, facts_of

Told = list[tuple[Form, Answers]]


@dataclass(frozen=True)
class Opportunity:
    """One programme of this year, for one person."""

    call: Call
    window: str
    """open | closing_soon | upcoming | closed"""
    existing: Application | None = None
    """What the unit has begun for her in this call already."""
    obstacle: str = ""
    """Why nothing can be filed for her, whatever is answered."""
    needs_unit_part: bool = False
    continues: Application | None = None
    """Last year's filing from which this year's is made."""
    estimate: Estimate | None = None

    @property
    def window_label(self) -> str:
        return str(STATE_LABELS[self.window])

    @property
    def period(self) -> str:
        return period_of(self.call)

    @property
    def can_start(self) -> bool:
        is_open = self.window in ("open", "closing_soon")
        return is_open and not (self.existing or self.obstacle or self.needs_unit_part)


def opportunities(
    unit: Unit, filings: Sequence[Application], calls: Sequence[Call]
) -> list[Opportunity]:
    """What may be filed for a person this year; `filings` are hers, the newest first."""
    this_year = [call for call in calls if call.year == filing_year() or call.is_open()]
    told = told_by(filings)
    person = next((each.id_doc_hash for each in filings if each.id_doc_hash), "")
    return [_opportunity(call, unit, person, filings, told) for call in this_year]


def _opportunity(
    call: Call, unit: Unit, person: str, filings: Sequence[Application], told: Told
) -> Opportunity:
    window = window_state(call, timezone.now())
    live = (f for f in filings if f.call_id == call.pk and f.lapsed_on is None and not f.is_own)
    if existing := next((each for each in live if each.state != State.REJECTED), None):
        return Opportunity(call, window, existing)
    part = unit_application(call, unit.pk)
    begun = imagined(call, unit, part, person)
    history = person_history(begun, person)
    obstacles = barriers(begun, person, history)
    reckoned = None if obstacles else _reckoned(begun, told, history)
    return Opportunity(
        call,
        window,
        obstacle=obstacles[0].message if obstacles else (reckoned.refusal if reckoned else ""),
        needs_unit_part=not accepts_people(part),
        continues=to_continue(filings, call),
        estimate=reckoned,
    )


def _reckoned(begun: Application, told: Told, history: PersonHistory) -> Estimate | None:
    """What the filing would bring by what was told so far.

    What has to be told anew counts as last time, unless nothing would come of that.
    """
    form, definition = begun.form, begun.definition
    known = {k: v for k, v in known_answers(form, told).items() if is_known(v)}
    last = {k: v for k, v in known_answers(form, told, renewed=True).items() if is_known(v)}
    assumed = [key for key in last if key not in known]
    found = estimate(definition, facts_of(begun, last, history), assumed)
    if found and found.refusal and assumed:
        return estimate(definition, facts_of(begun, known, history))
    return found


def to_continue(filings: Sequence[Application], call: Call) -> Application | None:
    """Last year's filing by the unit from which this year's can be made: once."""
    theirs = [each for each in filings if not each.is_own]
    done = {each.carried_from_id for each in theirs if each.call_id == call.pk}
    found = (each for each in theirs if can_be_continued(each, call) and each.pk not in done)
    return next(found, None)


def told_by(filings: Sequence[Application]) -> Told:
    """The answers of what the unit itself has filed, the newest first.

    What a person has filed for herself she has told the offices, not the unit's other filings.
    """
    return [(each.form, plain_answers(each)) for each in filings if not each.is_own]


def imagined(call: Call, unit: Unit | None, part: Application | None, person: str) -> Application:
    """A person's filing that nobody has begun yet."""
    return Application(
        call=call,
        version=call.version,
        part=Application.Part.PERSON,
        unit=unit,
        unit_application=part,
        district=unit.district if unit else None,
        id_doc_hash=person,
    )


def last_of_unit(call: Call, unit_id: int) -> Application | None:
    """Last year's part of a unit, where this year's can still be made from it."""
    return _newest(call, Q(unit=unit_id, part=Application.Part.UNIT))


def last_of_person(call: Call, person: User) -> Application | None:
    """What a person was granted last year, where she can file the same again this year."""
    earlier = _newest(call, Q(applicant=person)) if call.is_open() else None
    return earlier if earlier and not continuation(earlier, call).obstacle else None


def _newest(call: Call, whose: Q) -> Application | None:
    """The newest grant of the year before the call that has not been continued yet."""
    filings = Application.objects.filter(whose, call__program=call.program_id, state__in=GRANTED)
    filings = filings.filter(call__year=call.year - 1, restricted_at=None)
    earlier = with_context(filings).order_by("-pk").first()
    return earlier if earlier and not continued_by(earlier, call) else None


def continued_by(earlier: Application, call: Call) -> Application | None:
    """What stands in the call already, so that there is nothing to be continued any more.

    A unit's part and a person's own filing may have been begun before anybody thought of last
    year's: a draft is filled up.
    """
    if carried := Application.objects.filter(call=call, carried_from=earlier).first():
        return carried
    begun = begun_for(earlier, call)
    is_blank_yet = begun is None or (begun.state == State.DRAFT and begun.submitted_at is None)
    return None if is_blank_yet else begun


def begun_for(earlier: Application, call: Call) -> Application | None:
    """What is under way in the call where there can be one only: of a unit, or of who files for
    herself."""
    if earlier.applicant_id:
        return open_application_of(earlier.applicant_id, call)
    return None if earlier.is_person else unit_application(call, earlier.named_unit.pk)


@dataclass(frozen=True)
class Continuation:
    """What this year's filing takes over from an earlier one of the same programme."""

    plan: Plan
    obstacle: str = ""
    """Why nothing can be filed this year, whatever is answered."""


def continuation(earlier: Application, call: Call) -> Continuation:
    """Looks at this year's filing as if it were continued now."""
    form, told = call.definition.form(earlier.part), plain_answers(earlier)
    files = list(earlier.attachments.all())
    begun = begun_for(earlier, call) or _to_begin(earlier, call)
    profile = prefilled(form, earlier.unit, earlier.applicant, begun.unit_application)
    day = _day_of(call)
    plan = plan_of(earlier.form, form, told, files, profile=profile, day=day)
    if not earlier.is_person:
        return Continuation(plan)
    history = person_history(begun, earlier.id_doc_hash)
    if obstacles := barriers(begun, earlier.id_doc_hash, history):
        return Continuation(plan, obstacles[0].message)
    answers = {key: value for key, value in plan.answers.items() if is_known(value)}
    refused = refusals(call.definition, facts_of(begun, answers, history))
    if refused:
        plan = plan_of(earlier.form, form, told, files, refused, profile=profile, day=day)
    return Continuation(plan)


def _to_begin(earlier: Application, call: Call) -> Application:
    """This year's filing as somebody would begin it."""
    unit = earlier.unit
    part = unit_application(call, unit.pk) if unit and not earlier.is_own else None
    return imagined(call, unit, part, earlier.id_doc_hash)


def _day_of(call: Call) -> dt.date:
    """When the call can be filed: today, or the day on which it opens."""
    return max(today(), timezone.localdate(call.opens_at))
