from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from structlog.testing import capture_logs

from sandbox.telegram.methods.commands import visible_commands
from tests.handlers.asking import staffed

if TYPE_CHECKING:
    from collections.abc import Callable

    from sandbox.telegram import Chat, Person
    from tests.handlers.scene import Scene

EVERYBODY = ["start", "help", "whoami"]
POWER = ["stop", "restart", "force_stop", "force_restart"]
ACCESS = ["password", "vnc_password", "reinstall"]
LOOK = ["catalog", "ports", "firewall"]
HUSH = ["alerts", "mute", "maintenance"]
LAST = ["language", "help", "whoami"]
VIEWER = [
    *("servers", "server", "start", "expiring", "autorenew", "snapshot", "schedule", *LOOK),
    *("cancel", "orders", "history", "alerts", *LAST),
]
OPERATOR = [
    *("servers", "server", "start", *POWER, "vnc", "expiring", "autorenew", "snapshot", "schedule", *LOOK),
    *("cancel", "orders", "history", "alias", *HUSH, *LAST),
]
PRIVATE = [
    *("servers", "server", "start", *POWER, "vnc", *ACCESS, "expiring", "renew", "autorenew", "snapshot", "schedule"),
    *("upgrade", "downgrade", "buy", *LOOK, "refund", "cancel", "orders", "balance", "history", "alias", *HUSH, *LAST),
]
OWNER = [*PRIVATE[:-3], "approvals", "members", *PRIVATE[-3:]]


def seen(scene: Scene, person: Person, chat: Chat | None = None) -> list[str]:
    """What a person's Telegram shows when they type a slash."""
    where = chat or scene.telegram.chat(person)
    return [command.command for command in visible_commands(scene.telegram.world, person, where)]


def sent(scene: Scene) -> int:
    return len(scene.calls("setMyCommands")) + len(scene.calls("deleteMyCommands"))


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - neither the store nor the log tells when it changes
            await asyncio.sleep(0.001)


def registered(scene: Scene) -> bool:
    return all(chat.menu for chat in scene.store.chats())


async def started(scene: Scene) -> None:
    """Run the menu's loop once."""
    async with scene.menu:
        await until(lambda: registered(scene))


STAFF = ["alerts", "approvals", "language", "help", "whoami"]


async def test_a_staff_chat_sees_what_applies_to_it(scene: Scene) -> None:
    group = await staffed(scene)
    await started(scene)
    assert seen(scene, scene.oscar, group) == STAFF
    assert seen(scene, scene.rita, group) == ["alerts", "approvals", "members", "language", "help", "whoami"]
    assert seen(scene, scene.rita) == [*PRIVATE[:-3], "approvals", *PRIVATE[-3:]], "a customer's chat as well"

    await scene.store.set_staff(group.id, scene.account_id, on=False)
    await scene.menu.bring_up_to_date()
    assert seen(scene, scene.oscar, group) == EVERYBODY
    assert seen(scene, scene.rita, group) == EVERYBODY
    assert scene.telegram.violations == []


async def test_everybody_sees_what_they_may(scene: Scene) -> None:
    await started(scene)
    assert seen(scene, scene.mallory) == EVERYBODY
    assert seen(scene, scene.alice) == PRIVATE
    assert seen(scene, scene.alice, scene.team) == OWNER
    assert seen(scene, scene.oscar, scene.team) == OPERATOR
    assert seen(scene, scene.vera, scene.team) == VIEWER
    assert seen(scene, scene.vera) == EVERYBODY
    assert scene.telegram.violations == []


async def test_in_both_languages_until_a_chat_chooses(scene: Scene) -> None:
    await started(scene)
    commands = scene.telegram.commands
    assert commands["default", "zh"][1].description == "查看可用命令"
    assert commands["default", ""][1].description == "What you can do here"
    assert commands["chat:501", "zh"][0].description == "服务器列表"
    assert commands["chat:501", ""][0].description == "List your servers"
    await scene.store.set_chat(501, language="zh-Hans")
    await scene.menu.bring_up_to_date()
    assert commands["chat:501", ""][0].description == "服务器列表"


async def test_nothing_is_sent_twice(scene: Scene) -> None:
    await scene.menu.bring_up_to_date()
    before = sent(scene)
    assert before == 2 * (3 + 1 + 2)
    await scene.menu.bring_up_to_date()
    assert sent(scene) == before


async def test_a_grant_later_registers_and_its_end_deletes(scene: Scene) -> None:
    await started(scene)
    await scene.store.keep_chat(503, kind="private")
    await scene.store.grant(503, scene.identities["bob"])
    await scene.menu.bring_up_to_date()
    assert seen(scene, scene.mallory) == PRIVATE
    await scene.store.revoke(503, scene.identities["bob"])
    await scene.menu.bring_up_to_date()
    assert seen(scene, scene.mallory) == EVERYBODY
    before = sent(scene)
    await scene.menu.bring_up_to_date()
    assert sent(scene) == before


async def test_a_group_without_a_grant_keeps_nobodys_menu(scene: Scene) -> None:
    await started(scene)
    await scene.store.revoke(scene.team.id, scene.identities["alice"])
    await scene.menu.bring_up_to_date()
    for person in (scene.alice, scene.oscar, scene.vera):
        assert seen(scene, person, scene.team) == EVERYBODY


async def test_roles_given_and_taken(scene: Scene) -> None:
    await started(scene)
    await scene.store.set_member(scene.team.id, 505, "operator")
    await scene.store.set_member(scene.team.id, 504, "viewer")
    await scene.menu.bring_up_to_date()
    assert seen(scene, scene.vera, scene.team) == OPERATOR
    assert seen(scene, scene.oscar, scene.team) == VIEWER


async def test_a_member_who_left_does_not_hinder_the_others(scene: Scene) -> None:
    await scene.store.set_member(scene.team.id, 505, "operator")
    for chat_id in (501, 502, 506):
        await scene.store.mark_blocked(chat_id)
    # The chat's own two, alice's two, then oscar, who is gone.
    scene.telegram.fail_next("setMyCommands", delay=0.001, times=4)
    scene.telegram.fail_next("setMyCommands", status=400, description="Bad Request: PARTICIPANT_ID_INVALID")
    with capture_logs() as logs:
        await scene.menu.bring_up_to_date()
    assert [(entry["event"], entry["error"]) for entry in logs] == [("menu_refused", "BadRequest")]
    assert seen(scene, scene.alice, scene.team) == OWNER
    assert seen(scene, scene.oscar, scene.team) == VIEWER
    assert seen(scene, scene.vera, scene.team) == OPERATOR


async def test_a_chat_that_refuses_is_not_asked_again(scene: Scene) -> None:
    scene.telegram.fail_next("setMyCommands", status=403, description="Forbidden: bot was kicked", times=1)
    await scene.menu.bring_up_to_date()
    before = sent(scene)
    await scene.menu.bring_up_to_date()
    assert sent(scene) == before


async def test_blocked_chats_are_left_alone(scene: Scene) -> None:
    for chat in scene.store.chats():
        await scene.store.mark_blocked(chat.chat_id)
    await scene.menu.bring_up_to_date()
    assert sent(scene) == 0


async def test_the_loop_goes_on_after_an_outage_when_asked(scene: Scene) -> None:
    scene.telegram.fail_next("setMyCommands", status=502)
    with capture_logs() as logs:
        async with scene.menu:
            await until(lambda: logs)
            assert [entry["event"] for entry in logs] == ["menu_failed"]
            assert scene.telegram.commands == {}
            scene.menu.refresh()
            await until(lambda: registered(scene))
    assert seen(scene, scene.mallory) == EVERYBODY
    assert len(scene.calls("setMyCommands")) == 1 + 2 + 12


async def test_the_loop_outlives_a_broken_store(scene: Scene) -> None:
    await scene.break_writes()
    with capture_logs() as logs:
        async with scene.menu:
            await until(lambda: len(logs) == 1)
            scene.menu.refresh()
            await until(lambda: len(logs) == 2)
    assert [entry["event"] for entry in logs] == ["menu_loop_failed"] * 2
    # What everybody sees was registered the first time.
    assert len([call for call in scene.calls("setMyCommands") if call.params["scope"] == {"type": "default"}]) == 2
