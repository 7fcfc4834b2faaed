"""/whoami: the ids to hand to the reseller, and what this chat acts as, masked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from texts.welcome import IdentityView, whoami

if TYPE_CHECKING:
    from handlers.request import Request
    from handlers.router import Router


async def show(request: Request) -> None:
    """`/whoami`."""
    actor = request.known
    services = request.services
    rows = [services.store.identity(each) for each in actor.identity_ids] if actor is not None else []
    await request.say(
        whoami(
            request.t,
            chat_id=request.chat_id,
            user_id=request.user.id,
            thread_id=request.thread_id,
            role=actor.role if actor is not None else None,
            identities=[
                IdentityView(
                    label=row.label, name=row.name, mobile=row.mobile, idnum=row.idnum, all_servers=row.all_servers
                )
                for row in rows
            ],
            timezone=actor.timezone if actor is not None else None,
            private=request.private,
        )
    )


def register(router: Router) -> None:
    """Add /whoami."""
    router.command("whoami", show, public=True, audience="all")
