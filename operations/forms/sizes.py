"""The configurators: a server made larger now, or smaller from its next renewal on.

Every size has its present value as answer until a person changes it; what stays as it is need not be on sale any more.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from engine import generate_password
from engine.offers import bandwidth_refusal, defense_refusal, disk_count_refusal, disk_size_refusal
from operations.errors import BadAnswerError
from operations.forms import ranges
from operations.forms.form import Choice, Filling, Form, Step
from operations.kinds.parameters import Downgrade, Resize

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine import Server
    from operations.kinds import Params

# Data disks that the form can show; the document knows no line with more.
MOST_DISKS = 8
UP, DOWN = 1, -1
# The answer that adds no disk.
NONE = "0"
_WRITTEN = re.compile(r"([0-9]{1,4})[^0-9]{1,8}([0-9]{1,5})[^0-9]{0,3}")


def _server(filling: Filling) -> Server:
    """Return the server as just read."""
    seen = filling.sight.server if filling.sight is not None else None
    if seen is None:
        raise BadAnswerError("gone")
    return seen


def _told(size: int | None, *, least: int = 0) -> int:
    """Return a present size; where the engine did not tell a possible one, sending a guess could shrink the server."""
    if size is None or size < least:
        raise BadAnswerError("size-unknown")
    return size


def core_value(cpu: int, memory: int) -> str:
    """Return cores and memory as one answer keeps them."""
    return f"{cpu}-{memory}"


def core_of(value: str) -> tuple[int, int]:
    """Return cores and GB of an answer."""
    cpu, _, memory = value.partition("-")
    return int(cpu), int(memory)


def core_choice(cpu: int, memory: int) -> Choice:
    """Return cores and memory as a choice; the names that the engine gives them lie."""
    return Choice(value=core_value(cpu, memory), key="choice-core", facts={"cpu": str(cpu), "memory": str(memory)})


def core_taker(choices: Callable[[Filling], list[Choice]]) -> Callable[[Filling, str], str]:
    """Return what takes typed cores and memory, "4 8" or "4核8G", where that pair is among the choices."""

    def take(filling: Filling, word: str) -> str:
        match = _WRITTEN.fullmatch(word)
        if match is None:
            raise BadAnswerError("choice", word=word)
        value = core_value(int(match[1]), int(match[2]))
        if all(choice.value != value for choice in choices(filling)):
            raise BadAnswerError("size-not-sold", word=word)
        return value

    return take


def _core_step(way: int) -> Step:
    def choices(filling: Filling) -> list[Choice]:
        server, line = _server(filling), filling.line
        now = (_told(server.cpu, least=1), _told(server.memory, least=1))
        pairs = {(core.cpu, core.ram) for core in (line.cores if line is not None else ())} | {now}
        fitting = [pair for pair in pairs if (pair[0] - now[0]) * way >= 0 and (pair[1] - now[1]) * way >= 0]
        return [core_choice(*pair) for pair in sorted(fitting)]

    def present(filling: Filling) -> str:
        server = _server(filling)
        return core_value(_told(server.cpu, least=1), _told(server.memory, least=1))

    return Step(name="core", choices=choices, take=core_taker(choices), default=present)


def _range_step(
    name: str, way: int, present_of: Callable[[Filling], int], sold: Callable[[Filling, int], bool], key: str
) -> Step:
    """Return a step for one number that only grows, or only shrinks."""

    def choices(filling: Filling) -> list[Choice]:
        now = present_of(filling)
        least, most = (now, None) if way == UP else (0, now)
        return ranges.choices(lambda size: sold(filling, size), least=least, most=most, present=now, key=key)

    def take(filling: Filling, word: str) -> str:
        now, wanted = present_of(filling), ranges.number(word)
        if word.strip().startswith("+"):
            wanted += now
        if wanted != now and ((wanted - now) * way < 0 or not sold(filling, wanted)):
            raise BadAnswerError("size-not-sold", word=word)
        return str(wanted)

    return Step(name=name, choices=choices, take=take, default=lambda filling: str(present_of(filling)), columns=3)


def _disks(filling: Filling) -> tuple[int, ...]:
    disks = _server(filling).harddisks
    if disks is None or len(disks) > MOST_DISKS or any(size < 1 for size in disks):
        raise BadAnswerError("size-unknown")
    return disks


def _disk_sold(filling: Filling, size: int, *, count: int) -> bool:
    """Tell whether the line sells a disk of that size to a server that then has so many."""
    line = filling.line
    return line is None or (disk_count_refusal(line, count) or disk_size_refusal(line, size)) is None


def _disk_step(place: int) -> Step:
    def present(filling: Filling) -> int:
        return _disks(filling)[place]

    def sold(filling: Filling, size: int) -> bool:
        return _disk_sold(filling, size, count=len(_disks(filling)))

    step = _range_step(f"disk{place + 1}", UP, present, sold, "choice-gb")
    return replace(step, asked=lambda filling: place < len(_disks(filling)))


def _new_disk_step() -> Step:
    def possible(filling: Filling) -> bool:
        line, more = filling.line, len(_disks(filling)) + 1
        return line is not None and more <= MOST_DISKS and disk_count_refusal(line, more) is None

    def sold(filling: Filling, size: int) -> bool:
        return size == 0 or _disk_sold(filling, size, count=len(_disks(filling)) + 1)

    step = _range_step("newdisk", UP, lambda _: 0, sold, "choice-gb")
    return replace(step, asked=possible)


def _bandwidth_sold(filling: Filling, size: int) -> bool:
    return filling.line is None or bandwidth_refusal(filling.line, size) is None


def _defense_sold(filling: Filling, size: int) -> bool:
    return filling.line is None or defense_refusal(filling.line, size) is None


def _traffic_steps(way: int) -> tuple[Step, Step]:
    def bandwidth(filling: Filling) -> int:
        return _told(_server(filling).bandwidth)

    def defense(filling: Filling) -> int:
        return _told(_server(filling).defense)

    return (
        _range_step("bandwidth", way, bandwidth, _bandwidth_sold, "choice-mbit"),
        _range_step("defense", way, defense, _defense_sold, "choice-g"),
    )


def _resize(filling: Filling) -> Params:
    server, answers = _server(filling), filling.answers
    cpu, memory = core_of(answers["core"])
    disks = [int(answers[f"disk{place + 1}"]) for place in range(len(_disks(filling)))]
    new = int(answers.get("newdisk", NONE))
    params = Resize(
        cpu=cpu,
        memory=memory,
        harddisks=(*disks, *([new] if new else [])),
        bandwidth=int(answers["bandwidth"]),
        defense=int(answers["defense"]),
        password=generate_password(),
    )
    before = (server.cpu, server.memory, server.harddisks, server.bandwidth, server.defense)
    if before == (params.cpu, params.memory, params.harddisks, params.bandwidth, params.defense):
        raise BadAnswerError("nothing-changed")
    return params


def _shrink(filling: Filling) -> Params:
    server, answers = _server(filling), filling.answers
    cpu, memory = core_of(answers["core"])
    params = Downgrade(cpu=cpu, memory=memory, bandwidth=int(answers["bandwidth"]), defense=int(answers["defense"]))
    before = (server.cpu, server.memory, server.bandwidth, server.defense)
    if before == (params.cpu, params.memory, params.bandwidth, params.defense):
        raise BadAnswerError("nothing-changed")
    return params


SIZE_FORMS = (
    Form(
        action="upgrade",
        steps=(
            _core_step(UP),
            *(_disk_step(place) for place in range(MOST_DISKS)),
            _new_disk_step(),
            *_traffic_steps(UP),
        ),
        params=_resize,
        reviewed=True,
        reads=True,
    ),
    Form(
        action="renew_for_rd",
        steps=(_core_step(DOWN), *_traffic_steps(DOWN)),
        params=_shrink,
        reviewed=True,
        reads=True,
    ),
)
