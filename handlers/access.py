"""/password, /vnc_password, /reinstall: who gets in, and to what.

What is typed as a password is taken out of the chat before anything else is done with it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from handlers import errors, forms, picking
from operations import forms as drafts
from operations import servers
from operations.access import Role
from operations.errors import BadAnswerError, OperationsError
from operations.forms.secret import GENERATE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from handlers.request import Request
    from handlers.router import Handler, Router
    from operations.servers import KnownServer

PASSWORD = "password"  # noqa: S105 - a step's name
# A server and what follows it.
_BOTH = 2


def with_password(action: str) -> Handler:
    """Return the handler of `/<command> [server [password]]`."""

    async def handle(request: Request) -> None:
        words = request.arguments.split(maxsplit=1)
        if not words:
            await picking.pick(request, action)
            return
        typed = words[1] if len(words) == _BOTH else None
        hidden = typed is None or await _hide(request, typed)
        known = await servers.find_or_read(request.services, request.actor, words[0])
        await _begin(request, known, action, {} if typed is None else {PASSWORD: typed}, hidden=hidden)

    return handle


async def reinstall(request: Request) -> None:
    """`/reinstall [server [system [password]]]`; a system's name may hold blanks."""
    words = request.arguments.split()
    if not words:
        await picking.pick(request, "install")
        return
    try:
        known = await servers.find_or_read(request.services, request.actor, words[0])
    except OperationsError:
        if len(words) > _BOTH:
            # Whether the last word is a password cannot be told without the server's systems.
            await _hide(request, words[-1])
        raise
    system, typed = _told_apart(request, known, words[1:])
    hidden = typed is None or await _hide(request, typed)
    given = {"family": system, PASSWORD: typed}
    await _begin(request, known, "install", {name: word for name, word in given.items() if word}, hidden=hidden)


def _told_apart(request: Request, known: KnownServer, words: Sequence[str]) -> tuple[str, str | None]:
    """Return a system's name and a password: all words are the name where a system is called so."""
    whole = " ".join(words)
    systems = request.services.catalogue.of(known.account_id).systems.values()
    if len(words) < _BOTH or any(whole.casefold() in system.name.casefold() for system in systems):
        return whole, None
    return " ".join(words[:-1]), words[-1]


async def _begin(request: Request, known: KnownServer, action: str, given: Mapping[str, str], *, hidden: bool) -> None:
    """Begin the form with what was typed; a password that everybody can still read is not used."""
    if hidden:
        await forms.begin(request, known, action, given)
        return
    drafting = await drafts.begin(request.services, request.actor, action, known, thread_id=request.thread_id)
    step = next(step for step in drafting.form.steps if step.name == PASSWORD)
    await forms.show_step(request, drafting, step, error=BadAnswerError("secret-visible"))


async def _hide(request: Request, typed: str) -> bool:
    """Take a message with a password out of the chat; whether nobody can read it there any more."""
    if typed.casefold() == GENERATE:
        return True
    return await request.parts.outgoing.delete(request.chat_id, request.message_id)


async def _refused(request: Request, *, beside: int) -> None:
    """Refuse who may not, but take a password that they typed out of the chat all the same."""
    words = request.arguments.split()
    if len(words) > beside:
        await _hide(request, words[-1])
    await errors.too_low(Role.OWNER)(request)


def register(router: Router) -> None:
    """Add the commands; their buttons are the card's."""
    one, two = partial(_refused, beside=1), partial(_refused, beside=2)
    router.command("password", with_password("setpsw"), role=Role.OWNER, refused=one)
    router.command("vnc_password", with_password("setvnc"), role=Role.OWNER, refused=one)
    router.command("reinstall", reinstall, role=Role.OWNER, refused=two)
