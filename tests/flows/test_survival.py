from __future__ import annotations

import asyncio
import random
import time
from typing import TYPE_CHECKING

import pytest

from bot.demo import CUSTOMERS, TOKEN
from bot.running import run
from bot.settings import Listen
from handlers.transport.errors import TwoPollersError
from sandbox.engine import Durations
from sandbox.telegram import Limits
from store import Store
from tests.flows.process import UNLIMITED, bot_process, free_port, kill
from tests.flows.stage import SECRET_KEY, Stage, button, running, stage_at

if TYPE_CHECKING:
    from pathlib import Path

    from sandbox.telegram import BotMessage, Person

pytestmark = pytest.mark.slow


@pytest.mark.timeout(180)
async def test_killed_in_mid_operation_the_chat_is_still_told(tmp_path: Path) -> None:
    async with stage_at(tmp_path) as stage:
        stage.engine.world.durations = Durations(stop=3.0, start_delay=0.1)
        zhang = stage.zhang
        async with bot_process(stage) as first:
            asked = await _patiently(stage, zhang, "/stop web-1")
            await stage.tap(zhang, asked, "ok:")
            await stage.telegram.wait_for(lambda: stage.executed("stop") == 1, timeout=10)
            await kill(first)
        seen = len(stage.telegram.messages(zhang.id))
        async with bot_process(stage):
            end = await _next(stage, zhang.id, seen)
        assert stage.executed("stop") == 1
        assert "web-1" in end.text
        assert len(stage.telegram.messages(zhang.id)) == seen + 1


@pytest.mark.timeout(240)
async def test_killed_under_load_no_update_is_lost(tmp_path: Path) -> None:
    async with stage_at(tmp_path, limits=Limits.off()) as stage:
        people = [stage.telegram.add_person(first_name=f"P{n}", language_code="en", started=True) for n in range(400)]
        dice = random.Random(7)
        pushed = 0
        while pushed < len(people):
            async with bot_process(stage, "-c", UNLIMITED) as process:
                for person in people[pushed : pushed + 134]:
                    stage.telegram.say(person, person.id, "/whoami")
                pushed += 134
                answered = len(_answered(stage, people)) + dice.randint(5, 100)
                await stage.telegram.wait_for(
                    lambda count=answered: len(_answered(stage, people)) >= count,  # type: ignore[misc]
                    timeout=60,
                )
                await kill(process)
        async with bot_process(stage, "-c", UNLIMITED):
            await stage.telegram.wait_for(lambda: len(_answered(stage, people)) == len(people), timeout=60)


def _answered(stage: Stage, people: list[Person]) -> list[Person]:
    return [person for person in people if stage.telegram.messages(person.id)]


async def _patiently(stage: Stage, person: Person, text: str) -> BotMessage:
    stage.telegram.say(person, person.id, text)
    return await _next(stage, person.id, 0)


async def _next(stage: Stage, chat: int, seen: int) -> BotMessage:
    await stage.telegram.wait_for(lambda: len(stage.telegram.messages(chat)) > seen, timeout=60)
    return stage.telegram.messages(chat)[seen]


@pytest.mark.timeout(120)
async def test_no_secret_in_any_log_nor_in_the_database(tmp_path: Path) -> None:
    async with stage_at(tmp_path) as stage:
        zhang = stage.zhang
        async with bot_process(stage):
            await _patiently(stage, zhang, "/servers")
            asked = await stage.ask(zhang, "/stop web-1")
            await stage.tap(zhang, asked, "ok:")
            await stage.next_message(zhang.id, 2)
            await stage.ask(zhang, "/whoami")
            await stage.engine.refuse_connections()
            await stage.ask(zhang, "/server web-2")
            stage.telegram.fail_next("sendMessage", status=502, description="Bad Gateway")
            stage.telegram.say(zhang, zhang.id, "/help")
            await stage.settled()
        found = (tmp_path / "bot.log").read_text()
        assert "bot_running" in found
        stored = b"".join(file.read_bytes() for file in sorted(tmp_path.glob("apabot.db*")))  # noqa: ASYNC240 - nothing else runs
        personal = [each for customer in CUSTOMERS for each in (customer.name, customer.mobile, customer.idnum)]
        for secret in (TOKEN, TOKEN.partition(":")[2], SECRET_KEY, stage.world.key, *personal):
            assert secret not in found
            assert secret.encode() not in stored
        assert "张伟" not in found


async def test_a_second_poller_ends_with_a_clear_error_and_the_first_stays(tmp_path: Path) -> None:
    async with stage_at(tmp_path) as stage, running(stage):
        assert (await stage.ask(stage.zhang, "/help")).text
        with pytest.raises(TwoPollersError, match="409"):
            async with asyncio.timeout(60):
                await run(stage.settings(database=str(tmp_path / "second.db")))
        assert (await stage.ask(stage.zhang, "/help")).text


async def test_engine_down_gets_one_clear_line(tmp_path: Path) -> None:
    async with stage_at(tmp_path) as stage, running(stage):
        await stage.telegram.wait_for(lambda: bool(stage.engine.requests))
        await stage.ask(stage.zhang, "/servers")
        await stage.engine.refuse_connections()
        card = await stage.ask(stage.zhang, "/server web-1")
        assert stage.engine.server(stage.guid("web-1")).ip in card.text
        refused = await stage.ask(stage.zhang, "/stop web-1")
        assert not any(each.data and each.data.startswith("ok:") for row in refused.buttons for each in row)


JUNK = [
    "/server",
    "/server nonsense",
    "/server " + "9" * 3_000,
    "/stop 💥💥💥",
    "/server <b>&",
    "/alias x",
    "/alias web-1 /x",
    "/language klingon",
    "/nonsense",
    "/start nonsense",
    "/history ''",
    "/members",
    "x" * 4_000,
    "/servers " + "界" * 900,
]


async def test_junk_gets_one_clear_line_each(stage: Stage) -> None:
    for text in JUNK:
        answer = await stage.ask(stage.zhang, text)
        assert answer.text
        assert "Traceback" not in answer.text
        assert "{" not in answer.text


async def test_flood_control_is_obeyed_and_nothing_lost(stage: Stage) -> None:
    stage.telegram.fail_next("sendMessage", retry_after=1, times=1)
    assert (await stage.ask(stage.zhang, "/help")).text


async def test_a_blocked_chat_is_marked_and_comes_back(stage: Stage) -> None:
    stage.telegram.block(stage.emily)
    await stage.settled()
    stage.telegram.unblock(stage.emily)
    assert (await stage.ask(stage.emily, "/help")).text


async def test_a_group_that_becomes_a_supergroup_keeps_everything(tmp_path: Path) -> None:
    async with stage_at(tmp_path) as stage:
        group = stage.telegram.add_plain_group(title="old", members=[stage.zhang, stage.li], owner=stage.zhang)
        store = await Store.open(stage.settings().database, [SECRET_KEY])
        await store.keep_chat(group.id, kind="group")
        await store.grant(group.id, store.identity_labelled(CUSTOMERS[0].label).id)
        await store.set_member(group.id, stage.zhang.id, "owner")
        await store.close()
        async with running(stage):
            await stage.telegram.wait_for(lambda: bool(stage.engine.requests))
            assert (await stage.ask(stage.zhang, "/servers", group.id)).buttons
            new = stage.telegram.migrate(group)
            await stage.settled()
            asked = await stage.ask(stage.zhang, f"/stop {stage.guid('web-1')}", new)
            assert button(asked, "ok:")


async def test_over_a_webhook(tmp_path: Path) -> None:
    port = free_port()
    async with stage_at(tmp_path) as stage:
        settings = stage.settings(
            listen=Listen("127.0.0.1", port), webhook_url=f"http://127.0.0.1:{port}/hook", webhook_secret="s" * 32
        )
        stop = asyncio.Event()
        task = asyncio.create_task(run(settings, stop=stop))
        await stage.telegram.wait_for(
            lambda: any(call.method == "setWebhook" for call in stage.telegram.calls), timeout=10
        )
        assert (await stage.ask(stage.zhang, "/whoami")).text
        assert not any(call.method == "getUpdates" for call in stage.telegram.calls)
        stop.set()
        await task


async def test_topics_are_kept(stage: Stage) -> None:
    forum = stage.telegram.add_group(title="forum", members=[stage.zhang], owner=stage.zhang, forum=True)
    topic = stage.telegram.add_topic(forum, "ops")
    store = await Store.open(stage.settings().database, [SECRET_KEY])
    await store.keep_chat(forum.id, kind="group")
    await store.grant(forum.id, store.identity_labelled(CUSTOMERS[0].label).id)
    await store.close()
    stage.telegram.say(stage.zhang, forum.id, "/servers", thread_id=topic)
    await stage.telegram.wait_for(lambda: len(stage.telegram.messages(forum.id)) == 1)
    assert stage.telegram.messages(forum.id)[0].thread_id == topic


async def test_an_old_acting_message_is_not_acted_upon(stage: Stage) -> None:
    stage.telegram.say(stage.zhang, stage.zhang.id, "/start cache-1", date=int(time.time()) - 400)
    answer = await stage.next_message(stage.zhang.id, 0)
    assert stage.executed("start") == 0
    assert answer.text
