"""Two ends of a server that renews itself: the chat, upkeep, the runner and the engine, over virtual weeks."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from operations.auto_renewal import job
from operations.runner import Runner
from operations.sync import Synchroniser
from operations.upkeep import Job, Upkeep
from sandbox.engine import Fault
from tests.handlers.scene import data_of
from tests.handlers.staging import scene_at

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.handlers.scene import Scene

HOUR, DAY = 3600.0, 86400.0
JOBS = (Job("auto_renewals_looked_at", 0, job.run),)


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with scene_at(tmp_path) as made:
        await made.store.set_identity(made.identities["alice"], spending="credit")
        await made.store.add_top_up(made.identities["alice"], Decimal(1000))
        made.server("web-1").ends_at = made.clock.now() + 6 * DAY
        assert await Synchroniser(made.services).once(made.account_id)
        yield made


async def passes(scene: Scene, runner: Runner, days: float) -> None:
    """Let days pass in steps of six hours, with all that works in the background."""
    upkeep, stop = Upkeep(scene.services, JOBS), scene.clock.now() + days * DAY
    while scene.clock.now() < stop:
        for _ in range(3):
            await upkeep.once()
            await scene.noticer.deliver_due()
            runner.kick()
            async with asyncio.timeout(20):
                while scene.store.unreported() or any(
                    row.ended_at is None for row in scene.store.operations()
                ):  # the store has nothing to wait on
                    runner.kick()
                    await asyncio.sleep(0.002)
            scene.clock.advance(15)
        scene.clock.advance(6 * HOUR - 45)


def firsts(scene: Scene) -> list[str]:
    return [message.text.splitlines()[0] for message in scene.messages(scene.alice)]


async def test_two_ends_the_second_with_a_lost_answer(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/autorenew web-1")
    await scene.tap(scene.alice, shown, "ary:")
    first_end = scene.server("web-1").ends_at
    async with Runner(scene.services) as runner:
        await passes(scene, runner, 4)
        assert scene.executed("renew") == 1
        second_end = scene.server("web-1").ends_at
        assert second_end > first_end + 27 * DAY
        assert any(text.startswith("🔁 web-1 will renew itself on 2027-01-18") for text in firsts(scene))
        receipts = [each.text for each in scene.messages(scene.alice) if "Renewed by itself" in each.text]
        assert len(receipts) == 1

        assert await Synchroniser(scene.services).once(scene.account_id)
        scene.engine.fail_next(Fault.CUT_AFTER, action="renew")
        scene.clock.advance(second_end - scene.clock.now() - 6 * DAY)
        await passes(scene, runner, 5)
    assert scene.executed("renew") == 2
    texts = [each.text for each in scene.messages(scene.alice)]
    assert sum("will renew itself" in text for text in texts) == 2
    assert sum("Renewed by itself" in text for text in texts) == 2
    orders = [row for row in scene.store.operations(guid=scene.made.servers["web-1"]) if row.action == "renew"]
    assert [row.state for row in orders] == ["done", "done"]
    assert len({row.dedupe_key for row in orders}) == 2
    assert scene.store.credit(scene.identities["alice"]).available == Decimal(1000) - 2 * Decimal(198)
    assert scene.store.verify_audit().problems == []
    assert scene.engine.violations == []
    assert scene.telegram.violations == []


async def test_stopped_from_the_announcement_it_expires(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/autorenew web-1")
    await scene.tap(scene.alice, shown, "ary:")
    async with Runner(scene.services) as runner:
        await passes(scene, runner, 1.5)
        notice = next(each for each in scene.messages(scene.alice) if "will renew itself" in each.text)
        await scene.press(scene.alice, notice, data_of(notice, "aro:"))
        await passes(scene, runner, 6)
    assert notice.text.startswith("🛑 web-1 no longer renews itself.")
    assert scene.executed("renew") == 0
    assert scene.store.operations() == []
