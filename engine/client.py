"""The engine's client."""

from __future__ import annotations

from engine.calls.access import AccessActions
from engine.calls.network import NetworkActions
from engine.calls.orders import OrderActions
from engine.calls.power import PowerActions
from engine.calls.snapshots import SnapshotActions
from engine.calls.sync import SyncActions


class Engine(SyncActions, PowerActions, AccessActions, SnapshotActions, NetworkActions, OrderActions):
    """All 28 actions as methods that bear their names.

    Every method may raise an `EngineError`. Those that read are tried again when they fail, no other is: what to do
    with an unknown outcome is for the caller to decide.
    """
