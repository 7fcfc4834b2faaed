from __future__ import annotations

import json
from datetime import datetime

from engine import SHANGHAI, Server, Snapshot
from operations.proof import proof
from operations.sights import Sight

END = datetime(2027, 1, 31, 10, 0, tzinfo=SHANGHAI)
SERVER = Server(
    guid="1",
    cpu=2,
    memory=4,
    harddisks=(50,),
    bandwidth=5,
    defense=0,
    system_guid="debian",
    order_status=1,
    run_status=-1,
    end_time=END,
    pppoe_account="private",
)
TOLD = {
    "end_time": "2027-01-31T10:00:00+08:00",
    "sizes": [2, 4, [50], 5, 0],
    "run": -1,
    "system": "debian",
    "order": 1,
}


def test_it_holds_what_tells_and_nothing_else() -> None:
    snapshots = (Snapshot(name="a", end_time=END), Snapshot(name="b"))
    found = json.loads(proof(Sight(server=SERVER), Sight(server=SERVER, snapshots=snapshots)))
    assert found == {
        "before": {"server": TOLD},
        "after": {"server": TOLD, "snapshots": {"a": "2027-01-31T10:00:00+08:00", "b": None}},
    }


def test_what_was_not_read_is_null_and_what_is_gone_too() -> None:
    assert json.loads(proof(None, Sight(server=None))) == {"before": None, "after": {"server": None}}


def test_of_a_purchase_it_holds_each_server() -> None:
    found = json.loads(proof(None, Sight(server=None, servers=(SERVER,))))
    assert found["after"] == {"server": None, "servers": {"1": TOLD}}
