"""Reads the environment; every fault is named at once, with what would be right."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

MODES = ("production", "demo", "test")
SECRET_LENGTH = 40
HELP = (
    "docs/operate.md explains each. For the demo set RIDGEWAY_MODE=demo and "
    "RIDGEWAY_DATA_DIR=.ridgeway/demo."
)


@dataclass(frozen=True, slots=True)
class Environment:
    """What an operator sets. `mail_url` such as submission://user:word@host:587."""

    mode: str
    data_dir: Path
    secret_key: str
    hosts: list[str]
    origin: str
    database: dict[str, Any]
    mail: dict[str, Any]
    mail_from: str

    @property
    def is_production(self) -> bool:
        return self.mode == "production"


def read() -> Environment:
    """The settings of this process.

    Raises ImproperlyConfigured naming each variable that is missing, unsafe or unreadable.
    """
    env = Env(eager=False)
    mode = env.str("RIDGEWAY_MODE", "production")
    data_dir = Path(env.str("RIDGEWAY_DATA_DIR", ".ridgeway")).absolute()
    database: dict[str, Any] = env.dj_db_url(
        "DATABASE_URL", f"sqlite:///{data_dir / 'ridgeway.sqlite3'}"
    )
    found = Environment(
        mode=mode,
        data_dir=data_dir,
        secret_key=env.str("RIDGEWAY_SECRET_KEY", ""),
        hosts=env.list("RIDGEWAY_HOSTS", []),
        origin=env.str("RIDGEWAY_ORIGIN", ""),
        database=database,
        mail=env.dj_email_url("RIDGEWAY_MAIL_URL", ""),
        mail_from=env.str("RIDGEWAY_MAIL_FROM", "ridgeway@localhost"),
    )
    faults = []
    try:
        env.seal()
    except EnvError as error:
        faults.append(str(error))
    if faults := faults + faults_of(found):
        lines = "\n".join(f"  - {fault}" for fault in faults)
        raise ImproperlyConfigured(f"Ridgeway cannot start safely:\n{lines}\n{HELP}")
    return found


def faults_of(found: Environment) -> list[str]:
    """What an operator must put right before this mode may serve anybody."""
    if found.mode not in MODES:
        return [f"RIDGEWAY_MODE is {found.mode!r}; set one of {', '.join(MODES)}"]
    if not found.is_production:
        return []
    faults = []
    if len(found.secret_key) < SECRET_LENGTH:
        faults.append(
            f"RIDGEWAY_SECRET_KEY needs {SECRET_LENGTH} characters or more, known to nobody; "
            "`ridgeway secret` prints a fresh one"
        )
    if not found.hosts or "*" in found.hosts:
        faults.append("RIDGEWAY_HOSTS must name the hosts served, such as releases.example.org")
    if not found.origin.startswith("https://"):
        faults.append("RIDGEWAY_ORIGIN must be the address users type, with https://")
    return faults
