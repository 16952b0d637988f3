"""What the computer can check by itself before a person looks: pass, fail, or look here.

A check never decides. Each is a small function of the item and its plain answers that says one
sentence; whoever adds a programme adds nothing here, because the checks look at field types.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from portal.lib.dates import age_on, today
from portal.lib.identifiers import clean_id_document
from portal.lib.money import yuan
from programs.answers import Answers
from programs.claims import Claim, claims_of, holders_of
from programs.models import Application, Attachment
from programs.queries.applications import person_history
from programs.states import IN_REVIEW, State
from programs.submission import calculate
from reviews.queries.sheet import folders_of

#: Ages outside of this are not impossible, but somebody should look.
USUAL_AGES = range(18, 66)
SHOWN_MATCHES = 3


@dataclass(frozen=True)
class Check:
    """The outcome of one check: `state` is pass, fail or look; `matches` are items to compare."""

    state: str
    text: str
    matches: tuple[Application, ...] = ()


@dataclass(frozen=True)
class Subject:
    """What the checks look at."""

    item: Application
    answers: Answers
    files: list[Attachment]


def run_checks(item: Application, answers: Answers, files: list[Attachment]) -> list[Check]:
    """Every check that applies, the worst first."""
    subject = Subject(item, answers, files)
    found = [check for each in CHECKS for check in each(subject)]
    return sorted(found, key=lambda check: ("fail", "look", "pass").index(check.state))


def _identifier(subject: Subject) -> Iterable[Check]:
    if not subject.item.is_person:
        return
    kind, number = subject.answers.get("id_doc_type"), subject.answers.get("id_doc_number")
    try:
        clean_id_document(str(kind), str(number or ""))
    except ValidationError as error:
        yield Check("fail", _("证件号码校验不通过：{reason}").format(reason=error.messages[0]))
    else:
        yield Check("pass", _("证件号码校验通过"))


def _age(subject: Subject) -> Iterable[Check]:
    born = subject.answers.get("birth_date")
    if not born:
        return
    age = age_on(dt.date.fromisoformat(born), today())
    state = "pass" if age in USUAL_AGES else "look"
    yield Check(state, _("年龄 {age} 周岁").format(age=age))


def _window(subject: Subject) -> Iterable[Check]:
    item = subject.item
    if item.submitted_at is None or item.call.is_open(item.submitted_at):
        yield Check("pass", _("在申报时间内提交"))
    else:
        yield Check("look", _("提交时间不在现行申报时间内"))


def _missing(subject: Subject) -> Iterable[Check]:
    folders = folders_of(subject.item.form, subject.answers, subject.files, subject.item.waived)
    missing = [folder.label for folder in folders if folder.required and not folder.files]
    if missing:
        yield Check("fail", _("缺少材料：{names}").format(names="、".join(missing)))
    else:
        yield Check("pass", _("必交材料齐全"))


def _same_person(subject: Subject) -> Iterable[Check]:
    item = subject.item
    if not item.is_person or not item.id_doc_hash:
        return
    others = (
        Application.objects.filter(id_doc_hash=item.id_doc_hash, submitted_at__isnull=False)
        .exclude(pk=item.pk)
        .select_related("call__program")
        .order_by("-submitted_at")
    )
    matches = tuple(others[:SHOWN_MATCHES])
    if not matches:
        yield Check("pass", _("无本人其他申报记录"))
        return
    other_unit = any(match.unit_id != item.unit_id for match in matches)
    text = _("本人在其他单位另有申报") if other_unit else _("本人另有申报记录")
    yield Check("look", text, matches)


def _exclusion(subject: Subject) -> Iterable[Check]:
    item = subject.item
    if not item.is_person or not item.definition.exclusive_group:
        return
    rival = person_history(item, item.id_doc_hash).rival
    if rival is None:
        yield Check("pass", _("本年度未享受同类奖励"))
    else:
        yield Check("fail", _("本年度已申报互斥项目，只能享受一项"), (rival,))


def _claims(subject: Subject) -> Iterable[Check]:
    """Rows that may be used once: claimed by this application, and by nobody else."""
    item = subject.item
    claims = claims_of(item, subject.answers)
    holders = {key: pk for key, pk in holders_of(claims).items() if pk != item.pk}
    matches = Application.objects.filter(pk__in=holders.values()).select_related("call__program")
    for label, values in _by_label(claims).items():
        if len(set(values)) < len(values) or not holders.keys().isdisjoint(values):
            yield Check("fail", _("{label}重复使用").format(label=label), tuple(matches))
        else:
            yield Check("pass", _("{label}无重复").format(label=label))


def _by_label(claims: Iterable[Claim]) -> dict[str, list[tuple[str, str]]]:
    """What is claimed, under the name of a row of its section."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for claim in claims:
        # What is claimed for the person herself is no row: `_history` tells of her other filings.
        if claim.section is None:
            continue
        repeat = claim.section.repeat
        assert repeat
        found[str(repeat.row_label)].append(claim.key)
    return found


def _same_file(subject: Subject) -> Iterable[Check]:
    """A file that somebody else has filed too, byte for byte."""
    item = subject.item
    if not subject.files:
        return
    # The same person in another year, and the unit's part of a person, may well hold the same.
    family = (
        Q(application__unit=item.unit_id, application__id_doc_hash=item.id_doc_hash)
        | Q(application=item.unit_application_id or item.pk)
        | Q(application__unit_application=item.pk)
    )
    others = (
        Attachment.objects.filter(sha256__in={file.sha256 for file in subject.files})
        .exclude(application__state=State.DRAFT)
        .exclude(family)
        .select_related("application__call__program")[:SHOWN_MATCHES]
    )
    matches = {other.application_id: other.application for other in others}
    if matches:
        yield Check("look", _("有材料与其他申报件完全相同"), tuple(matches.values()))
    else:
        yield Check("pass", _("材料未与其他申报件重复"))


def _amount(subject: Subject) -> Iterable[Check]:
    item = subject.item
    if not item.is_person or not item.definition.calculation:
        return
    outcome = calculate(item, subject.answers)
    if outcome.problems:
        yield Check("fail", " ".join(outcome.problems.values()))
    elif outcome.amount == (item.proposed_amount or Decimal(0)):
        label = item.definition.policy.proposed_label
        yield Check("pass", _("{label}复算一致").format(label=label))
    else:
        text = _("复算金额为 {now}，与提交时的 {then} 不一致")
        yield Check(
            "look",
            text.format(now=yuan(outcome.amount), then=yuan(item.proposed_amount or Decimal(0))),
        )


def _budget(subject: Subject) -> Iterable[Check]:
    """Whether the year's budget has room for it: what it has not can be granted, but not paid."""
    item, call = subject.item, subject.item.call
    amount = item.proposed_amount
    if call.budget is None or not amount or item.state not in IN_REVIEW:
        return
    left = call.budget - call.granted
    if amount > left:
        text = _("预算 {budget}，已核定 {granted}，本件 {amount} 将超出预算，超出后不能启动拨付")
        money = {"budget": call.budget, "granted": call.granted, "amount": amount}
        yield Check("look", text.format(**{name: yuan(each) for name, each in money.items()}))
    else:
        yield Check("pass", _("年度预算余额 {left}").format(left=yuan(left)))


CHECKS: tuple[Callable[[Subject], Iterable[Check]], ...] = (
    _identifier,
    _age,
    _window,
    _missing,
    _same_person,
    _exclusion,
    _claims,
    _same_file,
    _amount,
    _budget,
)
