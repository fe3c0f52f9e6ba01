"""Where each address leads."""

from __future__ import annotations

from django.urls import include, path

from ridgeway.api import interface

handler400 = "ridgeway.web.errors.bad_request"
handler404 = "ridgeway.web.errors.missing"
handler500 = "ridgeway.web.errors.broken"

urlpatterns = [
    path("api/v1/", interface.urls()),
    path("", include("ridgeway.web.urls")),
]
