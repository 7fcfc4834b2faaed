"""Reading each account's server list into the cache, and noticing what changed without us."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING, Self

import structlog

from engine import EngineError, NoAnswerError, NotConnectedError
from operations.errors import EngineUnavailableError
from operations.inspections import Inspector
from operations.reading import denies, gone, read, take_in
from operations.snapshot_lists import spread

if TYPE_CHECKING:
    from operations.services import Services

log = structlog.get_logger(__name__)

CATALOGUE_INTERVAL = 3600.0
# Seconds after which a new account is read for the first time, at the latest.
LONGEST_UNNOTICED = 10.0
MOST_ASKED_FOR = 20
"""Servers that a list no longer has and that are asked for directly after it; the others after the next ones."""
NOES = 2
"""How often in a row the engine has to deny a server until it is believed gone."""
# Seconds between two noes in words that nobody knows, for both may be of the same bad hour of the engine.
UNSURE_APART = 3600.0


class Synchroniser:
    """Reads every account on its interval, each in tasks of its own; use `async with`."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._inspector = Inspector(services)
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._catalogue_at: dict[int, float] = {}

    async def __aenter__(self) -> Self:
        self._tasks["synchroniser"] = asyncio.create_task(self._watch_accounts(), name="synchroniser")
        self._tasks["inspector"] = asyncio.create_task(self._inspector.follow_wishes(), name="inspector")
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def _watch_accounts(self) -> None:
        """Begin to read accounts as they are entered; the command line may do so at any time."""
        while True:
            for row in self._services.store.accounts():
                name = f"account-{row.id}"
                if name not in self._tasks:
                    self._tasks[name] = asyncio.create_task(self._run(row.id), name=name)
                    inspecting = f"inspector-{row.id}"
                    self._tasks[inspecting] = asyncio.create_task(self._inspector.run(row.id), name=inspecting)
            await self._services.clock.sleep(min(self._services.timing.sync, LONGEST_UNNOTICED))

    async def _run(self, account_id: int) -> None:
        services = self._services
        while True:
            try:
                await self.once(account_id)
            except Exception:  # the top of a background task: it is logged and tried again
                log.exception("sync_failed", account_id=account_id)
            await services.clock.sleep(spread(services.timing.sync))

    async def once(self, account_id: int) -> bool:
        """Read one account's list now (and its catalogue where that is old).

        Returns:
            False where the engine could not be read; the reason is kept for staff and the log.
        """
        services = self._services
        try:
            await sync_servers(services, account_id)
        except EngineError as error:
            log.warning("account_unreadable", account_id=account_id, error=type(error).__name__)
            await services.store.note_unreadable(account_id, type(error).__name__)
            return False
        try:
            await self._sync_catalogue(account_id)
        except EngineError as error:
            log.warning("catalogue_unreadable", account_id=account_id, error=type(error).__name__)
            await services.store.set_sync_state(account_id, failed_at=services.clock.now(), error=type(error).__name__)
            return False
        return True

    async def _sync_catalogue(self, account_id: int) -> None:
        services = self._services
        now = services.clock.now()
        if now - self._catalogue_at.get(account_id, 0.0) >= CATALOGUE_INTERVAL:
            await services.catalogue.refresh(account_id, services.engines.of(account_id), now=now)
            self._catalogue_at[account_id] = now


async def sync_servers(services: Services, account_id: int) -> None:
    """Read the account's server list into the cache and keep what changed elsewhere as events.

    Page by page: each is compared with the cached rows of its own servers, and what changed is written, before the
    next is looked at. What is held meanwhile are some pages and the guids met so far, however many servers there are.
    Only a list that was read to its end confirms what it told unchanged; of one that breaks off, what was written stays
    and is true.

    Args:
        services: the store and the engines.
        account_id: whose list.

    Raises:
        EngineError: the list could not be read to its end.
    """
    store, asked_at = services.store, services.clock.now()
    met: set[str] = set()
    new, complete = 0, False
    async with aclosing(services.engines.of(account_id).server_pages()) as pages:
        async for page in pages:
            met.update(server.guid for server in page.rows)
            new += await take_in(services, account_id, page.rows, read_at=asked_at)
            complete = page.complete
            # Pages may be there already: whoever waits for the loop has a turn between two of them.
            await asyncio.sleep(0)
    # A list that falls short of what it promises but brings nothing new time and again is all there is to be had.
    known = store.sync_state(account_id).listed_at is not None
    if await store.confirm_list(account_id, met, listed_at=asked_at, baseline=complete or (known and not new)):
        await _ask_for_missing(services, account_id, whole=complete and bool(met))


async def _ask_for_missing(services: Services, account_id: int, *, whole: bool) -> None:
    """Ask the engine directly for servers that its list does not have: truncated lists happen.

    At most `MOST_ASKED_FOR` of them: those denied before first, for they are decided now; then those never asked for,
    the longest unread first; then the longest not asked for. So a list that has lost thousands of servers costs no more
    than one that has lost some, and each of them has its turn.

    A no in words that nobody knows may be a bad hour of the engine's: it counts only beside a list that is whole, and
    only once an hour.
    """
    for guid in services.store.unlisted(account_id, limit=MOST_ASKED_FOR):
        try:
            await read(services, account_id, guid)
            denied = sure = False
        except EngineUnavailableError as error:
            if isinstance(error.cause, NotConnectedError | NoAnswerError):
                # What is out of reach for one is so for the others.
                return
            denied = denies(error.cause) or (whole and gone(error.cause))
            sure = denies(error.cause)
        apart = 0.0 if sure else UNSURE_APART
        noes = await services.store.note_asked(account_id, guid, denied=denied, apart=apart)
        if noes >= NOES and await services.store.mark_gone(account_id, guid):
            await services.store.add_event(
                account_id=account_id, guid=guid, at=services.clock.now(), kind="gone", detail="{}"
            )
