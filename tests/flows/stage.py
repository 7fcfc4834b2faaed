"""The whole bot between two stand-ins over real HTTP, and the people who use it."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.demo import TOKEN, cast, enter_customers
from bot.running import run
from bot.settings import GivenSettings, Listen, Settings
from sandbox.engine import Durations, StandInEngine, made_up_world
from sandbox.telegram import Limits, StandInTelegram
from store import Store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.demo import Cast
    from sandbox.engine import MadeUpWorld
    from sandbox.telegram import BotMessage, Message, Person

SECRET_KEY = "a-secret-key-for-the-flows"
QUICK = Durations(
    start=0.3,
    stop=0.3,
    stop_h=0.2,
    restart=0.3,
    restart_h=0.3,
    renew=0.3,
    refund=0.3,
    create_new=0.3,
    createsnapshot=0.3,
    start_delay=0.05,
)
STRANGER = 70005


@dataclass
class Stage:
    """Both stand-ins, who is on them, and how to act there."""

    telegram: StandInTelegram
    telegram_url: str
    engine: StandInEngine
    engine_url: str
    world: MadeUpWorld
    people: Cast
    folder: Path

    @property
    def zhang(self) -> Person:
        return self.person(self.people.zhang)

    @property
    def emily(self) -> Person:
        return self.person(self.people.emily)

    @property
    def li(self) -> Person:
        return self.person(self.people.li)

    @property
    def stranger(self) -> Person:
        return self.person(STRANGER)

    def person(self, user_id: int) -> Person:
        return self.telegram.world.people[user_id]

    def guid(self, nickname: str) -> str:
        return self.world.servers[nickname]

    def executed(self, action: str) -> int:
        return sum(effect.action == action for effect in self.engine.effects)

    def settings(self, **changes: object) -> Settings:
        values: dict[str, object] = {
            "telegram_token": TOKEN,
            "telegram_api_url": self.telegram_url,
            "database": str(self.folder / "apabot.db"),
            "secret_key": SECRET_KEY,
            "listen": Listen("127.0.0.1", 0),
            "poll_interval": 0.05,
            "sync_interval": 60,
            "settle_seconds": 2,
            "contact": "@reseller",
        }
        return GivenSettings.model_validate(values | changes)

    async def ask(self, person: Person, text: str, chat: int | None = None) -> BotMessage:
        """Say something and return the bot's next new message in that chat."""
        where = person.id if chat is None else chat
        seen = len(self.telegram.messages(where))
        self.telegram.say(person, where, text)
        return await self.next_message(where, seen)

    async def next_message(self, chat: int, seen: int) -> BotMessage:
        await self.telegram.wait_for(lambda: len(self.telegram.messages(chat)) > seen, timeout=10)
        return self.telegram.messages(chat)[seen]

    async def tap(self, person: Person, message: BotMessage, verb: str) -> None:
        """Press the first button whose data begins so, and wait until the press is answered."""
        data = button(message, verb)
        query = self.telegram.press(person, message, data=data)
        await self.telegram.wait_for(lambda: query in self.telegram.answers, timeout=10)

    async def settled(self) -> None:
        """Wait until every update is confirmed and a little more, for what must not happen."""
        await self.telegram.wait_for(lambda: self.telegram.updates_pending() == 0, timeout=10)
        await asyncio.sleep(0.3)


def button(message: BotMessage, verb: str) -> str:
    """Return the data of the first button whose data begins so; LookupError if there is none."""
    for row in message.buttons:
        for each in row:
            if each.data is not None and each.data.startswith(verb):
                return each.data
    raise LookupError(f"no button {verb} among {[each.data for row in message.buttons for each in row]}")


@asynccontextmanager
async def stage_at(folder: Path, *, limits: Limits | None = None) -> AsyncIterator[Stage]:
    """Set the stage: customers are entered, nothing runs yet."""
    telegram = StandInTelegram(token=TOKEN, limits=limits)
    engine = StandInEngine(durations=QUICK)
    telegram_url = await telegram.start()
    engine_url = await engine.start()
    world = made_up_world(engine)
    stage = Stage(telegram, telegram_url, engine, engine_url, world, cast(telegram), folder)
    store = await Store.open(stage.settings().database, [SECRET_KEY])
    await enter_customers(store, engine_url, world, stage.people)
    await store.close()
    try:
        yield stage
    finally:
        await telegram.stop()
        await engine.stop()


@asynccontextmanager
async def running(stage: Stage, **changes: object) -> AsyncIterator[None]:
    """Run the bot on the stage, as `apabot run` does."""
    stop = asyncio.Event()
    task = asyncio.create_task(run(stage.settings(**changes), stop=stop))
    try:
        await stage.telegram.wait_for(
            lambda: any(call.method == "deleteWebhook" for call in stage.telegram.calls) or task.done(), timeout=15
        )
        yield
    finally:
        stop.set()
        await task


def texts(messages: list[Message] | list[BotMessage]) -> str:
    return "\n".join(message.text for message in messages)
