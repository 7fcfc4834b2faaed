"""Rows as the engine writes them, in the types of the vendor's samples: mostly strings, sometimes numbers or null."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from sandbox.engine.shanghai import written

if TYPE_CHECKING:
    from sandbox.engine.rows import System, Zone
    from sandbox.engine.server_state import ExtraAddress, Policy, Port, ServerState, Snapshot

Row = dict[str, object]

_CONTROLLER = "1695712043844187"
_MASTER = "83"


def zone_row(zone: Zone) -> Row:
    """An entry of `zones`."""
    return {
        "guid": zone.guid,
        "name": zone.name,
        "max_year": str(zone.max_year),
        "identityStatus": str(zone.identity_status),
        "whiteListStatus": str(zone.white_list_status),
        "icp_status": str(zone.icp_status),
    }


def system_row(system: System) -> Row:
    """An entry of `systems`."""
    return {
        "distinct_id": str(system.number),
        "id": str(system.number),
        "guid": system.guid,
        "class_guid": system.class_guid,
        "name": system.name,
        "login_name": system.login_name,
        "port": str(system.port),
        "mirror_name": system.mirror_name,
        "cpu_limit": str(system.cpu_limit),
        "ram_limit": str(system.ram_limit),
        "type": ",".join(system.types),
        "system_harddisk": str(system.system_harddisk),
        "support": system.support,
        "boot_menu_contents": system.boot_menu_contents,
        "ghost_url": system.ghost_url,
        "lines": system.lines,
    }


def _server_row(server: ServerState) -> Row:
    """What `getserver` and `getservers` both tell."""
    return {
        "need_reset_vnc": str(server.need_reset_vnc),
        "line_guid": server.line_guid,
        "lineID": str(server.line_number),
        "ip": server.ip,
        "cpu": str(server.cpu),
        "memory": str(server.memory),
        "harddisks": ",".join(map(str, server.harddisks)),
        "bandwidth": str(server.bandwidth),
        "defense": str(server.defense),
        "loginName": server.login_name,
        "buyTime": written(server.bought_at),
        "endTime": written(server.ends_at),
        "orderStatus": str(int(server.order_status)),
        "runStatus": str(int(server.run_status)),
        "actStatus": str(int(server.act_status)),
        "snapStatus": str(int(server.snap_status)),
        "backStatus": "0",
        "backSystem": "0",
        "backDisk": "0",
        "backSystemTime": None,
        "backSystemID": None,
        "backDiskTime": None,
        "isInstallMonitor": "1",
        "blockStatus": str(server.blocked),
        "vnc_port": str(server.vnc_port),
        "share_type": str(server.share_type),
        "login_port": str(server.login_port),
        "in_bandwidth": str(server.in_bandwidth),
        "guid": server.guid,
        "master_id": _MASTER,
        "is_cdn_bind": "0",
        "cdn_cname_domain": None,
        "cdn_domain_max_num": "0",
        "pppoe_account": None,
        "share_ip": server.share_ip or None,
        "system_guid": server.system_guid,
        "localIP": server.local_ip,
        "append_ip": [extra_address_row(extra) for extra in server.extra_addresses],
        "securityPolicyList": [policy_row(policy, server) for policy in server.policies],
        "port": [port_row(port, server) for port in server.ports],
    }


def one_server_row(server: ServerState) -> Row:
    """The answer of `getserver`."""
    row = _server_row(server)
    row["systemID"] = server.system_guid
    row["syncStatus"] = str(server.synced)
    row["blackHoleStatus"] = str(server.black_hole)
    row["vps_guid"] = None
    row["back_system_guid"] = ""
    row["sid"] = str(server.number)
    return row


def server_list_row(server: ServerState) -> Row:
    """An entry of `getservers`, which tells other things, and some under other names."""
    row = _server_row(server)
    row["systemID"] = str(int(server.system_guid) % 1000)
    row["id"] = str(server.number)
    row["apiLockStatus"] = str(server.lock_status)
    row["apiLockReason"] = server.lock_reason
    row["apiUnlockTime"] = None if server.unlocks_at is None else written(server.unlocks_at)
    row["snapId"] = "0"
    row["system_back_guid"] = ""
    return row


def bought_row(server: ServerState) -> Row:
    """An entry of what `create_new` answers. The password is not in it, nor in any other answer."""
    return {
        "guid": server.guid,
        "ip": server.ip,
        "localIP": server.local_ip,
        "cpu": server.cpu,
        "memory": server.memory,
        "harddisks": ",".join(map(str, server.harddisks)),
        "bandwidth": str(server.bandwidth),
        "defense": str(server.defense),
        "buyTime": written(server.bought_at),
        "endTime": written(server.ends_at),
        "pppoe_account": "",
        "pppoe_password": "",
        "share_type": server.share_type,
        "login_port": str(server.login_port),
        "is_cdn_bind": 0,
        "cdn_cname_domain": "",
        "cdn_domain_max_num": 0,
        "share_ip": server.share_ip,
        "c_path": _path(server, 0),
        "c_maxiops": "0",
        "disks_path": ",".join(_path(server, place) for place in range(1, len(server.harddisks) + 1)),
        "disks_maxiops": ",".join("0" for _ in server.harddisks),
        "cpu_limit": "100",
        "ram_start": "0",
        "memory_dynamic": "0",
    }


def _path(server: ServerState, place: int) -> str:
    return base64.b64encode(f"volumes|pool/kvm{server.number}-{place}.raw".encode()).decode()


def snapshot_row(snapshot: Snapshot, *, current: str) -> Row:
    """An entry of `snapshotlist`; `current` is the name of the snapshot that the disks stand on."""
    return {
        "name": snapshot.name,
        "create_time": written(snapshot.created_at),
        "end_time": written(snapshot.ends_at),
        "status": str(snapshot.status),
        "current": int(snapshot.name == current),
        "parent_name": snapshot.parent,
    }


def extra_address_row(extra: ExtraAddress) -> Row:
    """An entry of `append_ip`."""
    return {
        "ip": extra.ip,
        "create_time": written(extra.created_at),
        "delete_time": None if extra.deleted_at is None else written(extra.deleted_at),
    }


def port_row(port: Port, server: ServerState) -> Row:
    """An entry of `port`, and `port_info` of `create_port`."""
    return {
        "id": str(port.number),
        "public_ip": port.public_ip,
        "public_port": str(port.public_port),
        "local_ip": port.local_ip,
        "local_port": str(port.local_port),
        "protocol": port.protocol,
        "create_time": written(port.created_at),
        "is_deleted": "0",
        "is_used": "1",
        "guid": port.guid,
        "service_id": str(server.number),
        "service_type": "1",
        "controller_guid": _CONTROLLER,
        "remark": port.remark,
    }


def policy_row(policy: Policy, server: ServerState) -> Row:
    """An entry of `securityPolicyList`, and `policy_info` of `add_hardpolicy`."""
    return {
        "id": str(policy.number),
        "name": policy.name,
        "guid": policy.guid,
        "weight": str(policy.weight),
        "direction": policy.direction,
        "action": policy.action,
        "protocol": policy.protocol,
        "remote_ip": policy.remote_ip,
        "local_port": policy.local_port,
        "switch_name": policy.switch_name,
        "service_type": "server",
        "service_id": str(server.number),
        "create_time": written(policy.created_at),
        "status": str(policy.status),
        "strategy_type": str(policy.strategy_type),
        "master_strategy_id": str(policy.master_strategy_id),
        "message": policy.message,
        "is_agent": str(policy.is_agent),
    }
