"""How bodies vote, as a policy states it for each matter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

from ridgeway.core.gates.voting import Base, Counted, VotingRule
from ridgeway.core.policy.terms import Rule
from ridgeway.core.policy.value import Value

ANY = "any"
"""The matter of a rule for all matters of a body that have none of their own."""

_SHARE = re.compile(r"([0-9]{1,3})/([0-9]{1,3})")


class Ground(Value):
    """What has to be there before the vote; `published` asks that everybody may see it."""

    id: str
    title: str
    published: bool = False


class Withdrawal(StrEnum):
    """How a body takes back what it carried: through its chair, or by resolving so."""

    CHAIR = "chair"
    RESOLUTION = "resolution"


class Voting(Rule):
    """How `body` decides `matter` (or `any`).

    `share` of the base has to be in favour, or `more_than` it. The `base` is the votes for and
    against, or every seat not recused; `counted` by category, each category has one vote. A
    `quorum` in seats that no source states is left out. What the body carried is withdrawn in one
    of the ways of `withdrawn_by`.
    """

    matter: str
    body: str
    share: str = "1/2"
    more_than: bool = True
    base: Base = Base.CAST
    counted: Counted = Counted.SEAT
    unanimous: bool = False
    quorum: int | None = None
    needs: tuple[Ground, ...] = ()
    withdrawn_by: tuple[Withdrawal, ...] = tuple(Withdrawal)

    def rule(self, clause: str) -> VotingRule:
        """What the votes are counted by; ValueError says what is wrong with the numbers."""
        found = _SHARE.fullmatch(self.share)
        if not found:
            raise ValueError(f'"{self.share}" is not a share: write it as "2/3"')
        return VotingRule(
            quorum=1 if self.quorum is None else self.quorum,
            numerator=int(found[1]),
            denominator=int(found[2]),
            more_than=self.more_than,
            base=self.base,
            unanimous=self.unanimous,
            counted=self.counted,
            clause=clause,
        )


def voting_on(rules: tuple[Voting, ...], matter: str, body: str) -> Voting | None:
    """The rule for a matter of a body: its own, else the one for any matter."""
    mine = [rule for rule in rules if rule.body == body and rule.matter in (matter, ANY)]
    return min(mine, key=lambda rule: rule.matter == ANY, default=None)


def faults_of(rules: tuple[Voting, ...]) -> Iterator[tuple[int, str, str, str]]:
    """Number, key, fault and remedy of each rule that cannot be counted by or stands twice."""
    seen: set[tuple[str, str]] = set()
    for number, rule in enumerate(rules):
        try:
            rule.rule(rule.clause)
        except ValueError as error:
            yield number, "share", str(error), "Correct share, quorum or more_than"
        if (rule.matter, rule.body) in seen:
            what = f'"{rule.matter}" of "{rule.body}" has a rule already'
            yield number, "matter", what, "Keep one rule for each matter of a body"
        seen.add((rule.matter, rule.body))
