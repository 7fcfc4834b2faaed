from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from engine import PortType, Snapshot
from operations.kinds.parameters import (
    Downgrade,
    Install,
    MakePort,
    MakeSnapshot,
    NamedSnapshot,
    Password,
    Purchase,
    RenewSnapshot,
    Resize,
)
from operations.sights import Sight
from tests.texts.samples import checked, plan
from texts.terms import decided

if TYPE_CHECKING:
    from operations.kinds import Params
    from texts import Texts

NAMES = {"line": "Line <1>", "debian": "Debian 12"}
SECRET = "made-up-Passw0rd"


def told(t: Texts, params: Params, *, sight: Sight | None = None) -> list[str]:
    made = plan("stop", params=params)
    made = made if sight is None else replace(made, sight=sight)
    return [checked(line) for line in decided(t, made, NAMES.get, "UTC")]


def resize(**changes: object) -> Resize:
    sizes = {"cpu": 2, "memory": 4, "harddisks": (10, 20), "bandwidth": 5, "defense": 10, "password": SECRET}
    return Resize.model_validate(sizes | changes)


def test_only_the_sizes_that_change_are_named_before_and_after(en: Texts, zh: Texts) -> None:
    assert told(en, resize()) == []
    assert told(en, resize(cpu=4, memory=8)) == ["Cores: 2 → 4", "Memory: 4 → 8 GB"]
    assert told(en, resize(harddisks=(10, 50, 100))) == ["Data disks: 10 + 20 → 10 + 50 + 100 GB"]
    assert told(zh, resize(bandwidth=20, defense=0)) == ["带宽：5 → 20 Mbit/s", "防御：10 → 0 G"]


def test_a_downgrade_says_the_same(en: Texts) -> None:
    assert told(en, Downgrade(cpu=1, memory=4, bandwidth=3, defense=10)) == ["Cores: 2 → 1", "Bandwidth: 5 → 3 Mbit/s"]


def test_everything_about_an_order_but_its_password(en: Texts) -> None:
    bought = Purchase(
        line_guid="line",
        cpu=2,
        memory=4,
        harddisks=(10, 20),
        bandwidth=5,
        defense=3,
        system_guid="debian",
        password=SECRET,
        months=3,
        num=2,
    )
    lines = told(en, bought)
    assert lines[0].startswith("Line: ")
    assert "Line &lt;1&gt;" in lines[0]
    for part in ("Cores: 2", "Memory: 4 GB", "Data disks: 10 + 20 GB", "Bandwidth: 5 Mbit/s", "Defense: 3 G"):
        assert part in lines
    assert "System: Debian 12" in lines
    assert "2 servers for 3 months each" in lines
    assert SECRET not in "".join(lines)


def test_a_system_that_nobody_knows_is_named_by_its_guid(en: Texts) -> None:
    assert told(en, Install(system_guid="debian", password=SECRET)) == ["System: Debian 12"]
    assert told(en, Install(system_guid="gone-1", password=SECRET)) == ["System: gone-1"]


@pytest.mark.parametrize(
    ("days", "months", "said", "until"),
    [
        (1, None, "1 day", "2026-11-24 06:05"),
        (7, None, "7 days", "2026-11-30 06:05"),
        (None, 1, "1 month", "2026-12-23 06:05"),
    ],
)
def test_for_how_long_a_snapshot_is_kept(
    en: Texts, days: int | None, months: int | None, said: str, until: str
) -> None:
    assert told(en, MakeSnapshot(days=days, months=months)) == [f"Kept for: {said}", f"Until about: {until}"]


def test_which_snapshot(en: Texts) -> None:
    made = Snapshot(
        name="<a>",
        create_time=datetime(2026, 12, 1, 3, 4, tzinfo=UTC),
        end_time=datetime(2026, 12, 9, 3, 4, tzinfo=UTC),
    )
    sight = Sight(server=None, snapshots=(made,))
    assert told(en, NamedSnapshot(name="<a>"), sight=sight) == [
        "Snapshot: &lt;a&gt;, made 2026-12-01 03:04",
        "Ends: 2026-12-09 03:04",
    ]
    assert told(en, RenewSnapshot(name="b", days=7), sight=sight) == ["Snapshot: b", "Longer by: 7 days"]
    assert told(en, RenewSnapshot(name="<a>", months=1), sight=sight)[1:] == [
        "Ends: 2026-12-09 03:04",
        "Longer by: 1 month",
        "Until about: 2027-01-09 03:04",
    ]


def test_the_end_of_an_expired_snapshot_is_not_guessed(en: Texts) -> None:
    expired = Snapshot(name="a", end_time=datetime(2026, 11, 23, 6, 4, tzinfo=UTC))
    lines = told(en, RenewSnapshot(name="a", days=7), sight=Sight(server=None, snapshots=(expired,)))
    assert lines == ["Snapshot: a", "Ends: 2026-11-23 06:04", "Longer by: 7 days"]


def test_which_port(en: Texts) -> None:
    assert told(en, MakePort(remark="<web>", local_port=80, port_type=PortType.SAME)) == [
        "Port 80, under the same public port",
        "Note: &lt;web&gt;",
    ]
    assert told(en, MakePort(remark="", local_port=80)) == ["Port 80, under any free public port"]


def test_where_the_name_says_all_there_is_no_more(en: Texts) -> None:
    assert told(en, Password(password=SECRET)) == []
