"""Which commands there are and where each one lives.

A row names `module:attribute` and a line of help, so that `ridgeway --help` imports no command and
an engine command never imports Django. To add a command, add a row.
"""

from __future__ import annotations

from importlib import import_module

import click

# name: (module:attribute, short help)
COMMANDS: dict[str, tuple[str, str]] = {
    "plan": ("ridgeway.cli.plan:plan", "Releases and obligations that a policy implies."),
    "whatif": ("ridgeway.cli.whatif:whatif", "What moves or breaks with another date or scope."),
    "why": ("ridgeway.cli.why:why", "Why an obligation falls on its date, step by step."),
    "judge": ("ridgeway.cli.judge:judge", "May this move, drop, date or scope be?"),
    "policy": ("ridgeway.cli.policy:policy", "Check, show, compare and list policies."),
    "demo": ("ridgeway.cli.demo:demo", "A real release and a live example, loaded and served."),
    "setup": ("ridgeway.cli.setup:setup", "Make or update the tables; found the installation."),
    "serve": ("ridgeway.cli.serve:serve", "Serve pages, API and outbox on this machine."),
    "worker": ("ridgeway.cli.serve:worker", "Send due notices, sign checkpoints."),
    "import": ("ridgeway.cli.exchange:bring", "Bring a register in from XLSX, CSV or JSON."),
    "export": ("ridgeway.cli.exchange:export", "Write out the register of a code."),
    "register": ("ridgeway.cli.listing:register", "The register of a code, or how many it holds."),
    "record": ("ridgeway.cli.record:record", "Verify the record, sign it, export a bundle."),
    "search": ("ridgeway.cli.searching:search", "Verify the search index, or make it anew."),
    "account": ("ridgeway.cli.account:account", "Sessions and passwords, for the operator."),
    "secret": ("ridgeway.cli.setup:secret", "Print a fresh secret key."),
    "dates": ("ridgeway.cli.dates:dates", "Working days, shifts and single reckonings."),
}


class CommandGroup(click.Group):
    """Commands under one name, which says what there is where a word is none of them."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        known = self.list_commands(ctx)
        if args and args[0] not in known and not args[0].startswith("-"):
            from ridgeway.core.policy.faults import nearest

            shown = args[0][:60]
            raise click.UsageError(f'There is no command "{shown}". {nearest(shown, known)}')
        return super().resolve_command(ctx, args)


class LazyGroup(CommandGroup):
    """Commands by name, each imported when it is called.

    Errors that Ridgeway raises for its user end as one plain message: a `Refused` act or move as
    its reasons (exit code 1), anything else about the input as what is wrong (exit code 2).
    """

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        for number, word in enumerate(args, 1):
            if any("\ud800" <= letter <= "\udfff" for letter in word):
                raise click.UsageError(f"Word {number} of the command is no UTF-8 text.")
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (ValueError, LookupError) as error:
            if not type(error).__module__.startswith("ridgeway."):
                raise
            raise BadInput(str(error)) from error
        except OverflowError as error:
            raise BadInput("A day before the year 1 or after the year 9999 came up.") from error
        except OSError as error:
            if not error.filename:
                raise
            raise BadInput(f"{str(error.filename)[:200]}: {error.strerror}") from error
        except Exception as error:
            if not hasattr(error, "verdict"):
                raise
            from ridgeway.cli.verdicts import verdict_lines

            raise NotLawful("\n".join(verdict_lines(error.verdict))) from error


class BadInput(click.ClickException):
    """What was given cannot be worked with; the message says what is wrong and what helps."""

    exit_code = 2


class NotLawful(click.ClickException):
    """The answer is no; the message holds every reason."""

    exit_code = 1
