"""What a guard of the workflow is answered from: resolutions, consultations, documents, dates.

The policy says which of what is held shows that a guard is met (`workflow.shown`). An app above
answers for what it holds through `ANSWERS`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from ridgeway.core.dates.wording import long_date
from ridgeway.core.policy.movement import Proof, Shown
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.core.verdict import Reason, State
from ridgeway.governance.committees.models import Resolution
from ridgeway.governance.consultations.models import Consultation
from ridgeway.governance.modifications.models import HeldDocument, Impact, Modification, Stay
from ridgeway.governance.modifications.windows import window_of
from ridgeway.governance.record.models import Event
from ridgeway.governance.record.rows import label_of

SUBJECT_TYPE = label_of(Modification)
OPEN, ENDED = "open", "ended"


@dataclass(frozen=True)
class Asked:
    """What is asked of one modification on a day: what is held of it is read once, however many
    guards and steps rest on it. `until_date` is what the step itself states."""

    row: Modification
    on: dt.date
    book: Rulebook
    until_date: dt.date | None = None

    @cached_property
    def since(self) -> dt.date | None:
        """Since when it stands at its stage; None where no step that led to it is held."""
        stays = Stay.objects.filter(modification_id=self.row.id).order_by("-number")
        found = stays.values_list("stage", "since_date").first()
        return found[1] if found and found[0] == self.row.stage else None

    @cached_property
    def resolutions(self) -> list[Resolution]:
        """Those about it that still count, each with its body."""
        rows = Resolution.objects.filter(subject_type=SUBJECT_TYPE, subject_id=self.row.id)
        return list(rows.exclude(state__in=("void", "withdrawn")).select_related("body"))

    @cached_property
    def documents(self) -> list[HeldDocument]:
        """Those that still count, the latest first."""
        rows = HeldDocument.objects.filter(modification_id=self.row.id, withdrawn_because="")
        return list(rows.order_by("-number"))

    @cached_property
    def consultations(self) -> list[Consultation]:
        """Those about it that were not withdrawn, in their order."""
        rows = Consultation.objects.filter(subject_type=SUBJECT_TYPE, subject_id=self.row.id)
        return list(rows.exclude(state="withdrawn").order_by("number"))

    def since_for(self, shown: Shown) -> dt.date | None:
        """From which day on something shows a guard, where the policy wants it anew."""
        return self.since if shown.anew else None


Answer = Callable[[Asked, Shown], Reason]
ANSWERS: dict[Proof, Answer] = {}
MAY_LEAVE_OPEN = frozenset({Proof.RELEASES, Proof.HOUSEKEEPING, Proof.WINDOW})
"""Proofs for which what is held may not suffice; then somebody states how it is."""


def reason_of(asked: Asked, shown: Shown) -> Reason | None:
    """How a guard stands by what is held; None where no app answers for it."""
    answer = ANSWERS.get(shown.by)
    return answer(asked, shown) if answer else None


def told(asked: Asked, shown: Shown, state: State, what: str, remedy: str = "") -> Reason:
    """A reason with the clause of the guard, and who can clear it."""
    bodies = shown.cleared_by or ((shown.body,) if shown.body else ())
    return Reason(
        shown.id,
        what,
        state,
        clause=asked.book.cite(shown.clause),
        cleared_by=() if state is State.MET else asked.book.names_of(bodies),
        remedy=remedy,
    )


def resolution_for(asked: Asked, shown: Shown) -> Resolution | None:
    """The latest resolution of the body on the matter that still counts."""
    since = asked.since_for(shown) or dt.date.min
    held = [
        r
        for r in asked.resolutions
        if r.matter == shown.matter
        and shown.body in ("", r.body.key)
        and (r.decided_date is None or r.decided_date >= since)
    ]
    # One still open comes after any that was decided; of one day the record knows the last.
    day = max((r.decided_date or dt.date.max for r in held), default=None)
    latest = {r.id: r for r in held if (r.decided_date or dt.date.max) == day}
    if len(latest) < 2:
        return next(iter(latest.values()), None)
    events = Event.objects.filter(subject_id__in=sorted(latest)).order_by("-seq")
    return latest[str(events.values_list("subject_id", flat=True)[0])]


def _by_resolution(asked: Asked, shown: Shown) -> Reason:
    found, body = resolution_for(asked, shown), asked.book.called(shown.body, opening=True)
    matter = shown.matter.replace("-", " ")
    if found is None:
        what = f"No resolution of {asked.book.called(shown.body)} on the {matter} is held"
        what = f"{what}{_since(asked, shown)}."
        remedy = "Put it to the body and close the vote, or attest one made elsewhere."
        return told(asked, shown, State.UNMET, what, remedy)
    if found.state == "open":
        what = f"The vote of {asked.book.called(shown.body)} on the {matter} is not closed."
        return told(asked, shown, State.UNMET, what, "Close the vote first.")
    day = f" on {long_date(found.decided_date)}" if found.decided_date else ""
    what = f"{body} decided{day}: {found.state}."
    wanted = shown.outcome in ("", found.state)
    return told(asked, shown, State.MET if wanted else State.UNMET, what)


def _since(asked: Asked, shown: Shown) -> str:
    since = asked.since_for(shown)
    return f" since {long_date(since)}" if since else ""


def documents_for(asked: Asked, shown: Shown) -> list[HeldDocument]:
    """What still counts of the kind of document that the guard asks for, the latest first."""
    since = asked.since_for(shown) or dt.date.min
    return [d for d in asked.documents if d.kind == shown.document and d.made_date >= since]


def document_for(asked: Asked, shown: Shown) -> HeldDocument | None:
    return next(iter(documents_for(asked, shown)), None)


def _by_document(asked: Asked, shown: Shown) -> Reason:
    found, name = document_for(asked, shown), shown.title or shown.document
    if found is None:
        what = f"Not held{_since(asked, shown)}: {name[:1].lower()}{name[1:]}."
        return told(asked, shown, State.UNMET, what, "Add the document.")
    version = f", {found.edition}," if found.edition else ""
    what = f"{found.name}{version} of {long_date(found.made_date)} is held."
    return told(asked, shown, State.MET, what)


def _by_consultation(asked: Asked, shown: Shown) -> Reason:
    since = asked.since_for(shown)
    held = [c for c in asked.consultations if since is None or c.opens_at.date() >= since]
    if not held:
        what = "No consultation on this modification is held."
        if since:
            what = f"No consultation was opened since {long_date(since)}."
        return told(asked, shown, State.UNMET, what, "Open one, and close it when it is over.")
    still = [f"“{c.title}”" for c in held if c.state == "open"]
    if still:
        what = f"Still open: {', '.join(still)}."
        return told(asked, shown, State.UNMET, what, "Close it once its closing time has passed.")
    return told(asked, shown, State.MET, f"“{held[-1].title}” is {held[-1].state}.")


def _by_window(asked: Asked, shown: Shown) -> Reason:
    window = window_of(asked.row, asked.on)
    if window.last_date is None:
        return told(asked, shown, State.CANNOT_TELL, window.problem)
    day = long_date(window.last_date)
    if asked.on > window.last_date:
        state = State.MET if shown.outcome == ENDED else State.UNMET
        return told(asked, shown, state, f"The window ended on {day}.")
    if shown.outcome == OPEN:
        return told(asked, shown, State.MET, f"The window is open up to {day}.")
    remedy = f"Wait until {day} has passed."
    return told(asked, shown, State.UNMET, f"The window is open up to {day}.", remedy)


def _by_period(asked: Asked, shown: Shown) -> Reason:
    if asked.until_date is None:
        what = "It is not said until when."
        return told(asked, shown, State.UNMET, what, "Say until when, with the step.")
    if asked.until_date <= asked.on:
        what = f"{long_date(asked.until_date)} is not to come."
        return told(asked, shown, State.UNMET, what, "Give a later day.")
    return told(asked, shown, State.MET, f"Until {long_date(asked.until_date)}.")


def _by_housekeeping(asked: Asked, shown: Shown) -> Reason:
    """What is held may show that it is more; that it is no more, somebody has to state."""
    felt = Impact.objects.filter(modification_id=asked.row.id).exclude(level="none")
    named = [*felt.order_by("kind", "name").values_list("name", flat=True)]
    named += [n for n in asked.row.impacts or () if n not in named]
    if asked.row.system_impact:
        named.append("central systems")
    if named:
        what = f"It affects {', '.join(map(str, named))}."
        remedy = "Only a change that affects nobody may go this way."
        return told(asked, shown, State.UNMET, what, remedy)
    what = "Nothing that is held says that anybody is affected; whether it is housekeeping only"
    return told(asked, shown, State.CANNOT_TELL, f"{what} must be stated.", "State it.")


HELD: dict[str, Callable[[Modification], bool]] = {
    "description": lambda row: bool(row.description),
    "proposer": lambda row: row.proposer_id is not None,
    "path": lambda row: bool(row.path),
    "urgency": lambda row: bool(row.urgency),
    "impacts": lambda row: row.impacts is not None,
    "documents": lambda row: row.documents is not None,
    "dates": lambda row: bool(row.limbs or row.lead_time),
    "representative": lambda row: row.people.filter(
        part="representative", until_date=None
    ).exists(),
}
"""Facts that a policy may ask to be held, by the name under which it asks."""


def _by_facts(asked: Asked, shown: Shown) -> Reason:
    unknown = [name for name in shown.facts if name not in HELD]
    if unknown:
        what = f"Ridgeway holds no fact called {', '.join(unknown)}."
        return told(asked, shown, State.CANNOT_TELL, what, f"Known: {', '.join(HELD)}.")
    missing = [name for name in shown.facts if not HELD[name](asked.row)]
    if missing:
        what = f"Not held: {', '.join(missing)}."
        return told(asked, shown, State.UNMET, what, "Add it to the modification.")
    return told(asked, shown, State.MET, f"Held: {', '.join(shown.facts)}.")


ANSWERS.update(
    {
        Proof.RESOLUTION: _by_resolution,
        Proof.DOCUMENT: _by_document,
        Proof.CONSULTATION: _by_consultation,
        Proof.WINDOW: _by_window,
        Proof.PERIOD: _by_period,
        Proof.HOUSEKEEPING: _by_housekeeping,
        Proof.FACTS: _by_facts,
    }
)
