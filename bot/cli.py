"""The command line: `apabot`.

Whatever goes wrong is told here, in one place: one line on standard error, never a traceback. Exit codes: 2 for input
that cannot be taken, 1 for what failed, 130 for Ctrl-C.
"""

from __future__ import annotations

import io
import sys
from importlib import metadata
from typing import TYPE_CHECKING, Any

import click
import structlog

from bot.commands import accounts, audit, chats, credit, doctor, identities, members, operations, program, servers
from bot.commands.console import CommandError, hushed, one_line
from bot.logs import configure_logging, redacted
from bot.settings import Settings, SettingsError, load_settings
from bot.telegram_probe import TelegramProbeError
from engine import EngineError, RefusedError
from operations.errors import BadInputError, OperationsError
from store import CreditTooLowError, DuplicateError, LastOwnerError, NotFoundError, StoreError

if TYPE_CHECKING:
    from collections.abc import Sequence

log = structlog.get_logger(__name__)

NAME = "apabot"

BAD_INPUT = 2
FAILED = 1
INTERRUPTED = 130

_BAD_INPUT = (
    SettingsError,
    click.UsageError,
    BadInputError,
    DuplicateError,
    NotFoundError,
    LastOwnerError,
    CreditTooLowError,
)
# What these say is one clear line already.
_CLEAR = (*_BAD_INPUT, StoreError, OperationsError, EngineError, TelegramProbeError, CommandError)


class Program(click.Group):
    """A group that renders every error as one line."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run a command and end the process with its exit code; with `standalone_mode=False` errors are raised."""
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                # A terminal that cannot show a character shows another one; that is no reason to fail.
                stream.reconfigure(errors="replace")
        _set_up_logging()
        try:
            code = super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        except click.exceptions.NoArgsIsHelpError as error:
            # `apabot` alone asks for the list of commands.
            error.show()
            sys.exit(BAD_INPUT)
        except (click.Abort, KeyboardInterrupt):
            # On a line of its own, behind a prompt or the terminal's ^C.
            click.echo("\nError: interrupted", err=True)
            sys.exit(INTERRUPTED)
        except Exception as error:  # noqa: BLE001 - the top of the program: everything is told here, and nothing goes on
            sys.exit(_told(error))
        sys.exit(code if isinstance(code, int) else 0)


def _told(error: Exception) -> int:
    """Tell what went wrong; return the exit code."""
    for line in _lines(error):
        click.echo(f"Error: {one_line(redacted(line))}", err=True)
    if isinstance(error, _BAD_INPUT):
        return BAD_INPUT
    return error.exit_code if isinstance(error, click.ClickException) else FAILED


def _lines(error: Exception) -> Sequence[str]:
    """Return what is to be told, nearly always one line."""
    match error:
        case SettingsError():
            return error.problems
        case click.UsageError():
            path = error.ctx.command_path if error.ctx is not None else NAME
            # It may repeat what was typed, at any length, and the hint must survive the cut.
            said = one_line(error.format_message(), longest=220)
            line = f"{said if said.endswith(('.', '?', '…')) else f'{said}.'} Try '{path} --help'."
        case click.ClickException():
            line = error.format_message()
        case RefusedError():
            line = f"the engine refused {error.action}: {error.message}"
        case _ if isinstance(error, _CLEAR):
            line = str(error)
        case OSError():
            words = error.strerror or str(error) or type(error).__name__
            line = words if error.filename is None else f"{error.filename}: {words}"
        case _:
            log.debug("unexpected_error", exc_info=error)
            line = f"unexpected {type(error).__name__}; APABOT_LOG_LEVEL=DEBUG shows where. Please report it"
    return [line]


def _set_up_logging() -> None:
    """Set logging up before anything can fail: structlog's own default prints tracebacks with the values in them."""
    try:
        settings = load_settings()
    except SettingsError:
        # Whichever command needs them tells what is wrong with them.
        settings = Settings.model_construct()
    configure_logging(hushed(settings))


def _version(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted:
        try:
            number = metadata.version(NAME)
        except metadata.PackageNotFoundError:
            number = "unknown: run from its folder, not installed"
        click.echo(f"{NAME}, version {number}")
        ctx.exit()


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version and exit."
)
def main() -> None:
    """A Telegram bot through which a hosting reseller's customers run their servers.

    Settings are environment variables that begin with APABOT_, or the same in a file .env.
    """


for command in (
    program.run,
    program.demo,
    accounts.account,
    identities.identity,
    credit.credit,
    servers.server,
    chats.chat,
    members.member,
    operations.operation,
    audit.audit,
    doctor.doctor,
):
    main.add_command(command)
