"""What lately happened to a server: who did what, and what changed elsewhere."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from operations.members import name_of

if TYPE_CHECKING:
    from operations.access import Actor
    from operations.servers import KnownServer
    from operations.services import Services


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened.

    Attributes:
        at: UNIX time.
        what: an action, or the kind of a change seen (`run`, `sizes`, …).
        elsewhere: True for a change that no operation of ours explains.
        person: the display name of who asked; None where unknown or done from another chat.
        state: the operation's state (`done`, `failed`, …); empty for a change.
        outcome: the operation's outcome code, if it has ended.
        before: a change's old values.
        after: its new values.
    """

    at: float
    what: str
    elsewhere: bool
    person: str | None = None
    state: str = ""
    outcome: str | None = None
    before: tuple[object, ...] = ()
    after: tuple[object, ...] = ()


def history(services: Services, actor: Actor, known: KnownServer, *, limit: int = 15) -> list[Entry]:
    """Return the latest entries, newest first.

    A person is named only to the chat in which they acted: what another chat's people are called is not ours to tell.
    Nor is what happened while the server was another customer's, but to whoever holds all servers of the account.
    """
    store = services.store
    entries = []
    since, identity_id = _reach(services, actor, known)
    for row in store.operations(account_id=known.account_id, guid=known.guid, identity_id=identity_id, limit=limit):
        here = row.chat_id == actor.chat_id
        entries.append(
            Entry(
                at=row.created_at,
                what=row.action,
                elsewhere=False,
                person=name_of(services, row.user_id) if here else None,
                state=row.state,
                outcome=row.outcome,
            )
        )
    for event in store.events(known.account_id, known.guid, limit=limit):
        if event.at < since:
            continue
        detail = json.loads(event.detail)
        entries.append(
            Entry(
                at=event.at,
                what=event.kind,
                elsewhere=True,
                before=tuple(detail.get("before", ())),
                after=tuple(detail.get("after", ())),
            )
        )
    return sorted(entries, key=lambda entry: entry.at, reverse=True)[:limit]


def _reach(services: Services, actor: Actor, known: KnownServer) -> tuple[float, int | None]:
    """Return since when, and of which identity alone, the actor may see what happened."""
    for each in actor.identity_ids:
        row = services.store.identity(each)
        if row.all_servers and row.account_id == known.account_id:
            return 0.0, None
    for assigned in services.store.assignments(identity_id=known.identity_id):
        if (assigned.account_id, assigned.guid) == (known.account_id, known.guid):
            return assigned.created_at, known.identity_id
    return 0.0, known.identity_id
