from __future__ import annotations

from engine import Line, System, Zone
from operations.catalogue import AccountCatalogue


def test_a_line_is_called_with_its_zone() -> None:
    catalogue = AccountCatalogue(
        zones={"z": Zone(guid="z").model_copy(update={"name": "East"})},
        lines={
            guid: Line(guid=guid).model_copy(update={"name": name, "zone_guid": zone})
            for guid, name, zone in (("a", "BGP", "z"), ("b", "BGP", "gone"), ("c", "", ""))
        },
        systems={
            guid: System(guid=guid).model_copy(update={"name": name}) for guid, name in (("s", "Debian 12"), ("t", ""))
        },
    )
    assert {guid: catalogue.name(guid) for guid in ("a", "b", "c", "s", "t", "x")} == {
        "a": "East · BGP",
        "b": "BGP",
        "c": None,
        "s": "Debian 12",
        "t": None,
        "x": None,
    }
