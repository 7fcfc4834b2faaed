"""`apabot audit …`: whether what was allowed and what came of it is still told as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.commands.console import say, work

if TYPE_CHECKING:
    from operations.services import Services
    from store import AuditReport


@click.group()
def audit() -> None:
    """The log of what was allowed and what came of it."""


@audit.command("verify")
@click.pass_context
def verify(ctx: click.Context) -> None:
    """Read the log from its beginning; is anything changed, missing or added?

    Note the head down elsewhere: as long as a later log contains it, no older copy was put in this one's place.
    """

    async def act(services: Services) -> AuditReport:
        return services.store.verify_audit()

    report = work(act)
    for problem in report.problems:
        say(f"✗ {problem}")
    say(f"Entries: {report.entries}")
    say(f"Head: {report.head}")
    if report.problems:
        ctx.exit(1)
    say("Every entry is there, unchanged and in its place")
