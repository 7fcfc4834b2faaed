"""The daily digest of a staff chat: an account at a glance, and what waits for somebody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine import OrderStatus, RunStatus
from operations.chat_time import of_chat
from operations.outages import trouble_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from operations.outages import Trouble
    from operations.services import Services
    from store import EndCount, OrderCount, StateCount

KIND = "digest"
DAY = 86400.0
SOON_DAYS = 7
NAMES = 3
# From the worst on: a server is counted once, for what keeps it from being used.
STATES = ("expired", "blocked", "locked", "off", "other", "running")
_RUN = {int(RunStatus.RUNNING): "running", int(RunStatus.OFF): "off", int(RunStatus.LOCKED): "locked"}


@dataclass(frozen=True, slots=True)
class AccountDigest:
    """One account.

    Attributes:
        name: the account's.
        states: how many servers are in each of `STATES`; only those with any.
        ending: what ends within `SOON_DAYS`.
        expired: what has expired and is still there.
        orders: those that were done in the last day.
        approvals: how many wait for staff.
        unsettled: how many operations need a person.
        failing_since: since when its list cannot be read, UNIX time; None where it can.
        trouble: why it cannot.
    """

    name: str
    states: Mapping[str, int]
    ending: EndCount
    expired: EndCount
    orders: OrderCount
    approvals: int
    unsettled: int
    failing_since: float | None
    trouble: Trouble | None

    @property
    def is_quiet(self) -> bool:
        """Whether there is nothing to say of it."""
        waiting = self.approvals or self.unsettled or self.failing_since is not None
        out_of_reach = any(self.states.get(state) for state in ("blocked", "locked"))
        return not (waiting or out_of_reach or self.ending.count or self.expired.count or self.orders.count)


async def plan(services: Services) -> int:
    """Keep the notice of each staff chat whose hour has come today; return how many.

    A chat has one digest on each of its days. What was missed is not made up for on another day, and a chat that has
    just become one has its first at its next hour.
    """
    now, planned = services.clock.now(), 0
    for chat_id in services.store.all_staff_chats():
        hour = services.store.preferences(chat_id).digest_hour
        clock = of_chat(services, chat_id)
        today = clock.day(now)
        last = services.store.last_digest(chat_id)
        if last is None:
            await services.store.begin_digests(
                chat_id, today.isoformat() if _is_over(hour, clock.local(now).hour) else ""
            )
            continue
        if hour is None or last >= today.isoformat() or now < clock.at(today, hour):
            continue
        planned += await services.store.add_digest(chat_id, today.isoformat(), KIND, next_at=clock.awake(now))
    return planned


def _is_over(hour: int | None, now: int) -> bool:
    return hour is not None and now >= hour


async def digest(services: Services, chat_id: int) -> list[AccountDigest]:
    """Return the accounts of a staff chat as they are now, by name; none where it is no staff chat (any more)."""
    accounts = [row for row in services.store.accounts() if chat_id in services.store.staff_chats(row.id)]
    return [await _account(services, row.id, row.name) for row in sorted(accounts, key=lambda row: row.name)]


async def _account(services: Services, account_id: int, name: str) -> AccountDigest:
    store, now = services.store, services.clock.now()
    figures = await store.account_figures(
        account_id, ending_before=now + SOON_DAYS * DAY, orders_since=now - DAY, names=NAMES
    )
    failing_since = store.sync_state(account_id).failing_since
    return AccountDigest(
        name,
        states=_by_state(figures.states),
        ending=figures.ending,
        expired=figures.expired,
        orders=figures.orders,
        approvals=sum(
            row.account_id == account_id and row.needs == "staff" and row.expires_at > now
            for row in store.open_approvals()
        ),
        unsettled=sum(row.account_id == account_id for row in store.needs_human_since(now + 1)),
        failing_since=failing_since,
        trouble=None if failing_since is None else trouble_of(services, account_id),
    )


def _by_state(counts: Iterable[StateCount]) -> dict[str, int]:
    found = dict.fromkeys(STATES, 0)
    for each in counts:
        found[_state(each)] += each.count
    return {state: count for state, count in found.items() if count}


def _state(each: StateCount) -> str:
    if each.order_status == OrderStatus.EXPIRED:
        return "expired"
    if each.blocked:
        return "blocked"
    if each.order_status not in {OrderStatus.NORMAL, None}:
        return "other"
    return "other" if each.run_status is None else _RUN.get(each.run_status, "other")
