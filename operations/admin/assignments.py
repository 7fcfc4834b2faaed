"""Whose server it is: giving servers to customers, one by one or from a file, all of them or none."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine import EngineError, RefusedError
from operations import reading
from operations.admin import validity
from operations.admin.identities import living
from operations.errors import BadInputError, EngineUnavailableError
from operations.sync import sync_servers
from store import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from operations.services import Services
    from store import IdentityRow

# From so many unknown servers on, reading the account's list first is cheaper than asking for each.
_MANY = 20


@dataclass(frozen=True, slots=True)
class Wish:
    """A server that shall be an identity's.

    Attributes:
        guid: the server.
        label: the identity's.
        line: where it stands in a file, for errors.
    """

    guid: str
    label: str
    line: int | None = None

    def said(self, problem: str) -> str:
        """Return the problem with its place."""
        return problem if self.line is None else f"line {self.line}: {problem}"


@dataclass(frozen=True, slots=True)
class Step:
    """One assignment of a plan.

    Attributes:
        identity: who gets the server.
        guid: the server.
        previous: label of the identity that has it now, if any.
        checked: False where the engine could not be asked whether the server exists.
    """

    identity: IdentityRow
    guid: str
    previous: str | None
    checked: bool


async def plan(services: Services, wishes: Sequence[Wish]) -> list[Step]:
    """Return what would be done; nothing is assigned yet.

    Servers that the cache does not know are asked of the engine. Where it says no, nothing is planned at all; where it
    is out of reach, the step is marked.

    Raises:
        BadInputError: with all problems in one line.
    """
    owners, problems = _owners(services, wishes)
    if problems:
        raise BadInputError(validity.joined(problems))
    unchecked, problems = await _ask(services, [(wish, owners[wish.label]) for wish in wishes])
    if problems:
        raise BadInputError(validity.joined(problems))
    labels = {row.id: row.label for row in services.store.identities()}
    steps = {}
    for wish in wishes:
        identity = owners[wish.label]
        had = services.store.assignment(identity.account_id, wish.guid)
        steps[wish.guid] = Step(
            identity=identity,
            guid=wish.guid,
            previous=None if had is None or had == identity.id else labels[had],
            checked=(identity.account_id, wish.guid) not in unchecked,
        )
    return list(steps.values())


async def carry_out(services: Services, steps: Sequence[Step]) -> None:
    """Assign as planned. All writes are asked for at once, so that the store has them in one batch.

    Raises:
        store.StoreError: an identity was erased meanwhile, or the database cannot be written.
    """
    store = services.store
    await asyncio.gather(*(store.assign(step.identity.account_id, step.guid, step.identity.id) for step in steps))


async def unassign(services: Services, guids: Sequence[str]) -> list[tuple[str, str]]:
    """Take servers from whoever has them; all of them or none.

    Returns:
        Guid and the label of who had it.

    Raises:
        BadInputError: one of them is nobody's.
    """
    labels = {row.id: row.label for row in services.store.identities()}
    held = defaultdict(list)
    for row in services.store.assignments():
        held[row.guid].append(row)
    wanted = list(dict.fromkeys(validity.guid(guid) for guid in guids))
    problems = [f"server {guid} is assigned to nobody" for guid in wanted if guid not in held]
    if problems:
        raise BadInputError(f"{validity.joined(problems)}; nothing was changed")
    rows = [row for guid in wanted for row in held[guid]]
    await asyncio.gather(*(services.store.unassign(row.account_id, row.guid) for row in rows))
    return [(row.guid, labels[row.identity_id]) for row in rows]


def _owners(services: Services, wishes: Sequence[Wish]) -> tuple[dict[str, IdentityRow], list[str]]:
    """Return the identities by label, and what is wrong with the wishes before anybody is asked."""
    owners: dict[str, IdentityRow] = {}
    problems: list[str] = []
    seen: dict[str, str] = {}
    for wish in wishes:
        try:
            validity.guid(wish.guid)
            if wish.label not in owners:
                owners[wish.label] = living(services, wish.label)
        except (BadInputError, NotFoundError) as error:
            problems.append(wish.said(str(error)))
            continue
        if seen.setdefault(wish.guid, wish.label) != wish.label:
            problems.append(wish.said(f"server {wish.guid} is to be {wish.label}'s and {seen[wish.guid]}'s"))
    return owners, problems


async def _ask(
    services: Services, wanted: Sequence[tuple[Wish, IdentityRow]]
) -> tuple[set[tuple[int, str]], list[str]]:
    """Ask the engines for the servers that the cache does not know.

    Returns:
        Account and guid of those that could not be asked for; and a problem for each that the engine denies.
    """
    unknown: dict[int, dict[str, Wish]] = defaultdict(dict)
    for wish, identity in wanted:
        if not _cached(services, identity.account_id, wish.guid):
            unknown[identity.account_id].setdefault(wish.guid, wish)
    unchecked: set[tuple[int, str]] = set()
    problems: list[str] = []
    for account_id, wishes in unknown.items():
        left = await _after_listing(services, account_id, list(wishes.values()))
        # The first one alone: where the engine is out of reach, the others need not wait for that, too.
        answers = await asyncio.gather(*(_denied(services, account_id, wish) for wish in left[:1]))
        if answers and answers[0] is None:
            unchecked.update((account_id, wish.guid) for wish in left)
            continue
        answers += await asyncio.gather(*(_denied(services, account_id, wish) for wish in left[1:]))
        for wish, answer in zip(left, answers, strict=True):
            if answer is None:
                unchecked.add((account_id, wish.guid))
            elif answer:
                problems.append(wish.said(answer))
    return unchecked, problems


async def _after_listing(services: Services, account_id: int, wishes: list[Wish]) -> list[Wish]:
    """Return those that are still unknown after reading the account's list, where they are many."""
    if len(wishes) <= _MANY:
        return wishes
    try:
        await sync_servers(services, account_id)
    except EngineError:
        # Asking for the first of them tells what to make of it.
        return wishes
    return [wish for wish in wishes if not _cached(services, account_id, wish.guid)]


async def _denied(services: Services, account_id: int, wish: Wish) -> str | None:
    """Return the engine's no, "" where the server exists, None where the engine could not be asked."""
    try:
        await reading.read(services, account_id, wish.guid)
    except EngineUnavailableError as error:
        if isinstance(error.cause, RefusedError):
            return f"the engine denies server {wish.guid}: {validity.shortened(error.cause.message, 100)}"
        return None
    return ""


def _cached(services: Services, account_id: int, guid: str) -> bool:
    return any(row.account_id == account_id for row in services.store.server_by_guid(guid))
