"""What makes notices into messages: what each kind's renderer is given, and what it may give back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from operations.chat_time import of_chat

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from handlers.outgoing import Outgoing
    from handlers.screens import Rows
    from operations.services import Services
    from store import NoticeRow


@dataclass(frozen=True)
class Desk:
    """What renderers work with."""

    services: Services
    outgoing: Outgoing


@dataclass(frozen=True, slots=True)
class Told:
    """A message to be sent.

    Attributes:
        text: HTML.
        rows: the buttons under it.
        silent: whether it comes without a sound.
    """

    text: str
    rows: Rows = field(default_factory=list)
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """The renderer has told it by itself, in this message."""

    message_id: int


@dataclass(frozen=True, slots=True)
class Later:
    """Not now: it is asked for again at that time (UNIX)."""

    at: float


class OvertakenError(Exception):
    """The notice is not this process' any more: its claim ran out, and another has it."""


Rendered: TypeAlias = Told | Sent | Later | None
"""What becomes of a notice; None: it is no longer true, and nothing is said."""

Renderer: TypeAlias = "Callable[[Desk, NoticeRow], Awaitable[Rendered]]"
"""Makes a notice's message at the moment of its delivery, from what is true then."""


async def about_to_send(desk: Desk, notice: NoticeRow) -> None:
    """Note in the store that it is handed to Telegram now. A renderer that sends by itself (`Sent`) says so first.

    Raises:
        OvertakenError: It must not be sent.
        store.StoreError: It could not be noted.
    """
    if not await desk.services.store.begin_notice(notice, desk.services.process):
        raise OvertakenError


def after_quiet_hours(desk: Desk, chat_id: int) -> Later | None:
    """Return when the chat may be spoken to again, or None where it may be now."""
    now = desk.services.clock.now()
    awake = of_chat(desk.services, chat_id).awake(now)
    return Later(awake) if awake > now else None


def is_staff(desk: Desk, notice: NoticeRow, account_id: int) -> bool:
    """Tell whether the chat is one of the account's staff chats still; it may not be since the notice was kept."""
    return notice.chat_id in desk.services.store.staff_chats(account_id)


def is_quiet(desk: Desk, chat_id: int) -> bool:
    """Tell whether the chat is in its quiet hours."""
    return of_chat(desk.services, chat_id).is_quiet(desk.services.clock.now())
