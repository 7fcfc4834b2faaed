"""The signed client of the APA Cloud engine (阿帕云引擎, ZKEYS). Usable alone: see ``docs/engine.md``."""

from __future__ import annotations

from engine.account import MAINLAND_SALT, Account, Customer
from engine.actions import ACTIONS, Action, Kind
from engine.client import Engine
from engine.errors import EngineError, NoAnswerError, NotConnectedError, ProtocolError, RefusedError
from engine.models.line import Core, Line, Recommendation
from engine.models.order import BoughtServer
from engine.models.php import SHANGHAI
from engine.models.policy import Direction, Policy, Protocol, Verdict
from engine.models.port import CreatedPort, Port, PortType
from engine.models.server import AppendedIp, Server, ServerPage
from engine.models.snapshot import CreatedSnapshot, Snapshot, SnapshotList
from engine.models.status import ActStatus, OrderStatus, RunStatus, SnapStatus
from engine.models.system import System, SystemPage
from engine.models.vnc import VncLink
from engine.models.zone import Zone
from engine.offers import refusal_to_buy
from engine.passwords import PasswordRule, check_password, generate_password
from engine.preconditions import refusal
from engine.quote import (
    Configuration,
    add_months,
    client_end_time,
    monthly_price,
    purchase_price,
    recommended,
    server_price,
    snapshot_price,
)
from engine.reasons import Reason
from engine.signing import sign
from engine.transport import Transport

__all__ = [
    "ACTIONS",
    "MAINLAND_SALT",
    "SHANGHAI",
    "Account",
    "ActStatus",
    "Action",
    "AppendedIp",
    "BoughtServer",
    "Configuration",
    "Core",
    "CreatedPort",
    "CreatedSnapshot",
    "Customer",
    "Direction",
    "Engine",
    "EngineError",
    "Kind",
    "Line",
    "NoAnswerError",
    "NotConnectedError",
    "OrderStatus",
    "PasswordRule",
    "Policy",
    "Port",
    "PortType",
    "Protocol",
    "ProtocolError",
    "Reason",
    "Recommendation",
    "RefusedError",
    "RunStatus",
    "Server",
    "ServerPage",
    "SnapStatus",
    "Snapshot",
    "SnapshotList",
    "System",
    "SystemPage",
    "Transport",
    "Verdict",
    "VncLink",
    "Zone",
    "add_months",
    "check_password",
    "client_end_time",
    "generate_password",
    "monthly_price",
    "purchase_price",
    "recommended",
    "refusal",
    "refusal_to_buy",
    "server_price",
    "sign",
    "snapshot_price",
]
