from __future__ import annotations

import json

import pytest

from engine import System, SystemPage
from tests.engine.peer import SAMPLES


def test_the_vendors_page() -> None:
    page = SystemPage.model_validate_json(json.dumps(SAMPLES["getsystems"]["data"]))
    assert (page.items, page.broken) == (116, 0)
    (system,) = page.systems
    assert (system.guid, system.name, system.port) == ("1695196885222115", "6.8 64位", 22)
    assert (system.cpu_limit, system.ram_limit, system.system_harddisk) == (0, 0, 30)
    assert system.types == frozenset({"create"})
    assert system.support == frozenset({"server"})
    assert system.lines == ("1683665299911682",)
    assert system.ghost_url == {"19": "", "250": ""}
    assert not system.is_windows


def test_objects_in_strings() -> None:
    system = System.model_validate({"guid": "1", "boot_menu_contents": '{"19":"x"}', "ghost_url": []})
    assert (system.boot_menu_contents, system.ghost_url) == ({"19": "x"}, {})


@pytest.mark.parametrize(
    ("name", "login", "family"),
    [
        ("CentOS 7.9 64位", "root", "CentOS"),
        ("Windows Server 2022", "administrator", "Windows"),
        ("2012 R2", "Administrator", "Windows"),
        ("Debian", "root", "Debian"),
        ("", "root", ""),
    ],
)
def test_family(name: str, login: str, family: str) -> None:
    assert System(guid="1", name=name, login_name=login).family == family


def test_broken_and_empty() -> None:
    assert SystemPage.model_validate([]).systems == ()
    assert SystemPage.model_validate({"systems": [{}, {"guid": 1}]}).broken == 1
