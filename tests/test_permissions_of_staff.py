"""Every address of the admin against everybody who might try it."""

from typing import Any

import pytest
from django.contrib import admin

from portal.lib.admin_pages import OwnPageAdmin
from tests.cast import (
    EVERYBODY,
    NOBODY,
    OVERSEERS,
    READERS,
    REVIEWERS,
    STAFF,
    Address,
    Cast,
    Row,
    addresses,
    assemble,
    get,
    post,
    who_gets_in,
)
from tests.things_of_staff import add_things_of_staff

KEEPERS = {"system admin", "manager"}
MONEY_READERS = {"manager", "finance", "auditor"}

#: Who sees what is paid in the district of the cast.
ONLOOKERS = {"finance", "manager", "auditor"}

#: What is not one of the five pages that every model has.
DESK: dict[str, Row] = {
    "reviews_reviewitem_review": get(OVERSEERS, pk="item"),
    "reviews_reveal": post(OVERSEERS, pk="item", key="secret", reason="reason"),
    "reviews_presence": post(OVERSEERS, pk="item"),
    # The city reads it too, and is told (409) that it is not hers to decide just now.
    "reviews_typed": post(REVIEWERS - {"other district"}, pk="item", seen_stage="stage"),
    "reviews_attachment": get(OVERSEERS, pk="item", attachment_id="filed"),
    "reviews_batch": get({"district"}, pk="batch"),
    "reviews_batch_progress": get({"district"}, pk="batch"),
    "reviews_batch_retry": post({"district"}, pk="batch"),
    "reviews_ranking": get(NOBODY, pk="batch"),  # nothing of the cast waits to be ranked
    "reviews_export_start": post(READERS),
    "reviews_export": get({"district"}, pk="export"),
    "reviews_export_download": get(NOBODY, pk="export"),  # it is not there yet
    "reviews_disbursement_start": get({"finance", "manager"}),
    "reviews_disbursement": get(ONLOOKERS, pk="disbursement"),
    "reviews_payment_review": get(ONLOOKERS, pk="paid"),
    "reviews_payment_approve": post({"finance"}, pk="paid"),
    "reviews_payment_return": post({"finance"}, pk="paid", reason="reason"),
    "reviews_payment_photo": get(ONLOOKERS, pk="paid", photo_id="receipt photo"),
    "reviews_payment_proof": get(ONLOOKERS, pk="paid", proof_id="employment proof"),
    "reviews_payment_export": get({"finance"}),
    "reviews_payment_export_start": post({"finance"}),
    "reviews_payment_file": get({"finance"}, pk="payment file"),
    "reviews_bank_result_new": get({"finance"}),
    "reviews_bank_result": get({"finance"}, pk="bank result"),
    "reviews_notice_publish": get({"manager"}, call_id="noticed call", stage="noticed stage"),
    "reviews_notice": get({"manager"}, pk="notice list"),
    "reviews_notice_extend": post({"manager"}, pk="notice list"),
    "reviews_notice_withdraw": post({"manager"}, pk="notice list", reason="reason"),
    **dict.fromkeys(
        ("objection_approve", "objection_refuse"),
        post({"manager"}, pk="objection pk", opinion="reason"),
    ),
    "objection_ask": post({"manager"}, pk="objection pk", question="reason"),
    "objection_proof": get({"manager"}, pk="objection pk", proof="objection proof"),
    "appeal_approve": post({"system admin"}, pk="appeal", opinion="reason"),
    "appeal_refuse": post({"system admin"}, pk="appeal", opinion="reason"),
    "appeal_proof": get({"system admin"}, pk="appeal"),
    "accountchange_approve": post({"system admin"}, pk="account change", opinion="reason"),
    "accountchange_refuse": post({"system admin"}, pk="account change", opinion="reason"),
    "accountchange_proof": get({"system admin"}, pk="account change", proof="handover proof"),
    "unitchange_approve": post({"system admin"}, pk="unit change", opinion="reason"),
    "unitchange_refuse": post({"system admin"}, pk="unit change", opinion="reason"),
    "datarequest_approve": post({"system admin"}, pk="data request", opinion="reason"),
    "datarequest_refuse": post({"system admin"}, pk="data request", opinion="reason"),
    "datarequest_proof": get({"system admin"}, pk="data request", proof="data proof"),
    **dict.fromkeys(
        ("unitintroduction_approve", "unitintroduction_refuse"),
        post({"district"}, pk="introduction", opinion="reason"),
    ),
    "unitintroduction_proof": get({"district"}, pk="introduction", proof="introduction logo"),
    "unitchange_proof": get({"system admin"}, pk="unit change", proof="change proof"),
    "accounts_auditentry_export": post({"auditor"}, kind="sheet"),
    "accounts_delivery_resend": post(KEEPERS, pk="delivery"),
    "accounts_notificationtemplate_preview": post(KEEPERS, pk="template"),
    "accounts_unit_paper": get({"system admin"}, pk="unit", paper="unit paper"),
    "accounts_user_reveal": get({"system admin"}, pk="person"),
    "accounts_user_document": get({"system admin"}, pk="person"),
    "accounts_user_checked": get({"system admin"}, pk="person"),
    **dict.fromkeys(
        ("accounts_membership_end", "accounts_membership_activation"),
        get({"system admin"}, pk="membership_id"),
    ),
    "programs_call_checklist": get(MONEY_READERS, pk="call"),
    "programs_call_figures": get(MONEY_READERS, pk="call"),
    "programs_call_file": get(MONEY_READERS, pk="call", file_id="call file"),
    **dict.fromkeys(
        ("programs_call_publish", "programs_call_clone", "programs_call_preview"),
        post({"manager"}, pk="call"),
    ),
    "reviews_statistic_export": get(MONEY_READERS, pk="call"),
    "programs_document_revoke": get({"district"}, pk="document"),
    "auth_user_password_change": get({"system admin"}, id="colleague"),
    **dict.fromkeys(("index", "password_change", "password_change_done"), get(STAFF)),
    "logout": post(EVERYBODY),
}

#: Who looks into the list of a model, and who adds to it. Nobody deletes but phrases.
LISTS: dict[str, tuple[set[str], set[str]]] = {
    "reviews_reviewitem": (READERS, NOBODY),
    "reviews_batchdecision": (REVIEWERS, NOBODY),
    "reviews_rankedcall": (REVIEWERS, NOBODY),
    "reviews_queueexport": (READERS, NOBODY),
    "reviews_opinionphrase": (REVIEWERS | {"manager"}, REVIEWERS | {"manager"}),
    **dict.fromkeys(("reviews_disbursementbatch", "reviews_payment"), (ONLOOKERS, NOBODY)),
    **dict.fromkeys(("reviews_paymentfile", "reviews_bankresult"), ({"finance"}, NOBODY)),
    **dict.fromkeys(("reviews_publicnotice", "reviews_objection"), ({"manager"}, NOBODY)),
    "programs_call": (MONEY_READERS, {"manager"}),
    "programs_program": (MONEY_READERS, NOBODY),
    "programs_programversion": (MONEY_READERS, NOBODY),
    "reviews_statistic": (MONEY_READERS, NOBODY),
    "accounts_holidayyear": (KEEPERS, KEEPERS),
    "programs_document": (READERS, NOBODY),
    "programs_transition": (READERS, NOBODY),
    "programs_submission": (READERS, NOBODY),
    "accounts_appeal": ({"system admin"}, NOBODY),
    "accounts_accountchange": ({"system admin"}, NOBODY),
    "accounts_datarequest": ({"system admin"}, NOBODY),
    "accounts_unitchange": ({"system admin"}, NOBODY),
    "accounts_unitintroduction": (REVIEWERS, NOBODY),
    "accounts_auditentry": ({"auditor"}, NOBODY),
    "accounts_delivery": (KEEPERS, NOBODY),
    "accounts_notificationtemplate": (KEEPERS, NOBODY),
    **dict.fromkeys(
        (
            "accounts_district", "accounts_office", "accounts_staffposition", "accounts_user",
        ),
        ({"system admin"}, {"system admin"}),
    ),
    **dict.fromkeys(
        ("accounts_unit", "accounts_membership", "accounts_joinrequest"),
        ({"system admin"}, NOBODY),
    ),
    # Libraries' own; only a superuser would see them, and nobody is one.
    **dict.fromkeys(
        ("auth_group", "account_emailaddress", "mfa_authenticator", "usersessions_usersession"),
        (NOBODY, NOBODY),
    ),
}  # fmt: skip
#: Of Django's admin itself; each leads to a page that is asked for here, or to nothing.
OF_DJANGO = {"login", "autocomplete", "jsi18n", "view_on_site", "app_list"}
PAGES = ("changelist", "add", "change", "history", "delete")
ADMIN = [a for a in addresses() if a.name.startswith("admin:") and "<" not in a.name]


@pytest.fixture
def cast(db: None) -> Cast:
    cast = assemble()
    add_things_of_staff(cast)
    return cast


def test_every_address_says_who_may_open_it() -> None:
    ours = {a.name.removeprefix("admin:") for a in ADMIN}
    pages = {f"{model}_{page}" for model in LISTS for page in PAGES}
    assert {name for name in ours if not name.startswith("(")} == set(DESK) | pages | OF_DJANGO


@pytest.mark.requirement("X-004")
@pytest.mark.requirement("X-005")
def test_the_desk_opens_to_its_offices_only(cast: Cast) -> None:
    wrong = []
    for name, row in DESK.items():
        address = next(a for a in ADMIN if a.name == f"admin:{name}")
        found = who_gets_in(cast, address, row)
        inside = {role for role, what in found.items() if what == "in"}
        if inside != row.who:
            wrong.append(f"{name}: {sorted(inside ^ row.who)} of {found}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.requirement("X-004")
@pytest.mark.parametrize("model", LISTS)
def test_lists_open_to_their_roles_only(cast: Cast, model: str) -> None:
    readers, writers = LISTS[model]
    assert insiders(cast, f"{model}_changelist") == readers
    assert insiders(cast, f"{model}_add") == writers
    first = first_of(model)
    if first is not None:
        cast.things["object_id"] = first
        if not isinstance(admin_of(model), OwnPageAdmin):  # there Django's address only leads on
            assert insiders(cast, f"{model}_change") <= readers
        assert insiders(cast, f"{model}_history") <= readers
        deleting = readers if model == "reviews_opinionphrase" else NOBODY
        assert insiders(cast, f"{model}_delete") <= deleting


def insiders(cast: Cast, name: str) -> set[str]:
    keys = () if name.endswith(("changelist", "add")) else ("object_id",)
    found = who_gets_in(cast, Address(f"admin:{name}", keys), get(STAFF))
    return {role for role, what in found.items() if what == "in"}


def first_of(model: str) -> Any:
    return admin_of(model).model._default_manager.values_list("pk", flat=True).first()


def admin_of(model: str) -> "admin.ModelAdmin[Any]":
    app, _underscore, name = model.partition("_")
    registered = {m._meta.label_lower: found for m, found in admin.site._registry.items()}
    return registered[f"{app}.{name}"]
