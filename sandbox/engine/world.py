"""The engine's memory: its tables, its clock and its ledger."""

from __future__ import annotations

import random
from collections import defaultdict
from typing import TYPE_CHECKING

from sandbox.engine.ledger import Effect, Ended, Outcomes
from sandbox.engine.numbering import Numbering
from sandbox.engine.refused import Refused
from sandbox.engine.rows import Line, Member, System, Zone
from sandbox.engine.server_state import ServerState
from sandbox.engine.shanghai import DAY
from sandbox.engine.timeline import Timeline

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal
    from typing import Any

    from sandbox.engine.durations import Durations


class World:
    """All state of one stand-in. Nothing in here waits or does I/O."""

    def __init__(self, *, now: Callable[[], float], durations: Durations, seed: int) -> None:
        self.now = now
        self.durations = durations
        self.numbering = Numbering(seed)
        self.random = random.Random(seed)
        self.timeline = Timeline()
        self.outcomes = Outcomes()
        self.members: dict[int, Member] = {}
        self.zones: dict[str, Zone] = {}
        self.lines: dict[str, Line] = {}
        self.systems: dict[str, System] = {}
        self.servers: dict[str, ServerState] = {}
        self.effects: list[Effect] = []
        self.on_end: Callable[[Ended], None] | None = None
        self.refund_ends_as: int | None = 4
        self._owned: defaultdict[int, list[ServerState]] = defaultdict(list)
        self._addresses: defaultdict[str, int] = defaultdict(int)

    # Seeding

    def add_member(self, userid: int, key: str, **fields: Any) -> Member:
        """A new member; further fields as in `Member`."""
        member = Member(userid=userid, key=key, **fields)
        self.members[userid] = member
        return member

    def add_zone(self, **fields: Any) -> Zone:
        """A new zone; fields as in `Zone`."""
        zone = Zone(**{"guid": self.numbering.guid(), **fields})
        self.zones[zone.guid] = zone
        return zone

    def add_line(self, **fields: Any) -> Line:
        """A new line, in the first zone unless `zone_guid` says otherwise; fields as in `Line`."""
        if "zone_guid" not in fields:
            fields["zone_guid"] = next(iter(self.zones), None) or self.add_zone().guid
        line = Line(**{"guid": self.numbering.guid(), "number": self.numbering.number(), **fields})
        self.lines[line.guid] = line
        return line

    def add_system(self, **fields: Any) -> System:
        """A new system, on all present lines unless `lines` (guids) says otherwise; fields as in `System`."""
        fields.setdefault("lines", list(self.lines))
        system = System(**{"guid": self.numbering.guid(), "number": self.numbering.number(), **fields})
        self.systems[system.guid] = system
        return system

    def add_server(self, userid: int, **fields: Any) -> ServerState:
        """A new server of a member, running and paid for 30 days unless told otherwise; fields as in `ServerState`.

        Without `line_guid` it is on the first line, without `system_guid` it has the first system of
        its line; both are made where there is none.

        Raises:
            KeyError: no such member or line.
        """
        member = self.members[userid]
        line = self.lines[fields["line_guid"]] if "line_guid" in fields else self._any_line()
        system = self.systems[fields["system_guid"]] if "system_guid" in fields else self._any_system(line)
        number, now = self.numbering.number(), self.now()
        defaults = {
            "guid": self.numbering.guid(),
            "line_guid": line.guid,
            "line_number": line.number,
            "system_guid": system.guid,
            "login_name": system.login_name,
            "login_port": system.port,
            "share_type": line.share_type,
            "local_ip": f"10.{23 + number // 65_536}.{number // 256 % 256}.{number % 256}",
            "bought_at": now,
            "ends_at": now + 30 * DAY,
        }
        if "ip" not in fields:
            fields["ip"] = self._new_address(line) if not line.share_type else defaults["local_ip"]
        server = ServerState(**{**defaults, **fields, "number": number, "userid": member.userid})
        self.servers[server.guid] = server
        self._owned[userid].append(server)
        return server

    def remove_server(self, server: ServerState) -> None:
        """Forget a server, as if it had never been; one that is gone already stays gone."""
        if self.servers.pop(server.guid, None) is None:
            return
        self._owned[server.userid].remove(server)

    def _any_line(self) -> Line:
        return next(iter(self.lines.values()), None) or self.add_line()

    def _any_system(self, line: Line) -> System:
        on_line = (system for system in self.systems.values() if line.guid in system.lines)
        return next(on_line, None) or self.add_system(lines=[line.guid])

    def _new_address(self, line: Line) -> str:
        self._addresses[str(line.network)] += 1
        host = self._addresses[str(line.network)]
        if host >= line.network.num_addresses - 1:
            raise Refused("线路可用IP不足")
        return str(line.network[host])

    # Looking

    def settle(self, now: float) -> None:
        """Let everything happen that is due at `now`."""
        self.timeline.run_until(now)

    def age(self, server: ServerState, now: float) -> ServerState:
        """The server as it stands at `now`, expiry and unlocking applied."""
        server.pass_time(now, retention_days=self.lines[server.line_guid].retention_days)
        return server

    def owned(self, userid: int, now: float, *, start: int = 0, stop: int | None = None) -> list[ServerState]:
        """The servers of a member from place `start` to before `stop`, the newest first, dead ones too."""
        return [self.age(server, now) for server in self._owned[userid][::-1][start:stop]]

    def count_owned(self, userid: int) -> int:
        """How many servers a member has, dead ones too."""
        return len(self._owned[userid])

    def owned_one(self, userid: int, guid: str, now: float) -> ServerState:
        """The member's server of that guid.

        Raises:
            Refused: there is none, or it is another member's.
        """
        server = self.servers.get(guid)
        if server is None or server.userid != userid:
            raise Refused("业务不存在")
        return self.age(server, now)

    # Money and ledger

    def afford(self, member: Member, amount: Decimal) -> None:
        """Check that a member's balance reaches for an amount in CNY.

        Raises:
            Refused: it does not.
        """
        if amount > member.balance:
            raise Refused("余额不足")

    def pay(self, member: Member, amount: Decimal) -> None:
        """Take an amount from a member's balance, give it back where it is negative.

        Raises:
            Refused: the balance does not reach.
        """
        self.afford(member, amount)
        member.balance -= amount

    def end(self, ended: Ended) -> None:
        """Tell whoever listens that an operation has ended."""
        if self.on_end is not None:
            self.on_end(ended)
