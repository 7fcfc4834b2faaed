"""What staff chats are told unasked of an account: the daily digest, servers that appeared, outages."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING

from texts.markup import LONGEST_NAME, clipped, fitted
from texts.money import money
from texts.sizes import sizes
from texts.times import duration, moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from operations.digest import AccountDigest
    from operations.newcomers import Newcomer
    from operations.outages import Trouble
    from store import EndCount
    from texts.language import Texts

SHOWN = 8
"""Servers that appeared and are shown at once: each has a button."""
_STATES = {
    "running": "digest-running",
    "off": "digest-off",
    "locked": "digest-locked",
    "blocked": "digest-blocked",
    "expired": "digest-expired",
    "other": "digest-other",
}
# In the order in which people ask: how many are well comes first.
_ORDER = ("running", "off", "locked", "blocked", "expired", "other")
_TROUBLES: dict[Trouble, str] = {
    "unreachable": "trouble-unreachable",
    "refuses": "trouble-refuses",
    "not-understood": "trouble-not-understood",
}


def digest_text(t: Texts, accounts: Sequence[AccountDigest], *, soon_days: int, timezone: str) -> str:
    """Return the digest of a staff chat's accounts.

    Args:
        t: the reader's texts.
        accounts: at least one.
        soon_days: within how many days an end is near.
        timezone: IANA name of the reader's zone.
    """
    blocks = ["\n".join(_account(t, each, soon_days, timezone)) for each in accounts]
    if all(each.is_quiet for each in accounts):
        return fitted(blocks[0], blocks[1:])
    return fitted(t("digest-title"), blocks)


def _account(t: Texts, each: AccountDigest, soon_days: int, timezone: str) -> Iterator[str]:
    name = clipped(each.name, LONGEST_NAME)
    if each.is_quiet:
        yield t("digest-quiet", account=name, servers=_servers(t, each))
        return
    yield t("digest-account", account=name)
    if each.failing_since is not None and each.trouble is not None:
        at = moment(t, each.failing_since, timezone)
        yield t("digest-failing", at=at, trouble=t.plain(_TROUBLES[each.trouble]))
    yield _servers(t, each)
    if each.expired.count:
        yield t("digest-over", count=each.expired.count, names=_names(t, each.expired))
    if each.ending.count:
        yield t("digest-ending", count=each.ending.count, days=str(soon_days), names=_names(t, each.ending))
    if each.approvals:
        yield t("digest-approvals", count=each.approvals)
    if each.unsettled:
        yield t("digest-unsettled", count=each.unsettled)
    if each.orders.count:
        yield t("digest-orders", count=each.orders.count, total=_total(t, each))


def _total(t: Texts, each: AccountDigest) -> str:
    parts = []
    if each.orders.count > each.orders.unpriced:
        parts.append(t.plain("digest-total", total=money(t, each.orders.total)))
    if each.orders.unpriced:
        parts.append(t.plain("digest-unpriced", count=each.orders.unpriced))
    return t.plain("state-separator").join(parts)


def _servers(t: Texts, each: AccountDigest) -> str:
    told = [t.plain(_STATES[state], count=each.states[state]) for state in _ORDER if state in each.states]
    if not told:
        return t("digest-servers-none")
    return t("digest-servers", states=t.plain("state-separator").join(told))


def _names(t: Texts, ends: EndCount) -> str:
    names = [clipped(name, LONGEST_NAME) for name in ends.first]
    return t.plain("action-separator").join(names) + ("…" if ends.count > len(names) else "")


def appeared_text(t: Texts, newcomers: Sequence[Newcomer], *, account: str) -> str:
    """Return the servers of a notice: those that are nobody's, as many as have buttons, then what became of others."""
    waiting = [each for each in newcomers if each.open]
    settled = [each for each in newcomers if not each.open]
    name = clipped(account, LONGEST_NAME)
    head = t("appeared-title", count=len(waiting), account=name) if waiting else t("appeared-settled", account=name)
    blocks = [_waiting(t, each) for each in waiting[:SHOWN]]
    if len(waiting) > SHOWN:
        blocks.append(t("appeared-more", count=len(waiting) - SHOWN))
    # The latest last, where the eye is after a press.
    settled.sort(key=lambda each: each.row.ended_at or 0.0)
    blocks += [_settled(t, each) for each in settled[-SHOWN:]]
    return fitted(head, blocks, "\n" + t("appeared-ask") if waiting else "")


def _waiting(t: Texts, each: Newcomer) -> str:
    label, guid = clipped(each.label, LONGEST_NAME), clipped(each.row.guid, LONGEST_NAME)
    told = sizes(t, each.server)
    if not told:
        return t("appeared-open-bare", label=label, guid=guid)
    return t("appeared-open", label=label, sizes=told, guid=guid)


def _settled(t: Texts, each: Newcomer) -> str:
    label = clipped(each.label, LONGEST_NAME)
    if each.owner is not None:
        return t("appeared-given", label=label, owner=clipped(each.owner, LONGEST_NAME))
    return t("appeared-left" if each.row.ended_how == "left" else "appeared-gone", label=label)


def whose_text(t: Texts, newcomer: Newcomer, *, takers: int) -> str:
    """Return the question whose a server is; `takers` is how many customers there are to choose from."""
    head = t("appeared-whose", label=clipped(newcomer.label, LONGEST_NAME))
    told = sizes(t, newcomer.server)
    lines = [head, *([told] if told else [])]
    if not takers:
        lines.append(t("appeared-nobody"))
    return "\n".join(lines)


def taken(t: Texts, newcomer: Newcomer) -> str:
    """Return the answer to a press that came too late, plain."""
    if newcomer.owner is None:
        return t.plain("appeared-closed")
    return t.plain("appeared-taken", owner=clipped(newcomer.owner, LONGEST_NAME))


def failing_text(t: Texts, *, account: str, since: float, trouble: Trouble, timezone: str) -> str:
    """Return that an account cannot be read, since when and why.

    Args:
        t: the reader's texts.
        account: the account's name.
        since: UNIX time.
        trouble: why.
        timezone: IANA name of the reader's zone.
    """
    name = clipped(account, LONGEST_NAME)
    head = t("failing-title", account=name, at=moment(t, since, timezone), trouble=t.plain(_TROUBLES[trouble]))
    # As a shell takes it.
    return head + "\n" + t("failing-meanwhile", name=quote(name))


def recovered_text(t: Texts, *, account: str, seconds: float) -> str:
    """Return that an account can be read again, and for how long it could not."""
    return t("failing-over", account=clipped(account, LONGEST_NAME), duration=duration(t, seconds))


def still_unsettled(t: Texts, text: str) -> str:
    """Return an operation that needs a person, as its own text has it, with the reminder before it."""
    return t("unsettled-still") + "\n" + text
