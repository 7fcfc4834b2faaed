"""A line as `getlines` writes it: as in the sample, some prices are JSON numbers and some are decimal strings."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from sandbox.engine.rows import Core, Line
    from sandbox.engine.wire import Row


def line_row(line: Line) -> Row:
    """An entry of `lines`."""
    row: Row = {
        "guid": line.guid,
        # Not the line's own guid: that of its zone.
        "line_guid": line.zone_guid,
        "line_type": line.line_type,
        "line_auth": str(line.line_auth),
        "name": line.name,
        "descript": line.description,
        "introUrl": "",
        "buyStatus": str(line.buy_status),
        "upgradeStatus": str(line.upgrade_status),
        "renewStatus": str(line.renew_status),
        "harddiskMinNum": str(line.disk_min_num),
        "harddiskMaxNum": str(line.disk_max_num),
        "harddiskMinSize": str(line.disk_min_size),
        "harddiskMaxSize": str(line.disk_max_size),
        "harddiskStep": str(line.disk_step),
        "harddiskPrice": _number(line.disk_price),
        "bandwidthMinSize": str(line.bandwidth_min),
        "bandwidthMaxSize": str(line.bandwidth_max),
        "bandwidth_free_size": str(line.bandwidth_free),
        "bandwidth_in_type": str(line.bandwidth_in_type),
        "bandwidth_in_value": str(line.bandwidth_in_value),
    }
    row |= {f"bandwidth{place}Price": _number(price) for place, price in enumerate(line.bandwidth_prices, start=1)}
    return row | {
        "defenseMinSize": str(line.defense_min),
        "defenseMaxSize": str(line.defense_max),
        "defenseFreeSize": str(line.defense_free),
        "defensePrice": _number(line.defense_price),
        "defense_size": _joined(line.defense_sizes),
        "lifeTime": None,
        "months": _joined(line.months),
        "functions": ",".join(line.functions),
        "sortID": str(line.sort_id),
        "snap_price_type": "0",
        "snap_price_buy_day": f"{line.snap_price_day:.2f}",
        "snap_price_buy_month": f"{line.snap_price_month:.2f}",
        "snap_open_max": str(line.snap_open_max),
        "snap_open_days": _joined(line.snap_open_days),
        "backup_price_type": "0",
        "backup_price_buy_day": "-1.00",
        "backup_price_buy_month": "-1.00",
        "backup_open_days": "",
        "day_for_month": "30",
        "remark": line.remark,
        "temp_upgrade_status": "0",
        "renew_degrade_status": str(line.renew_degrade_status),
        "temp_upgrade_times_limit": "0",
        "temp_upgrade_bandwidth_price": "0.00",
        "temp_upgrade_min_hours": "0",
        "vnc_status": str(line.vnc_status),
        "auto_dns": "192.0.2.53",
        "api_migration_status": "0",
        "api_migration_line_id": "0",
        "move_status": "0",
        "vnc_url": "",
        "retention_days": str(line.retention_days),
        "max_open_num": str(line.max_open_num),
        "append_ip_status": "0",
        "append_ip_price": "0.00",
        "resources_type": str(line.resources_type),
        "win_linux_switch": str(line.win_linux_switch),
        "sync_buy_status": "1",
        "core_price_data": [_core_row(core) for core in line.cores],
    }


def _core_row(core: Core) -> Row:
    recommended = {
        "harddisk": core.recommended_harddisk,
        "bandwidth": core.recommended_bandwidth,
        "defense": core.recommended_defense,
    }
    return {
        "name": core.name,
        "cpu": str(core.cpu),
        "ram": str(core.ram),
        "price": _number(core.price),
        "windows_price": _number(core.windows_price),
        "recommend_status": str(int(core.recommended)),
        # JSON in a JSON string.
        "recommend_content": json.dumps(recommended, separators=(",", ":")),
    }


def _number(price: Decimal) -> int | str:
    """An int where the price is whole, else a decimal string: no float ever loses a cent here."""
    return int(price) if price == price.to_integral_value() else f"{price:.2f}"


def _joined(numbers: tuple[int, ...]) -> str:
    return ",".join(map(str, numbers))
