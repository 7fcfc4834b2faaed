from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engine import check_password
from operations import forms
from operations.errors import BadAnswerError, NotAllowedError, NotPossibleError, SeveralAnswersError
from operations.forms.systems import SEARCH
from operations.kinds.parameters import Install, Password
from tests.operations.conftest import BOB, TEAM

if TYPE_CHECKING:
    from operations.forms import Drafting
    from tests.operations.conftest import World

TYPED = "Tr1cky_Secret"


@pytest.fixture(autouse=True)
async def _catalogued(world: World) -> None:
    engine = world.services.engines.of(world.account_id)
    await world.services.catalogue.refresh(world.account_id, engine, now=world.clock.now())


async def begun(world: World, action: str, nickname: str = "web-1", user_id: int = 501) -> Drafting:
    actor = world.actor(user_id)
    return await forms.begin(world.services, actor, action, world.known(nickname, actor), thread_id=None)


async def filled(world: World, drafting: Drafting, **answers: str) -> Drafting:
    for name, word in answers.items():
        step = drafting.form.step(name)
        assert step is not None
        drafting = await forms.fill(world.services, drafting, step, word)
    return drafting


def offered(drafting: Drafting, name: str) -> list[str]:
    step = drafting.form.step(name)
    assert step is not None
    return [choice.name or choice.value for choice in drafting.filling.choices(step)]


def missing(drafting: Drafting) -> str | None:
    step = drafting.form.missing(drafting.filling)
    return step.name if step is not None else None


@pytest.mark.parametrize("action", ["setpsw", "setvnc"])
async def test_a_typed_password_is_the_one(world: World, action: str) -> None:
    drafting = await filled(world, await begun(world, action), password=TYPED)
    assert forms.wish_of(drafting).params == Password(password=TYPED)


async def test_one_is_made_afresh_and_good_on_every_line(world: World) -> None:
    drafting = await filled(world, await begun(world, "setpsw"), password="generate")
    made = [forms.wish_of(drafting).params for _ in range(2)]
    assert all(isinstance(each, Password) for each in made)
    first, second = (each.password for each in made if isinstance(each, Password))
    assert first != second
    assert [check_password(first, kind) for kind in (0, 1, 2, 3, 4, None)] == [None] * 6


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("Ab1", "password-too_short"),
        ("Ab1" * 11, "password-too_long"),
        ("密码Ab123456", "password-character_not_allowed"),
        ("12345678", "password-no_letter"),
        ("abcdefgh", "password-no_digit"),
        ("", "password-too_short"),
        ("Generate1 ", None),
    ],
)
async def test_the_broken_rule_is_named(world: World, typed: str, problem: str | None) -> None:
    drafting = await begun(world, "setpsw")
    if problem is None:
        assert (await filled(world, drafting, password=typed)).filling.answers == {"password": typed.strip()}
        return
    with pytest.raises(BadAnswerError) as caught:
        await filled(world, drafting, password=typed)
    assert caught.value.problem == problem
    assert not typed or typed not in repr(caught.value.facts)


async def test_an_unknown_line_takes_what_is_good_on_all(world: World) -> None:
    world.services.catalogue.of(world.account_id).lines.clear()
    drafting = await begun(world, "setpsw")
    with pytest.raises(BadAnswerError) as caught:
        await filled(world, drafting, password="Abcdefgh1")
    assert caught.value.problem.startswith("password-")
    await filled(world, drafting, password="Abcdefgh1_!x")


async def test_family_then_system(world: World) -> None:
    drafting = await begun(world, "install")
    assert missing(drafting) == "family"
    assert "Debian" in offered(drafting, "family")
    assert "Windows" in " ".join(offered(drafting, "family"))
    drafting = await filled(world, drafting, family="debian")
    assert offered(drafting, "system") == ["Debian 11 64位", "Debian 12 64位"]
    with pytest.raises(SeveralAnswersError):
        await filled(world, drafting, system="64")
    drafting = await filled(world, drafting, system="12", password=TYPED)
    wished = Install(system_guid=world.made.systems["debian12"], password=TYPED)
    assert forms.wish_of(drafting).params == wished


async def test_a_part_of_a_name_in_the_place_of_a_family(world: World) -> None:
    drafting = await filled(world, await begun(world, "install"), family=" 24.04 ")
    assert drafting.filling.answers == {"family": f"{SEARCH}24.04"}
    assert missing(drafting) == "password"
    drafting = await filled(world, drafting, password=TYPED)
    assert forms.wish_of(drafting).params.wanted_system == world.made.systems["ubuntu24"]
    # Several: they are offered.
    drafting = await filled(world, drafting, family="ubuntu 2")
    assert missing(drafting) == "system"
    assert offered(drafting, "system") == ["Ubuntu 22.04 64位", "Ubuntu 24.04 64位"]


@pytest.mark.parametrize("word", ["", "  ", "plan9", "🔍", "🔍 ", "<b>", "9" * 400])
async def test_a_search_that_finds_nothing(world: World, word: str) -> None:
    with pytest.raises(BadAnswerError) as caught:
        await filled(world, await begun(world, "install"), family=word)
    assert caught.value.problem == "no-system"


async def test_another_family_takes_the_system_away(world: World) -> None:
    drafting = await filled(world, await begun(world, "install"), family="Debian", system="12", password=TYPED)
    drafting = await filled(world, drafting, family="Ubuntu")
    assert set(drafting.filling.answers) == {"family", "password"}
    assert missing(drafting) == "system"


async def test_no_way_from_windows_where_the_line_has_none(world: World) -> None:
    world.engine.world.lines[world.made.lines["bgp"]].win_linux_switch = 0
    await _refresh(world)
    assert offered(await begun(world, "install", "win-1", BOB), "family") == ["Windows"]
    assert "Windows" not in offered(await begun(world, "install"), "family")


async def test_a_system_that_is_too_large_is_not_offered(world: World) -> None:
    world.server("web-1").memory = 1
    await world.sync()
    assert "Windows" not in offered(await begun(world, "install"), "family")


async def test_snapshots_bar_it_before_anything_is_chosen_and_are_named(world: World) -> None:
    with pytest.raises(NotPossibleError) as caught:
        await begun(world, "install", "web-2")
    assert caught.value.names == ("twqag", "yegta")


@pytest.mark.parametrize("action", ["setpsw", "setvnc", "install"])
async def test_owners_only(world: World, action: str) -> None:
    await world.members(operators=(504,))
    actor = world.actor(504, TEAM)
    with pytest.raises(NotAllowedError):
        await forms.begin(world.services, actor, action, world.known("web-1"), thread_id=None)


async def _refresh(world: World) -> None:
    engine = world.services.engines.of(world.account_id)
    await world.services.catalogue.refresh(world.account_id, engine, now=world.clock.now())
