"""How many taps from /start to a started operation, and that no screen is a dead end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.handlers.scene import all_data
from tests.handlers.staging import scene_at

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from sandbox.telegram import BotMessage
    from tests.handlers.scene import Scene

# What leads on to something else than deeper: a list, a card, home, the question before, or the end of a form.
WAYS_BACK = frozenset(
    {"run", "lst", "srv", "hom", "fs", "fx", "snp", "fwl", "prt", "caz", "cat", "no", "pnd", "new", "mor", "al"}
)
MOST_SCREENS = 160
# Where one of many alike says enough about the others.
ALIKE = frozenset({"f", "bps", "sel", "sem", "fs", "fp"})


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with scene_at(tmp_path) as made:
        await made.store.set_identity(made.identities["alice"], spending="open")
        yield made


async def _walk(scene: Scene, *verbs: str) -> int:
    """Tap the buttons that begin so, one after the other, from /start on; return how many those were."""
    shown = await scene.ask(scene.alice, "/start")
    for verb in verbs:
        await scene.tap(scene.alice, shown, verb)
    return len(verbs)


async def test_four_for_power(scene: Scene) -> None:
    row = scene.row_id("web-1")
    assert await _walk(scene, "run:servers", f"srv:{row}", "do:stop:", "ok:") <= 4
    assert [each.action for each in scene.store.operations()] == ["stop"]


async def test_five_for_a_renewal(scene: Scene) -> None:
    row = scene.row_id("web-1")
    assert await _walk(scene, "run:servers", f"srv:{row}", "do:renew:", "rnw:", "ok:") <= 5
    assert [each.action for each in scene.store.operations()] == ["renew"]


async def test_nine_for_a_recommended_configuration(scene: Scene) -> None:
    zone = scene.made.zones["east"]
    taps = await _walk(scene, "run:buy", f"f:1:zone:{zone}", "f:1:core:2-2", "f:1:family:Debian", "f:1:system:")
    shown = scene.messages(scene.alice)[-1]
    for verb in ("f:1:months:1", "ok:"):
        await scene.tap(scene.alice, shown, verb)
    assert taps + 2 <= 9
    assert [each.action for each in scene.store.operations()] == ["create_new"]


def _kind(data: str) -> str:
    """Return what a button has in common with others of its kind: several servers are one."""
    parts = data.split(":")
    return ":".join(parts[:2]) if parts[0] in {"do", "run", "lst"} else parts[0]


async def test_no_screen_is_a_dead_end(scene: Scene) -> None:
    """Walk over every kind of button there is, always from /start, and look for a way back on every screen."""
    ways: list[tuple[str, ...]] = [()]
    seen: set[str] = set()
    screens = 0
    while ways and screens < MOST_SCREENS:
        way = ways.pop(0)
        shown = await scene.ask(scene.alice, "/start")
        for data in way:
            await scene.press(scene.alice, shown, data)
        shown = scene.messages(scene.alice)[-1] if not _alive(shown) else shown
        screens += 1
        verbs = {data.partition(":")[0] for data in all_data(shown)}
        assert not way or verbs & WAYS_BACK, (way, shown.text)
        for data in all_data(shown):
            verb = data.partition(":")[0]
            if verb in {"ok", "no", "fx", "lang", "new"} or _kind(data) in seen:
                continue
            seen.add(_kind(data))
            ways.append((*way, data))
    assert screens > 30
    assert scene.failures == 0
    assert scene.engine.effects == []


def _alive(message: BotMessage) -> bool:
    return not message.deleted
