"""A server's sizes and its contract in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from texts.markup import LONGEST_NAME, clipped
from texts.states import state_words
from texts.times import moment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine import Server
    from texts.language import Texts

SEPARATOR = " · "


def sizes(t: Texts, server: Server) -> str:
    """Return cores, memory, disks, bandwidth and defense as far as they were told; empty where none was."""
    return SEPARATOR.join(_sizes(t, server))


def _sizes(t: Texts, server: Server) -> Iterator[str]:
    if server.cpu is not None:
        yield t("card-cpu", count=str(server.cpu))
    if server.memory is not None:
        yield t("card-memory", count=str(server.memory))
    if server.harddisks:
        yield t("card-disks", sizes=clipped(" + ".join(map(str, server.harddisks)), LONGEST_NAME))
    if server.bandwidth is not None:
        outward, inward = server.bandwidth, server.in_bandwidth
        if inward in {None, outward}:
            yield t("card-bandwidth", count=str(outward))
        else:
            yield t("card-bandwidth-both", **{"out": str(outward), "in": str(inward)})
    if server.defense:
        yield t("card-defense", count=str(server.defense))


def in_one_line(t: Texts, server: Server | None, timezone: str) -> str:
    """Return state, end and sizes, plain; where there is no server, that the engine has none."""
    if server is None:
        return t.plain("receipt-gone")
    parts = [state_words(t, server)]
    if server.end_time is not None:
        parts.append(t.plain("receipt-ends", moment=moment(t, server.end_time, timezone)))
    if told := sizes(t, server):
        parts.append(told)
    return SEPARATOR.join(parts)
