from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from handlers.secret_messages import show_secret
from tests.handlers.scene import all_data, labels

if TYPE_CHECKING:
    from sandbox.telegram import BotMessage, Chat
    from tests.handlers.scene import Scene


async def reset(scene: Scene, chat: Chat | None = None, text: str = "/password web-1 generate") -> BotMessage:
    """Let alice reset a password to its end; return the message that says so."""
    question = await scene.ask(scene.alice, text, chat)
    await scene.tap(scene.alice, question, "ok:")
    await scene.drive()
    where = scene.alice if chat is None else chat
    return scene.messages(where)[-1]


def texts(scene: Scene, where: object) -> str:
    return "\n".join(message.text for message in scene.messages(where))  # type: ignore[arg-type] # a chat or person


async def test_asked_for_in_a_group_it_comes_in_private_and_only_there(scene: Scene) -> None:
    end = await reset(scene, scene.team)
    assert labels(end) == ["🔑 Show it privately", "Open server"]
    await scene.noticer.deliver_due()
    password = scene.server("web-1").password
    (private,) = scene.messages(scene.alice)
    assert f"Password: {password}\n" in private.text
    sent_to_team = [call for call in scene.telegram.calls if call.params.get("chat_id") == scene.team.id]
    assert password not in str([call.params for call in sent_to_team])


async def test_it_is_delivered_once(scene: Scene) -> None:
    await reset(scene)
    await scene.noticer.deliver_due()
    (row,) = scene.store.operations(guid=scene.made.servers["web-1"])
    assert await scene.reporter.ended(row)
    await scene.noticer.deliver_due()
    assert texts(scene, scene.alice).count("Password: ") == 1


async def test_pressed_twice_it_comes_twice_and_both_go(scene: Scene) -> None:
    end = await reset(scene)
    for _ in range(2):
        answer = await scene.tap(scene.alice, end, "sec:")
        assert answer.text == ""
    password = scene.server("web-1").password
    shown = [message for message in scene.messages(scene.alice) if f"Password: {password}" in message.text]
    assert len(shown) == 2
    scene.clock.advance(120)
    await scene.eraser.once()
    assert all(message.deleted for message in shown)


async def test_another_owner_gets_it_and_nobody_else(scene: Scene) -> None:
    end = await reset(scene, scene.team)
    for person in (scene.oscar, scene.vera):
        answer = await scene.tap(person, end, "sec:")
        assert answer.text.startswith("This needs the role “owner”")
        assert scene.messages(person) == []
    await scene.store.set_member(scene.team.id, scene.oscar.id, "owner")
    answer = await scene.tap(scene.oscar, end, "sec:")
    assert answer.text == "It is in your private chat with me, for a short while."
    assert scene.server("web-1").password in scene.messages(scene.oscar)[-1].text
    # Who handed out what to whom is in the audit.
    told = [data for kind, data in scene.store._rows("SELECT kind, data FROM audit") if kind == "password-shown"]
    (row,) = scene.store.operations(guid=scene.made.servers["web-1"])
    assert told == [f'{{"taskid":{row.taskid},"user":504}}']


async def test_somebody_elses_operation(scene: Scene) -> None:
    end = await reset(scene, scene.team)
    (row,) = scene.store.operations(guid=scene.made.servers["web-1"])
    mine = await scene.ask(scene.bob, "/servers")
    answer = await scene.press(scene.bob, mine, f"sec:{row.taskid}")
    assert answer is not None
    assert answer.text.startswith("这个密码已不再保存")
    # Not even to who asked, from another chat.
    private = await scene.ask(scene.alice, "/servers")
    answer = await scene.press(scene.alice, private, f"sec:{row.taskid}")
    assert answer is not None
    assert answer.text.startswith("This password is no longer kept here.")
    assert end.text.startswith("✅")


@pytest.mark.parametrize("data", ["sec", "sec:", "sec:x", "sec:0", "sec:-5", "sec:999999999999999999"])
async def test_junk(scene: Scene, data: str) -> None:
    end = await reset(scene)
    assert await scene.press(scene.alice, end, data) is not None
    assert scene.failures == 0
    assert "Password: " not in texts(scene, scene.alice)


async def test_a_private_chat_that_cannot_be_written_to(scene: Scene) -> None:
    scene.telegram.block(scene.alice)
    end = await reset(scene, scene.team)
    await scene.noticer.deliver_due()
    answer = await scene.tap(scene.alice, end, "sec:")
    assert answer.text.startswith("I cannot write to you in private yet. Open our private chat")
    assert answer.show_alert
    scene.telegram.unblock(scene.alice)
    await scene.process()
    await scene.noticer.deliver_due()
    assert scene.server("web-1").password in scene.messages(scene.alice)[-1].text
    await scene.tap(scene.alice, end, "sec:")
    assert scene.server("web-1").password in scene.messages(scene.alice)[-1].text


async def test_a_day_later_it_is_gone_for_good(scene: Scene) -> None:
    end = await reset(scene)
    scene.clock.advance(86_401)
    answer = await scene.tap(scene.alice, end, "sec:")
    assert answer.text.startswith("This password is no longer kept here.")
    await scene.noticer.deliver_due()
    assert "Password: " not in texts(scene, scene.alice)


async def test_a_password_that_was_replaced_is_not_shown(scene: Scene) -> None:
    first = await reset(scene)
    old = scene.server("web-1").password
    scene.clock.advance(10)
    second = await reset(scene)
    await scene.noticer.deliver_due()
    answer = await scene.tap(scene.alice, first, "sec:")
    assert answer.text.startswith("This password is no longer kept here.")
    await scene.tap(scene.alice, second, "sec:")
    assert scene.server("web-1").password != old
    assert scene.server("web-1").password in scene.messages(scene.alice)[-1].text


async def test_the_consoles_password_is_one_of_its_own(scene: Scene) -> None:
    first = await reset(scene)
    scene.clock.advance(10)
    vnc = await reset(scene, text="/vnc_password web-1 generate")
    await scene.tap(scene.alice, first, "sec:")
    assert scene.server("web-1").password in scene.messages(scene.alice)[-1].text
    await scene.tap(scene.alice, vnc, "sec:")
    shown = scene.messages(scene.alice)[-1].text
    assert shown.startswith("🔑 web-1: new VNC password\nPassword: ")
    assert scene.server("web-1").vnc_password in shown


async def test_a_server_that_went_to_somebody_else(scene: Scene) -> None:
    end = await reset(scene)
    await scene.store.assign(scene.account_id, scene.made.servers["web-1"], scene.identities["bob"])
    await scene.noticer.deliver_due()
    assert "Password: " not in texts(scene, scene.alice)
    answer = await scene.press(scene.alice, end, all_data(end)[0])
    assert answer is not None
    assert answer.text.startswith("This server is not, or no longer, one of yours.")


async def test_who_lost_the_role_is_not_handed_it(scene: Scene) -> None:
    await scene.store.set_member(scene.team.id, scene.oscar.id, "owner")
    await reset(scene, scene.team)
    await scene.store.set_member(scene.team.id, scene.alice.id, "viewer")
    await scene.noticer.deliver_due()
    assert scene.messages(scene.alice) == []


async def test_only_private_chats(scene: Scene) -> None:
    with pytest.raises(ValueError, match="private"):
        await show_secret(scene.services, scene.outgoing, scene.team.id, "secret", opening="…", kind="test", about={})
    assert scene.calls("sendMessage") == []


async def bought(scene: Scene) -> BotMessage:
    """Let alice buy what is offered first, to its end; return the message that says so."""
    await scene.store.set_identity(scene.identities["alice"], spending="open")
    form = await scene.ask(scene.alice, "/buy")
    for _ in range(12):
        data = all_data(form)[0]
        await scene.press(scene.alice, form, data)
        if data.startswith("ok:"):
            break
    (row,) = await scene.drive()
    assert (row.action, row.state) == ("create_new", "done")
    return scene.messages(scene.alice)[-1]


async def test_what_was_bought_comes_with_its_password_and_addresses(scene: Scene) -> None:
    end = await bought(scene)
    assert labels(end)[0] == "🔑 Show it again"
    await scene.noticer.deliver_due()
    new = list(scene.engine.servers.values())[-1]
    shown = scene.messages(scene.alice)[-1].text
    assert f"\n{new.ip}:22 · login root\nPassword: {new.password}\n" in shown
    assert new.password not in end.text
