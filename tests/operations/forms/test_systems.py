from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engine import System
from operations.errors import BadAnswerError
from operations.forms import Filling, Form
from operations.forms.systems import SEARCH, offered, system_steps
from operations.kinds import NoParams
from tests.operations.conftest import ALICE

if TYPE_CHECKING:
    from tests.operations.conftest import World


def made(guid: str, name: str, **changes: object) -> System:
    return System(guid=guid).model_copy(update={"name": name, **changes})


ALL = [
    made("a", "Debian 11"),
    made("b", "Debian 12"),
    made("c", "Rocky Linux 9"),
    made("d", "Win Server 2022", login_name="Administrator"),
    made("e", "Debian 12 Minimal"),
]


def filling(world: World, systems: list[System], **answers: str) -> Filling:
    """A form with these two questions, and these systems on offer."""
    form = Form(action="install", steps=system_steps(lambda _: systems), params=lambda _: NoParams())
    return Filling(
        services=world.services, actor=world.actor(ALICE), form=form, answers=answers, known=world.known("web-1")
    )


def choices(begun: Filling, name: str) -> list[str]:
    step = begun.form.step(name)
    assert step is not None
    return [choice.name or "" for choice in begun.choices(step)]


def said(begun: Filling, name: str, word: str) -> str:
    step = begun.form.step(name)
    assert step is not None
    return step.answer(begun, word)


async def test_each_family_once_windows_by_how_one_logs_in(world: World) -> None:
    assert choices(filling(world, ALL), "family") == ["Debian", "Rocky", "Windows"]


async def test_the_systems_of_a_family(world: World) -> None:
    assert choices(filling(world, ALL, family="Debian"), "system") == ["Debian 11", "Debian 12", "Debian 12 Minimal"]
    assert choices(filling(world, ALL, family="Windows"), "system") == ["Win Server 2022"]
    assert choices(filling(world, ALL, family="gone"), "system") == []


async def test_what_is_possible_in_one_way_only_answers_itself(world: World) -> None:
    begun = filling(world, ALL[:1])
    assert (begun.answer("family"), begun.answer("system")) == ("Debian", "a")
    assert begun.form.missing(begun) is None
    begun = filling(world, ALL)
    assert (begun.answer("family"), begun.answer("system")) == (None, None)
    begun = filling(world, ALL, family="Rocky")
    assert begun.answer("system") == "c"


async def test_where_there_is_none_nothing_is_offered(world: World) -> None:
    begun = filling(world, [])
    assert choices(begun, "family") == choices(begun, "system") == []
    assert begun.answer("family") is None


@pytest.mark.parametrize(
    ("word", "kept", "found"),
    [
        ("debian", "Debian", ["Debian 11", "Debian 12", "Debian 12 Minimal"]),
        ("linux", f"{SEARCH}linux", ["Rocky Linux 9"]),
        ("1", f"{SEARCH}1", ["Debian 11", "Debian 12", "Debian 12 Minimal"]),
        # A whole name is that one, though it is a part of another's.
        ("DEBIAN 12", f"{SEARCH}DEBIAN 12", ["Debian 12"]),
        ("  minimal ", f"{SEARCH}minimal", ["Debian 12 Minimal"]),
        (f"{SEARCH}2022", f"{SEARCH}2022", ["Win Server 2022"]),
    ],
)
async def test_what_is_typed_searches_the_names(world: World, word: str, kept: str, found: list[str]) -> None:
    answer = said(filling(world, ALL), "family", word)
    assert answer == kept
    assert choices(filling(world, ALL, family=answer), "system") == found


@pytest.mark.parametrize("word", ["", "plan9", SEARCH, "%", ".*", "<b>", "💥", "9" * 5000])
async def test_a_search_without_a_find(world: World, word: str) -> None:
    with pytest.raises(BadAnswerError) as caught:
        said(filling(world, ALL), "family", word)
    assert caught.value.problem == "no-system"


async def test_a_system_is_one_of_the_offered(world: World) -> None:
    begun = filling(world, ALL, family="Debian")
    assert said(begun, "system", "b") == said(begun, "system", "debian 12") == "b"
    for word in ("d", "Win Server 2022", "x", ""):
        with pytest.raises(BadAnswerError):
            said(begun, "system", word)


def names(world: World, use: str, line: str = "bgp", cpu: int | None = None, memory: int | None = None) -> list[str]:
    found = offered(filling(world, []), use, line_guid=world.made.lines[line], cpu=cpu, memory=memory)
    return [each.name for each in found]


async def test_what_a_line_offers_for_a_use_by_family_and_name(world: World) -> None:
    bought, reinstalled = names(world, "create"), names(world, "install")
    assert bought[:3] == ["AlmaLinux 9.4 64位", "Debian 11 64位", "Debian 12 64位"]
    assert set(reinstalled) - set(bought) == {"CentOS 7.9 64位"}
    assert set(bought) - set(names(world, "create", "shared")) >= {"AlmaLinux 9.4 64位"}


async def test_a_size_that_is_too_small_for_a_system(world: World) -> None:
    systems = world.services.catalogue.of(world.account_id).systems
    guid = world.made.systems["debian12"]
    systems[guid] = systems[guid].model_copy(update={"cpu_limit": 2, "ram_limit": 4})
    fits = {
        (cpu, memory): "Debian 12 64位" in names(world, "create", cpu=cpu, memory=memory)
        for cpu, memory in ((2, 4), (1, 4), (2, 3), (None, None), (8, None))
    }
    assert fits == {(2, 4): True, (1, 4): False, (2, 3): False, (None, None): True, (8, None): True}
