"""What one reading shows of whatever an operation is about."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from engine import EngineError, RefusedError, Server, Snapshot
from operations import reading, snapshot_lists
from operations.errors import EngineUnavailableError
from operations.refusals import meaning

if TYPE_CHECKING:
    from engine import Customer
    from operations.kinds import Answer, Kind
    from operations.services import Services

_SNAPSHOT_FUNCTIONS = frozenset({"createsnapshot", "revertsnapshot", "renewsnapshot", "removesnapshot"})


class Sight(BaseModel):
    """One reading.

    Attributes:
        server: the server; None where the engine says that there is none, and for a purchase.
        snapshots: its snapshots, where they were read.
        servers: those that were bought, as far as they are known.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    server: Server | None
    snapshots: tuple[Snapshot, ...] | None = None
    servers: tuple[Server, ...] = ()

    def to_json(self) -> str:
        """Return it as an operation's `before` and `after` keep it."""
        return self.model_dump_json()

    @classmethod
    def from_json(cls, text: str) -> Sight:
        """Read what `to_json` wrote, or the bare server that older rows hold.

        Raises:
            pydantic.ValidationError: it is neither.
        """
        if "guid" in json.loads(text):
            return cls(server=Server.model_validate_json(text))
        return cls.model_validate_json(text)


async def see(
    services: Services,
    kind: Kind,
    account_id: int,
    guid: str | None,
    *,
    customer: Customer | None,
    answer: Answer | None = None,
) -> Sight:
    """Read from the engine what this kind of operation is judged by, and keep the servers that it tells of.

    Args:
        services: the store and the engines.
        kind: what for.
        account_id: whose.
        guid: the server; None for a purchase.
        customer: in whose name snapshots are listed; None (erased) leaves them unread.
        answer: what the engine answered to the operation, if it did.

    Raises:
        EngineUnavailableError: something could not be read.
    """
    if guid is None:
        return await _see_bought(services, account_id, answer)
    server = await _server(services, kind, account_id, guid)
    if (
        server is None
        or customer is None
        or not kind.snapshots
        or not _may_have_snapshots(services, account_id, server)
    ):
        return Sight(server=server)
    listed = await snapshot_lists.read(services, account_id, guid, customer=customer)
    parents = listed.parents
    told = (
        each if each.parent_name is not None else each.model_copy(update={"parent_name": parents.get(each.name)})
        for each in listed.snapshots
    )
    return Sight(server=server, snapshots=tuple(told))


async def _server(services: Services, kind: Kind, account_id: int, guid: str) -> Server | None:
    try:
        return await reading.read(services, account_id, guid)
    except EngineUnavailableError as error:
        if not (kind.vanishes and _may_say_gone(error)):
            raise
    # A no may be a mood: it is believed when it is said twice in a row.
    await services.clock.sleep(services.timing.poll)
    try:
        return await reading.read(services, account_id, guid)
    except EngineUnavailableError as error:
        if not _may_say_gone(error):
            raise
        # Words that nobody knows may mean anything: then the list has the last word.
        return None if _meant(error) == "gone" else await _listed(services, account_id, guid, error)


def _may_say_gone(error: EngineUnavailableError) -> bool:
    """Tell whether it is the engine's own no, and nothing in its words says that something else is the matter."""
    return reading.gone(error.cause)


def _meant(error: EngineUnavailableError) -> str | None:
    return meaning(error.cause.message) if isinstance(error.cause, RefusedError) else None


async def _listed(services: Services, account_id: int, guid: str, refusal: EngineUnavailableError) -> Server | None:
    """Return the server as the account's list has it, or None where a list that is whole does not have it.

    Raises:
        EngineUnavailableError: the list could not be read, or has less than it says (truncated lists happen).
    """
    engine, asked_at = services.engines.of(account_id), services.clock.now()
    try:
        promised = (await engine.getservers()).items
        servers = await engine.all_servers()
    except EngineError as error:
        raise EngineUnavailableError(error) from error
    found = next((server for server in servers if server.guid == guid), None)
    if found is not None:
        await reading.keep(services, account_id, found, read_at=asked_at)
        return found
    if promised is None or len(servers) < promised:
        raise refusal
    return None


def _may_have_snapshots(services: Services, account_id: int, server: Server) -> bool:
    """Tell whether it is worth asking: a line without any of the functions has no list either."""
    line = services.catalogue.of(account_id).lines.get(server.line_guid)
    return line is None or line.functions is None or bool(line.functions & _SNAPSHOT_FUNCTIONS)


async def _see_bought(services: Services, account_id: int, answer: Answer | None) -> Sight:
    if answer is not None:
        return Sight(
            server=None, servers=tuple([await reading.read(services, account_id, each) for each in answer.guids])
        )
    # Nothing here tells whose order made a server; but what is new may be what was bought, so it gets known.
    asked_at = services.clock.now()
    try:
        page = await services.engines.of(account_id).getservers()
    except EngineError as error:
        raise EngineUnavailableError(error) from error
    known = {row.guid for row in services.store.servers_among(account_id, [each.guid for each in page.servers])}
    for server in page.servers:
        if server.guid not in known:
            await reading.keep(services, account_id, server, read_at=asked_at)
    return Sight(server=None)
