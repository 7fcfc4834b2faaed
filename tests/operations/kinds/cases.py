"""One operation of every kind, and how each must end whatever happens on its way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from engine import Direction, Protocol, Verdict
from operations.driving import drive
from operations.kinds import KINDS, NoParams
from operations.kinds.parameters import (
    Downgrade,
    Install,
    MakePolicy,
    MakePort,
    MakeSnapshot,
    NamedSnapshot,
    Password,
    Purchase,
    RemovePolicy,
    RemovePort,
    Renew,
    RenewSnapshot,
    Resize,
)
from operations.services import Services, Timing
from operations.sights import see

if TYPE_CHECKING:
    from collections.abc import Callable

    from operations.kinds import Params
    from store import OperationRow
    from tests.operations.conftest import World

DONE = ("done", "done")
FAILED = ("failed", "failed")
DID_NOT = ("failed", "did_not")
LATE = ("failed", "deadline")
LATE_GRAVE = ("needs-human", "deadline")
NO_TRACE = ("needs-human", "no_trace")
CANDIDATES = ("needs-human", "candidates")

PASSWORD = "Aa1!Aa1!Aa1!Aa1"
ORDER = "TESTORDER0001"

End = tuple[str, str]


@dataclass(frozen=True)
class Case:
    """An operation to be tried.

    Attributes:
        action: the kind.
        nickname: the server; None for a purchase.
        params: made from the world.
        cut_before: its end where the request never arrived.
        cut_after: its end where it was executed and the answer was lost.
        late: its end where it was executed ten minutes after the connection broke, or seen only afterwards.
        fails: its end where the engine accepted it and then failed; None where the yes is the end.
        never: its end where it never ends; None likewise.
    """

    action: str
    nickname: str | None
    params: Callable[[World], Params]
    cut_before: End
    cut_after: End = DONE
    late: End = DONE
    fails: End | None = None
    never: End | None = None
    name: str = ""

    @property
    def label(self) -> str:
        return self.name or self.action


def _nothing(_: World) -> Params:
    return NoParams()


def _password(_: World) -> Params:
    return Password(password=PASSWORD)


def _install(system: str) -> Callable[[World], Params]:
    return lambda world: Install(system_guid=world.made.systems[system], password=PASSWORD)


def _renew(world: World) -> Params:
    end = world.known("web-1").server.end_time
    assert end is not None
    # 73 days from 15 January 2027 are the 29th of March; a month on is the 29th of April.
    return Renew(months=1, end_time=end + timedelta(days=31))


def _purchase(world: World) -> Params:
    return Purchase(
        line_guid=world.made.lines["bgp"],
        cpu=2,
        memory=4,
        harddisks=(50,),
        bandwidth=5,
        defense=5,
        system_guid=world.made.systems["debian12"],
        password=PASSWORD,
        months=1,
        num=2,
    )


def _policy(_: World) -> Params:
    return MakePolicy(
        weight=40, name="web", direction=Direction.INBOUND, protocol=Protocol.TCP, operation=Verdict.ALLOW
    )


CASES = (
    Case("start", "cache-1", _nothing, DID_NOT, fails=FAILED, never=LATE),
    Case("stop", "web-1", _nothing, DID_NOT, fails=FAILED, never=LATE),
    Case("stop_h", "web-1", _nothing, DID_NOT, fails=FAILED, never=LATE),
    Case("restart", "web-1", _nothing, NO_TRACE, late=NO_TRACE, fails=FAILED, never=LATE),
    Case("restart_h", "web-1", _nothing, NO_TRACE, late=NO_TRACE, fails=FAILED, never=LATE),
    Case("setpsw", "web-1", _password, NO_TRACE, late=NO_TRACE, fails=FAILED, never=LATE_GRAVE),
    Case("setvnc", "web-1", _password, NO_TRACE, late=NO_TRACE, fails=FAILED, never=LATE),
    Case("install", "web-1", _install("ubuntu22"), DID_NOT, fails=LATE_GRAVE, never=LATE_GRAVE),
    Case(
        "install",
        "web-1",
        _install("debian12"),
        NO_TRACE,
        late=NO_TRACE,
        # The document names no failed status for it: seen going on and idle again, on the system asked for.
        fails=DONE,
        never=LATE_GRAVE,
        name="install-same",
    ),
    Case("createsnapshot", "web-1", lambda _: MakeSnapshot(months=1), DID_NOT, fails=LATE_GRAVE, never=LATE_GRAVE),
    Case(
        "revertsnapshot",
        "web-2",
        lambda _: NamedSnapshot(name="twqag"),
        NO_TRACE,
        late=NO_TRACE,
        # Nor is there one for snapshots.
        fails=DONE,
        never=LATE_GRAVE,
    ),
    Case(
        "renewsnapshot",
        "web-2",
        lambda _: RenewSnapshot(name="yegta", months=1),
        DID_NOT,
        fails=LATE_GRAVE,
        never=LATE_GRAVE,
    ),
    Case("removesnapshot", "web-2", lambda _: NamedSnapshot(name="twqag"), DID_NOT, fails=LATE_GRAVE, never=LATE_GRAVE),
    Case("renew", "web-1", _renew, DID_NOT, fails=LATE_GRAVE, never=LATE_GRAVE),
    Case(
        "upgrade",
        "web-1",
        lambda _: Resize(cpu=4, memory=8, harddisks=(50, 100), bandwidth=5, defense=5, password=PASSWORD),
        DID_NOT,
        fails=LATE_GRAVE,
        never=LATE_GRAVE,
    ),
    Case(
        "renew_for_rd",
        "web-1",
        lambda _: Downgrade(cpu=1, memory=1, bandwidth=5, defense=5),
        NO_TRACE,
        cut_after=NO_TRACE,
        late=NO_TRACE,
    ),
    Case("refund", "web-1", _nothing, DID_NOT, fails=LATE_GRAVE, never=LATE_GRAVE),
    Case(
        "create_new",
        None,
        _purchase,
        CANDIDATES,
        cut_after=CANDIDATES,
        late=CANDIDATES,
        fails=LATE_GRAVE,
        never=LATE_GRAVE,
    ),
    Case("create_port", "shop-1", lambda _: MakePort(remark="mail", local_port=25), DID_NOT),
    Case(
        "delete_port",
        "shop-1",
        lambda world: RemovePort(port_guid=world.known("shop-1").server.ports[1].guid),
        DID_NOT,
    ),
    Case("add_hardpolicy", "web-1", _policy, DID_NOT),
    Case(
        "del_hardpolicy",
        "db-1",
        lambda world: RemovePolicy(policy_guid=world.server("db-1").policies[1].guid),
        DID_NOT,
    ),
)


async def begin(world: World, case: Case, **changes: object) -> OperationRow:
    """Make the durable operation as a confirmed press does."""
    kind, params = KINDS[case.action], case.params(world)
    guid = world.made.servers[case.nickname] if case.nickname is not None else None
    identity = world.store.assignment(world.account_id, guid) if guid is not None else world.identities["alice"]
    assert identity is not None
    customer = world.services.engines.customer(identity)
    before = None
    if guid is not None:
        before = (await see(world.services, kind, world.account_id, guid, customer=customer)).to_json()
    values: dict[str, object] = {
        "account_id": world.account_id,
        "identity_id": identity,
        "guid": guid,
        "action": case.action,
        "params": params.model_dump_json(),
        "before": before,
        "chat_id": world.actor().chat_id,
        "user_id": world.actor().user_id,
        "language": "en",
        "order_no": ORDER if kind.paid else None,
        "price": Decimal("1000.00") if kind.paid else None,
        "grave": kind.grave,
    }
    return await world.store.create_operation(**{**values, **changes})  # type: ignore[arg-type]


async def finish(services: Services, row: OperationRow) -> OperationRow:
    ended = await drive(services, row.taskid)
    assert ended is not None
    return ended


def end_of(row: OperationRow) -> End:
    return (row.state, row.outcome or "")


def executed(world: World, action: str) -> int:
    return sum(effect.action == action for effect in world.engine.effects)


def asked(world: World, action: str) -> int:
    return sum(request.action == action for request in world.engine.requests)


def of(action: str) -> Case:
    return next(case for case in CASES if case.action == action)


def seldom(world: World) -> Services:
    """Look every ten seconds: hours of waiting are read through in no time."""
    return replace(world.services, timing=Timing(poll=10.0))
