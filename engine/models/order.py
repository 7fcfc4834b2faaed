"""What was bought."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from engine.models.php import Flag, Moment, Name, Number, Numbers, OptionalText, Text, WireModel, to_list


class BoughtServer(WireModel):
    """A server in the answer of ``create_new``; it is still being opened."""

    guid: Name
    ip: Text = ""
    local_ip: Text = Field(default="", validation_alias="localIP")
    share_ip: OptionalText = None
    share_type: Number = None
    cpu: Number = None
    memory: Number = None
    """GB."""
    harddisks: Numbers = None
    """Data disks, GB."""
    bandwidth: Number = None
    """Mbit/s."""
    defense: Number = None
    """G."""
    buy_time: Moment = Field(default=None, validation_alias="buyTime")
    end_time: Moment = Field(default=None, validation_alias="endTime")
    login_port: Number = None
    pppoe_account: OptionalText = Field(default=None, repr=False)
    pppoe_password: OptionalText = Field(default=None, repr=False)
    is_cdn_bind: Flag = None
    cdn_cname_domain: OptionalText = None
    cdn_domain_max_num: Number = None
    c_path: OptionalText = None
    """Path of the system disk, base64."""
    c_maxiops: Number = None
    disks_path: OptionalText = None
    disks_maxiops: OptionalText = None
    """Of each data disk, comma-separated; 0 no limit."""
    cpu_limit: Number = None
    """Percent; 0 and 100 mean no limit."""
    ram_start: Number = None
    memory_dynamic: Flag = None


class Purchase(WireModel):
    """The answer of ``create_new``.

    One unreadable server makes the whole unreadable: what money bought must be settled by a person, not left out.
    """

    servers: Annotated[tuple[BoughtServer, ...], BeforeValidator(to_list), Field(min_length=1)]
