"""Where each address leads."""

from __future__ import annotations

urlpatterns: list[object] = []
