"""Lines: where servers are sold, with limits and prices."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AliasChoices, BeforeValidator, Field, model_validator

from engine.models.php import (
    Details,
    Flag,
    Money,
    Name,
    Number,
    Numbers,
    OptionalText,
    Rows,
    Text,
    WireModel,
    to_object,
    to_words,
    unless_empty,
)


def _functions(value: Any) -> frozenset[str] | None:
    words = to_words(value)
    if words is None:
        return None
    # The document's sample misspells the one of its own table.
    return frozenset("revertsnapshot" if word == "revertssnapshot" else word for word in words)


class Recommendation(WireModel):
    """What the line recommends beside a core; JSON inside a JSON string on the wire."""

    harddisk: Number = None
    """GB."""
    bandwidth: Number = None
    """Mbit/s."""
    defense: Number = None
    """G."""


class Core(WireModel):
    """A pair of cpu and memory that the line sells, CNY per month."""

    name: Text = ""
    """Repeats and lies: "128H128G" is 50/50 in the sample. Show cpu and ram."""
    cpu: int
    ram: int
    """GB."""
    price: Money = None
    windows_price: Money = None
    recommend_status: Flag = None
    recommend_content: Annotated[Recommendation, BeforeValidator(to_object)] = Recommendation()


class Line(WireModel):
    """A line, as ``getlines`` tells it. Prices are CNY; a negative one means "not offered"."""

    guid: Name
    zone_guid: Text = Field(default="", validation_alias="line_guid")
    """The zone's guid, whatever the wire's name says."""
    line_type: Text = ""
    line_auth: Number = None
    """0 anyone, 1 this site's members only, 2 agents only."""
    name: Text = ""
    description: Text = Field(default="", validation_alias=AliasChoices("descript", "description"))
    intro_url: OptionalText = Field(default=None, validation_alias="introUrl")
    buy_status: Flag = Field(default=None, validation_alias="buyStatus")
    upgrade_status: Flag = Field(default=None, validation_alias="upgradeStatus")
    renew_status: Flag = Field(default=None, validation_alias="renewStatus")

    harddisk_min_num: Number = Field(default=None, validation_alias="harddiskMinNum")
    harddisk_max_num: Number = Field(default=None, validation_alias="harddiskMaxNum")
    harddisk_min_size: Number = Field(default=None, validation_alias="harddiskMinSize")
    harddisk_max_size: Number = Field(default=None, validation_alias="harddiskMaxSize")
    harddisk_step: Number = Field(default=None, validation_alias="harddiskStep")
    harddisk_price: Money = Field(default=None, validation_alias="harddiskPrice")
    """Per GB and month."""

    bandwidth_min_size: Number = Field(default=None, validation_alias="bandwidthMinSize")
    bandwidth_max_size: Number = Field(default=None, validation_alias="bandwidthMaxSize")
    bandwidth_free_size: Number = None
    bandwidth_in_type: Number = None
    """1 fixed, 2 symmetric above the threshold."""
    bandwidth_in_value: Number = None
    bandwidth1_price: Money = Field(default=None, validation_alias="bandwidth1Price")
    """The first Mbit/s, per month; each further one has its own, the sixth's holds for all beyond the fifth."""
    bandwidth2_price: Money = Field(default=None, validation_alias="bandwidth2Price")
    bandwidth3_price: Money = Field(default=None, validation_alias="bandwidth3Price")
    bandwidth4_price: Money = Field(default=None, validation_alias="bandwidth4Price")
    bandwidth5_price: Money = Field(default=None, validation_alias="bandwidth5Price")
    bandwidth6_price: Money = Field(default=None, validation_alias="bandwidth6Price")

    defense_min_size: Number = Field(default=None, validation_alias="defenseMinSize")
    defense_max_size: Number = Field(default=None, validation_alias="defenseMaxSize")
    defense_free_size: Number = Field(default=None, validation_alias="defenseFreeSize")
    defense_price: Money = Field(default=None, validation_alias="defensePrice")
    """Per G and month."""
    defense_sizes: Numbers = Field(default=None, validation_alias="defense_size")
    """The values offered, G."""

    life_time: Number = Field(default=None, validation_alias="lifeTime")
    """Years."""
    months: Numbers = None
    """The durations offered."""
    functions: Annotated[frozenset[str] | None, BeforeValidator(_functions)] = None
    """What is open on the line, ``createsnapshot`` and so on."""
    sort_id: Number = Field(default=None, validation_alias="sortID")
    """Ascending."""

    snap_price_type: Number = None
    snap_price_buy_day: Money = None
    """Per GB and day."""
    snap_price_buy_month: Money = None
    snap_open_max: Number = None
    """Snapshots per server, 0 for no limit."""
    snap_open_days: Numbers = None
    """How many days can be bought."""
    backup_price_type: Number = None
    backup_price_buy_day: Money = None
    backup_price_buy_month: Money = None
    backup_open_days: Numbers = None
    day_for_month: Number = None
    """Days billed as a month."""

    remark: Text = ""
    temp_upgrade_status: Flag = None
    temp_upgrade_times_limit: Number = None
    temp_upgrade_bandwidth_price: Money = None
    """Per Mbit/s and hour."""
    temp_upgrade_min_hours: Number = None
    renew_degrade_status: Flag = None
    """A downgrade may be booked for the renewal."""
    vnc_status: Flag = None
    vnc_url: OptionalText = None
    auto_dns: OptionalText = None
    api_migration_status: Flag = None
    api_migration_line_id: OptionalText = None
    move_status: Flag = None
    retention_days: Number = None
    """Days that an expired server is kept."""
    max_open_num: Number = None
    """Servers per order."""
    append_ip_status: Flag = None
    append_ip_price: Money = None
    """Per address and month."""
    resources_type: Number = None
    """0 ZKEYS, 1 niaoyun, 2 Baidu, 3 Tencent, 4 Huawei, 5 JD: decides on the password rules."""
    win_linux_switch: Flag = None
    """A reinstall may change between Windows and Linux."""
    sync_buy_status: Flag = None
    cores: Details[Core] = Field(default=(), validation_alias="core_price_data")

    def core(self, cpu: int, memory: int) -> Core | None:
        """Find what is sold with so many cores and GB; None if nothing is, or rows with different prices contradict."""
        found = [core for core in self.cores if (core.cpu, core.ram) == (cpu, memory)]
        if not found or any(
            (row.price, row.windows_price) != (found[0].price, found[0].windows_price) for row in found
        ):
            return None
        return found[0]


class LineList(WireModel):
    """The answer of ``getlines``."""

    lines: Rows[Line]
    version: OptionalText = None

    @model_validator(mode="before")
    @classmethod
    def _empty(cls, value: Any) -> Any:
        return unless_empty(value, "lines")
