"""What one may file for somebody whom the unit has filed before, and what is known of her.

Nothing is written here. A filing that nobody has begun yet is looked at as if it were: the same
rules say what stands against it and what it would bring.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from accounts.models import Unit
from portal.lib.dates import filing_year
from programs.answers import Answers, plain_answers
from programs.cards import STATE_LABELS, period_of, window_state
from programs.carrying import Plan, known_answers, plan_of
from programs.definitions.forms import Form
from programs.estimates import Estimate, estimate, is_known, refusals
from programs.models import Application, Call
from programs.queries.applications import PersonHistory, person_history, unit_application
from programs.queries.filing import accepts_people, can_be_continued
from programs.states import State
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
    """Last year's filing from which this year's can be made: once."""
    done = {each.carried_from_id for each in filings if each.call_id == call.pk}
    found = (each for each in filings if can_be_continued(each, call) and each.pk not in done)
    return next(found, None)


def told_by(filings: Sequence[Application]) -> Told:
    """The answers of what the unit itself has filed, the newest first.

    What a person has filed for herself she has told the offices, not the unit's other filings.
    """
    return [(each.form, plain_answers(each)) for each in filings if not each.is_own]


def imagined(call: Call, unit: Unit, part: Application | None, person: str) -> Application:
    """A person's filing that nobody has begun yet."""
    return Application(
        call=call,
        version=call.version,
        part=Application.Part.PERSON,
        unit=unit,
        unit_application=part,
        district=unit.district,
        id_doc_hash=person,
    )


def continuation(earlier: Application, call: Call) -> Plan:
    """What this year's filing takes over from an earlier one of the same programme."""
    form, told = call.definition.form(earlier.part), plain_answers(earlier)
    files = list(earlier.attachments.all())
    plan = plan_of(earlier.form, form, told, files)
    unit = earlier.named_unit
    begun = imagined(call, unit, unit_application(call, unit.pk), earlier.id_doc_hash)
    answers = {key: value for key, value in plan.answers.items() if is_known(value)}
    history = person_history(begun, earlier.id_doc_hash)
    refused = refusals(call.definition, facts_of(begun, answers, history))
    return plan_of(earlier.form, form, told, files, refused) if refused else plan
