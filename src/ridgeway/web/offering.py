"""Acts as a page offers them: buttons, greyed ones with every reason, and those of other roles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from ridgeway.governance.acts_on import Offer
from ridgeway.web.shell import Act

RIGHT = "right"
"""The key of the one reason that lies in who asks, not in how things stand."""

GRAVE = frozenset({"release.remove-from-scope"})


@dataclass(frozen=True, slots=True)
class Offered:
    """`now` may be done or say why not; `others` names what people in other roles may do."""

    now: tuple[Act, ...]
    others: tuple[Act, ...]

    def __bool__(self) -> bool:
        return bool(self.now or self.others)

    def __add__(self, more: Offered | None) -> Offered:
        """These, then those: two lists that one section of a page shows."""
        if more is None:
            return self
        return Offered((*self.now, *more.now), (*self.others, *more.others))


def act_href(name: str, subject_id: str, query: Mapping[str, str] | None = None) -> str:
    """The address of an act's form; `query` answers some of its questions beforehand."""
    href = reverse("act", args=(name, subject_id))
    return href + ("?" + urlencode(query) if query else "")


def offered(
    found: Iterable[Offer],
    subject_id: str,
    *,
    query: Mapping[str, str] | None = None,
    leave_out: Iterable[str] = (),
    main: str = "",
) -> Offered:
    """The offers of one subject, those that are open first."""
    skipped = set(leave_out)
    now: list[Act] = []
    others: list[Act] = []
    for offer in found:
        if offer.act.name in skipped:
            continue
        blocking = offer.verdict.blocking
        made = Act(
            text=offer.act.title,
            href=act_href(offer.act.name, subject_id, query),
            refusals=tuple(reason.what for reason in blocking),
            note=offer.act.effect,
            main=offer.act.name == main,
            grave=offer.act.name in GRAVE,
            key=offer.act.name.replace(".", "-"),
        )
        (others if any(r.key == RIGHT for r in blocking) else now).append(made)
    return Offered(tuple(sorted(now, key=lambda a: not a.offered)), tuple(others))
