"""Schedules: what may be set, what it will cost and whom it will need, and how it is looked after by people.

What becomes of them at their hour is in `schedule_runs`.
"""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import store
from operations import access, servers, snapshots
from operations.chat_time import ChatTime
from operations.errors import (
    BadAnswerError,
    DraftOverError,
    EngineUnavailableError,
    OperationsError,
)
from operations.kinds import KINDS
from operations.kinds.parameters import MakeSnapshot, NoParams
from operations.plans import Plan, Wish
from operations.pricing import Price, price_of, read_prices
from operations.sights import Sight
from operations.spending import way_of
from store import ScheduleServer

if TYPE_CHECKING:
    from decimal import Decimal

    from operations.access import Actor
    from operations.confirmations import Asker
    from operations.kinds import Params
    from operations.rhythm import Rhythm
    from operations.servers import KnownServer
    from operations.services import Services
    from operations.spending import Why
    from store.schedule_rows import Missed

SNAPSHOT = "createsnapshot"
ACTIONS = ("start", "stop", "restart", "stop_h", "restart_h", SNAPSHOT)
"""What can be done by itself: what an operator may do, hard power too, for the review says what it may cost; and
snapshots, which an owner may."""
MOST_KEPT = 99
MOST_SERVERS = 20
DAY = 86400.0
_MONTH_DAYS = 30
# What is done late may surprise; what secures data had better be late than never.
_MISSED: dict[str, Missed] = {SNAPSHOT: "run"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A schedule as it is about to be set.

    Attributes:
        servers: which, at least one.
        action: one of `ACTIONS`.
        rhythm: when.
        timezone: IANA name of the wall clock that it goes by: the chat's at this moment, for good.
        days: for how long a snapshot is bought.
        months: likewise; one of both for a snapshot, else neither.
        keep: how many of its own snapshots it leaves on each server; None: all.
        missed: what becomes of runs that nobody did.
    """

    servers: tuple[KnownServer, ...]
    action: str
    rhythm: Rhythm
    timezone: str
    days: int | None = None
    months: int | None = None
    keep: int | None = None
    missed: Missed = "report"

    @property
    def paid(self) -> bool:
        """Whether each run costs money."""
        return KINDS[self.action].paid


@dataclass(frozen=True, slots=True)
class Full:
    """A server on which the snapshots would not fit.

    Attributes:
        known: which.
        there: how many it has now.
        needed: how many would come to that, the new one beside those that are kept.
        most: how many its line allows.
    """

    known: KnownServer
    there: int
    needed: int
    most: int


@dataclass(frozen=True, slots=True)
class Review:
    """What a person is shown before a schedule is set.

    Attributes:
        runs: the next three at most, UNIX time.
        price: of one run, CNY; None where it costs nothing or a part of it is unknown.
        needs: why somebody else has to say yes to each run; None where nobody has to.
        full: servers on which the snapshots would not fit: it cannot be set.
        unread: servers whose snapshots could not be read, so that nobody knows whether they fit.
        short: whether a snapshot expires before its turn to be removed comes.
    """

    runs: tuple[float, ...]
    price: Decimal | None
    needs: Why | None
    full: tuple[Full, ...] = ()
    unread: tuple[KnownServer, ...] = ()
    short: bool = False


def params_of(action: str, days: int | None, months: int | None) -> Params:
    """Return the parameters of one run."""
    return MakeSnapshot(days=days, months=months) if action == SNAPSHOT else NoParams()


def missed_default(action: str) -> Missed:
    """Return what becomes of missed runs where nobody chose."""
    return _MISSED.get(action, "report")


def next_runs(rhythm: Rhythm, timezone: str, after: float, *, count: int = 3) -> tuple[float, ...]:
    """Return the first runs after that moment, UNIX time."""
    return tuple(at for _, at in zip(range(count), rhythm.runs(after, ChatTime(timezone)), strict=False))


async def review(services: Services, actor: Actor, wanted: Wanted) -> Review:
    """Say what would come of it. Reads the price list, and the servers' snapshots, where these must fit."""
    if wanted.paid:
        await _read_prices(services, wanted)
    made = [_plan(services, wanted, known) for known in wanted.servers]
    prices = [plan.price.shown for plan in made]
    known_prices = [price for price in prices if price is not None]
    total = sum(known_prices[1:], known_prices[0]) if known_prices and len(known_prices) == len(prices) else None
    needs = next((way.why for plan in made if (way := way_of(services, actor, [plan])).needs is not None), None)
    full, unread = await _room(services, wanted)
    runs = next_runs(wanted.rhythm, wanted.timezone, services.clock.now())
    return Review(runs, total, needs, full, unread, short=_short(wanted, services.clock.now()))


async def _read_prices(services: Services, wanted: Wanted) -> None:
    for account_id in {known.account_id for known in wanted.servers}:
        # Where it cannot be read, the last one holds: each run asks again.
        with contextlib.suppress(EngineUnavailableError):
            await read_prices(services, wanted.action, account_id)


async def set_up(services: Services, asker: Asker, wanted: Wanted, view: Review, *, draft_id: int) -> int:
    """Set the schedule that a form came to; return its number.

    Args:
        services: the store.
        asker: who sets it.
        wanted: what they said.
        view: its review as it is now; what it was when they saw it, the caller compares.
        draft_id: the form.

    Raises:
        NotAllowedError: the role does not reach.
        ServerNotFoundError: a server is no longer this chat's.
        BadAnswerError: its time is over, the snapshots do not fit, or the chat has too many schedules.
        DraftOverError: it was set or cancelled already.
    """
    actor = access.again(services, asker.actor)
    actor.require(KINDS[wanted.action].role)
    for known in wanted.servers:
        servers.by_guid(services, actor, known.account_id, known.guid)
    now = services.clock.now()
    first = wanted.rhythm.next_run(now, ChatTime(wanted.timezone))
    if first is None:
        raise BadAnswerError("when-past", word=wanted.rhythm.written())
    if view.full:
        raise BadAnswerError("schedule-full")
    try:
        return await services.store.add_schedule(
            chat_id=actor.chat_id,
            thread_id=asker.thread_id,
            user_id=actor.user_id,
            language=actor.language,
            action=wanted.action,
            rhythm=wanted.rhythm.written(),
            timezone=wanted.timezone,
            next_at=first,
            missed=wanted.missed,
            servers=[
                ScheduleServer(
                    known.account_id, known.guid, known.identity_id, _plan(services, wanted, known).price.shown
                )
                for known in wanted.servers
            ],
            days=wanted.days,
            months=wanted.months,
            keep=wanted.keep,
            draft_id=draft_id,
        )
    except store.NotFoundError:
        raise DraftOverError from None
    except store.TooManyError as error:
        raise BadAnswerError("schedule-many", most=error.most) from None


def _plan(services: Services, wanted: Wanted, known: KnownServer) -> Plan:
    """Plan a run on the server as last read; each run reads and asks for itself."""
    params = params_of(wanted.action, wanted.days, wanted.months)
    sight = Sight(server=known.server)
    price = Price()
    if wanted.paid:
        price = price_of(services, wanted.action, params, sight, identity_id=known.identity_id)
    wish = Wish(wanted.action, params, known.account_id, known.identity_id, known)
    return Plan(wish, sight, price=price, earlier=None)


async def _room(services: Services, wanted: Wanted) -> tuple[tuple[Full, ...], tuple[KnownServer, ...]]:
    """Return the servers on which the snapshots would not fit, and those of which nobody knows.

    Beside what a server has today there must be room for all that are kept and the new one, which is made before the
    oldest goes. Without rotation only the first one's room is looked at.
    """
    if wanted.action != SNAPSHOT:
        return (), ()
    needed = (wanted.keep or 0) + 1
    full, unread = [], []
    looks = await asyncio.gather(*(_look(services, known) for known in wanted.servers))
    for known, view in zip(wanted.servers, looks, strict=True):
        if view is None:
            unread.append(known)
        elif view.most is not None and len(view.tree) + needed > view.most:
            full.append(Full(known, len(view.tree), needed, view.most))
    return tuple(full), tuple(unread)


async def _look(services: Services, known: KnownServer) -> snapshots.SnapshotView | None:
    try:
        return await snapshots.look(services, known)
    except EngineUnavailableError:
        return None


def _short(wanted: Wanted, now: float) -> bool:
    """Tell whether a snapshot expires before the one that takes its place is made."""
    if wanted.keep is None or (wanted.days is None and wanted.months is None):
        return False
    runs = next_runs(wanted.rhythm, wanted.timezone, now, count=wanted.keep + 1)
    kept = (wanted.days or (wanted.months or 0) * _MONTH_DAYS) * DAY
    return runs[-1] - runs[0] > kept


class DearerError(OperationsError):
    """A run would now cost more than the person who set it was told, and nobody else looks at it."""
