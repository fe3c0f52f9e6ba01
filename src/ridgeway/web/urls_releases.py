"""The addresses of releases, their papers and the calendar, under the key of a code."""

from __future__ import annotations

from django.urls import path

from ridgeway.web.views import (
    calendar,
    costs,
    documents,
    feeds,
    gate,
    oversight,
    release_documents,
    release_tabs,
    release_versions,
    releases,
    whatif,
)

RELEASE = "<slug:code>/releases/<slug:slug>"
DOCUMENT = f"{RELEASE}/documents/<slug:document>"
VERSION = f"{DOCUMENT}/versions/<str:number>"

urlpatterns = [
    path("responsibilities", oversight.mine, name="my-responsibilities"),
    path("<slug:code>/responsibilities", oversight.responsibilities, name="responsibilities"),
    path("<slug:code>/responsibilities/<slug:body>", oversight.responsible, name="responsible"),
    path("<slug:code>/costs/<path:reference>", costs.modification, name="modification-costs"),
    path("<slug:code>/calendar", calendar.calendar, name="calendar"),
    path("<slug:code>/calendar.ics", feeds.calendar, name="calendar-feed"),
    path("<slug:code>/notices.atom", feeds.notices, name="notices-feed"),
    path("<slug:code>/releases", releases.releases, name="releases"),
    path(RELEASE, releases.release, name="release"),
    path(f"{RELEASE}/scope", release_tabs.scope, name="release-scope"),
    path(f"{RELEASE}/plan", release_tabs.plan, name="release-plan"),
    path(f"{RELEASE}/testing", release_tabs.tests, name="release-testing"),
    path(f"{RELEASE}/gate", gate.gate, name="release-gate"),
    path(f"{RELEASE}/costs", costs.costs, name="release-costs"),
    path(f"{RELEASE}/costs.<str:form>", costs.costs_file, name="release-costs-file"),
    path(f"{RELEASE}/oversight", oversight.oversight, name="release-oversight"),
    path(f"{RELEASE}/risks", release_tabs.risks, name="release-risks"),
    path(f"{RELEASE}/decisions", release_tabs.decisions, name="release-decisions"),
    path(f"{RELEASE}/notices", release_tabs.notices, name="release-notices"),
    path(f"{RELEASE}/record", release_tabs.record, name="release-record"),
    path(f"{RELEASE}/why/<str:rule>", release_tabs.why, name="release-why"),
    path(f"{RELEASE}/what-if", whatif.what_if, name="release-what-if"),
    path(f"{RELEASE}/paper", documents.paper, name="release-paper"),
    path(f"{RELEASE}/paper.<str:form>", documents.paper_file, name="release-paper-file"),
    path(f"{RELEASE}/rid", release_documents.rid, name="release-rid"),
    path(f"{RELEASE}/rid.<str:form>", release_documents.rid_file, name="release-rid-file"),
    path("<slug:code>/documents.atom", release_versions.feed, name="documents-feed"),
    path(DOCUMENT, release_documents.document, name="release-document"),
    path(f"{DOCUMENT}.<str:form>", release_documents.document_file, name="release-document-file"),
    path(f"{DOCUMENT}/changes", release_versions.changes, name="release-changes"),
    path(f"{DOCUMENT}/changes.pdf", release_versions.changes_file, name="release-changes-file"),
    path(VERSION, release_versions.version, name="release-version"),
    path(f"{VERSION}/file.<str:form>", release_versions.version_file, name="release-version-file"),
]
