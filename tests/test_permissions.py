"""Every address outside the admin against everybody who might try it.

The tables say who gets in. An address without a row fails, so nobody can add one without saying
who may open it.
"""

import pytest

from tests.cast import (
    ADMINS,
    CLERKS,
    ENTERPRISE,
    EVERYBODY,
    FILERS,
    NOBODY,
    OVERSEERS,
    OWN,
    PERSONS,
    SIGNED_IN,
    THEMSELVES,
    VISITORS,
    addresses,
    assemble,
    get,
    post,
    who_gets_in,
)

GETTING_IN = {
    "programs:call_file": get(EVERYBODY, pk="call file"),
    **dict.fromkeys(
        (
            "account_change", "account_change_filed", "account_change_progress",
            "account_logout", "certificate_log_in", "certificate_register",
            "certificate_registration", "certificate_confirm", "certificate_done",
            "account_sign_up_unit", "account_sign_up_person", "account_reset_password",
            "appeal", "appeal_filed", "appeal_progress", "alipay_start",
            "alipay_callback", "alipay_enter", "demo_alipay_authorize",
            "service_network", "service_network_start", "service_network_callback",
            "service_network_upgrade", "service_network_enter", "demo_network_discovery",
            "demo_network_keys", "demo_network_authorize", "demo_network_userinfo", "home",
            "demo_certificate",
            "help", "privacy",
            "about", "set_display", "set_language", "healthz", "robots", "gallery",
            "demo_outbox", "programs:catalogue", "programs:policy", "programs:verify",
            "programs:verify_document", "help_file", "demo_roster", "demo_scans",
        ),
        get(EVERYBODY),
    ),
    **dict.fromkeys(
        ("keep_session", "account_check_user_name", "account_send_code", "captcha",
            "demo_alipay_gateway", "demo_network_token", "certificate_answer"),
        post(EVERYBODY),
    ),
    **dict.fromkeys(("account_login", "operator_login", "staff_login"), get(VISITORS)),
    "hall": get(EVERYBODY),
    "qr_log_in": get(VISITORS),
    **dict.fromkeys(("qr_log_in_state", "demo_alipay_certify"), post(EVERYBODY)),
    # A code for a login: staff do not get in that way, visitors sign in on the phone first.
    "qr": get(ENTERPRISE | PERSONS, token="qr"),
    **dict.fromkeys(("qr_scanned", "qr_confirm"), post(ENTERPRISE | PERSONS, token="qr")),
    # Of a check of a face, where the owner of the phone need not be signed in.
    **dict.fromkeys(("qr_start", "qr_done"), post(EVERYBODY, token="qr")),
    # Of somebody's own login under way, of somebody's own captcha, of codes that nobody has here.
    **dict.fromkeys(
        (
            "captcha_picture", "mfa_authenticate", "mfa_view_recovery_codes",
            "mfa_download_recovery_codes", "account_activate",
        ),
        get(NOBODY),
    ),
    **dict.fromkeys(
        (
            "mfa_reauthenticate", "mfa_activate_totp", "mfa_generate_recovery_codes",
        ),
        get(THEMSELVES),
    ),
    # 公示: anybody reads and objects; an objection is followed by its code, which nobody here has.
    **dict.fromkeys(
        ("reviews:notices", "reviews:follow_objection", "reviews:objection_filed"), get(EVERYBODY)
    ),
    **dict.fromkeys(
        ("reviews:notice", "reviews:notice_sheet", "reviews:object"),
        get(EVERYBODY, number="public notice"),
    ),
    "reviews:objection": get(NOBODY, number="objection"),
    "account_reauthenticate": get(SIGNED_IN),
    "confirm_otherwise": get(THEMSELVES),
}  # fmt: skip

INSIDE = {
    **dict.fromkeys(
        ("member_center", "unit_profile", "unit_profile_edit", "unit_members"), get(CLERKS)
    ),
    "unit_certificate": get(OWN | {"limited"}),
    "unit_change_withdraw": post(CLERKS),
    "unit_certificate_upload": post(CLERKS),
    "switch_unit": post(OWN | {"limited"}, unit="unit"),
    "join_unit": post(ENTERPRISE),
    "membership_leave": post(CLERKS),
    "membership_revoke": post({"clerk"}),
    "join_request_accept": post({"clerk"}),
    "join_request_refuse": post({"clerk"}),
    "legacy_of_unit": get(CLERKS),
    "my_legacy": get(PERSONS),
    "personal_center": get(PERSONS),
    **dict.fromkeys(("person_profile", "identity_verification", "real_person_check"), get(PERSONS)),
    **dict.fromkeys(("person_divisions", "person_profile_typed"), post(PERSONS)),
    "real_person_state": post(PERSONS),
    **dict.fromkeys(("account_security", "my_appeals"), get(THEMSELVES)),
    **dict.fromkeys(("change_phone", "change_password", "end_other_sessions"), post(THEMSELVES)),
    "inbox": get(SIGNED_IN),
    **dict.fromkeys(("inbox_read_all", "stop_acting"), post(SIGNED_IN)),
    **dict.fromkeys(("unit_operators", "unit_affiliation", "unit_liaison"), get(CLERKS)),
    "unit_payment_details": get(CLERKS),
    "payment_detail_add": get(CLERKS, kind="detail kind"),
    "payment_detail_edit": get(OWN | {"limited"}, kind="detail kind", pk="contact"),
    "payment_detail_delete": post(OWN | {"limited"}, kind="detail kind", pk="contact"),
    "unit_introduction": get(CLERKS),
    "unit_logo": get(NOBODY),  # no unit of the cast has one yet
    "unit_introduction_withdraw": post(CLERKS),
    "operator_grant": get(ADMINS),
    **dict.fromkeys(("operator_period", "operator_business"), get({"clerk"})),
    **dict.fromkeys(("operator_end", "operator_reset_login"), post({"clerk"})),
    "my_units": get(PERSONS),
    "my_unit": get({"pending"}, membership_id="grant"),
    **dict.fromkeys(
        ("my_unit_confirm", "my_unit_decline", "my_unit_password", "my_unit_act"),
        post({"pending"}, membership_id="grant"),
    ),
    "inbox_open": post({"clerk"}, pk="notice"),
    "privacy_consent": get(SIGNED_IN),
    **dict.fromkeys(("my_data", "my_data_request"), get(ENTERPRISE | PERSONS)),
    "my_data_export": post(ENTERPRISE | PERSONS),
    "my_data_download": get({"person"}, pk="copy"),
    "my_data_withdraw": post({"person"}, pk="data request"),
    "consent_withdraw": post(ENTERPRISE | PERSONS),
    "end_session": post(NOBODY, pk="copy"),  # nobody of the cast has one of that number
}

FILING = {
    **dict.fromkeys(
        (
            "programs:apply", "programs:progress", "programs:unit", "programs:people",
        ),
        get(FILERS),
    ),
    "programs:workbench": get(CLERKS),
    "programs:workspace": get(CLERKS),
    "programs:workspace_section": get(FILERS),
    "programs:workspace_person": get(OWN, number="submitted"),
    "programs:start_filings": post(OWN, number="submitted", program="slug"),
    **dict.fromkeys(("programs:mine", "programs:row"), get(SIGNED_IN)),
    **dict.fromkeys(
        (
            "programs:unit_save", "programs:unit_submit",
            "programs:add_person", "programs:submit_many",
        ),
        post(FILERS),
    ),
    "programs:confirm_reading": post(FILERS),
    "programs:unit_revise": post(OWN, slug="paper slug"),
    "programs:unit_paper": get(FILERS, slug="paper slug", slot="unit paper slot"),
    "programs:paper": get(OWN, number="paper number", slot="paper slot"),
    "programs:unit_upload": post(FILERS, slot="unit slot"),
    "programs:export_people": post(FILERS),
    "programs:rosters": get(FILERS),
    **dict.fromkeys(
        ("programs:roster_template", "programs:roster_upload", "programs:scans_upload"),
        post(FILERS),
    ),
    "programs:submission": get(OWN, pk="submission"),
    **dict.fromkeys(("programs:roster", "programs:roster_returned"), get(OWN, pk="roster")),
    **dict.fromkeys(
        ("programs:roster_confirm", "programs:roster_cancel"), post(OWN, pk="roster")
    ),
    "programs:scans": get(OWN, pk="scans"),
    **dict.fromkeys(("programs:scans_confirm", "programs:scans_cancel"), post(OWN, pk="scans")),
    "programs:application": get(OWN),
    "programs:document": get(OWN | OVERSEERS, pk="document", number="submitted"),
    "programs:attachment": get(OWN | OVERSEERS, pk="filed", number="submitted"),
    "programs:thumbnail": get(OWN | OVERSEERS, pk="filed", number="submitted"),
    **dict.fromkeys(
        (
            "programs:save", "programs:submit", "programs:delete", "programs:continue",
            "programs:upload",
        ),
        post(OWN),
    ),
    **dict.fromkeys(
        (
            "programs:replace_file", "programs:delete_file", "programs:earlier_file",
            "programs:later_file",
        ),
        post(OWN, pk="file"),
    ),
}  # fmt: skip


#: What a person files for herself, and the unit to which she has handed it.
OWN_FILING = {
    **dict.fromkeys(("programs:own", "programs:units"), get(PERSONS, slug="own slug", key="key")),
    "programs:begin": post(PERSONS, slug="own slug"),
    "programs:certificates": get(PERSONS),
    "programs:withdraw": post({"person"}, number="handed"),
    "programs:report_up": get(CLERKS),
    "programs:report_many": post(CLERKS),
    **dict.fromkeys(
        ("programs:report_one", "programs:give_back"), post(OWN, number="handed", reason="key")
    ),
}

#: A receipt: the code on the computer, and the phone, on which nobody needs to be signed in.
RECEIPT = {
    "reviews:receipt_code": get(OWN, number="payment"),
    "reviews:receipt_code_state": post(OWN, number="payment"),
    "reviews:receipt_phone": get(EVERYBODY, token="receipt code"),
    **dict.fromkeys(
        ("reviews:receipt_scanned", "reviews:receipt_photo", "reviews:receipt_hand_in"),
        post(EVERYBODY, token="receipt code"),
    ),
}

#: What is paid to a unit: for who acts for it in the programme.
DISBURSEMENT = {
    "reviews:disbursement": get(SIGNED_IN),
    **dict.fromkeys(("reviews:payment", "reviews:payment_receipt"), get(OWN, number="payment")),
    **dict.fromkeys(
        (
            "reviews:payment_proof_add", "reviews:payment_account", "reviews:payment_contact",
            "reviews:payment_own_account", "reviews:payment_confirm", "reviews:payment_print",
            "reviews:payment_submit",
        ),
        post(OWN, number="payment"),
    ),
    "reviews:payment_proof": get(OWN, number="payment", pk="employment proof"),
    "reviews:payment_proof_remove": post(OWN, number="payment", pk="employment proof"),
    "reviews:payment_photo": get(OWN, number="payment", pk="receipt photo"),
}  # fmt: skip

ROWS = {**DISBURSEMENT, **RECEIPT, **OWN_FILING, **GETTING_IN, **INSIDE, **FILING}
SITE = [address for address in addresses() if not address.name.startswith("admin")]


def test_every_address_says_who_may_open_it() -> None:
    assert {address.name for address in SITE} == set(ROWS)


@pytest.mark.django_db
@pytest.mark.requirement("X-004")
@pytest.mark.requirement("X-005")
@pytest.mark.requirement("X-006")
def test_everybody_gets_in_where_they_may_and_nowhere_else() -> None:
    cast = assemble()
    wrong = []
    for address in SITE:
        row = ROWS[address.name]
        found = who_gets_in(cast, address, row)
        inside = {role for role, what in found.items() if what == "in"}
        if inside != row.who:
            wrong.append(f"{address.name}: {sorted(inside ^ row.who)} of {found}")
        if row.who and found["nobody"] not in ("in", "login"):
            wrong.append(f"{address.name}: a visitor is not led to the login")
    assert not wrong, "\n".join(wrong)
