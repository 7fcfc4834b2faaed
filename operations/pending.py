"""What waits for the reseller: approvals, and operations whose outcome a person has to say."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from operations.approvals import may_decide
from operations.candidates import candidates
from operations.errors import EngineUnavailableError
from operations.kinds import KINDS
from operations.members import name_of
from operations.naming import names_of_confirmation
from operations.sights import Sight, see
from store import KEY_PREFIX, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from operations.access import Actor
    from operations.candidates import Candidate
    from operations.services import Services
    from operations.spending import Why
    from store import ApprovalRow, ConfirmationRow, OperationRow


@dataclass(frozen=True, slots=True)
class Wanted:
    """One of the operations that an approval is about.

    Attributes:
        action: the kind.
        label: what the asker's chat calls the server; empty for a purchase.
        address: the server's public address, as last read, or as it was shown to who does not have it any more; empty
            where it is not known.
        guid: the engine's id; None for a purchase.
        price: what the customer was shown, CNY; None: unknown or nothing.
        list_price: the engine's, CNY.
        paid: whether it costs money.
        asked: the parameters, secrets left out.
        end_before: until when the server was paid when it was shown.
        end_after: until when it will be.
    """

    action: str
    label: str
    address: str
    guid: str | None
    price: Decimal | None
    list_price: Decimal | None
    paid: bool
    asked: Mapping[str, object]
    end_before: datetime | None
    end_after: datetime | None


@dataclass(frozen=True, slots=True)
class ApprovalView:
    """An approval as those who decide it read it.

    Attributes:
        row: the approval.
        customer: the identity's label.
        person: the display name of who asked; None where unknown.
        decider: the display name of who decided; None where nobody did, or unknown.
        why: why somebody else is needed.
        wanted: what was asked for.
        automatic: whether a server's auto-renewal asked for it.
    """

    row: ApprovalRow
    customer: str
    person: str | None
    decider: str | None
    why: Why
    wanted: tuple[Wanted, ...]
    automatic: bool = False


@dataclass(frozen=True, slots=True)
class SettlementView:
    """An operation that a person has to settle, as they read it.

    Attributes:
        row: the operation.
        customer: the identity's label.
        person: the display name of who asked; None where unknown.
        label: what the asker's chat calls the server; empty for a purchase.
        address: the server's public address; empty where it is not known.
        before: the server before the operation.
        now: as the engine shows it, or showed it last.
        read_at: UNIX time of that reading; None where there is none.
        candidates: servers that an unknown purchase may have brought.
    """

    row: OperationRow
    customer: str
    person: str | None
    label: str
    address: str
    before: Sight | None
    now: Sight | None
    read_at: float | None
    candidates: tuple[Candidate, ...] = ()


def approvals_of(services: Services, actor: Actor) -> list[ApprovalRow]:
    """Return what waits for this staff chat, or for this person as a second owner; the longest waiting first."""
    now = services.clock.now()
    return [
        row
        for row in services.store.open_approvals()
        if row.expires_at > now
        and (row.account_id in actor.staff_account_ids if row.needs == "staff" else may_decide(actor, row))
    ]


def unsettled_of(services: Services, actor: Actor) -> list[OperationRow]:
    """Return the operations of this staff chat's accounts whose outcome a person has to say, the longest first."""
    rows = services.store.needs_human_since(services.clock.now() + 1)
    return [row for row in rows if row.account_id in actor.staff_account_ids]


def view_approval(services: Services, row: ApprovalRow, *, for_staff: bool) -> ApprovalView:
    """Return an approval with everything that decides about it.

    Args:
        services: the store.
        row: the approval.
        for_staff: whether staff read it, who see every server's address of today.
    """
    rows = services.store.approval_confirmations(row.id)
    return ApprovalView(
        row,
        customer=services.store.identity(row.identity_id).label,
        person=name_of(services, row.user_id),
        decider=name_of(services, row.decided_by) if row.decided_by is not None else None,
        why=_why(services, row, rows),
        wanted=tuple(_wanted(services, each, for_staff=for_staff) for each in rows),
        automatic=any((each.dedupe_key or "").startswith(KEY_PREFIX) for each in rows),
    )


async def view_settlement(services: Services, row: OperationRow, *, read: bool = True) -> SettlementView:
    """Return an operation to be settled with what the engine shows.

    Args:
        services: the store and the engines.
        row: the operation.
        read: whether to read it now, as far as that is possible; else as it was read at the operation's end.
    """
    now, read_at = await _read_now(services, row) if read else (None, None)
    if now is None and row.after is not None:
        now, read_at = Sight.from_json(row.after), row.ended_at
    label, address = names_of(services, row.chat_id, row.account_id, row.guid)
    return SettlementView(
        row,
        customer=services.store.identity(row.identity_id).label,
        person=name_of(services, row.user_id),
        label=label,
        address=address,
        before=Sight.from_json(row.before) if row.before is not None else None,
        now=now,
        read_at=read_at,
        candidates=tuple(candidates(services, row)) if row.guid is None else (),
    )


def names_of(services: Services, chat_id: int, account_id: int, guid: str | None) -> tuple[str, str]:
    """Return what a chat calls a server, and its public address of today, for staff; empty for none."""
    if guid is None:
        return "", ""
    store = services.store
    row = next((each for each in store.server_by_guid(guid) if each.account_id == account_id), None)
    address = (row.share_ip or row.ip) if row is not None else ""
    aliases = {(each.account_id, each.guid): each.alias for each in store.aliases(chat_id)}
    return aliases.get((account_id, guid)) or address or guid, address


def _why(services: Services, row: ApprovalRow, rows: Sequence[ConfirmationRow]) -> Why:
    """Say why somebody else is needed, from what was confirmed; the policy is today's."""
    if row.needs == "owner":
        return "second_owner"
    if any(each.price is None for each in rows):
        return "unknown_price"
    return "limit" if services.store.identity(row.identity_id).spending == "open" else "policy"


def _wanted(services: Services, row: ConfirmationRow, *, for_staff: bool) -> Wanted:
    asked = json.loads(row.asked) if row.asked else {}
    if for_staff:
        label, address = names_of(services, row.chat_id, row.account_id, row.guid)
    else:
        label, address = names_of_confirmation(services, row)
    end = json.loads(row.shown).get("end") or [None]
    return Wanted(
        action=row.action,
        label=label,
        address=address,
        guid=row.guid,
        price=row.price,
        list_price=row.list_price,
        paid=row.paid,
        asked=asked | _names(services, row, asked),
        end_before=_moment(end[0]),
        end_after=_moment(asked.get("end_time")),
    )


def _names(services: Services, row: ConfirmationRow, asked: dict[str, object]) -> dict[str, str]:
    """Return what the guids of an order stand for."""
    catalogue = services.catalogue.of(row.account_id)
    guids = {"line": asked.get("line_guid"), "system": asked.get("system_guid")}
    named = {key: catalogue.name(guid) for key, guid in guids.items() if isinstance(guid, str)}
    return {key: name for key, name in named.items() if name is not None}


def _moment(text: object) -> datetime | None:
    return datetime.fromisoformat(text) if isinstance(text, str) else None


async def _read_now(services: Services, row: OperationRow) -> tuple[Sight | None, float | None]:
    if row.guid is None:
        return None, None
    asked_at = services.clock.now()
    try:
        async with asyncio.timeout(services.timing.look):
            customer = services.engines.customer(row.identity_id)
            return await see(services, KINDS[row.action], row.account_id, row.guid, customer=customer), asked_at
    except (EngineUnavailableError, NotFoundError, TimeoutError):
        # Not to be read now, or the customer was erased since.
        return None, None
