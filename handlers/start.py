"""/start: a welcome, what a stranger may know, an invitation, or a server to be powered on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import confirming, home, power
from handlers.screens import back_to_list
from handlers.secret_messages import GREETING
from operations import members, servers
from operations.access import identify
from operations.starting import start_now
from texts.welcome import joined, stranger

if TYPE_CHECKING:
    from handlers.request import Request
    from handlers.router import Handler, Router

# Our own deep links carry this before the server. Telegram delivers a link's `/start payload` just like a typed one,
# so the prefix is the only thing that tells them apart: what was linked asks first, what was typed acts.
LINK_PREFIX = "s_"


def starting(show_home: Handler) -> Handler:
    """Return the handler of /start; `show_home` shows the home screen."""

    async def handle(request: Request) -> None:
        await start(request, show_home)

    return handle


async def start(request: Request, show_home: Handler) -> None:
    """`/start`, `/start <server>`, and the deep links `join_<token>` and `s_<server>`."""
    word = "" if request.arguments == GREETING else request.arguments
    if word.startswith(members.INVITE_PREFIX):
        await _join(request, word)
    elif request.known is None:
        await request.say(stranger(request.t, chat_id=request.chat_id, user_id=request.user.id))
    elif word.startswith(LINK_PREFIX):
        known = await servers.find_or_read(request.services, request.actor, word.removeprefix(LINK_PREFIX))
        await confirming.propose(request, known, "start")
    elif word:
        await _power_on(request, word)
    else:
        await show_home(request)


async def _join(request: Request, payload: str) -> None:
    await members.join(
        request.services, payload, chat_id=request.chat_id, user_id=request.user.id, private=request.private
    )
    request.known = identify(
        request.services,
        chat_id=request.chat_id,
        user_id=request.user.id,
        private=request.private,
        telegram_language=request.user.language_code,
    )
    request.parts.menu_changed()
    found = servers.visible(request.services, request.actor)
    await request.say(joined(request.t, servers=len(found)), [[back_to_list(request.t)]])


async def _power_on(request: Request, word: str) -> None:
    """Start the server that a person typed; it harms nothing, so it needs no confirmation."""
    known = await servers.find_or_read(request.services, request.actor, word)
    row = await start_now(
        request.services,
        request.asker,
        known,
        "start",
        asked_at=request.asked_at,
        # The same message may be processed twice after a crash; updates are numbered anew now and then, messages not.
        dedupe_key=f"message-{request.chat_id}-{request.message_id}",
    )
    if row.status_message_id is None:
        await power.show_status(request, row)
    request.parts.runner.kick()


def register(router: Router) -> None:
    """Add /start."""
    router.command("start", starting(home.screen(router)), public=True)
