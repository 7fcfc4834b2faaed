"""What must be true after every history, whatever happened in it. Checked against the engine's own ledger."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from operations.kinds import KINDS
from sandbox.engine.ledger import Outcome
from tests.simulation.setting import ANN, FRANK, GRACE, MONTHLY_LIMIT, OLGA, POLICIES, STAFF, TEAM

if TYPE_CHECKING:
    from sandbox.engine import Effect
    from store import OperationRow
    from tests.simulation.people import People, Press, Shown
    from tests.simulation.world import World

_NOTHING = Decimal(0)
# Seconds that a look at a server may take before a question is asked about it.
_READING = 15.0


def check(world: World, people: People) -> list[str]:
    """Return everything that is not as it must be."""
    world.engine.settle()
    rows = world.office.operations(limit=1000)
    effects: defaultdict[int, list[Effect]] = defaultdict(list)
    for effect in world.engine.effects:
        effects[effect.taskid].append(effect)
    _count(world, rows)
    found = [f"protocol: {violation}" for violation in world.engine.violations]
    found += _nothing_twice(world, rows, effects)
    found += [problem for row in rows for problem in _told_the_truth(world, row, effects[row.taskid])]
    found += _only_what_was_confirmed(world, people, rows, effects)
    found += _numbers_kept(world, rows)
    found += _credit_balances(world, people, rows)
    found += _limit_held(rows, world)
    found += _approved_by_whom_it_may(world, people, rows)
    found += _presses_came_to_what_they_may(people)
    report = world.office.verify_audit()
    return found + [f"audit: {problem}" for problem in report.problems]


def _count(world: World, rows: list[OperationRow]) -> None:
    world.counts["operations"] += len(rows)
    world.counts["effects"] += len(world.engine.effects)
    for row in rows:
        world.counts[f"ended: {row.state}"] += 1
        world.counts[f"kind: {row.action}"] += 1


def _nothing_twice(world: World, rows: list[OperationRow], effects: dict[int, list[Effect]]) -> list[str]:
    """Effects per operation ≤ 1, and per order ≤ 1: whoever tries again with the same number pays once."""
    found = []
    known = {row.taskid for row in rows}
    for taskid, done in effects.items():
        if len(done) > 1:
            world.counts["duplicates"] += 1
            found.append(f"duplicate: {taskid} {done[0].action} was executed {len(done)} times")
        if taskid not in known and done:
            found.append(f"from nowhere: {taskid} {done[0].action}")
    paid = Counter(
        effect.order_no for effect in world.engine.effects if effect.order_no and effect.outcome is not Outcome.FAILED
    )
    for order_no, times in paid.items():
        if times > 1:
            world.counts["duplicates"] += 1
            found.append(f"duplicate: order {order_no} was paid {times} times")
    return found


def _told_the_truth(world: World, row: OperationRow, effects: list[Effect]) -> list[str]:
    """The chat's last word agrees with the store and with the engine's ledger."""
    name, word = f"{row.taskid} ({row.action})", world.chat.last.get(row.taskid)
    if word is None or not word.final:
        world.counts["lost"] += 1
        return [f"lost: {name} ended {row.state}, the chat was last told {word}"]
    if (word.state, word.outcome) != (row.state, row.outcome):
        return [f"lie: {name} is {row.state}/{row.outcome}, the chat was last told {word.state}/{word.outcome}"]
    happened = any(effect.outcome is Outcome.DONE for effect in effects)
    if row.state == "failed" and (happened or any(effect.charge > 0 for effect in effects)):
        world.counts["lost"] += 1
        return [f"lost: {name} is told as failed ({row.outcome}), and the ledger has {effects}"]
    # Where a person looked it up, that it never comes to its end is for them to take up with the engine.
    settled = row.outcome == "settled" and bool(effects)
    too_soon = world.ended.get(row.taskid, 0) > word.at
    if row.state == "done" and not settled and (not happened or too_soon):
        return [f"lie: {name} was told as done at {word.at}, and the ledger has {effects}"]
    return []


def _only_what_was_confirmed(
    world: World, people: People, rows: list[OperationRow], effects: dict[int, list[Effect]]
) -> list[str]:
    """Every operation goes back to one press of who was asked, on what was shown, at the price shown."""
    found = []
    shown_by = {shown.digest: shown for shown in people.shown}
    from_press: dict[int, bytes] = {}
    statement = "SELECT taskid, nonce_hash, batch FROM confirmations WHERE taskid IS NOT NULL ORDER BY id"
    batches: dict[str, bytes] = {}
    for digest, batch in world.office._rows("SELECT nonce_hash, batch FROM confirmations ORDER BY id"):
        if batch is not None:
            batches.setdefault(batch, digest)
    for taskid, digest, batch in world.office._rows(statement):
        from_press[taskid] = digest if batch is None else batches[batch]
    for row in rows:
        name = f"{row.taskid} ({row.action})"
        if row.dedupe_key is not None:
            if people.typed.get(row.dedupe_key) != (row.chat_id, row.user_id) or KINDS[row.action].confirmed:
                found.append(f"unconfirmed: {name} was typed by nobody")
            continue
        shown = shown_by.get(from_press.get(row.taskid, b""))
        if shown is None:
            found.append(f"unconfirmed: {name} goes back to no confirmation that was shown")
        else:
            found += _as_shown(name, row, shown)
    found += [
        f"overcharged: {row.taskid} cost {effect.charge}, shown was {row.price}"
        for row in rows
        if row.action == "create_new" and row.price is not None
        for effect in effects[row.taskid]
        if effect.charge > row.price
    ]
    return found


def _as_shown(name: str, row: OperationRow, shown: Shown) -> list[str]:
    found = []
    if row.guid not in shown.guids or row.identity_id != shown.identity or row.action != shown.action:
        found.append(f"other than shown: {name} on {row.guid} for {row.identity_id}")
    elif row.price != shown.prices[shown.guids.index(row.guid)]:
        found.append(f"other price: {name} has {row.price}, shown was {shown.prices}")
    earlier = shown.orders[shown.guids.index(row.guid)] if row.guid in shown.guids else None
    if earlier is not None and row.order_no != earlier:
        found.append(f"other order: {name} has {row.order_no}, promised was {earlier}")
    if not any(_counts(press, shown) for press in shown.presses):
        found.append(f"unconfirmed: {name} was pressed by nobody who may: {shown.presses}")
    if (row.chat_id, row.user_id) != (shown.chat, shown.user):
        found.append(f"other person: {name} runs for {row.user_id} in {row.chat_id}")
    return found


def _numbers_kept(world: World, rows: list[OperationRow]) -> list[str]:
    """Whoever is asked about the same again is promised the number that the engine may already know."""
    found = []
    statement = (
        "SELECT id, guid, action, identity_id, asked, order_no, created_at FROM confirmations "
        "WHERE paid AND guid IS NOT NULL"
    )
    for number, guid, action, identity, asked, order_no, at in world.office._rows(statement):
        earlier = [row for row in rows if row.guid == guid and row.created_at < at]
        same = [row for row in earlier if (row.action, row.identity_id) == (action, identity)]
        last = max(same, key=lambda row: row.taskid, default=None)
        # What ended while the server was being read may not have been seen.
        if last is None or (last.state, last.outcome) != ("failed", "did_not") or (last.ended_at or at) > at - _READING:
            continue
        # Had something else been done on the server since, it would be another order, on other grounds.
        undisturbed = not any(row.state == "done" and row.taskid > last.taskid for row in earlier)
        wishes = [json.loads(each or "{}") | {"end_time": None} for each in (asked, last.asked)]
        if undisturbed and wishes[0] == wishes[1] and order_no != last.order_no:
            found.append(f"other order: {number} promises {order_no}, the attempt {last.taskid} had {last.order_no}")
    return found


def _counts(press: Press, shown: Shown) -> bool:
    """Whether a press is one that may start something."""
    mine = (press.user, press.chat, press.message) == (shown.user, shown.chat, shown.message)
    in_time = press.at < shown.expires_at
    return mine and in_time and (not shown.words or press.word in shown.words)


def _presses_came_to_what_they_may(people: People) -> list[str]:
    """A stranger's press has no effect, and one confirmation is used once."""
    found = []
    for shown in people.shown:
        worked = [press for press in shown.presses if isinstance(press.came_to, list)]
        found += [f"stranger: {press} had an effect on {shown.action}" for press in worked if not _counts(press, shown)]
        if len(worked) > 1:
            found.append(f"used twice: {shown.action} by {worked}")
    return found


def _credit_balances(world: World, people: People, rows: list[OperationRow]) -> list[str]:
    """The credit is what was paid in, less what was done and shown at its price; never below nothing."""
    found = []
    del people
    for policy in POLICIES:
        identity = world.identity(policy)
        credit = world.office.credit(identity)
        spent = [row for row in rows if row.identity_id == identity and row.funding == "credit"]
        if policy != "credit" and spent:
            found.append(f"credit: {policy} paid {len(spent)} operations from a credit")
        settled = sum((row.price or _NOTHING for row in spent if row.state == "done"), _NOTHING)
        reserved = sum((row.price or _NOTHING for row in spent if row.state == "needs-human"), _NOTHING)
        if (credit.settled, credit.reserved) != (settled, reserved):
            found.append(f"credit: {credit}, expected {settled} settled and {reserved} reserved")
        if credit.available < 0:
            found.append(f"credit: overdrawn, {credit}")
        entries = sum((entry.amount for entry in world.office.credit_entries(identity, limit=1000)), _NOTHING)
        if entries != credit.available:
            found.append(f"credit: entries add up to {entries}, available are {credit.available}")
    unpaid = [row for row in rows if row.funding is None and KINDS[row.action].paid]
    return found + [f"credit: {row.taskid} ({row.action}) is paid by nobody" for row in unpaid]


def _limit_held(rows: list[OperationRow], world: World) -> list[str]:
    spent = [
        row.price or _NOTHING
        for row in rows
        if row.funding == "open" and row.identity_id == world.identity("open") and row.state != "failed"
    ]
    return [f"limit: {sum(spent)} were spent"] if sum(spent, _NOTHING) > MONTHLY_LIMIT else []


def _approved_by_whom_it_may(world: World, people: People, rows: list[OperationRow]) -> list[str]:
    """What needs somebody's yes has it, of somebody else than who asked."""
    found = []
    yes = {(each.approval, each.user, each.chat) for each in people.decisions if each.how == "approve"}
    needed = world.identity("approval")
    for row in rows:
        if row.funding == "approval" and row.approval_id is None:
            found.append(f"unapproved: {row.taskid} ({row.action})")
        if KINDS[row.action].paid and row.identity_id == needed and row.funding != "approval":
            found.append(f"unapproved: {row.taskid} ({row.action}) by funding {row.funding}")
        if row.approval_id is None:
            continue
        approval = world.office.approval(row.approval_id)
        if approval is None or approval.ended_how != "approved":
            found.append(f"unapproved: {row.taskid} ({row.action}): {approval}")
            continue
        who = (approval.id, approval.decided_by or 0, approval.decided_chat or 0)
        staff = who[1:] in {(FRANK, STAFF), (GRACE, STAFF)}
        owner = approval.needs == "owner" and who[1:] in {(ANN, TEAM), (OLGA, TEAM)} and who[1] != row.user_id
        if who not in yes or not (staff or owner):
            found.append(f"unapproved: {row.taskid} was approved by {who}")
    return found
