"""The engine's status numbers, as its document lists them for `getserver`."""

from __future__ import annotations

from enum import IntEnum


class Order(IntEnum):
    """`orderStatus`: where the contract stands."""

    DELETED = -2
    RECYCLED = -1
    OPENING = 0
    NORMAL = 1
    TRANSFERRING = 2
    EXPIRED = 3
    REFUNDED = 4


class Run(IntEnum):
    """`runStatus`: whether the machine runs."""

    LOCKED = -2
    OFF = -1
    RUNNING = 1


class Act(IntEnum):
    """`actStatus`: what is being done to the machine, or what failed last."""

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


class Snap(IntEnum):
    """`snapStatus`: what is being done to the machine's snapshots."""

    IDLE = 0
    CREATING = 1
    REVERTING = 2
    DELETING = 3


DEAD_ORDERS = frozenset({Order.DELETED, Order.RECYCLED, Order.REFUNDED})

FAILED_ACT = {
    "start": Act.START_FAILED,
    "stop": Act.STOP_FAILED,
    "stop_h": Act.STOP_FAILED,
    "restart": Act.RESTART_FAILED,
    "restart_h": Act.RESTART_FAILED,
    "setpsw": Act.PASSWORD_FAILED,
    "setvnc": Act.VNC_FAILED,
}
"""The failed status of each action that has one; the others fall back to idle with nothing changed."""
