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
    """
    store = services.store
    entries = []
    for row in store.operations(account_id=known.account_id, guid=known.guid, limit=limit):
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
