"""What a year's reminders ought to be, by rules written down a second time, without a look at the program's own.

A chat is to be told of an end at its daily hour when one of its stages has been reached and was not told; of what is
over, when it is over; never in its quiet hours, never of an end that is not so any more, each stage of an end once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0
QUARTER = 15 * MINUTE
# How long the bot may take: a tick and the sending; reading a list and another tick after a start; one back-off after
# an outage; a reading, a tick and a minute of collecting after an end.
SOON, STARTED, RECONNECTED, ENDED = 30.0, 200.0, 340.0, 200.0
ORDER = ("7", "3", "1", "0", "expired")
_zone = lru_cache(ZoneInfo)


@dataclass(eq=False)
class Chat:
    """A chat and what it wants, its told stages, and what it has still to be told."""

    id: int
    zone: str
    hour: int = 10
    quiet: tuple[int, int] | None = None
    stages: tuple[str, ...] = ORDER
    identities: tuple[int, ...] = ()
    everything: bool = False
    muted: dict[str, float] = field(default_factory=dict)
    changed_at: float = 0.0
    told: set[tuple[str, str, float, str]] = field(default_factory=set)
    owed: dict[tuple[str, str, float], float] = field(default_factory=dict)
    snoozed: dict[str, tuple[float, float]] = field(default_factory=dict)

    def local(self, at: float) -> datetime:
        return datetime.fromtimestamp(at, UTC).astimezone(_zone(self.zone))

    def is_quiet(self, at: float) -> bool:
        if self.quiet is None:
            return False
        begin, end = self.quiet
        return self.local(at).hour in {hour % 24 for hour in range(begin, end if end > begin else end + 24)}

    def awake(self, at: float) -> float:
        """Try every quarter of an hour."""
        while self.is_quiet(at):
            at = (at // QUARTER + 1) * QUARTER
        return at

    def round_on(self, day: date) -> float:
        return self.awake(datetime.combine(day, time(self.hour), _zone(self.zone)).timestamp())

    def next_round(self, after: float) -> float:
        day = self.local(after).date()
        return min(at for days in (-1, 0, 1, 2) if (at := self.round_on(day + timedelta(days=days))) > after)

    def last_round(self, now: float) -> float:
        day = self.local(now).date()
        return max(at for days in (-2, -1, 0) if (at := self.round_on(day + timedelta(days=days))) <= now)

    def days(self, end: float, now: float) -> int:
        return (self.local(end).date() - self.local(now).date()).days

    def stage(self, end: float, now: float) -> str | None:
        """The most urgent stage that an end has reached."""
        if end <= now:
            return "expired" if "expired" in self.stages else None
        left = self.days(end, now)
        return min((each for each in self.stages if each != "expired" and left <= int(each)), key=int, default=None)


@dataclass(eq=False)
class Server:
    """A server as the engine has it; ends by snapshot, the empty name is the server's own."""

    guid: str
    label: str
    owner: int | None
    ends: dict[str, float | None]
    retention: int | None
    alive: bool = True


@dataclass
class Oracle:
    """Judges every message, and what was not said."""

    chats: list[Chat]
    servers: dict[str, Server]
    up: bool = False
    up_since: float = 0.0
    telegram_up: bool = True
    telegram_since: float = 0.0
    wrong: list[str] = field(default_factory=list)
    heard: int = 0
    by_owner: dict[int | None, list[Server]] = field(default_factory=dict)

    def give(self, server: Server, owner: int | None) -> None:
        """Let somebody have a server; a new one, too."""
        if self.servers.setdefault(server.guid, server) in self.by_owner.get(server.owner, []):
            self.by_owner[server.owner].remove(server)
        server.owner = owner
        self.by_owner.setdefault(owner, []).append(server)

    def hears(self, chat: Chat, server: Server) -> bool:
        """Tell whether a chat is told of a server."""
        return chat.everything if server.owner is None else server.owner in chat.identities

    def _wants(self, chat: Chat, server: Server, name: str, end: float, now: float) -> bool:
        """Tell whether a chat has anything to hear of an end at this moment."""
        if not (server.alive and server.ends.get(name) == end and self.hears(chat, server)):
            return False
        if chat.muted.get(server.guid, 0) > now:
            return False
        if end <= now:
            kept = 30 if name or server.retention is None else min(server.retention, 30)
            return now < end + kept * DAY
        put_off = chat.snoozed.get(server.guid)
        return bool(name) or put_off is None or put_off[0] != end or now >= put_off[1]

    def _wake(self, chat: Chat, server: Server, end: float, now: float) -> None:
        """What was put off until now is to be told once more."""
        put_off = chat.snoozed.get(server.guid)
        if put_off is not None and put_off[0] == end and now >= put_off[1]:
            del chat.snoozed[server.guid]
            chat.told -= {(server.guid, "", end, chat.stage(end, now) or "")}

    def owes(self, chat: Chat, server: Server, name: str, now: float, *, late: float = SOON) -> None:
        """Note that a chat is to be told of an end, if it is; `late` is how long that may take."""
        end = server.ends.get(name)
        if end is None or not self._wants(chat, server, name, end, now):
            return
        if not name:
            self._wake(chat, server, end, now)
        stage = chat.stage(end, now)
        key = (server.guid, name, end)
        if stage is not None and (*key, stage) not in chat.told:
            chat.owed.setdefault(key, now + late)

    def round(self, chat: Chat, now: float) -> None:
        """It is the chat's hour."""
        for owner in {None} if chat.everything else chat.identities:
            for server in self.by_owner.get(owner, []):
                for name in server.ends:
                    self.owes(chat, server, name, now)

    def ended(self, server: Server, name: str, now: float) -> None:
        """An end has come."""
        for chat in self.chats:
            if self.hears(chat, server):
                self.owes(chat, server, name, now, late=ENDED)

    def told(self, chat_id: int, label: str, name: str, days: int | None, now: float) -> None:
        """Judge one line of a message that arrived."""
        self.heard += 1
        chat = next(each for each in self.chats if each.id == chat_id)
        server = next(each for each in self.servers.values() if each.label == label)
        what = f"{chat.id} {chat.zone} {server.label} {name or '-'} days={days} at {chat.local(now)}"
        end = server.ends.get(name)
        if chat.is_quiet(now):
            self.wrong.append(f"in the quiet hours: {what}")
        if end is None or not self._wants(chat, server, name, end, now):
            self.wrong.append(f"not so: {what}, end {end}")
            return
        if days != (None if end <= now else chat.days(end, now)):
            self.wrong.append(f"wrong days: {what}, end {chat.local(end)}")
        if not name:
            self._wake(chat, server, end, now)
        stage = chat.stage(end, now)
        key = (server.guid, name, end)
        if stage is None:
            self.wrong.append(f"at no stage: {what}, end {chat.local(end)}")
        elif (*key, stage) in chat.told:
            self.wrong.append(f"twice: {what}, stage {stage}")
        else:
            chat.told.add((*key, stage))
        if stage != "expired" and not self._excused(chat, now):
            self.wrong.append(f"not at its hour: {what}")
        chat.owed.pop(key, None)

    def _excused(self, chat: Chat, now: float) -> bool:
        """Tell whether it is the chat's hour, or there is a reason to be late."""
        return (
            now <= chat.last_round(now) + SOON
            or now <= self.up_since + STARTED
            or now <= self.telegram_since + RECONNECTED
            or now <= chat.changed_at + SOON
            or chat.is_quiet(now - SOON)
        )

    def check(self, now: float) -> list[float]:
        """Look for what should have been said by now; return when to look again."""
        again: set[float] = set()
        if not (self.up and self.telegram_up):
            return []
        excuse = max(self.up_since + STARTED, self.telegram_since + RECONNECTED)
        for chat in self.chats:
            for key in list(chat.owed):
                guid, name, end = key
                server = self.servers[guid]
                stage = chat.stage(end, now)
                if stage is None or not self._wants(chat, server, name, end, now) or (*key, stage) in chat.told:
                    del chat.owed[key]
                    continue
                if chat.is_quiet(now):
                    chat.owed[key] = max(chat.owed[key], chat.awake(now) + SOON)
                deadline = max(chat.owed[key], excuse)
                if now >= deadline:
                    self.wrong.append(
                        f"not told: {chat.id} {chat.zone} {server.label} {name or '-'} {stage} {end} {now}"
                    )
                    del chat.owed[key]
                else:
                    again.add(deadline)
        return sorted(again)
