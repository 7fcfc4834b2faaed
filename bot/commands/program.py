"""`apabot run` and `apabot demo`."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING, Any

import click

from bot.commands.console import CommandError, settings_for

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

_HIGHEST_PORT = 65535


def _event_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Return what makes the faster loop; None on Windows, for which there is none."""
    if sys.platform == "win32":
        return None
    import uvloop  # noqa: PLC0415 - absent on Windows

    return uvloop.new_event_loop


def _run(work: Coroutine[Any, Any, None]) -> None:
    with asyncio.Runner(loop_factory=_event_loop()) as runner:
        runner.run(work)


@click.command()
def run() -> None:
    """Run the bot until it is told to stop (Ctrl-C, SIGTERM)."""
    # Here and not above: the bot's libraries take half a second, which every other command would wait for.
    from bot import running  # noqa: PLC0415
    from handlers.transport.errors import IntakeError  # noqa: PLC0415

    settings = settings_for(("telegram", "store"), quiet=False)
    try:
        _run(running.run(settings))
    except IntakeError as error:
        raise CommandError(str(error)) from None


@click.command()
@click.option(
    "--port", type=click.IntRange(0, _HIGHEST_PORT), default=8800, show_default=True, help="Of the chat page."
)
def demo(port: int) -> None:
    """Run engine, Telegram and chat page on this machine; no account needed."""
    from bot import demo as demonstration  # noqa: PLC0415 - as above; the sandbox, too

    settings_for((), quiet=False)
    _run(demonstration.demo(port))
