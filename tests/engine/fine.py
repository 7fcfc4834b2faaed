"""A server on a line with which nothing is wrong, to be changed in one point."""

from __future__ import annotations

from typing import Any

from engine import ACTIONS, Kind, Line, Server
from tests.engine.peer import SAMPLES

ROW = SAMPLES["getlines"]["data"]["lines"][0]
FINE: dict[str, Any] = {
    "guid": "1",
    "orderStatus": "1",
    "runStatus": "1",
    "actStatus": "0",
    "snapStatus": "0",
    "share_type": "1",
    "cpu": "2",
    "memory": "2",
    "harddisks": "10,20",
    "bandwidth": "30",
    "defense": "5",
    "loginName": "root",
    "line_guid": ROW["guid"],
    "port": [{"guid": "port-1"}],
    "securityPolicyList": [{"guid": "p1", "weight": "7", "strategy_type": "1"}, {"guid": "p2", "strategy_type": "2"}],
}
ON_A_SERVER = sorted(name for name, action in ACTIONS.items() if action.kind is Kind.BUSINESS and name != "create_new")
READS = {"getvncurl", "listsnapshot"}
CHANGES = sorted(set(ON_A_SERVER) - READS)


def server(action: str = "", **changed: Any) -> Server:
    """A server on which nothing stands against the action."""
    return Server.model_validate(FINE | ({"runStatus": "-1"} if action == "start" else {}) | changed)


def line(**changed: Any) -> Line:
    return Line.model_validate(ROW | {"vnc_status": "1"} | changed)
