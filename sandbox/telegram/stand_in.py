"""The stand-in for Telegram that tests and the demo use."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from aiohttp import web

from sandbox.telegram.cast import Cast
from sandbox.telegram.chats import BotIdentity
from sandbox.telegram.faults import Cut, Faults
from sandbox.telegram.limits import Limits
from sandbox.telegram.messages import BotMessage
from sandbox.telegram.methods import Session
from sandbox.telegram.outside import OutsideApi
from sandbox.telegram.page_api import PageApi
from sandbox.telegram.server import BODY_BYTES, BotApi
from sandbox.telegram.webhook import Webhook
from sandbox.telegram.world import World

if TYPE_CHECKING:
    from collections.abc import Callable

    from sandbox.telegram.cast import ChatRef
    from sandbox.telegram.messages import Message
    from sandbox.telegram.outside import Outside
    from sandbox.telegram.world import Answer, Call, Command

T = TypeVar("T")
_PAGE = Path(__file__).resolve().parent.parent / "page"
_SHUTDOWN_SECONDS = 0.5


class StandInTelegram(Cast):
    """A Bot API for one bot, the people who talk to it, and the chat page.

    Attributes:
        world: the whole state.
        calls: every call of the Bot API with a right token, in the order of their answers.
        violations: what a real server would punish, and what it would silently pass over, in words.
        answers: callback query id → what the bot answered.
        commands: (scope, language code or "") → the command menu; see `World.commands`.
    """

    def __init__(
        self,
        token: str = "123456:TEST-token",  # noqa: S107 - made up
        username: str = "apabot_demo_bot",
        *,
        name: str = "apabot",
        now: Callable[[], float] = time.time,
        limits: Limits | None = None,
        strict: bool = True,
        reads_all_group_messages: bool = False,
        webhook_retry_delay: float = 1.0,
        outside: Outside | None = None,
    ) -> None:
        """Makes an empty world.

        Args:
            token: the bot's token; the number before the colon is the bot's id.
            username: the bot's @name without the @.
            name: what people see as its name.
            now: unix seconds; dates, rate limits and expiries go by it (long polls wait real time).
            limits: the rates; Telegram's by default.
            strict: refuse what breaks a rule; else it is only noted in `violations`.
            reads_all_group_messages: privacy mode is off.
            webhook_retry_delay: real seconds before a refused webhook delivery is tried again, doubling.
            outside: what stands beside the chats and can be disturbed from the page, if anything.
        """
        bot = BotIdentity(
            id=int(token.partition(":")[0]),
            first_name=name,
            username=username,
            reads_all_group_messages=reads_all_group_messages,
        )
        super().__init__(World(bot=bot, now=now, limits=limits or Limits(), strict=strict))
        self.calls: list[Call] = self.world.calls
        self.violations: list[str] = self.world.violations
        self.answers: dict[str, Answer] = self.world.answers
        self.commands: dict[tuple[str, str], list[Command]] = self.world.commands
        self._faults = Faults()
        self._webhook = Webhook(self.world.updates, now=now, retry_delay=webhook_retry_delay)
        self._api = BotApi(Session(world=self.world, webhook=self._webhook), token=token, faults=self._faults)
        self._page = PageApi(self.world, folder=_PAGE)
        self._outside = OutsideApi(outside)
        self._runner: web.AppRunner | None = None

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Listens; port 0 is any free one.

        Returns:
            The address, e.g. "http://127.0.0.1:8081"; the Bot API is under <address>/bot<token>/<method>.
        """
        app = web.Application(client_max_size=BODY_BYTES)
        app.add_routes([*self._api.routes(), *self._page.routes(), *self._outside.routes()])
        self._page.open()
        self._runner = web.AppRunner(
            app,
            access_log=None,
            handler_cancellation=True,
            shutdown_timeout=_SHUTDOWN_SECONDS,
        )
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        return f"http://{host}:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Ends long polls, streams and the webhook's delivery, and stops to listen."""
        self._page.close()
        self.world.updates.release_poller()
        await self._webhook.stop()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def messages(self, chat: ChatRef) -> list[BotMessage]:
        """What the bot sent to a chat, oldest first, as it is now; deleted ones are marked."""
        return [message for message in self.history(chat) if isinstance(message, BotMessage)]

    def history(self, chat: ChatRef) -> list[Message]:
        """Everybody's messages in a chat, oldest first."""
        return list(self.chat(chat).messages.values())

    def last(self, chat: ChatRef) -> BotMessage:
        """The bot's newest message in a chat that is not deleted; LookupError if there is none."""
        for message in reversed(self.chat(chat).messages.values()):
            if isinstance(message, BotMessage) and not message.deleted:
                return message
        raise LookupError("the bot has written nothing there")

    async def wait_for(self, predicate: Callable[[], T], timeout: float = 5.0) -> T:  # noqa: ASYNC109 - the test's bound
        """Waits until the predicate is true and returns its value; a LookupError in it is "not yet".

        Raises:
            TimeoutError: it was not true within `timeout` real seconds.
        """
        return await self.world.changes.wait_for(predicate, timeout=timeout)

    def fail_next(
        self,
        method: str | None,
        *,
        status: int | None = None,
        description: str | None = None,
        retry_after: int | None = None,
        times: int = 1,
        cut_connection: Cut = False,
        delay: float = 0.0,
    ) -> None:
        """Makes the next calls of a method (None: of any) fail.

        Args:
            method: its name.
            status: the HTTP status to answer with; the call has no effect.
            description: the answer's words, e.g. "Forbidden: user is deactivated".
            retry_after: answers 429 with these seconds; the call has no effect.
            times: how many calls.
            cut_connection: "before" or "after" the call takes effect the connection is cut without an answer.
            delay: real seconds that the call takes longer.
        """
        self._faults.add(
            method,
            status=status,
            description=description,
            retry_after=retry_after,
            times=times,
            cut_connection=cut_connection,
            delay=delay,
        )

    def updates_pending(self) -> int:
        """How many updates are not confirmed yet."""
        return len(self.world.updates.pending())

    def push_raw(self, update: dict[str, Any]) -> int:
        """Queues an update of any shape; returns its id, which is the update's own if it has one."""
        return self.world.updates.push(update)

    @property
    def confirmed(self) -> int:
        """The highest update id that the bot has confirmed; 0 before the first."""
        return self.world.updates.confirmed
