"""The entry point: one group, whose commands are imported when they are called."""

from __future__ import annotations

import click

from ridgeway.cli.registry import LazyGroup


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="ridgeway", message="ridgeway %(version)s")
def main() -> None:
    """Release governance for systems that many organisations share.

    Policies are data. Ask when releases happen and who owes what by when, whether a move is
    allowed, and what another date would break. POLICY is a shipped name (sec-rmp, sec-rmp@3.0)
    or the path of a TOML file.

    Exit codes: 0 yes or done, 1 no (not lawful, or faults found), 2 the command or its input
    cannot be worked with.
    """


if __name__ == "__main__":
    main()
