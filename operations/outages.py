"""Accounts whose list cannot be read, and operations that nobody has settled: what staff chats are told once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import structlog

if TYPE_CHECKING:
    from operations.services import Services

log = structlog.get_logger(__name__)

FAILING = "account-failing"
UNSETTLED = "needs-human-old"
# Seconds.
FAILS_FOR = 600.0
UNSETTLED_FOR = 3600.0

Trouble = Literal["unreachable", "refuses", "not-understood"]
_TROUBLES: dict[str, Trouble] = {
    "NotConnectedError": "unreachable",
    "NoAnswerError": "unreachable",
    "RefusedError": "refuses",
    "ProtocolError": "not-understood",
}


def trouble_of(services: Services, account_id: int) -> Trouble:
    """Return what kept the account's list from being read the last time, in a stable word."""
    return _TROUBLES.get(services.store.sync_state(account_id).error or "", "unreachable")


async def tell_failing(services: Services) -> int:
    """Tell staff chats of accounts that could not be read for `FAILS_FOR`, once, and of those that can be again.

    An account is failing from its first failure to its last one: while nobody tries, nobody knows.
    """
    told = 0
    for outage in services.store.open_outages():
        if await services.store.end_outage(outage.id, FAILING):
            log.info("account_recovered", account_id=outage.account_id)
            told += 1
    for account_id, since in services.store.failing_accounts(FAILS_FOR):
        if await services.store.begin_outage(account_id, since, FAILING):
            log.warning("account_failing", account_id=account_id)
            told += 1
    return told


async def remind_of_unsettled(services: Services) -> int:
    """Remind staff chats, once, of each operation that has needed a person for `UNSETTLED_FOR`."""
    due = services.store.unreminded(services.clock.now() - UNSETTLED_FOR)
    return sum([await services.store.remind_of_needs_human(*each, UNSETTLED) for each in due])
