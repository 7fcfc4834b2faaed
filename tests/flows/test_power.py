from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from sandbox.engine import Fault, Run
from tests.flows.stage import button

if TYPE_CHECKING:
    from sandbox.telegram import BotMessage
    from tests.flows.stage import Stage


async def ended(stage: Stage, chat: int, seen: int) -> BotMessage:
    """Return the new message at an operation's end."""
    return await stage.next_message(chat, seen)


async def test_list_card_stop_confirm_end(stage: Stage) -> None:
    zhang = stage.zhang
    listed = await stage.ask(zhang, "/servers")
    assert "web-1" in texts_of_buttons(listed)
    row = next(b for r in listed.buttons for b in r if b.text.endswith("web-1"))

    stage.telegram.press(zhang, listed, data=row.data)
    await stage.telegram.wait_for(lambda: button(listed, "do:stop:"), timeout=10)
    assert stage.engine.server(stage.guid("web-1")).ip in listed.text
    await stage.tap(zhang, listed, "do:stop:")
    await stage.telegram.wait_for(lambda: button(listed, "ok:"), timeout=10)
    assert "web-1" in listed.text
    assert stage.executed("stop") == 0
    await stage.tap(zhang, listed, "ok:")
    end = await ended(stage, zhang.id, 1)

    assert stage.executed("stop") == 1
    assert stage.engine.server(stage.guid("web-1")).run_status == Run.OFF
    assert "web-1" in end.text
    assert len(listed.edits) >= 3


def texts_of_buttons(message: BotMessage) -> str:
    return " ".join(each.text for row in message.buttons for each in row)


async def test_many_presses_execute_once(stage: Stage) -> None:
    zhang = stage.zhang
    asked = await stage.ask(zhang, "/stop web-1")
    data = button(asked, "ok:")

    queries = [stage.telegram.press(zhang, asked, data=data) for _ in range(6)]
    await stage.telegram.wait_for(lambda: all(query in stage.telegram.answers for query in queries), timeout=10)
    await ended(stage, zhang.id, 1)

    assert stage.executed("stop") == 1
    assert len(stage.telegram.messages(zhang.id)) == 2


async def test_typed_start_acts_at_once_and_a_link_asks_first(stage: Stage) -> None:
    zhang = stage.zhang
    stage.telegram.open_link(zhang, "s_cache-1")
    asked = await stage.next_message(zhang.id, 0)
    assert button(asked, "ok:")
    assert stage.executed("start") == 0

    await stage.ask(zhang, "/start cache-1")
    await ended(stage, zhang.id, 2)

    assert stage.executed("start") == 1


@pytest.mark.parametrize(
    ("command", "action"), [("restart", "restart"), ("force_stop", "stop_h"), ("force_restart", "restart_h")]
)
async def test_the_other_power_commands(stage: Stage, command: str, action: str) -> None:
    zhang = stage.zhang
    asked = await stage.ask(zhang, f"/{command} web-2")
    await stage.tap(zhang, asked, "ok:")
    await ended(stage, zhang.id, 1)
    assert stage.executed(action) == 1


async def test_without_arguments_one_picks(stage: Stage) -> None:
    zhang = stage.zhang
    choice = await stage.ask(zhang, "/stop")
    await stage.tap(zhang, choice, "do:stop:")
    await stage.telegram.wait_for(lambda: button(choice, "ok:"), timeout=10)
    await stage.tap(zhang, choice, "no:")
    await stage.telegram.wait_for(lambda: button(choice, "srv:"), timeout=10)
    assert stage.executed("stop") == 0


async def test_cancel_ends_what_waits(stage: Stage) -> None:
    zhang = stage.zhang
    asked = await stage.ask(zhang, "/stop web-1")
    data = button(asked, "ok:")
    await stage.ask(zhang, "/cancel")
    assert not asked.buttons
    query = stage.telegram.press(zhang, asked, data=data) if asked.buttons else None
    assert query is None
    assert stage.executed("stop") == 0


async def test_the_engines_words_reach_the_person(stage: Stage) -> None:
    zhang = stage.zhang
    stage.engine.fail_next(Fault.REFUSE("业务已被锁定，请联系管理员"), action="stop")
    asked = await stage.ask(zhang, "/stop web-1")
    await stage.tap(zhang, asked, "ok:")
    end = await ended(stage, zhang.id, 1)
    assert "业务已被锁定，请联系管理员" in end.text


async def test_a_lost_answer_is_said_as_unknown_then_settled(stage: Stage) -> None:
    zhang = stage.zhang
    stage.engine.fail_next(Fault.CUT_AFTER, action="stop")
    asked = await stage.ask(zhang, "/stop web-1")
    await stage.tap(zhang, asked, "ok:")
    await ended(stage, zhang.id, 1)
    assert stage.executed("stop") == 1


async def test_one_operation_at_a_time_on_a_server(stage: Stage) -> None:
    zhang = stage.zhang
    asked = await stage.ask(zhang, "/stop web-1")
    again = await stage.ask(zhang, "/restart web-1")
    await stage.tap(zhang, asked, "ok:")
    await stage.tap(zhang, again, "ok:")
    await stage.telegram.wait_for(lambda: len(stage.telegram.messages(zhang.id)) >= 3, timeout=10)
    await asyncio.sleep(0.3)
    assert (stage.executed("stop"), stage.executed("restart")) == (1, 0)
