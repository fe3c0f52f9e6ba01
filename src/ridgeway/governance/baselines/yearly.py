"""The policy's yearly limits, for a version of a specification that a release brings or ends."""

from __future__ import annotations

from collections.abc import Iterable

from ridgeway.core.planning.limits import Touch, judge_limits
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.core.verdict import Reason
from ridgeway.governance.baselines.models import SpecificationVersion
from ridgeway.governance.releases.books import book_of
from ridgeway.governance.releases.models import Release
from ridgeway.governance.releases.scoping import subjects_of, touches_beside


def judge_year(release: Release, name: str, weighed: Iterable[str]) -> tuple[Reason, ...]:
    """Whether another release of the year touches the same already, by its scope or by a version
    that is planned for it; nothing for a specification that no limit names."""
    book = book_of(release.code_id, release.policy)
    subjects = subjects_of(book, [name]) if book else frozenset[str]()
    if book is None or not subjects:
        return ()
    touch = Touch(release.name, release.go_live_date.year, release.kind, subjects, tuple(weighed))
    return judge_limits(book, touch, touches_beside(book, release)).reasons


def planned_beside(book: Rulebook, release: Release) -> list[Touch]:
    """The versions that are planned for other releases of the year: one query."""
    year = release.go_live_date.year
    rows = (
        SpecificationVersion.objects.filter(
            release__code_id=release.code_id, release__go_live_date__year=year, dropped=False
        )
        .exclude(release=release)
        .exclude(release__state="cancelled")
    )
    columns = ("release__name", "release__kind", "name")
    return [
        Touch(other, year, kind, subjects_of(book, [name]))
        for other, kind, name in rows.order_by("release__name", "name").values_list(*columns)
    ]
