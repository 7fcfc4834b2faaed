"""What each of the 28 actions does once a request has passed the validators."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from sandbox.engine.actions import access, contract, network, power, purchase, snapshots, sync
from sandbox.engine.call import Call

Action = Callable[[Call], object]

ACTIONS: Mapping[str, Action] = MappingProxyType(
    {
        "getzones": sync.getzones,
        "getlines": sync.getlines,
        "getsystems": sync.getsystems,
        "getserver": sync.getserver,
        "getservers": sync.getservers,
        "create_new": purchase.create_new,
        "start": power.start,
        "stop": power.stop,
        "stop_h": power.stop,
        "restart": power.restart,
        "restart_h": power.restart,
        "getvncurl": access.getvncurl,
        "setpsw": access.setpsw,
        "setvnc": access.setvnc,
        "install": access.install,
        "listsnapshot": snapshots.listsnapshot,
        "createsnapshot": snapshots.createsnapshot,
        "revertsnapshot": snapshots.revertsnapshot,
        "renewsnapshot": snapshots.renewsnapshot,
        "removesnapshot": snapshots.removesnapshot,
        "upgrade": contract.upgrade,
        "renew_for_rd": contract.renew_for_rd,
        "create_port": network.create_port,
        "delete_port": network.delete_port,
        "add_hardpolicy": network.add_hardpolicy,
        "del_hardpolicy": network.del_hardpolicy,
        "renew": contract.renew,
        "refund": contract.refund,
    }
)
"""Every action by name. Each returns what the answer's `data` holds, or raises `Refused`."""

__all__ = ["ACTIONS", "Action"]
