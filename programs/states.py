"""The states of an application, the actions on it, and the one table of permitted transitions.

Everything that changes a state goes through `programs.workflow.move`, which reads this table. A
database trigger built from the same table refuses every other pair, whoever writes.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """Where an application stands. The labels are the vocabulary of the manuals (X-001)."""

    DRAFT = "draft", _("草稿")
    AWAITING_UNIT = "awaiting_unit", _("请联系所属企业进行提交")
    AWAITING_PRE_REVIEW = "awaiting_pre_review", _("待预审")
    PENDING_REVIEW = "pending_review", _("待审核")
    RETURNED = "returned", _("退回修改")
    REJECTED = "rejected", _("审核不通过")
    ON_NOTICE = "on_notice", _("公示中")
    APPROVED = "approved", _("通过（人才办确认）")
    AWAITING_DISBURSEMENT = "awaiting_disbursement", _("待拨付")
    AWAITING_RECEIPT = "awaiting_receipt", _("待上传收据")
    DISBURSED = "disbursed", _("已拨付")


class Action(models.TextChoices):
    """What can be done to an application."""

    SUBMIT = "submit", _("提交审核")
    REPORT_UP = "report_up", _("上报")
    WITHDRAW = "withdraw", _("撤回修改")
    REVISE = "revise", _("变更信息")
    APPROVE = "approve", _("通过")
    # Some verbs share their Chinese word with the state they lead to; English has two.
    RETURN = "return", pgettext_lazy("action", "退回修改")
    RETURN_WITH_UNIT = "return_with_unit", _("随单位退回修改")
    REJECT = "reject", pgettext_lazy("action", "不通过")
    CONCLUDE_NOTICE = "conclude_notice", _("公示结束")
    START_DISBURSEMENT = "start_disbursement", _("启动拨付")
    REQUEST_RECEIPT = "request_receipt", _("通知上传收据")
    CONFIRM_INSTALMENT = "confirm_instalment", _("确认本期拨付")
    CONFIRM_DISBURSEMENT = "confirm_disbursement", _("确认拨付")


#: States that a stage of the given kind puts an application in.
STAGE_STATES: dict[str, State] = {
    "report_up": State.AWAITING_UNIT,
    "pre_review": State.AWAITING_PRE_REVIEW,
    "review": State.PENDING_REVIEW,
    "ranking": State.PENDING_REVIEW,
    "public_notice": State.ON_NOTICE,
    # Decided upon; the money waits for staff to start a batch.
    "disbursement": State.APPROVED,
}

#: The applicant may change answers and attachments only here.
EDITABLE = frozenset({State.DRAFT, State.RETURNED})
#: Not yet (or not again) in the hands of an office: what it says is nobody's there.
BEFORE_OFFICES = EDITABLE | {State.AWAITING_UNIT}
#: Somebody in an office has to act.
IN_REVIEW = frozenset({State.AWAITING_PRE_REVIEW, State.PENDING_REVIEW})
#: The offices said yes, whatever is still to be done about the money.
GRANTED = frozenset(
    {State.APPROVED, State.AWAITING_DISBURSEMENT, State.AWAITING_RECEIPT, State.DISBURSED}
)
#: A second application of the same person to the same call is refused while one is here.
OPEN = frozenset(State) - {State.REJECTED}

#: What happens to the money after the decision; the disbursement itself tells who is concerned.
PAYING = frozenset(
    {
        Action.START_DISBURSEMENT,
        Action.REQUEST_RECEIPT,
        Action.CONFIRM_INSTALMENT,
        Action.CONFIRM_DISBURSEMENT,
    }
)

#: What the law leaves to be done with a restricted filing (PIPL art. 47 §2): ending what runs.
ENDING = frozenset({Action.WITHDRAW, Action.REJECT})

FORWARD = "forward"
"""Marks a transition that leads to the next stage of the route, or to `APPROVED` after the last."""

TRANSITIONS: dict[tuple[State, Action], State | str] = {
    (State.DRAFT, Action.SUBMIT): FORWARD,
    (State.RETURNED, Action.SUBMIT): FORWARD,
    (State.AWAITING_UNIT, Action.REPORT_UP): FORWARD,
    (State.AWAITING_UNIT, Action.WITHDRAW): State.DRAFT,
    (State.AWAITING_UNIT, Action.RETURN): State.RETURNED,
    (State.AWAITING_UNIT, Action.RETURN_WITH_UNIT): State.RETURNED,
    (State.AWAITING_PRE_REVIEW, Action.APPROVE): FORWARD,
    (State.AWAITING_PRE_REVIEW, Action.RETURN): State.RETURNED,
    (State.AWAITING_PRE_REVIEW, Action.RETURN_WITH_UNIT): State.RETURNED,
    (State.AWAITING_PRE_REVIEW, Action.REJECT): State.REJECTED,
    (State.PENDING_REVIEW, Action.APPROVE): FORWARD,
    (State.PENDING_REVIEW, Action.RETURN): State.RETURNED,
    (State.PENDING_REVIEW, Action.RETURN_WITH_UNIT): State.RETURNED,
    (State.PENDING_REVIEW, Action.REJECT): State.REJECTED,
    (State.ON_NOTICE, Action.CONCLUDE_NOTICE): FORWARD,
    (State.ON_NOTICE, Action.REJECT): State.REJECTED,
    # Only a unit's part that no office decides upon: changed, it is approved by us again.
    (State.APPROVED, Action.REVISE): State.DRAFT,
    (State.APPROVED, Action.START_DISBURSEMENT): State.AWAITING_DISBURSEMENT,
    (State.AWAITING_DISBURSEMENT, Action.REQUEST_RECEIPT): State.AWAITING_RECEIPT,
    # Where no receipt is asked for, it is paid at once. After an instalment another may fall due.
    (State.AWAITING_DISBURSEMENT, Action.CONFIRM_INSTALMENT): State.APPROVED,
    (State.AWAITING_DISBURSEMENT, Action.CONFIRM_DISBURSEMENT): State.DISBURSED,
    (State.AWAITING_RECEIPT, Action.CONFIRM_INSTALMENT): State.APPROVED,
    (State.AWAITING_RECEIPT, Action.CONFIRM_DISBURSEMENT): State.DISBURSED,
}

_AFTER_FORWARD = frozenset(STAGE_STATES.values()) | {State.APPROVED}


def permitted_pairs() -> frozenset[tuple[State, State]]:
    """Every (from, to) pair of states that some action may produce."""
    pairs: set[tuple[State, State]] = set()
    for (before, _action), after in TRANSITIONS.items():
        targets = _AFTER_FORWARD if after == FORWARD else {State(after)}
        pairs.update((before, target) for target in targets)
    return frozenset(pairs)


def ending_pairs() -> frozenset[tuple[State, State]]:
    """Every (from, to) pair of states that ends what runs."""
    moves = TRANSITIONS.items()
    return frozenset((before, State(after)) for (before, verb), after in moves if verb in ENDING)
