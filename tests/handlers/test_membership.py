from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from sandbox.telegram import Chat
    from tests.handlers.scene import Scene


async def plain_group(scene: Scene) -> Chat:
    group = scene.telegram.add_plain_group(title="plain", members=[scene.alice, scene.oscar], owner=scene.alice)
    await scene.store.keep_chat(group.id, kind="group")
    await scene.store.grant(group.id, scene.identities["alice"])
    await scene.store.set_member(group.id, 501, "owner")
    await scene.store.set_alias(group.id, scene.account_id, scene.made.servers["web-1"], "main")
    return group


async def test_blocked_and_unblocked(scene: Scene) -> None:
    await scene.store.set_chat(501, menu="as registered")
    scene.telegram.block(scene.alice)
    await scene.process()
    chat = scene.store.chat(501)
    assert chat is not None
    assert chat.blocked_at == scene.clock.now()
    assert chat.menu == "as registered"

    scene.telegram.unblock(scene.alice)
    await scene.process()
    chat = scene.store.chat(501)
    assert chat is not None
    assert (chat.blocked_at, chat.menu) == (None, None)
    assert scene.menu_changes == 1


async def test_what_was_kept_meanwhile_comes_when_the_chat_is_back(scene: Scene) -> None:
    scene.telegram.block(scene.alice)
    await scene.process()
    await scene.store.add_notice(501, "no-such-kind", {})
    await scene.noticer.deliver_due()
    assert scene.store.count_notices() == 1
    scene.noticer._kicked.clear()
    scene.telegram.unblock(scene.alice)
    await scene.process()
    assert scene.noticer._kicked.is_set()
    await scene.noticer.deliver_due()
    assert scene.store.count_notices() == 0


async def test_who_speaks_can_be_written_to_though_nothing_announced_it(scene: Scene) -> None:
    """A chat that was never opened counts as out of reach after the first try, and no update says that it is opened."""
    await scene.store.mark_blocked(501)
    scene.noticer._kicked.clear()
    await scene.ask(scene.alice, "/servers")
    chat = scene.store.chat(501)
    assert chat is not None
    assert chat.blocked_at is None
    assert scene.noticer._kicked.is_set()
    assert scene.menu_changes == 1
    await scene.ask(scene.alice, "/servers")
    assert scene.menu_changes == 1


async def test_thrown_out_of_a_group(scene: Scene) -> None:
    scene.telegram.kick(scene.team)
    await scene.process()
    chat = scene.store.chat(scene.team.id)
    assert chat is not None
    assert chat.blocked_at == scene.clock.now()


async def test_an_unknown_chat_leaves_no_trace(scene: Scene) -> None:
    scene.telegram.block(scene.mallory)
    scene.telegram.unblock(scene.mallory)
    await scene.process()
    assert scene.store.chat(503) is None
    assert scene.menu_changes == 0


@pytest.mark.parametrize("told", [(0, 1), (1, 0), (0,), (1,)])
async def test_a_supergroup_takes_everything_over_however_it_is_told(scene: Scene, told: tuple[int, ...]) -> None:
    group = await plain_group(scene)
    new = scene.telegram.migrate(group)
    updates = scene.telegram.world.updates.pending()
    scene.telegram.world.updates.clear()
    assert len(updates) == 2
    for index in told:
        await scene.feed(updates[index].body)
    assert scene.store.chat(group.id) is None
    assert [(row.user_id, row.role) for row in scene.store.members(new)] == [(501, "owner")]
    answer = await scene.ask(scene.alice, "/server main", scene.telegram.chat(new))
    assert answer.text.startswith("🟢 main · ")


async def test_a_confirmation_does_not_outlive_the_move(scene: Scene) -> None:
    group = await plain_group(scene)
    asked = await scene.ask(scene.alice, "/stop main", group)
    data = asked.buttons[0][0].data
    new = scene.telegram.migrate(group)
    await scene.process()
    shown = await scene.ask(scene.alice, "/servers", scene.telegram.chat(new))
    answer = await scene.press(scene.alice, shown, data or "")
    assert answer is not None
    assert answer.text == "This no longer holds, and nothing was changed. Please ask again."
