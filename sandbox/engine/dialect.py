"""How PHP writes JSON: the same data in the forms that the vendor's document shows, side by side or mixed."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

# fmt: off
NUMBERS = frozenset((
    "cpu", "memory", "ram", "bandwidth", "in_bandwidth", "defense", "orderStatus", "runStatus", "actStatus",
    "snapStatus", "syncStatus", "blackHoleStatus", "blockStatus", "backStatus", "backSystem", "backDisk",
    "apiLockStatus", "snapId", "need_reset_vnc", "share_type", "login_port", "vnc_port", "id", "distinct_id",
    "master_id", "sid", "lineID", "is_cdn_bind", "cdn_domain_max_num", "isInstallMonitor", "public_port",
    "local_port", "is_deleted", "is_used", "service_id", "weight", "status", "strategy_type", "master_strategy_id",
    "is_agent", "current", "code", "items", "pages", "max_year", "identityStatus", "whiteListStatus", "icp_status",
    "line_auth", "buyStatus", "upgradeStatus", "renewStatus", "harddiskMinNum", "harddiskMaxNum", "harddiskMinSize",
    "harddiskMaxSize", "harddiskStep", "bandwidthMinSize", "bandwidthMaxSize", "bandwidth_free_size",
    "bandwidth_in_type", "bandwidth_in_value", "defenseMinSize", "defenseMaxSize", "defenseFreeSize", "sortID",
    "snap_open_max", "renew_degrade_status", "vnc_status", "retention_days", "max_open_num", "resources_type",
    "win_linux_switch", "recommend_status", "cpu_limit", "ram_limit", "system_harddisk", "port",
))
# fmt: on
"""Keys whose values are whole numbers, in whatever form."""

MONEY = frozenset(
    ["harddiskPrice", "defensePrice", "snap_price_buy_day", "snap_price_buy_month", "price", "windows_price"]
    + [f"bandwidth{place}Price" for place in range(1, 7)]
)
"""Keys whose values are amounts in CNY."""

OBJECTS_OR_STRINGS = frozenset({"boot_menu_contents", "ghost_url"})
"""Objects that also come as a JSON string holding the object, and as `[]` when empty."""

Numbers = Literal["sampled", "strings", "ints", "mixed"]
Lists = Literal["sampled", "lists", "objects", "mixed"]
Absent = Literal["sampled", "null", "empty", "missing", "mixed"]


@dataclass(kw_only=True)
class Dialect:
    """How answers are written. The defaults write what the vendor's samples show.

    Attributes:
        numbers: as in the samples, all as strings, all as JSON numbers, or now so and now so.
        lists: lists of rows; in the samples `servers` is an object with the keys "0", "1" …, all else lists.
        absent: what has no value: null, "", no key at all.
        nested_as_strings: whether `boot_menu_contents` and `ghost_url` are strings with JSON inside.
        unknown_keys: whether rows carry keys that no document names.
        content_type: PHP says text/html unless told otherwise.
        seed: of what "mixed" picks.
    """

    numbers: Numbers = "sampled"
    lists: Lists = "sampled"
    absent: Absent = "sampled"
    nested_as_strings: bool = False
    unknown_keys: bool = False
    content_type: str = "application/json"
    seed: int = 1
    _random: random.Random = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)

    @classmethod
    def wild(cls, seed: int) -> Dialect:
        """Every habit at once, differently in each answer, the same for the same seed."""
        return cls(
            numbers="mixed",
            lists="mixed",
            absent="mixed",
            nested_as_strings=bool(seed % 2),
            unknown_keys=True,
            content_type="text/html",
            seed=seed,
        )

    def written(self, answer: dict[str, object]) -> str:
        """The JSON text of an answer, escaped as PHP's `json_encode` does: no letter beyond ASCII, no bare slash."""
        return json.dumps(self.spoken(answer), separators=(",", ":")).replace("/", "\\/")

    def spoken(self, answer: dict[str, object]) -> dict[str, object]:
        """The answer with each value in the form that this dialect gives it."""
        if self.numbers == self.lists == self.absent == "sampled" and not (self.nested_as_strings or self.unknown_keys):
            data = answer.get("data")
            if isinstance(data, dict) and "servers" in data and "pages" in data:
                return answer | {"data": data | {"servers": _indexed(data["servers"])}}
            if isinstance(data, dict) and "systems" in data:
                systems = [row | {key: row[key] or [] for key in OBJECTS_OR_STRINGS} for row in data["systems"]]
                return answer | {"data": data | {"systems": systems}}
            return answer
        return self._object(answer)

    def _object(self, row: dict[str, object]) -> dict[str, object]:
        written: dict[str, object] = {}
        for key, value in row.items():
            if value is None or value == "":
                self._write_absent(written, key, value)
            else:
                written[key] = self._value(key, value, paged="pages" in row)
        if self.unknown_keys and "guid" in row:
            written["zk_since_10_1"] = {"flags": [], "level": "2"}
        return written

    def _write_absent(self, written: dict[str, object], key: str, value: object) -> None:
        form = self._random.choice(("null", "empty", "missing")) if self.absent == "mixed" else self.absent
        if form == "sampled":
            written[key] = value
        elif form != "missing":
            written[key] = None if form == "null" else ""

    def _value(self, key: str, value: object, *, paged: bool) -> object:
        if key in OBJECTS_OR_STRINGS:
            return json.dumps(value) if value and self.nested_as_strings else value or []
        if isinstance(value, dict):
            return self._object(value)
        if isinstance(value, list):
            return self._list(key, value, paged=paged)
        if key in MONEY:
            return self._money(value)
        if key in NUMBERS and str(value).lstrip("-").isdigit():
            return self._whole(value)
        return value

    def _list(self, key: str, values: list[object], *, paged: bool) -> object:
        rows = [self._object(value) if isinstance(value, dict) else value for value in values]
        form = self._random.choice(("lists", "objects")) if self.lists == "mixed" else self.lists
        if form == "sampled":
            form = "objects" if key == "servers" and paged else "lists"
        # `"data": []` of a business action stays what it is: PHP has no other form of an empty array.
        return _indexed(rows) if form == "objects" else rows

    def _whole(self, value: object) -> object:
        form = self._random.choice(("strings", "ints")) if self.numbers == "mixed" else self.numbers
        return {"sampled": value, "strings": str(value), "ints": int(str(value))}[form]

    def _money(self, value: object) -> object:
        amount = Decimal(str(value))
        form = self._random.choice(("strings", "ints")) if self.numbers == "mixed" else self.numbers
        if form == "sampled":
            return value
        if form == "strings":
            return f"{amount:.2f}"
        return int(amount) if amount == amount.to_integral_value() else float(amount)


def _indexed(rows: list[object]) -> object:
    """What PHP makes of an array that is no plain list; an empty one has no keys to show it by."""
    return {str(index): row for index, row in enumerate(rows)} or []
