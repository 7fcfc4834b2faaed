"""How a paid operation comes to each of its steps: what a person does, and what goes wrong meanwhile."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from operations.kinds.parameters import Purchase
from operations.sights import Sight
from sandbox.engine import Durations, Fault
from store import new_order_no
from tests.flows.mortal import Death, Life, end_early

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sandbox.engine import ServerState
    from store import OperationRow, Store
    from tests.flows.stage import Stage

# 198.00 a month by the price list, and the reseller's 10 %.
PRICE = {"renew": Decimal("217.80"), "create_new": Decimal("217.80"), "start": Decimal(0)}
DAY = 86400.0
QUICK = Durations(renew=0.2, start=0.2, create_new=0.2, start_delay=0.05)


@dataclass
class Theatre:
    """A stage, and the database as seen from outside."""

    stage: Stage
    store: Store

    @property
    def web(self) -> ServerState:
        return self.stage.engine.server(self.stage.guid("web-1"))

    def rows(self) -> list[OperationRow]:
        return self.store.operations()

    async def until(self, met: Callable[[], bool], *, seconds: float = 15.0) -> None:
        async with asyncio.timeout(seconds):
            while not met():  # noqa: ASYNC110 - another process does what is waited for
                await asyncio.sleep(0.02)

    def quiet(self) -> bool:
        """Whether everything has ended and was told."""
        rows = self.rows()
        return bool(rows) and all(map(self._over, rows)) and not self.store.unreported()

    def _over(self, row: OperationRow) -> bool:
        told = row.state != "needs-human" or self.store.notices_about("needs-human", {"taskid": row.taskid})
        return row.ended_at is not None and bool(told)

    async def known(self) -> None:
        """Wait until the bot has read what can be bought, without which no price is known."""
        account = self.store.accounts()[0].id
        await self.until(lambda: all(self.store.catalog(account, kind) for kind in ("zones", "lines", "systems")))
        await self.until(lambda: self.store.sync_state(account).listed_at is not None)


async def renew(theatre: Theatre) -> None:
    """Ask for a renewal and press yes; whether the press is answered is another matter."""
    stage = theatre.stage
    asked = await stage.ask(stage.zhang, "/renew web-1 1")
    assert "217.80" in asked.text
    (data,) = [each.data for row in asked.buttons for each in row if (each.data or "").startswith("ok:")]
    stage.telegram.press(stage.zhang, asked, data=data)


async def renew_beside_others(theatre: Theatre) -> None:
    """Ask for a renewal; while nobody knows what came of it, other hands change the same field to something else."""
    await renew(theatre)
    await theatre.until(lambda: any(row.state == "unknown" for row in theatre.rows()))
    theatre.web.ends_at += 5 * DAY


async def start(theatre: Theatre) -> None:
    """Ask for what has a status for its failure; a renewal has none."""
    theatre.stage.telegram.say(theatre.stage.zhang, theatre.stage.zhang.id, "/start cache-1")


async def buy(theatre: Theatre) -> None:
    """Put an order into the database as a press does: with its number, before anything is sent."""
    stage, store = theatre.stage, theatre.store
    params = Purchase(
        line_guid=stage.world.lines["bgp"],
        cpu=2,
        memory=4,
        harddisks=(50,),
        bandwidth=5,
        defense=0,
        system_guid=stage.world.systems["debian12"],
        password="Passw0rd-for-it",
        months=1,
        num=1,
    )
    identity = next(row for row in store.identities() if row.spending == "credit")
    await store.create_operation(
        account_id=identity.account_id,
        identity_id=identity.id,
        guid=None,
        action="create_new",
        params=params.model_dump_json(),
        before=Sight(server=None).to_json(),
        asked=json.dumps(params.asked()),
        chat_id=stage.zhang.id,
        user_id=stage.zhang.id,
        language="zh-Hans",
        price=PRICE["create_new"],
        list_price=Decimal("198.00"),
        order_no=new_order_no(),
        funding="credit",
        grave=True,
    )


async def nothing(_: Theatre) -> None:
    """All is as it should be."""


def meets(fault: Fault, durations: Durations = QUICK) -> Callable[[Theatre], Awaitable[None]]:
    """The request for the renewal meets with that."""

    async def arrange(theatre: Theatre) -> None:
        theatre.stage.engine.world.durations = durations
        theatre.stage.engine.fail_next(fault, action="renew")

    return arrange


async def given_away(theatre: Theatre) -> None:
    """The server is somebody else's before the request has left."""
    store, guid = theatre.store, theatre.stage.guid("web-1")
    other = next(row for row in store.identities() if row.spending == "approval")
    await store.assign(other.account_id, guid, other.id)


async def out_of_reach(theatre: Theatre) -> None:
    await theatre.stage.engine.refuse_connections()


async def within_reach(theatre: Theatre) -> None:
    await theatre.stage.engine.accept_connections()


async def never_ends(theatre: Theatre) -> None:
    theatre.stage.engine.fail_operation_next("renew", never_ends=True)


async def fails_to_start(theatre: Theatre) -> None:
    theatre.stage.engine.fail_operation_next("start")


async def takes_its_time(theatre: Theatre) -> None:
    theatre.stage.engine.world.durations = Durations(renew=1.0, start_delay=0.05)


@dataclass(frozen=True)
class Way:
    """How an operation comes to a certain step.

    Attributes:
        act: what a person does.
        arrange: what is so at the engine from the beginning.
        between: what happens between the press and the request; a process has died there, too.
        afterwards: what happens before the last process is started.
        action: what is asked for.
        deadline: seconds after which the engine's yes counts for nothing, where the way leads there.
    """

    act: Callable[[Theatre], Awaitable[None]] = renew
    arrange: Callable[[Theatre], Awaitable[None]] = nothing
    between: Callable[[Theatre], Awaitable[None]] | None = None
    afterwards: Callable[[Theatre], Awaitable[None]] = nothing
    action: str = "renew"
    deadline: float | None = None

    def life(self, stage: Stage, death: Death | None) -> Life:
        """A process on this way."""
        deadlines = {} if self.deadline is None else {self.action: self.deadline}
        return Life(stage, partial(end_early, deadlines, death))


WAYS = {
    ("confirmed", "sending"): Way(),
    ("confirmed", "failed"): Way(between=given_away),
    ("sending", "accepted"): Way(),
    ("sending", "confirmed"): Way(between=out_of_reach, afterwards=within_reach),
    ("sending", "failed"): Way(arrange=meets(Fault.REFUSE("业务已被锁定"))),
    ("sending", "unknown"): Way(arrange=meets(Fault.CUT_AFTER)),
    ("accepted", "watching"): Way(),
    ("watching", "done"): Way(),
    # A renewal has no status for its failure, and one that never ends is not called failed: it may be paid.
    ("watching", "failed"): Way(act=start, arrange=fails_to_start, action="start"),
    ("watching", "needs-human"): Way(arrange=never_ends, deadline=1.0),
    ("unknown", "watching"): Way(arrange=meets(Fault.CUT_AFTER, Durations(renew=1.0, start_delay=0.0))),
    ("unknown", "done"): Way(arrange=meets(Fault.CUT_AFTER, Durations.instant())),
    ("unknown", "failed"): Way(arrange=meets(Fault.CUT_BEFORE)),
    ("unknown", "needs-human"): Way(act=renew_beside_others, arrange=meets(Fault.CUT_BEFORE)),
}
# Steps that are no moves: the write, and the way to it.
WRITES: dict[str, tuple[str, dict[str, Any], Way]] = {
    "claimed": ("claim", {}, Way()),
    "assigned": ("assign", {}, Way(act=buy, action="create_new")),
    "seen": ("change", {"seen_in_progress": True}, Way(arrange=takes_its_time)),
    "read": ("change", {"reads": 1}, Way(arrange=meets(Fault.CUT_BEFORE))),
    "report-claimed": ("claim_report", {}, Way()),
    "staff-told": ("add_staff_notices", {}, Way(arrange=never_ends, deadline=1.0)),
    "reported": ("mark_reported", {}, Way()),
}
