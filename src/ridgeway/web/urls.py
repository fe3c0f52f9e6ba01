"""The addresses of the pages. What belongs to a code lies under its key, which comes last."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from ridgeway.web.views import (
    account,
    acts,
    committees,
    consultations,
    control,
    directions,
    home,
    imports,
    meetings,
    modification_report,
    modification_tabs,
    modifications,
    parties,
    policy,
    record,
    register,
    saved_views,
    searching,
    signing,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.public, name="home"),
    path("today", home.today, name="today"),
    path("installation", home.installation, name="installation"),
    path("sign-in", signing.sign_in, name="sign-in"),
    path("sign-in/demo", signing.sign_in_demo, name="sign-in-demo"),
    path("sign-out", signing.sign_out, name="sign-out"),
    path("account", account.own, name="account"),
    path("account/password", account.change_password, name="account-password"),
    path("account/sessions", account.end_session, name="account-sessions"),
    path("password", account.forgotten, name="password-forgotten"),
    path("password/<str:word>", account.choose_password, name="password-link"),
    path("search", searching.found, name="search"),
    path("go/<str:kind>/<str:row_id>", searching.go, name="go"),
    path("acts/<str:name>/<str:subject_id>", acts.act, name="act"),
    path("resolutions/<str:resolution_id>", committees.resolution, name="resolution"),
    path("consultations/<str:consultation_id>", consultations.consultation, name="consultation"),
    path("directions/<str:direction_id>", directions.direction, name="direction"),
    path("freezes/<str:freeze_id>", control.freeze, name="freeze"),
    path("changes/<str:request_id>", control.change_request, name="change-request"),
    path("meetings/<str:meeting_id>", meetings.meeting, name="meeting"),
    path("meetings/<str:meeting_id>/bundle", meetings.bundle, name="meeting-bundle"),
    path(
        "meetings/<str:meeting_id>/bundle.<str:form>",
        meetings.bundle_file,
        name="meeting-bundle-file",
    ),
    path("items/<str:item_id>", meetings.item, name="agenda-item"),
    path("papers/<str:paper_id>", meetings.paper, name="paper"),
    path("notices/<str:notice_id>", committees.notice, name="notice"),
    path("evidence/<str:evidence_id>/file", committees.evidence_file, name="evidence-file"),
]

if find_spec("ridgeway.web.urls_releases"):
    urlpatterns.append(path("", include("ridgeway.web.urls_releases")))

urlpatterns += [
    path("<slug:code>", home.code, name="code"),
    path(
        "<slug:code>/reports/<str:form>/<path:reference>",
        modification_report.report_file,
        name="modification-report-file",
    ),
    path(
        "<slug:code>/report/<path:reference>",
        modification_report.report,
        name="modification-report",
    ),
    path("<slug:code>/modifications", register.register, name="modifications"),
    path("<slug:code>/modifications.<str:form>", register.export, name="register-export"),
    path("<slug:code>/views", saved_views.views, name="register-views"),
    path("<slug:code>/views/<str:view_id>", saved_views.rename, name="register-view"),
    path("<slug:code>/views/<str:view_id>/remove", saved_views.remove, name="register-view-remove"),
    path(
        "<slug:code>/modifications/<path:reference>",
        modifications.modification,
        name="modification",
    ),
    path(
        "<slug:code>/documents-of/<path:reference>",
        modification_tabs.documents,
        name="modification-documents",
    ),
    path(
        "<slug:code>/decisions-on/<path:reference>",
        modification_tabs.decisions,
        name="modification-decisions",
    ),
    path(
        "<slug:code>/record-of/<path:reference>",
        modification_tabs.record,
        name="modification-record",
    ),
    path("<slug:code>/consultations", consultations.consultations, name="consultations"),
    path("<slug:code>/directions", directions.directions, name="directions"),
    path("<slug:code>/control", control.control, name="control"),
    path("<slug:code>/meetings", meetings.meetings, name="meetings"),
    path("<slug:code>/parties", parties.parties, name="parties"),
    path("<slug:code>/bodies/<slug:body>", meetings.body_page, name="body"),
    path("<slug:code>/policy", policy.adopted, name="policy"),
    path("<slug:code>/policy/difference", policy.difference, name="policy-difference"),
    path("<slug:code>/policy/<str:policy>/<str:version>", policy.version, name="policy-version"),
    path("<slug:code>/import", imports.imports, name="imports"),
    path("<slug:code>/import/<str:import_id>", imports.staged_import, name="import"),
    path("<slug:code>/import/<str:import_id>/faults.csv", imports.faults, name="import-faults"),
    path("<slug:code>/import/<str:import_id>/bring-in", imports.bring_in, name="import-bring-in"),
    path("<slug:code>/import/<str:import_id>/remove", imports.take_back, name="import-remove"),
    path("<slug:code>/record", record.entries, name="record"),
    path("<slug:code>/record/verify", record.verify, name="record-verify"),
    path("<slug:code>/record/bundle", record.bundle, name="record-bundle"),
    path("<slug:code>/record/note", record.note, name="record-note"),
    path("<slug:code>/record/<int:seq>", record.entry, name="record-entry"),
]
