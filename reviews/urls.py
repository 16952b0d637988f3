"""Addresses of what applicants see of decisions and money; the desk itself is in the admin."""

from django.urls import URLPattern, URLResolver, path

from reviews.views import disbursement, notices, objections, receipt_code, receipt_phone

app_name = "reviews"

urlpatterns: list[URLPattern | URLResolver] = [
    path("disbursement/", disbursement.waiting, name="disbursement"),
    path("disbursement/<slug:number>/", disbursement.payment, name="payment"),
    path(
        "disbursement/<slug:number>/proofs/add/", disbursement.add_proof, name="payment_proof_add"
    ),
    path("disbursement/<slug:number>/proofs/<int:pk>/", disbursement.proof, name="payment_proof"),
    path(
        "disbursement/<slug:number>/proofs/<int:pk>/remove/",
        disbursement.remove_proof,
        name="payment_proof_remove",
    ),
    path(
        "disbursement/<slug:number>/account/", disbursement.choose_account, name="payment_account"
    ),
    path(
        "disbursement/<slug:number>/contact/", disbursement.choose_contact, name="payment_contact"
    ),
    path(
        "disbursement/<slug:number>/own-account/",
        disbursement.give_account,
        name="payment_own_account",
    ),
    path("disbursement/<slug:number>/confirm/", disbursement.confirm, name="payment_confirm"),
    path("disbursement/<slug:number>/print/", disbursement.print_receipt, name="payment_print"),
    path("disbursement/<slug:number>/receipt/", disbursement.receipt, name="payment_receipt"),
    path("disbursement/<slug:number>/photos/<int:pk>/", disbursement.photo, name="payment_photo"),
    path("disbursement/<slug:number>/submit/", disbursement.submit_receipt, name="payment_submit"),
    # The photo of a receipt: the code on the computer, and what it opens on a phone.
    path("disbursement/<slug:number>/code/", receipt_code.receipt_code, name="receipt_code"),
    path(
        "disbursement/<slug:number>/code/state/",
        receipt_code.receipt_code_state,
        name="receipt_code_state",
    ),
    path("r/<str:token>/", receipt_phone.receipt_phone, name="receipt_phone"),
    path("r/<str:token>/scanned/", receipt_phone.receipt_scanned, name="receipt_scanned"),
    path("r/<str:token>/photo/", receipt_phone.receipt_photo, name="receipt_photo"),
    path("r/<str:token>/hand-in/", receipt_phone.receipt_hand_in, name="receipt_hand_in"),
    path("notices/", notices.notices, name="notices"),
    path("notices/<slug:number>/", notices.notice, name="notice"),
    path("notices/<slug:number>/sheet.pdf", notices.sheet, name="notice_sheet"),
    path("notices/<slug:number>/object/", objections.object_to, name="object"),
    path("objections/", objections.follow, name="follow_objection"),
    path("objections/filed/", objections.filed, name="objection_filed"),
    path("objections/<slug:number>/", objections.objection, name="objection"),
]
