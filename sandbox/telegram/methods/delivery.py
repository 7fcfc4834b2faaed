"""getMe, getUpdates and the webhook's methods."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox.telegram import wire
from sandbox.telegram.errors import bad_request, conflict
from sandbox.telegram.methods.registry import Reply, Session, method

if TYPE_CHECKING:
    from sandbox.telegram.parameters import Parameters

_MOST_UPDATES = 100
_LONGEST_POLL = 50
_MOST_CONNECTIONS = 100


@method("getMe")
async def get_me(session: Session, _parameters: Parameters) -> dict[str, Any]:
    """The bot itself."""
    bot = session.world.bot
    return wire.bot_user(bot) | {
        "can_join_groups": True,
        "can_read_all_group_messages": bot.reads_all_group_messages,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


@method("getUpdates", "offset", "limit", "timeout", "allowed_updates")
async def get_updates(session: Session, parameters: Parameters) -> list[dict[str, Any]]:
    """Long polling; the older of two polls at once is ended with a 409."""
    if session.webhook.url:
        raise conflict(
            "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
        )
    _allow(session, parameters)
    return await session.world.updates.poll(
        offset=parameters.integer("offset"),
        limit=min(max(parameters.integer("limit", _MOST_UPDATES), 1), _MOST_UPDATES),
        timeout=min(max(parameters.integer("timeout"), 0), _LONGEST_POLL),
    )


@method(
    "setWebhook",
    "url",
    "certificate",
    "ip_address",
    "max_connections",
    "allowed_updates",
    "drop_pending_updates",
    "secret_token",
)
async def set_webhook(session: Session, parameters: Parameters) -> Reply:
    """Pushes updates to an address; an empty one deletes the webhook."""
    if not parameters.text("url"):
        return await _end_webhook(session, parameters)
    _allow(session, parameters)
    connections = parameters.integer("max_connections", 40)
    words = await session.webhook.set(
        parameters.text("url"),
        secret=parameters.text("secret_token"),
        max_connections=min(max(connections, 1), _MOST_CONNECTIONS),
    )
    _drop(session, parameters)
    return Reply(result=True, description=words)


@method("deleteWebhook", "drop_pending_updates")
async def delete_webhook(session: Session, parameters: Parameters) -> Reply:
    """Ends the pushing."""
    return await _end_webhook(session, parameters)


@method("getWebhookInfo")
async def get_webhook_info(session: Session, _parameters: Parameters) -> dict[str, Any]:
    """How the webhook does."""
    return session.webhook.info()


async def _end_webhook(session: Session, parameters: Parameters) -> Reply:
    words = await session.webhook.delete()
    _drop(session, parameters)
    return Reply(result=True, description=words)


def _drop(session: Session, parameters: Parameters) -> None:
    if parameters.boolean("drop_pending_updates"):
        session.world.updates.clear()


def _allow(session: Session, parameters: Parameters) -> None:
    kinds = parameters.json("allowed_updates", what="allowed_updates")
    if kinds is not None and not isinstance(kinds, list):
        raise bad_request("can't parse allowed_updates JSON object")
    session.world.updates.allow(None if kinds is None else [str(kind) for kind in kinds])
