"""The demo's bodies, Parties and one sign-in for each kind of reader; all of them examples."""

from __future__ import annotations

from dataclasses import dataclass

WORD = "ridgeway-demo"
"""The password of every demo sign-in; a demo never runs in production mode."""

BODIES = (
    ("panel", "SEC Panel", "SEC Panel"),
    ("opsg", "Operations Group", "OPSG"),
    ("tag", "Testing Advisory Group", "TAG"),
    ("tabasc", "Technical Architecture and Business Architecture Sub-Committee", "TABASC"),
    ("ssc", "Security Sub-Committee", "SSC"),
    ("change-board", "Change Board", "Change Board"),
    ("authority", "Gas and Electricity Markets Authority", "Authority"),
    ("dcc", "Data Communications Company", "DCC"),
    ("secas", "Smart Energy Code Administrator and Secretariat", "SECAS"),
)

PARTIES = (
    ("example-large-supplier", "Example Large Supplier", "Large Supplier"),
    ("example-small-supplier", "Example Small Supplier", "Small Supplier"),
    ("example-network", "Example Network Party", "Network"),
    ("example-other", "Example Other SEC Party", "Other SEC Party"),
)


@dataclass(frozen=True, slots=True)
class SignIn:
    """One demo account: what kind of reader it is, and the appointment behind it."""

    username: str
    name: str
    reader: str
    role: str
    body: str = ""
    seat: str = ""
    party: str = ""


SIGN_INS = (
    SignIn("administrator", "Ada Example", "Code administrator", "code-administrator", "secas"),
    SignIn("manager", "Ron Example", "Release manager", "release-manager", "dcc"),
    SignIn("delivery", "Dee Example", "Delivery body (DCC)", "delivery", "dcc"),
    SignIn("chair", "Cleo Example", "Panel chair", "chair", "panel", "Chair"),
    SignIn("member", "Max Example", "Panel member", "member", "panel", "Large Supplier 1"),
    SignIn("member-two", "Mia Example", "Panel member", "member", "panel", "Network 1"),
    SignIn("party", "Pat Example", "Party", "party", party="example-large-supplier"),
    SignIn("authority", "Ola Example", "Authority observer", "authority", "authority"),
    SignIn("auditor", "Ivy Example", "Auditor", "auditor"),
    SignIn("root", "Ines Example", "Installation administrator", "installation-administrator"),
)
