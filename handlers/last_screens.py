"""Which message is a person's screen: the next one takes its place, so that a chat is not flooded with old menus.

Only screens go: confirmations, statuses, receipts, notices and secrets are not known here. What is known is kept in
memory; after a restart one old screen more stays, and its buttons still work.
"""

from __future__ import annotations

from dataclasses import dataclass

# Seconds. Whoever types faster than this has not looked at the screen yet, and should not wait for its removal either.
BURST = 3.0
# Beyond it the oldest are forgotten: those people have long gone.
MOST = 10_000

Place = tuple[int, int | None, int]
"""Chat, topic, person."""


@dataclass(frozen=True, slots=True)
class _Screen:
    message_id: int
    at: float


class LastScreens:
    """The last screen of each person in each chat."""

    def __init__(self) -> None:
        self._screens: dict[Place, _Screen] = {}

    def swap(self, place: Place, message_id: int | None, *, now: float, burst: bool) -> int | None:
        """Remember a new screen, and return the message that it takes the place of, if that is to go.

        Args:
            place: whose.
            message_id: the new screen; None for what is to stay, like a confirmation.
            now: UNIX time.
            burst: whether a screen that is younger than `BURST` stays.
        """
        old = self._screens.pop(place, None)
        if message_id is not None:
            if len(self._screens) >= MOST:
                del self._screens[next(iter(self._screens))]
            self._screens[place] = _Screen(message_id, now)
        if old is None or old.message_id == message_id or (burst and now - old.at < BURST):
            return None
        return old.message_id

    def forget(self, place: Place, message_id: int) -> None:
        """Let a message be that has become something else."""
        found = self._screens.get(place)
        if found is not None and found.message_id == message_id:
            del self._screens[place]
