"""The HTTP side: health, metrics, Telegram's webhook and the engine's callback."""

from __future__ import annotations

from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING

import structlog
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot.engine_callback import CALLBACK_PATH, HINT_BURST, HINTS_PER_SECOND, EngineCallback, TokenBucket

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from prometheus_client import CollectorRegistry

    from bot.health import Health
    from bot.settings import Listen

    Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

log = structlog.get_logger(__name__)


class ListenError(OSError):
    """The address to listen on cannot be had; str() is one clear line."""


def build_app(
    *,
    health: Callable[[], Health],
    registry: CollectorRegistry,
    on_hint: Callable[[int], None],
    webhook: Handler | None = None,
    webhook_path: str | None = None,
    bucket: TokenBucket | None = None,
) -> web.Application:
    """Return the HTTP side.

    Args:
        health: looks at the vital signs; 200 where it is well, else 503.
        registry: what `/metrics` shows.
        on_hint: told the `taskid` of an engine's callback.
        webhook: takes Telegram's updates.
        webhook_path: where; needed with `webhook`.
        bucket: bounds how many hints are listened to.

    Raises:
        ValueError: the webhook's path is one of ours.
    """

    async def get_health(_request: web.Request) -> web.Response:
        seen = health()
        status = HTTPStatus.OK if seen.ok else HTTPStatus.SERVICE_UNAVAILABLE
        return web.json_response(seen.as_json(), status=status, headers={"Cache-Control": "no-store"})

    async def get_metrics(_request: web.Request) -> web.Response:
        return web.Response(body=generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    app = web.Application()
    app.router.add_get("/health", get_health)
    app.router.add_get("/metrics", get_metrics)
    callback = EngineCallback(on_hint, bucket or TokenBucket(rate=HINTS_PER_SECOND, burst=HINT_BURST))
    app.router.add_post(CALLBACK_PATH, callback.handle)
    if webhook is not None and webhook_path is not None:
        if webhook_path in {"/health", "/metrics", CALLBACK_PATH}:
            raise ValueError(f"the webhook cannot be at {webhook_path}")
        app.router.add_post(webhook_path, webhook)
    return app


@asynccontextmanager
async def serve(app: web.Application, listen: Listen) -> AsyncIterator[None]:
    """Serve while the block runs.

    Raises:
        ListenError: the address is taken, or not this machine's.
    """
    # No access log: it would hold the webhook's path and whatever a caller puts into a query.
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=5.0)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, listen.host, listen.port).start()
        except OSError as error:
            raise ListenError(f"cannot listen on {listen} (APABOT_LISTEN): {_reason(error)}") from None
        log.info("http_listening", address=str(listen))
        yield
    finally:
        await runner.cleanup()


def _reason(error: OSError) -> str:
    words = (error.strerror or "unknown reason").rpartition("]")[2].rpartition(": ")[2]
    return words.strip().lower()
