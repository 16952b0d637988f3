"""Addresses of the catalogue, the filing workspace and the unit's applications."""

from django.urls import URLPattern, URLResolver, path

from programs.views import (
    attachments,
    catalogue,
    continuing,
    drafts,
    guide,
    own,
    papers,
    people,
    report_up,
    roster,
    scans,
    submissions,
    verification,
    workbench,
    workspace,
)

app_name = "programs"

urlpatterns: list[URLPattern | URLResolver] = [
    path("programs/", catalogue.catalogue, name="catalogue"),
    path("programs/<slug:slug>/", catalogue.policy, name="policy"),
    path(
        "programs/<slug:slug>/<int:year>/files/<int:pk>/", catalogue.call_file, name="call_file"
    ),
    path("file/<slug:slug>/", workspace.apply, name="apply"),
    path("file/<slug:slug>/<int:year>/guide/", guide.confirm, name="confirm_reading"),
    path("file/<slug:slug>/own/", own.own, name="own"),
    path("file/<slug:slug>/begin/", own.begin, name="begin"),
    path("units/<slug:key>/", own.units, name="units"),
    path("file/<slug:slug>/progress/", workspace.progress, name="progress"),
    path("file/<slug:slug>/<int:year>/unit/", drafts.unit, name="unit"),
    path("file/<slug:slug>/<int:year>/unit/save/", drafts.unit_save, name="unit_save"),
    path("file/<slug:slug>/<int:year>/unit/submit/", drafts.unit_submit, name="unit_submit"),
    path(
        "file/<slug:slug>/<int:year>/unit/upload/<slug:slot>/",
        attachments.unit_upload,
        name="unit_upload",
    ),
    path("file/<slug:slug>/<int:year>/unit/revise/", drafts.unit_revise, name="unit_revise"),
    path(
        "file/<slug:slug>/<int:year>/unit/paper/<slug:slot>/", papers.unit_paper, name="unit_paper"
    ),
    path("file/<slug:slug>/<int:year>/people/", workspace.people, name="people"),
    path("file/<slug:slug>/<int:year>/people/add/", workspace.add_person, name="add_person"),
    path("file/<slug:slug>/<int:year>/people/submit/", submissions.submit_many, name="submit_many"),
    path(
        "file/<slug:slug>/<int:year>/people/submit/<int:pk>/",
        submissions.submission,
        name="submission",
    ),
    path("file/<slug:slug>/export/", submissions.export, name="export_people"),
    path("file/<slug:slug>/<int:year>/roster/", roster.rosters, name="rosters"),
    path("file/<slug:slug>/<int:year>/roster/template/", roster.template, name="roster_template"),
    path("file/<slug:slug>/<int:year>/roster/upload/", roster.upload, name="roster_upload"),
    path("file/<slug:slug>/<int:year>/roster/<int:pk>/", roster.roster, name="roster"),
    path(
        "file/<slug:slug>/<int:year>/roster/<int:pk>/confirm/",
        roster.roster_confirm,
        name="roster_confirm",
    ),
    path(
        "file/<slug:slug>/<int:year>/roster/<int:pk>/cancel/",
        roster.roster_cancel,
        name="roster_cancel",
    ),
    path(
        "file/<slug:slug>/<int:year>/roster/<int:pk>/returned/",
        roster.roster_returned,
        name="roster_returned",
    ),
    path("file/<slug:slug>/<int:year>/scans/upload/", scans.upload, name="scans_upload"),
    path("file/<slug:slug>/<int:year>/scans/<int:pk>/", scans.scans, name="scans"),
    path(
        "file/<slug:slug>/<int:year>/scans/<int:pk>/confirm/",
        scans.scans_confirm,
        name="scans_confirm",
    ),
    path(
        "file/<slug:slug>/<int:year>/scans/<int:pk>/cancel/",
        scans.scans_cancel,
        name="scans_cancel",
    ),
    path("file/<slug:slug>/<int:year>/<slug:part>/row/<slug:section>/", drafts.row, name="row"),
    path("verify/", verification.verify, name="verify"),
    path("verify/<str:token>/", verification.verify_document, name="verify_document"),
    path("report-up/", report_up.waiting, name="report_up"),
    path("report-up/many/", report_up.report_many, name="report_many"),
    path("my/", workspace.mine, name="mine"),
    path("member/workbench/", workbench.workbench, name="workbench"),
    path("member/people/", people.people, name="workspace"),
    path("member/people/start/", people.start, name="start_filings"),
    path("member/people/<slug:number>/", people.person, name="workspace_person"),
    path("member/filings/<slug:slug>/", people.section, name="workspace_section"),
    path("my/certificates/", own.certificates, name="certificates"),
    path("my/<slug:number>/", drafts.application, name="application"),
    path("my/<slug:number>/save/", drafts.save, name="save"),
    path("my/<slug:number>/submit/", drafts.submit, name="submit"),
    path("my/<slug:number>/withdraw/", own.withdraw, name="withdraw"),
    path("my/<slug:number>/report-up/", report_up.report_one, name="report_one"),
    path("my/<slug:number>/give-back/", report_up.give_back, name="give_back"),
    path("my/<slug:number>/delete/", drafts.delete, name="delete"),
    path("my/<slug:number>/continue/", continuing.continue_person, name="continue"),
    path("my/<slug:number>/upload/<slug:slot>/", attachments.upload, name="upload"),
    path("my/<slug:number>/paper/<slug:slot>/", papers.paper, name="paper"),
    path("my/<slug:number>/documents/<int:pk>/", attachments.show_document, name="document"),
    path("my/<slug:number>/files/<int:pk>/", attachments.show, name="attachment"),
    path(
        "my/<slug:number>/files/<int:pk>/thumbnail/", attachments.show_thumbnail, name="thumbnail"
    ),
    path("my/<slug:number>/files/<int:pk>/replace/", attachments.replace, name="replace_file"),
    path("my/<slug:number>/files/<int:pk>/delete/", attachments.delete, name="delete_file"),
    path(
        "my/<slug:number>/files/<int:pk>/earlier/",
        attachments.reorder,
        {"direction": "earlier"},
        name="earlier_file",
    ),
    path(
        "my/<slug:number>/files/<int:pk>/later/",
        attachments.reorder,
        {"direction": "later"},
        name="later_file",
    ),
]
