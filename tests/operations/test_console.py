from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engine import ProtocolError, Reason, RefusedError
from operations.console import open_console
from operations.errors import (
    ConsolePasswordNeededError,
    EngineUnavailableError,
    NotAllowedError,
    NotPossibleError,
)
from sandbox.engine import stand_in
from sandbox.engine.actions import ACTIONS
from sandbox.engine.statuses import Order
from tests.operations.conftest import BOB, TEAM

if TYPE_CHECKING:
    from tests.operations.conftest import World


async def test_a_link_that_no_repr_shows(world: World) -> None:
    console = await open_console(world.services, world.actor(), world.known("web-1"))
    assert console.url.startswith("https://vnc.example.com/vnc.php?sign=")
    assert console.known.guid == world.made.servers["web-1"]
    assert "vnc.example.com" not in repr(console)


async def test_operators_may_and_viewers_may_not(world: World) -> None:
    await world.members(operators=(504,))
    assert (await open_console(world.services, world.actor(504, TEAM), world.known("web-1"))).url
    # Who may not learns nothing of the server, not even that it cannot be read.
    await world.engine.refuse_connections()
    with pytest.raises(NotAllowedError):
        await open_console(world.services, world.actor(505, TEAM), world.known("web-1"))


async def catalogued(world: World) -> None:
    engine = world.services.engines.of(world.account_id)
    await world.services.catalogue.refresh(world.account_id, engine, now=world.clock.now())


async def test_the_state_is_read_first(world: World) -> None:
    world.server("web-1").order_status = Order.REFUNDED
    with pytest.raises(NotPossibleError) as caught:
        await open_console(world.services, world.actor(), world.known("web-1"))
    assert caught.value.reason is Reason.SERVER_DEAD


async def test_a_line_without_consoles(world: World) -> None:
    world.engine.world.lines[world.made.lines["bgp"]].vnc_status = 0
    await catalogued(world)
    with pytest.raises(NotPossibleError) as caught:
        await open_console(world.services, world.actor(), world.known("web-1"))
    assert caught.value.reason is Reason.VNC_NOT_OFFERED


async def test_a_password_first(world: World) -> None:
    actor = world.actor(BOB)
    with pytest.raises(ConsolePasswordNeededError) as caught:
        await open_console(world.services, actor, world.known("win-1", actor))
    assert caught.value.known.guid == world.made.servers["win-1"]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "vnc.php", "https://", "http://[", "ftp://x/y"])
async def test_a_link_that_no_button_could_open(world: World, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stand_in, "ACTIONS", {**ACTIONS, "getvncurl": lambda _: {"url": url}})
    with pytest.raises(EngineUnavailableError) as caught:
        await open_console(world.services, world.actor(), world.known("web-1"))
    assert isinstance(caught.value.cause, ProtocolError)


async def test_an_engine_that_says_no(world: World) -> None:
    world.server("web-1").order_status = Order.TRANSFERRING
    with pytest.raises(EngineUnavailableError) as caught:
        await open_console(world.services, world.actor(), world.known("web-1"))
    assert isinstance(caught.value.cause, RefusedError)
