"""The statuses of a server. A value that is not listed stays a plain number, to be shown as unknown."""

from __future__ import annotations

from enum import IntEnum


class OrderStatus(IntEnum):
    """Where the server is between being bought and being gone (``orderStatus``)."""

    DELETED = -2
    RECYCLED = -1
    OPENING = 0
    NORMAL = 1
    TRANSFERRING = 2
    EXPIRED = 3
    REFUNDED = 4


class RunStatus(IntEnum):
    """Whether it runs (``runStatus``)."""

    LOCKED = -2
    """Off by expiry or the administrator; it cannot start itself, but may unlock by itself after days."""
    OFF = -1
    RUNNING = 1


class ActStatus(IntEnum):
    """What is being done to it, or what failed last (``actStatus``)."""

    PASSWORD_FAILED = -9
    RESTART_FAILED = -5
    STOP_FAILED = -4
    START_FAILED = -3
    VNC_FAILED = -2
    IDLE = 0
    VNC_RESETTING = 1
    STARTING = 3
    STOPPING = 4
    RESTARTING = 5
    UPGRADING = 6
    RENEWING = 7
    REINSTALLING = 8
    PASSWORD_RESETTING = 9
    DOWNGRADING = 11

    @property
    def is_failure(self) -> bool:
        """Whether it tells of something that failed; nothing is being done then."""
        return self < 0


class SnapStatus(IntEnum):
    """What is being done with its snapshots (``snapStatus``)."""

    IDLE = 0
    CREATING = 1
    REVERTING = 2
    DELETING = 3
