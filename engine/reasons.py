"""Why the engine would refuse an operation, in stable words."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """A known fact that speaks against an operation; its value names a text."""

    SERVER_DEAD = "server_dead"
    SERVER_EXPIRED = "server_expired"
    SERVER_OPENING = "server_opening"
    SERVER_TRANSFERRING = "server_transferring"
    ORDER_STATUS_UNKNOWN = "order_status_unknown"
    SERVER_LOCKED = "server_locked"
    SERVER_OFF = "server_off"
    SERVER_RUNNING = "server_running"
    RUN_STATUS_UNKNOWN = "run_status_unknown"
    SERVER_REINSTALLING = "server_reinstalling"
    SERVER_BUSY = "server_busy"
    LAST_ACTION_FAILED = "last_action_failed"
    ACT_STATUS_UNKNOWN = "act_status_unknown"
    SNAPSHOT_BUSY = "snapshot_busy"
    SNAP_STATUS_UNKNOWN = "snap_status_unknown"

    FUNCTION_CLOSED = "function_closed"
    VNC_NOT_OFFERED = "vnc_not_offered"
    VNC_PASSWORD_NOT_OFFERED = "vnc_password_not_offered"  # noqa: S105 - names a reason

    SNAPSHOTS_EXIST = "snapshots_exist"
    SYSTEM_NOT_OFFERED = "system_not_offered"
    SYSTEM_NEEDS_MORE = "system_needs_more"
    SYSTEM_FAMILY_FIXED = "system_family_fixed"

    SNAPSHOT_LIMIT_REACHED = "snapshot_limit_reached"
    SNAPSHOT_NOT_FOUND = "snapshot_not_found"
    PERIOD_NOT_OFFERED = "period_not_offered"

    BUYING_CLOSED = "buying_closed"
    RENEWAL_CLOSED = "renewal_closed"
    UPGRADE_CLOSED = "upgrade_closed"
    DOWNGRADE_CLOSED = "downgrade_closed"
    MONTHS_NOT_OFFERED = "months_not_offered"
    LONGER_THAN_ZONE_ALLOWS = "longer_than_zone_allows"

    CORE_NOT_OFFERED = "core_not_offered"
    DISK_WOULD_SHRINK = "disk_would_shrink"
    DISK_COUNT_NOT_OFFERED = "disk_count_not_offered"
    DISK_SIZE_NOT_OFFERED = "disk_size_not_offered"
    BANDWIDTH_NOT_OFFERED = "bandwidth_not_offered"
    DEFENSE_NOT_OFFERED = "defense_not_offered"
    TOO_MANY_SERVERS = "too_many_servers"

    ADDRESS_NOT_SHARED = "address_not_shared"
    PORT_NOT_FOUND = "port_not_found"
    POLICY_WEIGHT_USED = "policy_weight_used"
    POLICY_PRESET = "policy_preset"
    POLICY_NOT_FOUND = "policy_not_found"
