"""How long the stand-in's operations take."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, kw_only=True)
class Durations:
    """Seconds from the in-progress status to the end, by action; short enough to watch in a demo.

    Attributes:
        downgrade: of a booked downgrade, which follows the renewal.
        start_delay: seconds from the answer until the in-progress status appears. In between the
            engine looks idle, and a failed status of an earlier operation still stands.
        start_delays: exceptions from `start_delay`, by action.
    """

    start: float = 6.0
    stop: float = 5.0
    stop_h: float = 2.0
    restart: float = 8.0
    restart_h: float = 6.0
    setpsw: float = 5.0
    setvnc: float = 4.0
    install: float = 25.0
    upgrade: float = 12.0
    downgrade: float = 8.0
    renew: float = 4.0
    refund: float = 5.0
    create_new: float = 20.0
    createsnapshot: float = 10.0
    revertsnapshot: float = 12.0
    removesnapshot: float = 6.0
    renewsnapshot: float = 2.0
    start_delay: float = 1.0
    start_delays: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def instant(cls) -> Durations:
        """Everything has ended by the time of the answer."""
        seconds = {item.name: 0.0 for item in fields(cls) if item.name != "start_delays"}
        return cls(**seconds)  # type: ignore[arg-type]  # the one mapping among the fields is left out above

    def of(self, action: str) -> float:
        """Seconds that an action is in progress."""
        return float(getattr(self, action))

    def delay(self, action: str) -> float:
        """Seconds between an action's answer and its in-progress status."""
        return self.start_delays.get(action, self.start_delay)
