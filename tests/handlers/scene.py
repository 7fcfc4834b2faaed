"""The handlers between both stand-ins, without polling: what people do is handed straight to the gate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from handlers.transport.intake import Incoming
from operations.driving import drive

if TYPE_CHECKING:
    from handlers.api import Api
    from handlers.gate import Gate
    from handlers.menu import Menu
    from handlers.notices import Noticer
    from handlers.outgoing import Outgoing
    from handlers.reporting import ChatReporter
    from handlers.router import Router
    from handlers.secret_messages import Eraser
    from handlers.workbench import Workbench
    from operations.services import Services
    from sandbox.engine import MadeUpWorld, ServerState, StandInEngine
    from sandbox.telegram import Answer, BotMessage, Call, Chat, Message, Person, StandInTelegram
    from store import OperationRow, Store
    from tests.clocks import VirtualClock


@dataclass
class Tally:
    """How often the handlers called what `Parts` gives them to call."""

    failures: int = 0
    menu_changes: int = 0

    def failed(self) -> None:
        self.failures += 1

    def menu_changed(self) -> None:
        self.menu_changes += 1


@dataclass
class Scene:
    """The parts, who is there, and how they act. The team's owner is alice, its operator oscar, vera a viewer."""

    telegram: StandInTelegram
    engine: StandInEngine
    made: MadeUpWorld
    services: Services
    api: Api
    outgoing: Outgoing
    reporter: ChatReporter
    router: Router
    menu: Menu
    workbench: Workbench
    noticer: Noticer
    eraser: Eraser
    gate: Gate
    clock: VirtualClock
    observed: list[bool]
    tally: Tally
    account_id: int
    identities: dict[str, int]

    @property
    def store(self) -> Store:
        return self.services.store

    @property
    def alice(self) -> Person:
        return self.telegram.world.people[501]

    @property
    def bob(self) -> Person:
        """Reads Chinese."""
        return self.telegram.world.people[502]

    @property
    def mallory(self) -> Person:
        """A stranger."""
        return self.telegram.world.people[503]

    @property
    def oscar(self) -> Person:
        return self.telegram.world.people[504]

    @property
    def vera(self) -> Person:
        return self.telegram.world.people[505]

    @property
    def rita(self) -> Person:
        """The reseller: all servers."""
        return self.telegram.world.people[506]

    @property
    def team(self) -> Chat:
        return next(chat for chat in self.telegram.world.chats.values() if chat.title == "team")

    @property
    def failures(self) -> int:
        return self.tally.failures

    @property
    def menu_changes(self) -> int:
        return self.tally.menu_changes

    def server(self, nickname: str) -> ServerState:
        return self.engine.server(self.made.servers[nickname])

    def row_id(self, nickname: str) -> int:
        return self.store.server_by_guid(self.made.servers[nickname])[0].id

    def executed(self, action: str) -> int:
        return sum(effect.action == action for effect in self.engine.effects)

    def calls(self, method: str) -> list[Call]:
        return [call for call in self.telegram.calls if call.method == method]

    def messages(self, chat: Chat | Person) -> list[BotMessage]:
        return self.telegram.messages(chat)

    async def process(self) -> None:
        """Hand over every update that waits, as `getUpdates` would bring it for the kinds that are asked for."""
        for update in self.telegram.world.updates.pending():
            self.telegram.world.updates.confirm(update.update_id + 1)
            await self.feed(update.body, update_id=update.update_id)

    async def feed(self, body: dict[str, Any], *, update_id: int = 1) -> None:
        await self.gate.process(Incoming(update_id, {"update_id": update_id, **body}, self.clock.now(), replayed=False))

    async def say(
        self,
        person: Person,
        text: str,
        chat: Chat | None = None,
        *,
        thread_id: int | None = None,
        reply_to: Message | None = None,
    ) -> list[BotMessage]:
        """Let a person write; return what the bot then sent to that chat."""
        where = person if chat is None else chat
        before = len(self.messages(where))
        self.telegram.say(person, where, text, thread_id=thread_id, reply_to=reply_to)
        await self.process()
        return self.messages(where)[before:]

    async def ask(self, person: Person, text: str, chat: Chat | None = None, **more: Any) -> BotMessage:
        """Let a person write and return the bot's one answer."""
        (answer,) = await self.say(person, text, chat, **more)
        return answer

    async def press(self, person: Person, message: BotMessage, data: str) -> Answer | None:
        """Let a person send a button's data; return how the press was answered, None where it was not."""
        query = self.telegram.press(person, message, data=data)
        await self.process()
        return self.telegram.answers.get(query)

    async def tap(self, person: Person, message: BotMessage, verb: str) -> Answer:
        """Press the first button whose data begins so."""
        answer = await self.press(person, message, data_of(message, verb))
        assert answer is not None
        return answer

    async def drive(self) -> list[OperationRow]:
        """Take the open operations to their ends, as the runner does, and tell the chats."""
        ended = []
        for due in self.store.due_operations(self.clock.now()):
            row = await drive(self.services, due.taskid)
            assert row is not None
            assert await self.reporter.ended(row)
            ended.append(row)
        return ended

    async def break_writes(self) -> None:
        """Let every write fail from now on, as on a full disk or a read-only file system."""
        await self.store._writer.run_alone(lambda connection: connection.execute("PRAGMA query_only = ON").fetchone())


def data_of(message: BotMessage, verb: str) -> str:
    """Return the data of the first button whose data begins so; LookupError if there is none."""
    for data in all_data(message):
        if data.startswith(verb):
            return data
    raise LookupError(f"no button {verb} among {all_data(message)}")


def all_data(message: BotMessage) -> list[str]:
    return [each.data or "" for row in message.buttons for each in row]


def labels(message: BotMessage) -> list[str]:
    return [each.text for row in message.buttons for each in row]


def raw_message(scene: Scene, chat_id: int, **more: Any) -> dict[str, Any]:
    """Return an update with a message as nobody in the stand-in could write it."""
    kind = "private" if chat_id > 0 else "supergroup"
    body = {"message_id": 9_000, "date": int(scene.clock.now()), "chat": {"id": chat_id, "type": kind}, "text": "/stop"}
    return {"message": body | more}
