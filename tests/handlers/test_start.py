from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from operations import members
from sandbox.engine import Fault, Run
from tests.handlers.asking import staffed
from tests.handlers.scene import all_data

if TYPE_CHECKING:
    from tests.handlers.scene import Scene


async def test_a_staff_chat_is_shown_to_what_waits_there(scene: Scene) -> None:
    group = await staffed(scene)
    hello = await scene.ask(scene.rita, "/start", group)
    assert "/approvals" in hello.text
    assert "/servers" not in hello.text
    await scene.tap(scene.rita, hello, "run:approvals")
    assert hello.text == "Nothing waits for you."


async def test_a_customer_is_greeted(scene: Scene) -> None:
    answer = await scene.ask(scene.alice, "/start")
    assert answer.text == (
        "Hello! You have 6 servers here.\n/servers shows them, /help shows what else there is.\n"
        "Your reseller can help: @reseller"
    )
    assert all_data(answer) == [
        *("run:servers", "run:expiring", "run:buy", "run:catalog", "run:orders", "run:balance", "run:alerts"),
        *("run:language", "run:help"),
    ]


async def test_typed_it_acts_at_once_and_tells_the_end(scene: Scene) -> None:
    status = await scene.ask(scene.alice, "/start cache-1")
    assert status.text.endswith("🟡 Starting: about to be sent.")
    assert all_data(status) == [f"new:srv:{scene.row_id('cache-1')}"]

    (row,) = await scene.drive()
    assert (row.state, row.user_id, row.status_message_id) == ("done", 501, status.message_id)
    assert scene.executed("start") == 1
    assert scene.server("cache-1").run_status == Run.RUNNING
    assert "✅ Done in" in status.text
    assert "cache-1 · " in scene.messages(scene.alice)[-1].text
    assert len(scene.messages(scene.alice)) == 2


async def test_one_update_twice_starts_once_and_says_it_once(scene: Scene) -> None:
    scene.telegram.say(scene.alice, scene.alice, "/start cache-1")
    (update,) = scene.telegram.world.updates.pending()
    for _ in range(2):
        await scene.feed(update.body, update_id=update.update_id)
    assert len(scene.store.due_operations(scene.clock.now())) == 1
    assert len(scene.messages(scene.alice)) == 1


async def test_what_was_asked_too_long_ago_is_not_done_and_said(scene: Scene) -> None:
    scene.telegram.say(scene.alice, scene.alice, "/start cache-1")
    scene.clock.advance(301)
    await scene.process()
    (answer,) = scene.messages(scene.alice)
    assert answer.text.startswith("Not done: you asked more than 5 minutes ago")
    assert scene.store.due_operations(scene.clock.now()) == []


async def test_a_deep_link_asks_first(scene: Scene) -> None:
    scene.telegram.open_link(scene.alice, "s_cache-1")
    await scene.process()
    (asked,) = scene.messages(scene.alice)
    assert asked.text.startswith("Start cache-1?")
    assert scene.store.due_operations(scene.clock.now()) == []
    await scene.tap(scene.alice, asked, "ok:")
    await scene.drive()
    assert scene.executed("start") == 1


@pytest.mark.parametrize("payload", ["s_gone-1", "s_", "s_1999999999999999"])
async def test_a_stale_deep_link(scene: Scene, payload: str) -> None:
    scene.telegram.open_link(scene.alice, payload)
    await scene.process()
    (answer,) = scene.messages(scene.alice)
    assert answer.text == f"No server “{payload[2:]}” here. /servers shows yours."


async def test_a_link_to_a_server_that_runs_already(scene: Scene) -> None:
    scene.telegram.open_link(scene.alice, "s_web-1")
    await scene.process()
    (answer,) = scene.messages(scene.alice)
    assert answer.text.startswith("Not possible: it is running.")
    assert all_data(answer) == ["lst:0:"]


async def test_an_engine_out_of_reach_is_said_and_nothing_is_kept(scene: Scene) -> None:
    scene.engine.fail_next(Fault.CUT_BEFORE, action="getserver", times=9)
    answer = await scene.ask(scene.alice, "/start cache-1")
    assert answer.text.endswith("Nothing was changed. Try again in a minute.")
    assert scene.store.due_operations(scene.clock.now()) == []


async def test_an_invitation_lets_a_stranger_in_once(scene: Scene) -> None:
    payload = await members.invite(scene.services, scene.identities["bob"])
    joined = await scene.ask(scene.mallory, f"/start {payload}")
    assert joined.text.startswith("✅ You are in. You have 2 servers here.")
    assert scene.menu_changes == 1
    assert (await scene.ask(scene.mallory, "/servers")).text.startswith("2 servers")

    again = await scene.ask(scene.vera, f"/start {payload}")
    assert again.text.startswith("This invitation has been used, has expired or never existed.")
    assert again.text.endswith("Your reseller can help: @reseller")
    assert scene.store.chat(505) is None


async def test_an_invitation_in_a_group_makes_the_person_owner(scene: Scene) -> None:
    group = scene.telegram.add_group(title="new", members=[scene.mallory, scene.vera])
    payload = await members.invite(scene.services, scene.identities["bob"])
    joined = await scene.ask(scene.mallory, f"/start@apabot_demo_bot {payload}", group)
    assert joined.text.startswith("✅ You are in. You have 2 servers here.")
    chat = scene.store.chat(group.id)
    assert chat is not None
    assert chat.kind == "group"
    assert [(row.user_id, row.role) for row in scene.store.members(group.id)] == [(503, "owner")]
    assert "“viewer”" in (await scene.ask(scene.vera, "/stop", group)).text


async def test_an_invitation_that_has_expired_or_never_was(scene: Scene) -> None:
    payload = await members.invite(scene.services, scene.identities["bob"])
    scene.clock.advance(members.INVITE_LASTS)
    for word in (payload, "join_", "join_nothing"):
        answer = await scene.ask(scene.mallory, f"/start {word}")
        assert answer.text.startswith("This invitation has been used, has expired or never existed.")
    assert scene.store.chat(503) is None
    assert scene.menu_changes == 0


async def test_a_customer_may_join_once_more(scene: Scene) -> None:
    payload = await members.invite(scene.services, scene.identities["bob"])
    assert (await scene.ask(scene.alice, f"/start {payload}")).text.startswith(
        "✅ You are in. You have 8 servers here."
    )
