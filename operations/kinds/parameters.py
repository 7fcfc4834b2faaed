"""What a person decides of an operation, as it is kept in its row; passwords are in no repr and in no `asked()`."""

from __future__ import annotations

import re
from ipaddress import ip_network
from typing import Annotated, Any, ClassVar, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from engine import Direction, PortType, Protocol, Verdict
from engine.preconditions import Known  # noqa: TC001 - the type of a method of models

HIGHEST_PORT = 65535
_PORTS = re.compile(r"([0-9]{1,5})(?:-([0-9]{1,5}))?")

Positive = Annotated[int, Field(ge=1)]
Size = Annotated[int, Field(ge=0)]
Secret = Annotated[str, Field(min_length=1, repr=False)]
Guid = Annotated[str, Field(min_length=1)]


def _network(text: str) -> str:
    ip_network(text, strict=False)
    return text


def _ports(text: str) -> str:
    match = _PORTS.fullmatch(text)
    if match is None or not int(match[1]) <= int(match[2] or match[1]) <= HIGHEST_PORT:
        raise ValueError('ports are "0", "80" or "5-15"')
    return text


class Params(BaseModel):
    """Base of all parameters."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    SECRETS: ClassVar[frozenset[str]] = frozenset()
    """Fields that no person and no log may see."""
    DERIVED: ClassVar[frozenset[str]] = frozenset()
    """Fields that follow from the reading, not from the wish."""
    LIMITED: ClassVar[frozenset[str]] = frozenset()
    """Fields that the server's line limits, as `engine.preconditions.Known` calls them."""

    def asked(self) -> dict[str, Any]:
        """Return what was asked for as JSON values, without secrets, for people and the audit."""
        return self.model_dump(mode="json", exclude=set(self.SECRETS), exclude_none=True)

    def same_wish(self, other: Params) -> bool:
        """Tell whether another time the same was wished for, whatever password was made or reading lay below."""
        beside = set(self.SECRETS | self.DERIVED)
        return type(self) is type(other) and self.model_dump(exclude=beside) == other.model_dump(exclude=beside)

    def limits(self) -> Known:
        """Return what `engine.refusal` has to know of them."""
        known: Known = {}
        known.update({name: getattr(self, name) for name in self.LIMITED})  # type: ignore[typeddict-item]
        return known

    @property
    def complete(self) -> bool:
        """Whether a request can be made of them."""
        return True

    @property
    def wanted_system(self) -> str | None:
        """The guid of the operating system that is asked for."""
        return None


class NoParams(Params):
    """Nothing to decide."""


class Renew(Params):
    """`end_time` is when the server shall expire afterwards; None while that is not worked out."""

    DERIVED = frozenset({"end_time"})
    LIMITED = frozenset({"months"})

    months: Positive
    end_time: AwareDatetime | None = None

    @property
    def complete(self) -> bool:
        """Whether the end time is known: the request has to name it."""
        return self.end_time is not None


class Downgrade(Params):
    """Smaller sizes from the next renewal on: cores, GB, Mbit/s, G."""

    LIMITED = frozenset({"cpu", "memory", "bandwidth", "defense"})

    cpu: Positive
    memory: Positive
    bandwidth: Size
    defense: Size


class Resize(Params):
    """Sizes as they shall be: cores, GB, GB of all data disks in order, Mbit/s, G; and a new password."""

    SECRETS = frozenset({"password"})
    LIMITED = frozenset({"cpu", "memory", "harddisks", "bandwidth", "defense"})

    cpu: Positive
    memory: Positive
    harddisks: tuple[Positive, ...]
    bandwidth: Size
    defense: Size
    password: Secret


class Purchase(Params):
    """An order of `num` equal servers."""

    SECRETS = frozenset({"password"})

    line_guid: Guid
    cpu: Positive
    memory: Positive
    harddisks: tuple[Positive, ...]
    bandwidth: Size
    defense: Size
    system_guid: Guid
    password: Secret
    months: Positive
    num: Positive = 1

    @property
    def wanted_system(self) -> str | None:
        """The system that they come with."""
        return self.system_guid


class _Period(Params):
    """How long a snapshot is paid for: either days or months."""

    days: Positive | None = None
    months: Positive | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.days is None) == (self.months is None):
            raise ValueError("a period is either days or months")
        return self


class MakeSnapshot(_Period):
    """A new snapshot; the engine names it."""

    LIMITED = frozenset({"days", "months"})


class RenewSnapshot(_Period):
    """A snapshot that is kept for longer."""

    LIMITED = frozenset({"name", "days", "months"})

    name: Guid


class NamedSnapshot(Params):
    """A snapshot by its name."""

    LIMITED = frozenset({"name"})

    name: Guid


class Install(Params):
    """Another system, or the same one afresh."""

    SECRETS = frozenset({"password"})

    system_guid: Guid
    password: Secret

    @property
    def wanted_system(self) -> str | None:
        """The system to install."""
        return self.system_guid


class Password(Params):
    """A new password."""

    SECRETS = frozenset({"password"})

    password: Secret


class MakePort(Params):
    """A new forwarding of a public port to `local_port`."""

    remark: str
    local_port: Annotated[int, Field(ge=1, le=HIGHEST_PORT)]
    port_type: PortType = PortType.RANDOM


class RemovePort(Params):
    """A forwarding by its guid."""

    LIMITED = frozenset({"port_guid"})

    port_guid: Guid


class MakePolicy(Params):
    """A new firewall policy; `remote_ip` an address or network (None: any), `local_port` "80" or "5-15" (None: all)."""

    LIMITED = frozenset({"weight"})

    weight: int
    name: Guid
    direction: Direction
    protocol: Protocol
    operation: Verdict
    remote_ip: Annotated[str, AfterValidator(_network)] | None = None
    local_port: Annotated[str, AfterValidator(_ports)] | None = None


class RemovePolicy(Params):
    """A firewall policy by its guid."""

    LIMITED = frozenset({"policy_guid"})

    policy_guid: Guid
