"""A server's card: what it is, how to connect, how it does, and what cannot be done to it now.

This is the text asked for most, so it formats few messages and reads everything once.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine import RunStatus
from texts.actions import action_name, doing
from texts.hush import NOTHING, hush_lines
from texts.markup import LONGEST_NAME, clipped, fitted
from texts.reading import why_unread
from texts.renewal import months_label
from texts.sizes import SEPARATOR, sizes
from texts.states import state_emoji, state_words
from texts.times import SOON, age, day, duration, left, moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine import Server
    from operations.auto_renewal.standing import Standing
    from operations.offers import Offer
    from operations.reading import Look
    from operations.servers import KnownServer
    from store import OperationRow
    from texts.hush import Hush
    from texts.language import Texts

LONGEST_REASON = 300
# What may stand in a command line that people paste into a shell; anything else is shown, but not as a command.
_SHELL_SAFE = re.compile(r"[0-9A-Za-z._:\[\]@-]+")


def server_card(
    t: Texts,
    look: Look,
    offers: Sequence[Offer],
    *,
    system_name: str | None,
    line_name: str | None,
    timezone: str,
    now: float,
    open_operation: OperationRow | None,
    renewal: Standing | None = None,
    hush: Hush = NOTHING,
) -> str:
    """Return a server's card.

    Args:
        t: the reader's texts.
        look: the server, with the reason where it is not fresh.
        offers: every kind of operation, and why it is not open to this person now.
        system_name: its operating system's name, where the catalogue knows it.
        line_name: its line's name, likewise.
        timezone: IANA name of the reader's zone.
        now: UNIX time.
        open_operation: what is going on with it, if anything.
        renewal: how its auto-renewal stands, where it has one.
        hush: what keeps this chat from hearing of it, if anything.
    """
    known, server = look.known, look.known.server
    head = [_title(t, known), state_words(t, server)]
    if open_operation is not None:
        elapsed = duration(t, now - (open_operation.sent_at or open_operation.created_at))
        head.append(t("card-busy", doing=doing(t, open_operation.action), elapsed=elapsed))
    head.extend(_warnings(t, server, timezone))
    head.extend(hush_lines(t, hush, timezone))
    blocks = [
        "\n".join(head),
        "\n".join(_connection(t, server)),
        "\n".join(_description(t, server, system_name, line_name)),
        "\n".join((*_dates(t, server, now, timezone), *_renewal(t, renewal, timezone))),
        "\n".join((*_ports(t, server), t("card-guid", guid=clipped(known.guid, LONGEST_NAME)))),
        _freshness(t, look, now),
        not_open(t, offers),
    ]
    return fitted(blocks[0], filter(None, blocks[1:]), separator="\n\n")


def more_card(t: Texts, known: KnownServer, offers: Sequence[Offer], *, names: bool) -> str:
    """Return the text above what else can be done to a server, with why the rest cannot.

    Args:
        t: the reader's texts.
        known: the server.
        offers: as above.
        names: whether the person may name it.
    """
    alias = t("card-more-alias", server=clipped(known.label, LONGEST_NAME)) if names else ""
    return fitted(_title(t, known), filter(None, (t("card-more"), alias, not_open(t, offers))), separator="\n\n")


def _title(t: Texts, known: KnownServer) -> str:
    emoji, label, address = state_emoji(known.server), clipped(known.label, LONGEST_NAME), known.server.address
    if known.alias is None or not address:
        return t("card-title", emoji=emoji, label=label)
    return t("card-title-aliased", emoji=emoji, label=label, address=clipped(address, LONGEST_NAME))


def _warnings(t: Texts, server: Server, timezone: str) -> Iterator[str]:
    if server.blocked:
        yield t("card-blocked")
    elif server.black_hole:
        yield t("card-abnormal")
    if server.run_status == RunStatus.LOCKED:
        yield t("card-locked")
    if server.api_lock_status or server.api_lock_reason:
        reason, until = clipped(server.api_lock_reason or "", LONGEST_REASON), server.api_unlock_time
        if until is None:
            yield t("card-engine-lock", reason=reason) if reason else t("card-engine-lock-unexplained")
        else:
            yield _locked_until(t, reason, moment(t, until, timezone))


def _locked_until(t: Texts, reason: str, until: str) -> str:
    if reason:
        return t("card-engine-lock-until", reason=reason, until=until)
    return t("card-engine-lock-unexplained-until", until=until)


def _connection(t: Texts, server: Server) -> Iterator[str]:
    host, login = server.address, clipped(server.login_name, LONGEST_NAME)
    if not host:
        yield t("card-no-address")
    else:
        with_port = server.login_address
        port = with_port.rpartition(":")[2] if with_port != host else ""
        command = _command(server, host, port, login)
        if command is not None:
            yield t("card-command", command=command)
        parts = [t("card-host", host=clipped(host, LONGEST_NAME))]
        if port:
            parts.append(t("card-port", port=port))
        if login:
            parts.append(t("card-login", login=login))
        yield SEPARATOR.join(parts)
    if server.local_ip:
        yield t("card-internal", ip=clipped(server.local_ip, LONGEST_NAME))


def _command(server: Server, host: str, port: str, login: str) -> str | None:
    """Return what to paste to connect, or None where it is not known well enough."""
    if server.is_windows:
        command, told = f"mstsc /v:{server.login_address}", server.login_address
    elif login:
        target = f"{login}@{host}"
        command, told = (f"ssh -p {port} {target}" if port else f"ssh {target}"), target
    else:
        return None
    return command if _SHELL_SAFE.fullmatch(told) and not told.startswith("-") else None


def _description(t: Texts, server: Server, system_name: str | None, line_name: str | None) -> Iterator[str]:
    yield sizes(t, server) or t("card-sizes-unknown")
    if system_name:
        yield t("card-system", system=clipped(system_name, LONGEST_NAME))
    else:
        yield t("card-system-unknown")
    if line_name:
        yield t("card-line", line=clipped(line_name, LONGEST_NAME))
    else:
        yield t("card-line-unknown")


def _dates(t: Texts, server: Server, now: float, timezone: str) -> Iterator[str]:
    if server.buy_time is not None:
        yield t("card-bought", day=day(t, server.buy_time, timezone))
    end = server.end_time
    if end is None:
        yield t("card-end-unknown")
        return
    remaining = end.timestamp() - now
    key = "card-ended" if remaining <= 0 else "card-ends-soon" if remaining < SOON else "card-ends"
    yield t(key, moment=moment(t, end, timezone), left=left(t, remaining))


def _renewal(t: Texts, renewal: Standing | None, timezone: str) -> Iterator[str]:
    if renewal is None:
        return
    months = months_label(t, renewal.row.months)
    if not renewal.itself:
        yield t("card-auto-renewal-not-now", months=months)
    elif renewal.due_at is None:
        yield t("card-auto-renewal-undated", months=months)
    else:
        yield t("card-auto-renewal", months=months, day=day(t, renewal.due_at, timezone))


def _ports(t: Texts, server: Server) -> Iterator[str]:
    if server.ports:
        yield t("card-ports", count=len(server.ports))


def _freshness(t: Texts, look: Look, now: float) -> str:
    read = age(t, now - look.known.read_at)
    if look.error is None:
        return t("card-read", age=read)
    return t("card-stale", why=why_unread(t, look.error), age=read)


def not_open(t: Texts, offers: Sequence[Offer], *, waiting: bool = False) -> str:
    """Return why buttons are missing, actions of the same reason together; "" where none is.

    Args:
        t: the reader's texts.
        offers: what the buttons would be for.
        waiting: whether to name those that only wait for another operation's end; a card says that above.
    """
    groups: dict[str, list[str]] = {}
    for offer in offers:
        why = why_not(t, offer)
        if why and (waiting or not _waits(offer)):
            groups.setdefault(why, []).append(action_name(t, offer.action))
    if not groups:
        return ""
    between = t("action-separator")
    rows = [t("card-missing-row", actions=between.join(names), why=why) for why, names in groups.items()]
    return "\n".join((t("card-missing"), *rows))


def why_not(t: Texts, offer: Offer) -> str:
    """Return why something is not open to this person now, half a sentence; "" where it is."""
    if offer.role is not None:
        return t("card-missing-role", role=t(f"role-{offer.role}"))
    if offer.reason is not None:
        return t(f"reason-{offer.reason}")
    if offer.busy is None:
        return ""
    return t("reason-server_busy") if _waits(offer) else t("card-missing-settling")


def _waits(offer: Offer) -> bool:
    return offer.busy is not None and offer.busy.state != "needs-human"
