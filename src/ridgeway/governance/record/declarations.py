"""Tables of others, each with the reason why the record does not answer for it.

Our own models say of themselves how they stand (`keeping`). A table that neither says so nor is
named here fails the build.
"""

from __future__ import annotations

from django.apps import apps

from ridgeway.governance.record.rows import Keeping

OPERATIONAL: dict[str, str] = {
    "django_session": "who is signed in just now",
    "django_migrations": "which shape the tables have",
    "django_content_type": "names of models, kept by the framework",
    "auth_group": "unused: rights come from appointments",
    "auth_group_permissions": "unused: rights come from appointments",
    "auth_permission": "unused: rights come from appointments",
    "axes_accessattempt": "failed sign-ins, counted to lock out",
    "axes_accessattemptexpiration": "when a lock-out ends",
    "axes_accessfailurelog": "failed sign-ins, counted to lock out",
    "axes_accesslog": "sign-ins and sign-outs",
    "sqlite_sequence": "numbers of the database itself",
    "sqlite_stat1": "estimates for the planner of the database",
    "sqlite_stat4": "samples for the planner, where the database is built with them",
}
"""Governs nothing: sessions, counters, the framework's own bookkeeping."""

DERIVED_PREFIXES = ("search_text", "search_title")
"""The full-text indexes and their shadow tables, rebuilt from the search entries."""


def keeping_of(table: str) -> Keeping | None:
    """How a table of the database stands to the record; None for one that nobody declared."""
    if table in OPERATIONAL:
        return Keeping.OPERATIONAL
    if table.startswith(DERIVED_PREFIXES):
        return Keeping.DERIVED
    for model in apps.get_models():
        if model._meta.db_table == table:
            found: Keeping | None = getattr(model, "keeping", None)
            return found
    return None
