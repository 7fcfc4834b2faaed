"""Junk from people and their programs: random words, presses and forged buttons, ten thousand of them.

Whatever comes: nothing breaks, nothing happens at the engine that was not confirmed, and nobody sees what is another's.
"""

from __future__ import annotations

import asyncio
import struct
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers import calendar
from handlers.registration import build_router
from tests.handlers.staging import scene_at

if TYPE_CHECKING:
    from random import Random

    from sandbox.telegram import BotMessage, Chat, Person
    from tests.handlers.scene import Scene
    from texts.pictures import Timeline

STEPS, HISTORIES = 100, 25
TYPED_WITHOUT_ASKING = "start"
ROUTER = build_router()

JUNK = (
    *("", " ", "0", "-1", "1", "3", "12", "99999999999999999999", "1e9", "³", "१२", "NaN", "null", "None", "🙂", "🏳️‍🌈"),
    *("<b>x</b>", "<script>", "&amp;", "%s{0}", "'; DROP TABLE servers;--", "../../etc/passwd", "\u202eabc", "\x00"),
    *("a" * 600, "WEB-1", "all", "add", "delete", "create", "revert", "renew", "create 1d", "2 GB", "cpu=4", "cpu=-4"),
    *("disk=+50", "bandwidth=9999999", "10,20", "debian", "windows", "Debian 12 64位", "ok", "yes", "好", "确认"),
    *("allow tcp 443 from 0.0.0.0/0 in", "allow tcp 99999 from nowhere", "deny udp 5-15 in", "10.0.0.1/99", "::/0"),
    *("restart daily 03:00", "snapshot sun 03:00 7d keep 3", "0 3 * * 7", "每月1日 03:00", "every 6 hours", "tomorrow"),
    *("Abc123!def", "password", "80", "80 same web", "65536", "2026-02-30"),
)
SERVERS = ("web-1", "web-2", "cache-1", "db-1")
# Most of what people do is press what is shown; most of the rest is meant well.
WHAT = ("press",) * 10 + ("command", "command", "junk", "junk", "forge", "time", "drive")
# How often it is one of the last messages.
FOCUS = 0.9
WHO = ("alice",) * 5 + ("team", "team", "oscar", "vera", "mallory", "bob")


@pytest.fixture(autouse=True)
def _pictures_as_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hundreds of pictures would take minutes; and what stands in one could not be read."""
    head = b"\x89PNG\r\n\x1a\n" + struct.pack(">IIII", 13, 0x49484452, 1080, 400)

    def worded(order: Timeline) -> bytes:
        return head + repr(order).encode()

    monkeypatch.setattr(calendar, "draw", worded)


def _where(scene: Scene, who: str) -> tuple[Person, Chat | Person]:
    """Oscar and vera act in the team's group, with alice's servers; alice in both, the others in their own chats."""
    if who in {"team", "oscar", "vera"}:
        return (scene.alice if who == "team" else getattr(scene, who), scene.team)
    person = getattr(scene, who)
    return person, person


def _shown(scene: Scene, chat: Chat | Person) -> list[BotMessage]:
    # Pictures and files have nothing to press.
    return [message for message in scene.messages(chat) if not message.deleted and message.attachment is None]


def _said(random: Random, what: str) -> str:
    """Return something to write: a command with or without a server, or junk as an argument or by itself."""
    junk = random.choice(JUNK)
    if what == "junk":
        return random.choice((junk, f"/{random.choice((*ROUTER.commands, 'nonsense', 'start@other'))} {junk}"))
    server = random.choice((*SERVERS, ""))
    return f"/{random.choice(tuple(ROUTER.commands))} {server} {random.choice(('', '', junk))}".strip()


def _forged(random: Random) -> str:
    """Return a button's data as no button of ours would carry it, or carries it for somebody else."""
    numbers = ("0", "1", "2", "3", "5", "7", "8", "9", "-1", "x", "", "9" * 24, "²")
    arguments = [random.choice((*numbers, *numbers, random.choice(JUNK))) for _ in range(random.randrange(4))]
    data = ":".join([random.choice((*ROUTER.presses, "", "nonsense")), *arguments])
    return data.encode()[:64].decode(errors="ignore")


async def _step(scene: Scene, random: Random) -> str:
    """Let somebody do something; return what, for the message of a failure."""
    what = random.choice(WHAT)
    person, chat = _where(scene, random.choice(WHO))
    shown = _shown(scene, chat)
    if what == "time":
        scene.clock.advance(random.choice((1.0, 30.0, 130.0, 4000.0)))
    elif what == "drive":
        await scene.drive()
    elif what in {"command", "junk"} or not shown:
        text = _said(random, what)
        if text.strip():
            scene.telegram.say(person, chat, text)
            await scene.process()
        return f"{what} {text!r}"
    else:
        message = random.choice(shown[-3:]) if random.random() < FOCUS else random.choice(shown)
        buttons = [button.data for row in message.buttons for button in row if button.data]
        # Else a yes would hardly ever be among so many buttons.
        yes = [data for data in buttons if data.startswith("ok:")] if random.random() < FOCUS / 2 else []
        data = random.choice(yes or buttons) if buttons and what == "press" else _forged(random)
        await scene.press(person, message, data)
        return f"{what} {data!r}"
    return what


def _asked_for(scene: Scene) -> None:
    """Every effect at the engine belongs to an operation that was confirmed; or typed, for what harms nothing."""
    confirmed = {taskid for (taskid,) in scene.store._rows("SELECT taskid FROM confirmations WHERE taskid IS NOT NULL")}
    for effect in scene.engine.effects:
        row = scene.store.operation(effect.taskid)
        assert row is not None, effect
        assert row.taskid in confirmed or row.action == TYPED_WITHOUT_ASKING, effect


def _own_alone(scene: Scene) -> None:
    """Neither alice nor her team nor a stranger is shown anything of bob's, and the other way round."""
    servers = {name: scene.server(name) for name in ("db-1", "win-1", "web-1", "web-2", "cache-1")}
    bobs = [found for name in ("db-1", "win-1") for found in (servers[name].guid, servers[name].ip)]
    alices = [found for name in ("web-1", "web-2", "cache-1") for found in (servers[name].guid, servers[name].ip)]
    for chat, foreign in (
        (scene.alice, bobs),
        (scene.team, bobs),
        (scene.bob, alices),
        (scene.mallory, [*bobs, *alices]),
    ):
        for message in scene.messages(chat):
            said = message.text + " ".join(f"{button.text} {button.data}" for row in message.buttons for button in row)
            if message.attachment is not None:
                said += message.attachment.content.decode(errors="replace")
            assert not [each for each in foreign if each in said], said


async def _history(folder: Path, random: Random) -> int:
    """Live through one history; return how many operations came of it."""
    async with scene_at(folder) as scene:
        await scene.store.set_identity(scene.identities["alice"], spending="open")
        for _ in range(STEPS):
            did = await _step(scene, random)
            assert scene.failures == 0, did
        _asked_for(scene)
        _own_alone(scene)
        return len(scene.store.operations())


@pytest.mark.parametrize("part", ["first", "second", "third", "fourth"])
def test_junk_breaks_nothing_does_nothing_and_shows_nothing(part: str) -> None:
    happened = 0

    @settings(max_examples=HISTORIES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(random=st.randoms(use_true_random=True))
    def histories(random: Random) -> None:
        nonlocal happened
        with tempfile.TemporaryDirectory() as folder:
            happened += asyncio.run(_history(Path(folder), random))

    histories()
    # Else it would prove nothing; the more commands there are, the fewer of them end in an operation.
    assert happened > HISTORIES // 5, part
