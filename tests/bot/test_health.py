from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from bot.health import HealthCheck
from store import AccountRow, StoreUnavailableError, SyncRow
from tests.clocks import VirtualClock

ACCOUNT = AccountRow(1, "main", "https://e", 1, "key", "salt", Decimal(0), 0.0)


@dataclass
class KnownStates:
    states: dict[int, SyncRow] = field(default_factory=dict)
    broken: bool = False

    def accounts(self) -> list[AccountRow]:
        if self.broken:
            raise StoreUnavailableError("the disk is full")
        return [ACCOUNT]

    def sync_state(self, account_id: int) -> SyncRow:
        return self.states.get(account_id, SyncRow(None, None, None))


def test_a_process_that_just_began_is_well() -> None:
    clock = VirtualClock()
    check = HealthCheck(KnownStates(), now=clock.now, sync_interval=60, polled_at=lambda: None)
    assert check().as_json() == {"ok": True, "reasons": [], "poll_age": None, "sync_age": {"1": None}}


def test_ages() -> None:
    clock = VirtualClock()
    at = clock.now()
    check = HealthCheck(
        KnownStates({1: SyncRow(at, None, None)}), now=clock.now, sync_interval=60, polled_at=lambda: at + 5
    )
    clock.advance(12.4)
    assert check().as_json() == {"ok": True, "reasons": [], "poll_age": 7, "sync_age": {"1": 12}}


def test_polling_that_stopped() -> None:
    clock = VirtualClock()
    at = clock.now()
    never = HealthCheck(KnownStates(), now=clock.now, sync_interval=60, polled_at=lambda: None)
    stopped = HealthCheck(KnownStates(), now=clock.now, sync_interval=60, polled_at=lambda: at + 1)
    with_webhook = HealthCheck(KnownStates(), now=clock.now, sync_interval=60)
    clock.advance(120.5)
    assert never().reasons == ("polling_stopped",)
    assert stopped().ok
    assert with_webhook().ok
    clock.advance(1)
    assert stopped().reasons == ("polling_stopped",)


def test_an_engine_that_cannot_be_read_is_no_illness_of_ours() -> None:
    clock = VirtualClock()
    store = KnownStates()
    check = HealthCheck(store, now=clock.now, sync_interval=60)
    clock.advance(10_000)
    store.states[1] = SyncRow(clock.now() - 9_000, clock.now() - 30, "NotConnectedError")
    assert check().as_json() == {"ok": True, "reasons": [], "poll_age": None, "sync_age": {"1": 9000}}


def test_nobody_trying_to_read_it_is_one() -> None:
    clock = VirtualClock()
    store = KnownStates({1: SyncRow(clock.now(), clock.now(), "NotConnectedError")})
    often = HealthCheck(store, now=clock.now, sync_interval=60)
    seldom = HealthCheck(store, now=clock.now, sync_interval=600)
    clock.advance(301)
    assert often().reasons == ("sync_stopped account 1",)
    assert seldom().ok
    clock.advance(3000)
    assert not seldom().ok


def test_a_store_that_cannot_be_read() -> None:
    check = HealthCheck(KnownStates(broken=True), now=VirtualClock().now, sync_interval=60)
    assert check().as_json() == {"ok": False, "reasons": ["store_unreadable"], "poll_age": None, "sync_age": {}}
