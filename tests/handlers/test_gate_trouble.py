from __future__ import annotations

from typing import TYPE_CHECKING

from structlog.testing import capture_logs

from tests.handlers.scene import all_data, raw_message

if TYPE_CHECKING:
    from tests.handlers.scene import Scene

JUNK = (
    "nonsense",
    ":",
    "::",
    "srv",
    "srv:",
    "srv:x",
    "srv:²",
    "srv:٣",
    "srv:-1",
    "srv:" + "9" * 60,
    "his:²",
    "his:" + "9" * 60,
    "do:",
    "do:stop",
    "do:stop:",
    "do:stop:²",
    "do:stop:" + "9" * 50,
    "do:nothing:1",
    "do:create_new:1",
    "pick:",
    "pick:stop:",
    "pick:stop:²",
    "pick:nothing:0",
    "ok:",
    "ok:" + "A" * 22,
    "no:" + "A" * 61,
    "mem:²",
    "mem:" + "9" * 60,
    "rol:504:emperor",
    "rol:²:owner",
    "rol:" + "9" * 50 + ":owner",
    "lang:xx",
    "lang:",
    "lst:" + "9" * 60,
    "lst::" + "x" * 59,
    "lst:²:",
    "lst:99999999999:" + "长" * 16,
    "长" * 21,
)


async def test_the_longest_message_is_answered_in_short(scene: Scene) -> None:
    long = "长" * 4_096
    assert len((await scene.ask(scene.alice, long)).text) < 200
    for name in ("server", "stop", "start", "history", "alias", "language"):
        text = f"/{name} {long}"[:4_096]
        answer = await scene.ask(scene.alice, text)
        assert len(answer.text) < 500, name
    listed = await scene.ask(scene.alice, f"/servers {long}"[:4_096])
    assert "No server matches." in listed.text
    assert scene.failures == 0


async def test_junk_in_a_button_is_answered_and_breaks_nothing(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/servers", scene.team)
    for data in JUNK:
        assert await scene.press(scene.alice, shown, data) is not None, data
        assert scene.failures == 0, data
    assert scene.store.due_operations(scene.clock.now()) == []
    assert {row.user_id: row.role for row in scene.store.members(scene.team.id)} == {501: "owner", 504: "operator"}
    assert scene.telegram.violations == []


async def test_a_press_without_message_or_data_is_answered(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/servers")
    for field in ("message", "data"):
        query = scene.telegram.press(scene.alice, shown, data="lst:0:")
        (update,) = scene.telegram.world.updates.pending()
        scene.telegram.world.updates.clear()
        body = {**update.body["callback_query"]}
        del body[field]
        await scene.feed({"callback_query": body})
        assert scene.telegram.answers[query].text == ""
    assert not shown.edits


async def test_a_button_under_a_message_too_old_for_telegram_still_works(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/servers")
    scene.telegram.press(scene.alice, shown, data="lst:0:")
    (update,) = scene.telegram.world.updates.pending()
    scene.telegram.world.updates.clear()
    query = update.body["callback_query"]
    # Telegram's InaccessibleMessage: the date is always 0.
    query["message"] = {"chat": query["message"]["chat"], "message_id": 1, "date": 0}
    await scene.feed({"callback_query": query})
    assert scene.messages(scene.alice)[-1].text.startswith("6 servers")
    assert len(scene.messages(scene.alice)) == 2


async def test_a_blocked_chat_is_marked_and_the_gate_stays_calm(scene: Scene) -> None:
    scene.telegram.say(scene.alice, scene.alice, "/servers")
    scene.telegram.block(scene.alice)
    await scene.process()
    chat = scene.store.chat(501)
    assert chat is not None
    assert chat.blocked_at == scene.clock.now()
    assert scene.failures == 0


async def test_telegram_out_of_reach_never_breaks_the_gate(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/servers")
    hello = await scene.ask(scene.mallory, "/start")
    sender = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    scene.telegram.fail_next("answerCallbackQuery", status=502, times=4)
    scene.telegram.fail_next("sendMessage", status=502, times=4)
    with capture_logs() as logs:
        # A stranger's press, a known person's, an anonymous command, an answer.
        assert await scene.press(scene.mallory, hello, "lst:0:") is None
        assert await scene.press(scene.alice, shown, "nonsense") is None
        await scene.feed(raw_message(scene, scene.team.id, **{"from": sender, "text": "/servers"}))
        assert await scene.say(scene.alice, "/help") == []
    assert [entry["event"] for entry in logs] == ["telegram_call_repeated", "answer_failed"] * 4
    assert {entry["error"] for entry in logs} == {"NetworkError"}


async def test_a_read_only_store_is_said_in_one_line(scene: Scene) -> None:
    await scene.break_writes()
    for text in ("/servers", "/stop web-1", "/alias web-1 x"):
        answer = await scene.ask(scene.alice, text)
        assert answer.text.startswith("Something went wrong here. As far as we know nothing was changed.\nReference: ")
        assert answer.text.endswith("\nYour reseller can help: @reseller")
    assert scene.failures == 3


async def test_a_closed_store_is_said_in_one_line_in_the_senders_language(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/servers")
    await scene.store.close()
    answer = await scene.ask(scene.bob, "/servers")
    assert answer.text.startswith("出了点问题。就目前所知，没有任何改动。\n编号：")
    assert await scene.press(scene.alice, shown, "lst:0:") is not None
    assert scene.messages(scene.alice)[-1].text.startswith("Something went wrong here.")
    assert scene.failures == 2
    # Groups are not told of what was not meant for the bot.
    body = raw_message(scene, scene.team.id, **{"from": {"id": 501, "first_name": "Alice"}, "text": "good morning"})
    await scene.feed(body)
    assert scene.messages(scene.team) == []


async def test_every_button_fits_and_nothing_breaks_telegrams_rules(scene: Scene) -> None:
    for text in (
        "/servers 香港数据中心的全部生产环境服务器列表",
        "/server web-1",
        "/stop",
        "/history web-1",
        "/language",
    ):
        answer = await scene.ask(scene.alice, text)
        assert all(1 <= len(data.encode()) <= 64 for data in all_data(answer))
    assert scene.telegram.violations == []
