"""Carries rosters out, a few rows at a time: a worker that dies loses at most those in its hand.

Every chunk locks the roster first, so that two workers at one roster take turns, and then the
unit's part, as the workflow does. What is done and that it is done are written together.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import IO

from django.core.files import File
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.rules import UnitMembers
from portal.lib import sql
from programs.actions.roster_people import add_people, change_people
from programs.answers import unpack
from programs.models import Application, RosterImport, RosterRow
from programs.models.roster import RUNNING
from programs.queries.applications import unit_application
from programs.queries.filing import accepts_people
from programs.queries.roster import tally
from programs.roster.checking import Checker
from programs.roster.columns import Plan
from programs.roster.guarding import UnreadableRoster
from programs.roster.marking import mark
from programs.roster.reading import Roster, read_roster

logger = logging.getLogger(__name__)

CHECKED_AT_ONCE = 100
IMPORTED_AT_ONCE = 100
BEGUN = gettext_noop("该人员刚刚由同事新增，请重新上传名单后再导入。")
State = RosterImport.State


def run(roster_id: int) -> None:
    """Looks a roster through, or takes it in, from where it stands to the end."""
    roster = RosterImport.objects.select_related("call", "unit").get(pk=roster_id)
    try:
        if roster.state == State.CHECKING:
            Check(roster).run()
        elif roster.state == State.IMPORTING:
            _repeat(lambda: _import_some(roster_id))
    except UnreadableRoster as refusal:
        _fail(roster_id, str(refusal))
    except Exception:
        # Tried again at every sweep it would fail for ever, and nobody would be told.
        logger.exception("Roster %d could not be carried out.", roster_id)
        _fail(roster_id, _("处理文件时出错，请重新上传；如再次出现，请联系平台管理员。"))


def _repeat(work: Callable[[], bool]) -> None:
    while work():
        pass


def _fail(roster_id: int, complaint: str) -> None:
    waiting = RosterImport.objects.filter(RUNNING, pk=roster_id)
    waiting.update(state=State.FAILED, complaint=complaint, finished_at=timezone.now())


class Check:
    """The dry run of one roster."""

    def __init__(self, roster: RosterImport) -> None:
        self.roster = roster

    def run(self) -> None:
        total = len(self.content.people.rows)
        orphans = self.checker.orphans()
        RosterImport.objects.filter(pk=self.roster.pk).update(total=total, remarks=orphans)
        _repeat(self._check_some)
        self._finish()

    @cached_property
    def content(self) -> Roster:
        with self.roster.file.open("rb") as content:
            return read_roster(content, self.plan)

    @cached_property
    def plan(self) -> Plan:
        return Plan(self.roster.call.definition.form("person"))

    @cached_property
    def checker(self) -> Checker:
        part = unit_application(self.roster.call, self.roster.unit_id)
        if part is None or not accepts_people(part):
            raise UnreadableRoster(_("请先提交“单位申报信息”，再导入人员名单。"))
        return Checker(self.content, self.plan, part)

    def _check_some(self) -> bool:
        """Whether there is more to look through."""
        with transaction.atomic():
            roster = RosterImport.objects.select_for_update().get(pk=self.roster.pk)
            rows = self.content.people.rows[roster.checked :][:CHECKED_AT_ONCE]
            if roster.state != State.CHECKING or not rows:
                return False
            found = self.checker.check(rows)
            for row in found:
                row.roster = roster
            RosterRow.objects.bulk_create(found)
            roster.checked = F("checked") + len(rows)
            roster.save(update_fields=["checked"])
        return True

    def _finish(self) -> None:
        """Writes the marks where there are any, unless somebody has cancelled meanwhile."""
        self.roster.refresh_from_db()
        if self.roster.state != State.CHECKING:
            return
        with tempfile.TemporaryFile() as target:
            is_marked = _mark(self.roster, target)
            with transaction.atomic():
                roster = RosterImport.objects.select_for_update().get(pk=self.roster.pk)
                if roster.state == State.CHECKING:
                    if is_marked:
                        roster.returned.save("returned.xlsx", File(target), save=False)
                    roster.state = State.CHECKED
                    roster.save(update_fields=["returned", "state"])


def _mark(roster: RosterImport, target: IO[bytes]) -> bool:
    """Writes the workbook that is given back; False when there is nothing to say in it."""
    found = roster.rows.exclude(problems=[]).values_list("number", "name", "problems")
    names = {number: name for number, name, _problems in found}
    remarks = [remark for *_who, problems in found for remark in problems] + roster.remarks
    if not remarks:
        return False
    counts = tally(roster)
    facts = [
        (_("共读取（人）"), counts.total),
        (_("可导入（人）"), counts.good),
        (_("有误、不导入（人）"), counts.wrong),
        (_("不变（人）"), counts.left),
    ]
    with roster.file.open("rb") as source:
        mark(source, target, remarks, facts, names)
    return True


def _import_some(roster_id: int) -> bool:
    """Takes some waiting rows in; False when there are none, or it was cancelled."""
    with transaction.atomic():
        roster = RosterImport.objects.select_for_update(of=("self",)).select_related(
            "call__program", "call__version", "created_by"
        )
        found = roster.get(pk=roster_id)
        if found.state != State.IMPORTING:
            return False
        rows = list(found.rows.filter(state=RosterRow.State.WAITING)[:IMPORTED_AT_ONCE])
        if not rows:
            found.state, found.finished_at = State.DONE, timezone.now()
            found.save(update_fields=["state", "finished_at"])
            return False
        part = _lock_part(found)
        if refusal := _refusal(found, part):
            _refuse(rows, refusal)
        else:
            _take(found, part, rows)
        _write_down(rows)
    return True


def _lock_part(roster: RosterImport) -> Application:
    """The unit's part, first of all rows of applications, so that nobody waits in a circle."""
    parts = Application.objects.select_for_update(of=("self",), no_key=True)
    return parts.select_related("call__program", "unit__district").get(
        call=roster.call_id, unit=roster.unit_id, part=Application.Part.UNIT
    )


def _refusal(roster: RosterImport, part: Application) -> str:
    """Why nothing can be taken in any more; "" while it can."""
    if not UnitMembers(roster.unit_id, roster.call.program.slug).include(roster.actor):
        return _("导入人已不再具有本单位该项目的经办授权。")
    if not accepts_people(part):
        return _("单位申报信息已被退回修改，请重新提交后再导入。")
    return ""


def _write_down(rows: Sequence[RosterRow]) -> None:
    """What has become of these rows. What they said stands in the drafts now."""
    told = [(row.pk, row.state, row.reason, row.application_id) for row in rows]
    sql.rows(_WRITE_DOWN, [list(column) for column in zip(*told, strict=True)])


_WRITE_DOWN = """
UPDATE programs_rosterrow AS row
SET state = new.state, reason = new.reason, application_id = new.application, answers = '{}'
FROM unnest(%s, %s, %s, %s::bigint[]) AS new (id, state, reason, application)
WHERE row.id = new.id RETURNING row.id
"""


def _refuse(rows: Iterable[RosterRow], reason: str) -> None:
    for row in rows:
        row.state, row.reason = RosterRow.State.REFUSED, reason[:300]


def _take(roster: RosterImport, part: Application, rows: Sequence[RosterRow]) -> None:
    """What becomes of these rows; what goes wrong with one is no matter to the others."""
    _add(roster, part, [row for row in rows if row.verdict == RosterRow.Verdict.NEW])
    _change(roster, part, [row for row in rows if row.verdict == RosterRow.Verdict.UPDATE])


def _add(roster: RosterImport, part: Application, rows: Sequence[RosterRow]) -> None:
    """New people: all at once, or one by one when a colleague has just begun one of them."""
    form = part.call.definition.form("person")
    try:
        drafts = add_people(part, roster.actor, [unpack(form, row.answers) for row in rows])
    except IntegrityError:
        if len(rows) == 1:
            _refuse(rows, _(BEGUN))
        else:
            for row in rows:
                _add(roster, part, [row])
        return
    for row, draft in zip(rows, drafts, strict=True):
        row.application, row.state = draft, RosterRow.State.DONE
        if draft is None:
            _refuse([row], _(BEGUN))


def _change(roster: RosterImport, part: Application, rows: Sequence[RosterRow]) -> None:
    """Drafts that stand say what the rows say."""
    form = part.call.definition.form("person")
    said = {row.application_id or 0: unpack(form, row.answers) for row in rows}
    refusals = change_people(part, roster.actor, said)
    for row in rows:
        row.state = RosterRow.State.DONE
        if reason := refusals.get(row.application_id or 0):
            _refuse([row], reason)
