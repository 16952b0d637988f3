"""The figures of a call, set by managers: a version of the programme that differs in them only."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.audit import record
from accounts.models import User
from portal.lib.refusals import Refused
from programs.actions.definitions import version_of
from programs.definitions.figures import Parameters
from programs.definitions.schema import Definition
from programs.models import Application, Call
from programs.queries.figures import is_filed_upon
from programs.states import State


@transaction.atomic
def set_figures(
    call_id: int,
    seen: int,
    parameters: Parameters,
    actor: User,
    *,
    reason: str = "",
    address: str | None = None,
) -> bool:
    """Gives the call these figures; whether anything was changed.

    `seen` is the version that the manager looked at. What was submitted keeps its figures for
    ever, so once there is such a filing a reason is asked for; drafts go on with the new ones.
    Raises `Refused` for a page that is out of date, and without that reason.
    """
    calls = Call.objects.select_related("program", "version")
    call = calls.select_for_update(of=("self",), no_key=True).get(pk=call_id)
    if call.version_id != seen:
        raise Refused(_("您填写期间，该批次的参数或版本已由他人修改。您填写的内容已保留，"
                        "请对照现值核对后再次保存。"))  # fmt: skip
    before = call.figures
    if before == parameters:
        return False
    if is_filed_upon(call) and not reason:
        raise Refused(_("已有申报提交，修改参数须说明理由。"))
    call.version = version_of(
        call.program, _with(call, parameters), call.version.origin or call.version
    )
    call.save(update_fields=["version"])
    drafts = Application.objects.filter(call=call, state=State.DRAFT, submitted_at=None)
    drafts.update(version=call.version)
    details = {
        "call": str(call),
        "version": call.version.number,
        "changed": _changes(before, parameters),
        "reason": reason,
    }
    record(actor, "set_figures", call, details, address)
    return True


def _with(call: Call, parameters: Parameters) -> Definition:
    definition = call.definition
    years = {**definition.parameters, str(call.year): parameters}
    changed = definition.model_copy(update={"parameters": dict(sorted(years.items()))})
    return Definition.model_validate(changed.model_dump(mode="json"))


def _changes(before: Parameters | None, after: Parameters) -> dict[str, list[str | None]]:
    """From what to what, by name, that of a district with its code."""
    old, new = _flat(before), _flat(after)
    names = [*new, *(name for name in old if name not in new)]
    pairs = {name: [_text(old.get(name)), _text(new.get(name))] for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _flat(parameters: Parameters | None) -> dict[str, Decimal]:
    if parameters is None:
        return {}
    districts = {
        f"{code}.{name}": value
        for code, values in parameters.districts.items()
        for name, value in values.items()
    }
    return {**parameters.values, **districts}


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"
