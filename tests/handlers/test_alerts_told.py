from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from operations import alarms
from operations.sync import Synchroniser
from sandbox.engine import Run
from tests.handlers.scene import all_data, labels

if TYPE_CHECKING:
    from sandbox.telegram import BotMessage, Chat, Person
    from store import Night, NoticeRow
    from tests.handlers.scene import Scene


async def read(scene: Scene, times: int = 1) -> None:
    for _ in range(times):
        scene.clock.advance(60)
        assert await Synchroniser(scene.services).once(scene.account_id)


async def tell(scene: Scene, chat: Person | Chat) -> list[BotMessage]:
    """Look for what is to be told and deliver it; return what that chat has got."""
    before = len(scene.messages(chat))
    await alarms.tell(scene.services)
    await scene.noticer.deliver_due()
    return scene.messages(chat)[before:]


def waiting(scene: Scene) -> list[NoticeRow]:
    return scene.store.due_notices(scene.clock.now() + 1e9)


async def test_trouble_and_its_end_in_private_and_in_the_group(scene: Scene) -> None:
    scene.server("web-1").blocked = 1
    await read(scene, 2)
    (alone,) = await tell(scene, scene.alice)
    ip = scene.server("web-1").ip
    assert alone.text == (
        "⛔ Null-routed\n"
        f"web-1 · {ip}, since 16:01 (1 min)\n"
        "No traffic from outside reaches the address, most likely after an attack. It usually ends by itself; when is "
        "not known.\n\n"
        "Your reseller can help: @reseller"
    )
    row = scene.row_id("web-1")
    assert all_data(alone) == [f"new:srv:{row}", f"new:mu:{row}", f"new:mw:{row}"]
    assert labels(alone) == ["Open server", "🔕 Mute…", "🛠 Maintenance…"]
    (together,) = scene.messages(scene.team)
    assert (together.text, all_data(together)) == (alone.text, all_data(alone))
    assert scene.messages(scene.bob) == []
    scene.server("web-1").blocked = 0
    await read(scene, 12)
    (over,) = await tell(scene, scene.alice)
    assert over.text == f"✅ Over\nweb-1 · {ip}: no longer null-routed, after 2 min"
    assert all_data(over) == [f"new:srv:{row}"]
    await scene.tap(scene.alice, alone, "new:srv")
    assert scene.messages(scene.alice)[-1].text.startswith("🟢 web-1")
    assert alone in scene.messages(scene.alice)


async def test_chinese(scene: Scene) -> None:
    await scene.store.keep_person(scene.bob.id, "Bob", "zh-hans")
    scene.server("db-1").run_status = Run.OFF
    await read(scene, 3)
    (message,) = await tell(scene, scene.bob)
    ip = scene.server("db-1").ip
    assert message.text == (
        "🔴 意外关机\n"
        f"{ip}，16:01 起（已 2 分钟）\n"
        "之前一直在运行，没有人通过本机器人关机。可以打开服务器重新开机；如果再次关机，请查看控制台和系统日志。\n\n"
        "如需帮助，请联系服务商：@reseller"
    )
    scene.server("db-1").run_status = Run.RUNNING
    await read(scene)
    (message,) = await tell(scene, scene.bob)
    assert message.text == f"✅ 已恢复\n{ip}：恢复运行，关机了 3 分钟"


async def test_several_at_once_are_one_message_by_kind(scene: Scene) -> None:
    scene.server("web-1").blocked = 1
    scene.server("web-2").blocked = 1
    scene.server("web-1").run_status = Run.OFF
    await read(scene, 2)
    (message,) = await tell(scene, scene.alice)
    titles = [line for line in message.text.split("\n") if line[:1] in {"⛔", "🔴"}]
    assert titles == ["⛔ Null-routed", "🔴 Unexpectedly off"]
    assert {data.rpartition(":")[0] for data in all_data(message)} == {"new:srv", "new:lst:0"}
    assert set(labels(message)) == {"web-1", "web-2", "All servers"}


@pytest.mark.parametrize(("night", "silent"), [("silent", True), ("loud", None)])
async def test_at_night_it_comes_with_or_without_a_sound(scene: Scene, night: Night, *, silent: bool | None) -> None:
    await scene.store.set_chat(scene.alice.id, quiet_hours="16-18")
    await scene.store.set_preferences(scene.alice.id, night=night)
    scene.server("web-1").blocked = 1
    await read(scene, 2)
    assert len(await tell(scene, scene.alice)) == 1
    sent = [call.params for call in scene.calls("sendMessage") if call.params["chat_id"] == scene.alice.id]
    assert sent[-1].get("disable_notification") is silent


async def test_at_night_it_waits_for_the_morning_and_then_tells_what_is_true(scene: Scene) -> None:
    await scene.store.set_chat(scene.alice.id, quiet_hours="16-18")
    await scene.store.set_preferences(scene.alice.id, night="wait")
    scene.server("web-1").blocked = 1
    await read(scene, 2)
    assert await tell(scene, scene.alice) == []
    scene.server("web-1").blocked = 0
    scene.server("web-2").blocked = 1
    await read(scene, 10)
    assert await tell(scene, scene.alice) == []
    assert len([each for each in waiting(scene) if each.chat_id == scene.alice.id]) == 1
    scene.clock.advance(2 * 3600)
    (message,) = await tell(scene, scene.alice)
    one, two = (scene.server(name).ip for name in ("web-1", "web-2"))
    assert f"web-2 · {two}, since 16:03" in message.text
    assert message.text.split("\n\n")[1].startswith(f"✅ Over\nweb-1 · {one}: was null-routed for 2 min, until 16:03")
    assert await tell(scene, scene.alice) == []


async def test_what_is_over_or_somebody_elses_on_the_way_is_not_said(scene: Scene) -> None:
    scene.server("web-1").blocked = 1
    await read(scene, 2)
    await alarms.tell(scene.services)
    await scene.store.assign(scene.account_id, scene.made.servers["web-1"], scene.identities["bob"])
    await scene.noticer.deliver_due()
    assert scene.messages(scene.alice) == scene.messages(scene.team) == []
    assert waiting(scene) == []
