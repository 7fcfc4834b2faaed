from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from tests.flows.stage import button, texts

if TYPE_CHECKING:
    from tests.flows.stage import Stage

SECRETS = ("张伟", "13800005678", "11010519491231002X", "王芳", "13700004321")


async def test_a_stranger_learns_nothing_but_their_ids(stage: Stage) -> None:
    stranger = stage.stranger
    about = await stage.ask(stranger, "/whoami")
    assert str(stranger.id) in about.text
    words = [
        "/servers",
        "/server web-1",
        f"/stop {stage.guid('web-1')}",
        f"/start {stage.guid('cache-1')}",
        "/nonsense",
        "/members",
        "hello",
        stage.engine.server(stage.guid("web-1")).ip,
    ]
    answers = [(await stage.ask(stranger, word)).text for word in words]

    assert len(set(answers)) == 1, "an existing command must look like one that does not exist"
    told = texts(stage.telegram.messages(stranger.id))
    for nickname, guid in stage.world.servers.items():
        assert guid not in told
        assert nickname not in told
        assert stage.engine.server(guid).ip not in told
    assert not any(secret in told for secret in SECRETS)
    assert stage.executed("start") == 0


async def test_a_strangers_menu_shows_three_commands(stage: Stage) -> None:
    await stage.telegram.wait_for(lambda: len(stage.telegram.commands) >= 2)
    default = [commands for (scope, _), commands in stage.telegram.commands.items() if "default" in scope]
    assert default
    assert {c.command for commands in default for c in commands} == {"start", "help", "whoami"}


async def test_each_chat_shows_its_own_servers_only(stage: Stage) -> None:
    theirs = await stage.ask(stage.emily, "/servers")
    labels = " ".join(each.text for row in theirs.buttons for each in row)
    assert "win-1" in labels
    assert "web-1" not in labels

    stolen = await stage.ask(stage.emily, f"/server {stage.guid('web-1')}")
    absent = await stage.ask(stage.emily, "/server 1999999999999999")
    assert stolen.text.replace(stage.guid("web-1"), "X") == absent.text.replace("1999999999999999", "X")


async def test_a_pressed_button_of_another_chats_server(stage: Stage) -> None:
    mine = await stage.ask(stage.zhang, "/server web-1")
    row_id = button(mine, "srv:").partition(":")[2]
    theirs = await stage.ask(stage.emily, "/servers")
    # Telegram lets a client send any data for a message that has buttons.
    for forged in (
        f"do:stop:{row_id}",
        f"srv:{row_id}",
        f"his:{row_id}",
        "ok:" + "A" * 22,
        "nonsense",
        "srv:x",
        "lst::",
    ):
        query = stage.telegram.press(stage.emily, theirs, data=forged)
        await stage.telegram.wait_for(lambda query=query: query in stage.telegram.answers, timeout=10)  # type: ignore[misc]
    await stage.settled()
    assert stage.guid("web-1") not in texts(stage.telegram.messages(stage.emily.id))
    assert stage.executed("stop") == 0


async def test_roles_in_a_group(stage: Stage) -> None:
    team = stage.people.team
    refused = await stage.ask(stage.emily, "/stop web-1", team)
    assert [each.data for row in refused.buttons for each in row] == ["lst:0:"]
    asked = await stage.ask(stage.li, "/stop web-1", team)
    before = stage.executed("stop")
    query = stage.telegram.press(stage.emily, asked, data=button(asked, "ok:"))
    await stage.telegram.wait_for(lambda: query in stage.telegram.answers)
    assert stage.executed("stop") == before
    seen = len(stage.telegram.messages(team))
    await stage.tap(stage.li, asked, "ok:")
    end = await stage.next_message(team, seen)
    assert stage.executed("stop") == 1
    assert "李娜" in end.text


async def test_a_command_for_another_bot_is_not_ours(stage: Stage) -> None:
    stage.telegram.say(stage.zhang, stage.people.team, "/servers@another_bot")
    await stage.settled()
    assert stage.telegram.messages(stage.people.team) == []
    assert (await stage.ask(stage.zhang, "/servers@apabot_demo_bot", stage.people.team)).buttons


@pytest.mark.parametrize("sender", [1087968824, 136817688, 777000])
async def test_nobody_has_no_role(stage: Stage, sender: int) -> None:
    team = stage.people.team
    stage.telegram.push_raw(
        {
            "update_id": 10_000 + sender % 100,
            "message": {
                "message_id": 9_000,
                "date": 2_000_000_000,
                "chat": {"id": team, "type": "supergroup", "title": "x"},
                "from": {"id": sender, "is_bot": sender != 777000, "first_name": "Group"},
                "sender_chat": {"id": team, "type": "supergroup", "title": "x"},
                "text": "/stop web-1",
            },
        }
    )
    await stage.settled()
    assert not any(message.buttons for message in stage.telegram.messages(team))


async def test_whoami_masks(stage: Stage) -> None:
    told = (await stage.ask(stage.zhang, "/whoami")).text
    assert "138****5678" in told
    assert "110***********002X" in told
    assert not any(secret in told for secret in SECRETS[1:3])


async def test_help_shows_what_one_may(stage: Stage) -> None:
    private = (await stage.ask(stage.zhang, "/help")).text
    assert all(f"/{name}" in private for name in ("servers", "stop", "force_restart", "alias"))
    assert "/members" not in private, "there are none in a private chat"
    viewer = (await stage.ask(stage.emily, "/help", stage.people.team)).text
    assert "/servers" in viewer
    assert "/stop" not in viewer


async def test_language_follows_the_person_then_the_choice(stage: Stage) -> None:
    english = (await stage.ask(stage.emily, "/help")).text
    assert english.isascii() or "servers" in english
    choose = await stage.ask(stage.emily, "/language")
    await stage.tap(stage.emily, choose, "lang:zh-Hans")
    await asyncio.sleep(0)
    chinese = (await stage.ask(stage.emily, "/help")).text
    assert chinese != english
    assert any("\u4e00" <= char <= "\u9fff" for char in chinese)


async def test_members_by_reply(stage: Stage) -> None:
    team = stage.people.team
    word = stage.telegram.say(stage.emily, team, "/whoami")
    await stage.telegram.wait_for(lambda: len(stage.telegram.messages(team)) == 1)
    stage.telegram.say(stage.zhang, team, "/members operator", reply_to=word)
    await stage.telegram.wait_for(lambda: len(stage.telegram.messages(team)) == 2)
    asked = await stage.ask(stage.emily, "/stop web-1", team)
    assert button(asked, "ok:")
