"""What is on sale to whom: zones, lines and sizes as answers, each with what it demands and costs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from engine import Configuration, recommended
from engine.offers import system_minimum_refusal
from engine.quote import monthly_price
from operations.forms.form import Choice
from operations.forms.sizes import core_of, core_value
from operations.forms.systems import offered
from operations.pricing import marked_up

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from engine import Core, Line, System, Zone
    from operations.forms.form import Filling

# Of a line's own description, and lines that are described in one question.
_LONGEST_DESCRIPTION = 120
_MOST_DESCRIBED = 10


def identities(filling: Filling) -> list[Choice]:
    """Return the customers whom the chat acts as and who can buy something, by their labels."""
    store = filling.services.store
    rows = [store.identity(identity_id) for identity_id in filling.actor.identity_ids]
    return [
        Choice(value=str(row.id), name=row.label)
        for row in rows
        if row.erased_at is None and sold(replace(filling, answers={"identity": str(row.id)}))
    ]


def sold(filling: Filling) -> list[Line]:
    """Return the lines on which something can be bought, in their order."""
    return filling.once("lines sold", lambda: _sold(filling))


def _sold(filling: Filling) -> list[Line]:
    lines = filling.catalogue.lines.values() if filling.catalogue is not None else ()
    found = [line for line in lines if line.buy_status is not False and _buyable(filling, line)]
    return sorted(found, key=lambda line: (line.sort_id or 0, line.name))


def _buyable(filling: Filling, line: Line) -> list[Core]:
    """Return the sizes for which there is a system, what the line recommends first; pairs listed twice are one."""
    return filling.once(f"cores of {line.guid}", lambda: _carried(filling, line))


def _carried(filling: Filling, line: Line) -> list[Core]:
    systems = offered(filling, "create", line_guid=line.guid, cpu=None, memory=None)
    pairs: dict[tuple[int, int], Core] = {}
    for core in sorted(line.cores, key=lambda core: (core.recommend_status is not True, core.cpu, core.ram)):
        if core.cpu > 0 and core.ram > 0 and any(_carries(core, system) for system in systems):
            pairs.setdefault((core.cpu, core.ram), core)
    return list(pairs.values())


def _carries(core: Core, system: System) -> bool:
    return system_minimum_refusal(system, cpu=core.cpu, memory=core.ram) is None


def zones(filling: Filling) -> list[Choice]:
    """Return the zones that have something for sale."""
    catalogue = filling.catalogue
    if catalogue is None:
        return []
    guids = dict.fromkeys(line.zone_guid for line in sold(filling))
    found = (catalogue.zones.get(guid) for guid in guids)
    return [_zone(zone) for zone in found if zone is not None]


def _zone(zone: Zone) -> Choice:
    """Return a zone, with what it demands said before it is chosen."""
    needed = demand(zone)
    key = None if needed == "none" else f"choice-zone-{needed}"
    return Choice(value=zone.guid, name=zone.name, key=key, facts={"zone": zone.name})


def demand(zone: Zone | None) -> str:
    """Return what has to be done before a server of a zone can be used: `real-name`, `white-list`, `both`, `none`."""
    if zone is None:
        return "none"
    if zone.identity_status and zone.white_list_status:
        return "both"
    return "real-name" if zone.identity_status else "white-list" if zone.white_list_status else "none"


def lines(filling: Filling) -> list[Choice]:
    """Return the chosen zone's lines, each with what its cheapest server costs a month."""
    zone = filling.answer("zone")
    return [
        Choice(
            value=line.guid,
            name=line.name,
            key="choice-from",
            facts={"name": line.name},
            price=_cheapest(filling, line),
        )
        for line in sold(filling)
        if line.zone_guid == zone
    ]


def about_lines(filling: Filling) -> Mapping[str, str | int]:
    """Return what the zone demands, and what its lines say of themselves, each below a line break."""
    zone_guid = filling.answer("zone")
    described = [line for line in sold(filling) if line.zone_guid == zone_guid and line.description]
    rows = [f"{line.name}: {_description(line)}" for line in described[:_MOST_DESCRIBED]]
    catalogue = filling.catalogue
    zone = catalogue.zones.get(zone_guid or "") if catalogue is not None else None
    return {"demand": demand(zone), "about": "".join(f"\n{row}" for row in rows)}


def about_line(filling: Filling) -> Mapping[str, str | int]:
    """Return what the chosen line's zone demands, and what the line says of itself, below a line break."""
    line = filling.line
    about = f"\n{line.name}: {_description(line)}" if line is not None and line.description else ""
    return {"demand": demand(filling.zone), "about": about}


def _description(line: Line) -> str:
    text = " ".join(line.description.split())
    return text if len(text) <= _LONGEST_DESCRIPTION else f"{text[: _LONGEST_DESCRIPTION - 1]}…"


def _cheapest(filling: Filling, line: Line) -> Decimal | None:
    prices = [_core_price(filling, line, core) for core in _buyable(filling, line)]
    return min((price for price in prices if price is not None), default=None)


def _core_price(filling: Filling, line: Line, core: Core) -> Decimal | None:
    made = recommended(line, core)
    listed = monthly_price(
        line,
        cpu=made.cpu,
        memory=made.memory,
        harddisks=made.harddisks,
        bandwidth=made.bandwidth,
        defense=made.defense,
        windows=False,
    )
    return marked_up(filling.services, filling.identity_id or 0, listed)


def cores(filling: Filling) -> list[Choice]:
    """Return the sizes that the line sells, with what it recommends beside each, and what that costs a month."""
    line = filling.line
    return [] if line is None else [_core(filling, line, core) for core in _buyable(filling, line)]


def _core(filling: Filling, line: Line, core: Core) -> Choice:
    made = recommended(line, core)
    facts: dict[str, str | int] = {
        "cpu": str(core.cpu),
        "memory": str(core.ram),
        "disk": str(sum(made.harddisks)),
        "bandwidth": str(made.bandwidth),
    }
    return Choice(
        value=core_value(core.cpu, core.ram),
        key="choice-recommended" if core.recommend_status else "choice-configuration",
        facts=facts,
        price=_core_price(filling, line, core),
        # Disks and bandwidth may be changed afterwards, and stand for themselves among the answers.
        answered="choice-core",
    )


def recommendation(filling: Filling) -> Configuration | None:
    """Return what the line recommends beside the chosen size; None while none is chosen."""
    line, chosen = filling.line, filling.answer("core")
    if line is None or chosen is None:
        return None
    core = next((each for each in _buyable(filling, line) if (each.cpu, each.ram) == core_of(chosen)), None)
    return None if core is None else recommended(line, core)
