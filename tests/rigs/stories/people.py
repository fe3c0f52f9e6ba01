"""Who takes part: codes, bodies, Parties, people with their accounts, and the policies adopted."""

from __future__ import annotations

from dataclasses import replace

from ridgeway.core.policy.loading import SHIPPED
from ridgeway.governance.codes.models import Body, Installation
from tests.governance.conftest import WORD
from tests.rigs.life import Life, Steps
from tests.rigs.scene import AT, actor_named

LIFECYCLE = "sec-section-d-0.1.toml"


def appointed(life: Life) -> Steps:
    """A person comes with an account and a token, and leaves without a trace of the name."""
    here, root = Installation.objects.get().id, actor_named("ada")
    entrance = replace(root, worker=True)
    for key in ("tabasc", "change-board"):
        named = {"key": key, "name": key.title(), "short_name": key.upper()}
        yield life.step("body.register", here, root, **named)
    yield life.step("party.register", here, root, key="acme", name="Acme Energy")
    person = (yield life.step("person.register", here, root, name="Guest")).subject_id
    role = {"person": person, "role": "party", "code": life.stage.code, "from_date": "2019-01-01"}
    appointment = (yield life.step("appointment.make", here, root, **role)).subject_id
    opened = yield life.step("account.open", person, root, username="guest", password=WORD)
    account, ends = opened.subject_id, "2027-01-01T00:00:00Z"
    issued = yield life.step("token.issue", account, root, name="Reports", expires_at=ends)
    yield life.step("token.revoke", issued.subject_id, root)
    yield life.step("account.set-password", account, entrance, password=f"{WORD}-too")
    yield life.step("account.close", account, root)
    yield life.step("appointment.end", appointment, root, until_date=AT.date())
    yield life.step("person.erase", person, root)


def adopted(life: Life) -> Steps:
    """Another code, the policy that changes follow, a seat, and what a body may do for another."""
    stage, here, root = life.stage, Installation.objects.get().id, actor_named("ada")
    yield life.step("code.found", here, root, key="other", name="Other Code", short_name="OC")
    yield life.step("seat.create", stage.code, body=stage.panel, name="A spare seat")
    text = (SHIPPED / LIFECYCLE).read_text(encoding="utf-8")
    yield life.step("policy.adopt", stage.code, text=text, applies_from_date="2019-10-01")
    granted = {"grantor": Body.objects.get(key="authority").id, "grantee": stage.panel}
    about = {"subject_type": "releases.release", "subject_id": life.release}
    yield life.attested(
        "delegation.attest", stage.code, matter="go-live", from_date=AT.date(), **granted, **about
    )
