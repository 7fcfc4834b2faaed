from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from operations import aliases
from operations.errors import BadAliasError, NotAllowedError
from tests.operations.conftest import ALICE, BOB, TEAM

if TYPE_CHECKING:
    from tests.operations.conftest import World


@pytest.mark.parametrize(
    ("alias", "problem"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("x" * 33, "long"),
        ("two words", "characters"),
        ("/stop", "characters"),
        ("-rm", "characters"),
        ("a\u202eb", "characters"),
        ("1703155535615617", "address"),
        ("d1424916-613d-43a9-9754-1029e74975ad", "address"),
        ("192.0.2.1", "address"),
        ("192.0.2.1:22", "address"),
        ("2001:db8::1", "address"),
    ],
)
def test_what_cannot_be_an_alias(alias: str, problem: str) -> None:
    with pytest.raises(BadAliasError) as bad:
        aliases.checked(alias)
    assert bad.value.problem == problem


@pytest.mark.parametrize("alias", ["web-1", "数据库", "🚀", "  trimmed ", "a" * 32])
def test_what_can(alias: str) -> None:
    assert aliases.checked(alias) == alias.strip()


async def test_set_replace_drop(world: World) -> None:
    actor = world.actor()
    await aliases.set_alias(world.services, actor, world.known("web-1"), "one")
    await aliases.set_alias(world.services, actor, world.known("web-1"), "two")
    assert world.known("web-1").alias == "two"
    with pytest.raises(BadAliasError) as taken:
        await aliases.set_alias(world.services, actor, world.known("web-2"), "TWO")
    assert taken.value.problem == "taken"
    await aliases.drop_alias(world.services, actor, world.known("web-1"))
    assert world.known("web-1").alias is None


async def test_a_viewer_names_nothing(world: World) -> None:
    viewer = world.actor(BOB, TEAM)
    with pytest.raises(NotAllowedError):
        await aliases.set_alias(world.services, viewer, world.known("web-1", world.actor(ALICE)), "mine")
