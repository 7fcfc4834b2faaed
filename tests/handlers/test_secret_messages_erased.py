from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import secret_messages
from handlers.secret_messages import Eraser
from store import StoreUnavailableError
from tests.handlers.test_secret_messages import reset

if TYPE_CHECKING:
    import pytest

    from sandbox.telegram import BotMessage
    from store import SecretMessageRow
    from tests.handlers.scene import Scene


def gone(message: BotMessage) -> bool:
    return message.deleted


async def test_it_is_deleted_in_time_also_by_a_later_run(scene: Scene) -> None:
    await reset(scene)
    await scene.noticer.deliver_due()
    shown = scene.messages(scene.alice)[-1]
    scene.clock.advance(119)
    await scene.eraser.once()
    assert not gone(shown)
    scene.clock.advance(1)
    await Eraser(scene.outgoing, scene.services).once()
    assert gone(shown)
    assert len(scene.calls("deleteMessage")) == 1
    await scene.eraser.once()
    assert len(scene.calls("deleteMessage")) == 1


async def test_who_blocks_the_bot_after_it_was_shown(scene: Scene) -> None:
    await reset(scene)
    await scene.noticer.deliver_due()
    scene.telegram.block(scene.alice)
    scene.clock.advance(120)
    await scene.eraser.once()
    assert scene.store.due_secret_messages(scene.clock.now()) == []


async def test_a_bot_that_was_down_for_days_takes_the_text_away_instead(scene: Scene) -> None:
    await reset(scene)
    await scene.noticer.deliver_due()
    shown = scene.messages(scene.alice)[-1]
    scene.clock.advance(3 * 86400)
    await scene.eraser.once()
    assert not gone(shown)
    assert shown.text == "🔑 This is no longer shown."
    assert scene.store.due_secret_messages(scene.clock.now()) == []


async def test_telegram_out_of_reach_the_deletion_is_tried_again(scene: Scene) -> None:
    await reset(scene)
    await scene.noticer.deliver_due()
    shown = scene.messages(scene.alice)[-1]
    scene.clock.advance(120)
    scene.telegram.fail_next("deleteMessage", status=502, times=2)
    assert await scene.eraser.once() == 5
    assert not gone(shown)
    assert await scene.eraser.once() == 1
    assert gone(shown)


async def test_a_crash_before_the_secret_leaves_nothing_secret(scene: Scene) -> None:
    await reset(scene)
    scene.telegram.fail_next("editMessageText", status=502, times=2)
    await scene.noticer.deliver_due()
    opening = scene.messages(scene.alice)[-1]
    assert opening.text == "🔑 A new password: web-1"
    scene.clock.advance(120)
    await scene.eraser.once()
    assert opening.deleted
    await scene.noticer.deliver_due()
    assert "Password: " in scene.messages(scene.alice)[-1].text


async def test_the_background_task(scene: Scene) -> None:
    await reset(scene)
    await scene.noticer.deliver_due()
    shown = scene.messages(scene.alice)[-1]
    scene.clock.advance(120)
    async with Eraser(scene.outgoing, scene.services):
        await scene.telegram.wait_for(lambda: shown.deleted)


async def test_the_background_task_survives_a_failed_look(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    await reset(scene)
    await scene.noticer.deliver_due()
    shown = scene.messages(scene.alice)[-1]
    scene.clock.advance(120)
    monkeypatch.setattr(secret_messages, "LOOK_INTERVAL", 0.01)
    look, looks = scene.store.due_secret_messages, []

    def once_broken(now: float) -> list[SecretMessageRow]:
        looks.append(now)
        if len(looks) == 1:
            raise StoreUnavailableError("for a moment")
        return look(now)

    monkeypatch.setattr(scene.store, "due_secret_messages", once_broken)
    async with Eraser(scene.outgoing, scene.services):
        await scene.telegram.wait_for(lambda: shown.deleted)
