"""Passwords that an operation has set, on their way to the people who may have them.

They are handed out for a day after the end, in private chats alone; then they are overwritten.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from operations.access import Role, identify
from operations.errors import SecretOverError, ServerNotFoundError
from operations.kinds import KINDS, Answer
from operations.naming import names_of_operation
from operations.servers import seen_by
from operations.sights import Sight
from store import PURGED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine import Server
    from operations.access import Actor
    from operations.services import Services
    from store import OperationRow

# Seconds after an operation's end for which its password can be shown.
KEPT = 86400.0
NOTICE = "secret"
# The kind that sets the console's password; all others set the system's.
CONSOLE = "setvnc"
SECRETS = {action: kind.params.SECRETS for action, kind in KINDS.items() if kind.params.SECRETS}
"""Action → fields of its parameters that are secret, for the kinds that have some."""


@dataclass(frozen=True, slots=True)
class Entrance:
    """A server that the password opens.

    Attributes:
        label: what the chat calls it.
        address: where it is reached, with the port; empty where unknown.
        login: as whom; empty where unknown, and for a console.
    """

    label: str
    address: str
    login: str


@dataclass(frozen=True, slots=True)
class Handover:
    """A password to be shown.

    Attributes:
        taskid: the operation that set it.
        action: of which kind that was.
        password: the secret.
        entrances: what it opens; empty where that is not known.
        certain: whether it holds; else it may.
    """

    taskid: int
    action: str
    password: str = field(repr=False)
    entrances: tuple[Entrance, ...]
    certain: bool


def handed_over(services: Services, row: OperationRow) -> Handover | None:
    """Return what an ended operation hands over; None where there is nothing, or not any more."""
    if row.ended_at is None or services.clock.now() - row.ended_at >= KEPT:
        return None
    # One that was accepted and not seen to end may have set it all the same.
    maybe = row.state == "needs-human" or (row.state == "failed" and row.outcome == "deadline")
    if row.state != "done" and not maybe:
        return None
    password = _password(row)
    if password is None or _superseded(services, row):
        return None
    return Handover(row.taskid, row.action, password, tuple(_entrances(services, row)), certain=not maybe)


def _password(row: OperationRow) -> str | None:
    names = SECRETS.get(row.action, frozenset())
    values = json.loads(row.params) if names else {}
    found = (values.get(name) for name in sorted(names))
    return next((value for value in found if isinstance(value, str) and value not in {"", PURGED}), None)


def _superseded(services: Services, row: OperationRow) -> bool:
    """Tell whether a later operation has set another password, or is about to; the console's is one of its own."""
    if row.guid is None:
        return False
    same = {row.action} if row.action == CONSOLE else SECRETS.keys() - {CONSOLE}
    later = services.store.operations(account_id=row.account_id, guid=row.guid, since=row.created_at)
    return any(each.taskid > row.taskid and each.action in same and each.state != "failed" for each in later)


def _entrances(services: Services, row: OperationRow) -> Iterator[Entrance]:
    after = Sight.from_json(row.after) if row.after is not None else None
    if row.guid is not None:
        label, address = names_of_operation(services, row, chat_id=row.chat_id)
        known = seen_by(services, row.chat_id, row.account_id, row.guid)
        server = after.server if after is not None and after.server is not None else known.server if known else None
        yield _entrance(row.action, label, address, server)
        return
    guids = Answer.from_json(row.answer).guids if row.answer is not None else ()
    read = {server.guid: server for server in after.servers} if after is not None else {}
    for guid in guids:
        known = seen_by(services, row.chat_id, row.account_id, guid)
        server = read.get(guid) or (known.server if known is not None else None)
        label = known.label if known is not None else server.address if server is not None else guid
        yield _entrance(row.action, label or guid, "", server)


def _entrance(action: str, label: str, address: str, server: Server | None) -> Entrance:
    if server is None or action == CONSOLE:
        return Entrance(label, address, "")
    return Entrance(label, server.login_address or address, server.login_name)


async def promise(services: Services, row: OperationRow) -> bool:
    """Write down that who asked is to be handed the password; whether there is one and it was not promised yet.

    It goes to their private chat, whichever chat they asked in.
    """
    current = services.store.operation(row.taskid)
    if current is None or handed_over(services, current) is None or not asker_may(services, current):
        return False
    key = f"{NOTICE}:{row.taskid}:{current.ended_at}"
    return await services.store.add_notice(current.user_id, NOTICE, {"taskid": row.taskid}, dedupe_key=key)


def asker_may(services: Services, row: OperationRow) -> bool:
    """Tell whether who asked is still an owner of the chat they asked in, and the server still that chat's."""
    actor = identify(
        services, chat_id=row.chat_id, user_id=row.user_id, private=row.chat_id > 0, telegram_language=None
    )
    return actor is not None and actor.role.reaches(Role.OWNER) and _still_theirs(services, row)


def to_be_shown(services: Services, actor: Actor, taskid: int) -> Handover:
    """Return the password that an owner of the chat asks to be shown again.

    Raises:
        NotAllowedError: not an owner.
        SecretOverError: it is not kept any more, or belongs to another chat.
        ServerNotFoundError: the server is not this chat's any more.
    """
    actor.require(Role.OWNER)
    row = services.store.operation(taskid)
    if row is None or row.chat_id != actor.chat_id:
        raise SecretOverError
    handover = handed_over(services, row)
    if handover is None:
        raise SecretOverError
    if not _still_theirs(services, row):
        raise ServerNotFoundError(row.guid or "")
    return handover


def _still_theirs(services: Services, row: OperationRow) -> bool:
    if row.guid is not None:
        return seen_by(services, row.chat_id, row.account_id, row.guid) is not None
    return any(grant.identity_id == row.identity_id for grant in services.store.grants(chat_id=row.chat_id))


async def forget(services: Services) -> int:
    """Overwrite the passwords that are not handed out any more; how many operations had one."""
    return await services.store.purge_passwords(services.clock.now() - KEPT, SECRETS)
