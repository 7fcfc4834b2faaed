"""/upgrade and /downgrade: a server's sizes, larger now or smaller from its next renewal on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import forms, picking
from operations import servers
from operations.access import Role
from operations.forms.sizes import MOST_DISKS

if TYPE_CHECKING:
    from engine import Server
    from handlers.request import Request
    from handlers.router import Handler, Router

# Typed command → the engine's action.
COMMANDS = {"upgrade": "upgrade", "downgrade": "renew_for_rd"}
# What may be typed behind the server, as `bandwidth=20`, beside cores and memory → the form's steps.
_STEPS = {
    **dict.fromkeys(("disk", "硬盘", "数据盘"), "disk1"),
    **{f"disk{place}": f"disk{place}" for place in range(1, MOST_DISKS + 1)},
    **dict.fromkeys(("newdisk", "新增数据盘"), "newdisk"),
    **dict.fromkeys(("bandwidth", "带宽"), "bandwidth"),
    **dict.fromkeys(("defense", "防御"), "defense"),
}
_CORES = frozenset({"cpu", "cores", "core", "核心"})
_MEMORY = frozenset({"memory", "ram", "mem", "内存"})


def typed(action: str) -> Handler:
    """Return the handler of `/<command>`, `… <server>`, `… <server> cores=4 memory=8 bandwidth=20 disk=+50`."""

    async def handle(request: Request) -> None:
        word, _, rest = request.arguments.partition(" ")
        if not word:
            await picking.pick(request, action)
            return
        known = await servers.find_or_read(request.services, request.actor, word)
        await forms.begin(request, known, action, given(rest, known.server))

    return handle


def given(text: str, server: Server) -> dict[str, str]:
    """Return the sizes that were typed, by the form's steps; what names none is taken for cores, and so refused.

    Args:
        text: `name=size` words.
        server: as last read; who names only cores or only memory means the other as it is.
    """
    found: dict[str, str] = {}
    cpu, memory = str(server.cpu), str(server.memory)
    core: str | None = None
    for word in text.split():
        name, _, size = word.replace("＝", "=").partition("=")
        name = name.casefold()
        if name in _CORES | _MEMORY:
            cpu, memory = (size, memory) if name in _CORES else (cpu, size)
            core = f"{cpu}-{memory}"
        elif name in _STEPS:
            found[_STEPS[name]] = size
        else:
            return {"core": word}
    return found if core is None else {"core": core, **found}


def register(router: Router) -> None:
    """Add the two commands."""
    for name, action in COMMANDS.items():
        router.command(name, typed(action), role=Role.OWNER)
