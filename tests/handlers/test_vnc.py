from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.handlers.scene import all_data, labels

if TYPE_CHECKING:
    from sandbox.telegram import BotMessage
    from tests.handlers.scene import Scene


def url_of(message: BotMessage) -> str:
    (url,) = [each.url for row in message.buttons for each in row if each.url]
    return url


def gone(message: BotMessage) -> bool:
    return message.deleted


def entries(scene: Scene) -> list[tuple[str, str]]:
    return scene.store._rows("SELECT kind, data FROM audit ORDER BY id")


async def test_a_link_in_private_for_two_minutes(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/vnc web-1")
    assert shown.text == (
        "🖥 Console of web-1\nWhoever has the link has the console: do not pass it on.\n"
        "This message disappears in 2 min."
    )
    assert labels(shown) == ["🖥 Open the console"]
    assert url_of(shown).startswith("https://vnc.example.com/vnc.php?sign=")
    await scene.eraser.once()
    assert not gone(shown)
    scene.clock.advance(119)
    await scene.eraser.once()
    assert not gone(shown)
    scene.clock.advance(1)
    await scene.eraser.once()
    assert gone(shown)
    assert scene.store.due_secret_messages(scene.clock.now()) == []


async def test_the_link_is_edited_in_when_the_store_knows_of_the_message(scene: Scene) -> None:
    """A notification shows the first text; a crash before the row leaves only that behind."""
    shown = await scene.ask(scene.alice, "/vnc web-1")
    (sent,) = scene.calls("sendMessage")
    assert sent.params["text"] == "🖥 The console of <b>web-1</b> is being opened…"
    assert "reply_markup" not in sent.params
    assert url_of(shown)


async def test_the_audit_knows_who_opened_it_but_not_the_link(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/vnc web-1")
    told = [data for kind, data in entries(scene) if kind == "console-opened"]
    guid = scene.made.servers["web-1"]
    assert told == [f'{{"account":{scene.account_id},"chat":501,"guid":"{guid}","user":501}}']
    everything = "".join(data for _, data in entries(scene))
    assert url_of(shown).rpartition("=")[2] not in everything
    assert scene.store.verify_audit().problems == []


async def test_without_a_server_one_is_picked(scene: Scene) -> None:
    choice = await scene.ask(scene.alice, "/vnc")
    assert choice.text == "Whose console do you want to open?"
    answer = await scene.press(scene.alice, choice, f"vnc:{scene.row_id('web-1')}")
    assert answer is not None
    assert answer.text == ""
    assert url_of(scene.messages(scene.alice)[-1])
    # The list stays, for another one.
    assert all_data(choice)[-1] == "lst:0:"


async def test_in_a_group_the_link_goes_to_the_private_chat(scene: Scene) -> None:
    (said,) = await scene.say(scene.oscar, "/vnc web-1", scene.team)
    assert said.text == "🖥 The link to the console of web-1 is in your private chat with me."
    assert "vnc.example.com" not in str([message.buttons for message in scene.messages(scene.team)])
    (private,) = scene.messages(scene.oscar)
    assert url_of(private).startswith("https://vnc.example.com/")
    choice = await scene.ask(scene.oscar, "/vnc", scene.team)
    answer = await scene.press(scene.oscar, choice, f"vnc:{scene.row_id('web-2')}")
    assert answer is not None
    assert answer.text == "It is in your private chat with me, for a short while."
    assert len(scene.messages(scene.oscar)) == 2


async def test_a_private_chat_that_was_never_opened(scene: Scene) -> None:
    scene.telegram.block(scene.oscar)
    (said,) = await scene.say(scene.oscar, "/vnc web-1", scene.team)
    assert said.text.startswith("I cannot write to you in private yet. Open our private chat")
    assert url_of(said) == f"https://t.me/{scene.api.username}?start=-open"
    choice = await scene.ask(scene.oscar, "/vnc", scene.team)
    answer = await scene.press(scene.oscar, choice, f"vnc:{scene.row_id('web-1')}")
    assert answer is not None
    assert answer.text is not None
    assert answer.text.startswith("I cannot write to you in private yet.")
    assert scene.failures == 0


async def test_the_link_to_the_private_chat_greets(scene: Scene) -> None:
    greeting = await scene.ask(scene.alice, "/start -open")
    assert greeting.text == (await scene.ask(scene.alice, "/start")).text


async def test_a_viewer_may_not(scene: Scene) -> None:
    refused = await scene.ask(scene.vera, "/vnc web-1", scene.team)
    assert refused.text.startswith("This needs the role “operator”")
    assert scene.messages(scene.vera) == []


async def test_a_line_without_a_console(scene: Scene) -> None:
    refused = await scene.ask(scene.rita, f"/vnc {scene.made.servers['baidu-1']}")
    assert refused.text.startswith("Not possible: ")
    assert not scene.store.due_secret_messages(scene.clock.now() + 1000)


async def test_a_console_that_needs_a_password_first(scene: Scene) -> None:
    scene.server("web-1").need_reset_vnc = 1
    said = await scene.ask(scene.alice, "/vnc web-1")
    assert said.text == ("The console has no password yet. Set one with /vnc_password, then open it with /vnc.")
    row = scene.row_id("web-1")
    assert all_data(said) == [f"do:setvnc:{row}", f"srv:{row}"]
    (group,) = await scene.say(scene.oscar, "/vnc web-1", scene.team)
    # An operator may not set it.
    assert all_data(group) == [f"srv:{row}"]
    await scene.tap(scene.alice, said, "do:setvnc:")
    assert said.text.startswith("🔑 New VNC password for web-1")


@pytest.mark.parametrize("data", ["vnc", "vnc:", "vnc:x", "vnc:-1", "vnc:99999"])
async def test_junk_and_other_peoples_servers(scene: Scene, data: str) -> None:
    choice = await scene.ask(scene.alice, "/vnc")
    assert await scene.press(scene.alice, choice, data) is not None
    assert scene.failures == 0
    foreign = await scene.press(scene.alice, choice, f"vnc:{scene.row_id('db-1')}")
    assert foreign is not None
    assert foreign.text == "This server is not, or no longer, one of yours. /servers shows yours."


async def test_an_engine_out_of_reach(scene: Scene) -> None:
    await scene.engine.stop()
    refused = await scene.ask(scene.alice, "/vnc web-1")
    assert "Nothing was changed" in refused.text
    assert not scene.store.due_secret_messages(scene.clock.now() + 1000)
