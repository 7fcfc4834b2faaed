"""The link to a server's console: whoever has it has the console, so it goes to one person and is kept nowhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from engine import EngineError, ProtocolError, refusal
from operations.access import Role
from operations.errors import ConsolePasswordNeededError, EngineUnavailableError, NotPossibleError
from operations.reading import look_surely

if TYPE_CHECKING:
    from operations.access import Actor
    from operations.servers import KnownServer
    from operations.services import Services

ACTION = "getvncurl"


@dataclass(frozen=True, slots=True)
class Console:
    """A console, open to whoever has the link.

    Attributes:
        known: the server, as just read.
        url: the link.
    """

    known: KnownServer
    url: str = field(repr=False)


async def open_console(services: Services, actor: Actor, known: KnownServer) -> Console:
    """Read the server, and get a link to its console.

    Raises:
        NotAllowedError: the role does not reach.
        EngineUnavailableError: the engine could not be read, or gave no link.
        NotPossibleError: the server's state or its line forbids it.
        ConsolePasswordNeededError: the console's password has to be set first.
    """
    actor.require(Role.OPERATOR)
    known = await look_surely(services, known)
    line = services.catalogue.of(known.account_id).lines.get(known.server.line_guid)
    reason = refusal(ACTION, known.server, line=line)
    if reason is not None:
        raise NotPossibleError(reason)
    if known.server.need_reset_vnc:
        raise ConsolePasswordNeededError(known)
    customer = services.engines.customer(known.identity_id)
    try:
        link = await services.engines.of(known.account_id).getvncurl(known.guid, customer=customer)
    except EngineError as error:
        raise EngineUnavailableError(error) from error
    if not _opens(link.url):
        raise EngineUnavailableError(ProtocolError(ACTION, "the link is no web address"))
    return Console(known, link.url)


def _opens(url: str) -> bool:
    """Tell whether a button can open the link: Telegram refuses the whole message otherwise."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)
