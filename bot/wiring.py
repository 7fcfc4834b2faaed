"""The whole bot in one place: what is made of what, and what runs in the background."""

from __future__ import annotations

import secrets
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from bot.logs import protect_stored
from bot.metrics import Metrics
from engine import Transport
from handlers.api import Api
from handlers.gate import Gate
from handlers.last_screens import LastScreens
from handlers.menu import Menu
from handlers.notices import Noticer
from handlers.outgoing import Outgoing
from handlers.registration import build_router
from handlers.reporting import ChatReporter
from handlers.request import Parts
from handlers.secret_messages import Eraser
from handlers.transport.dispatcher import Dispatcher
from handlers.transport.request import AiohttpRequest
from handlers.transport.sender import Sender
from handlers.workbench import Workbench
from operations.catalogue import Catalogue
from operations.clock import SystemClock
from operations.engines import Engines
from operations.runner import Runner
from operations.services import Services, Timing
from operations.sync import Synchroniser
from operations.upkeep import Upkeep
from store import Store

if TYPE_CHECKING:
    from bot.settings import Settings
    from handlers.transport.intake import Incoming
    from handlers.transport.limits import Limits
    from operations.clock import Clock

# The long poll holds a connection for itself; answers share the rest.
_CONNECTIONS = 256
_DRAIN_SECONDS = 10.0


@dataclass
class Bot:
    """The parts that outside code (the command line, the demo, tests) may look at."""

    settings: Settings
    store: Store
    api: Api
    updates_request: AiohttpRequest
    services: Services
    runner: Runner
    synchroniser: Synchroniser
    menu: Menu
    noticer: Noticer
    eraser: Eraser
    upkeep: Upkeep
    dispatcher: Dispatcher
    metrics: Metrics
    stack: AsyncExitStack

    async def start(self) -> None:
        """Begin the background work and what an earlier run left; needs `api.initialize` to have been done."""
        await self.stack.enter_async_context(self.runner)
        await self.stack.enter_async_context(self.synchroniser)
        await self.stack.enter_async_context(self.menu)
        await self.stack.enter_async_context(self.noticer)
        await self.stack.enter_async_context(self.eraser)
        await self.stack.enter_async_context(self.upkeep)
        self.dispatcher.replay()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self.dispatcher.drain(_DRAIN_SECONDS)
        await self.stack.aclose()


def timing_of(settings: Settings) -> Timing:
    """Return the durations that the settings decide."""
    return Timing(
        poll=settings.poll_interval,
        sync=settings.sync_interval,
        address=settings.address_interval,
        snapshots=settings.snapshot_interval,
        settle=settings.settle_seconds,
        secret=settings.secret_seconds,
    )


async def build(
    settings: Settings, *, limits: Limits | None = None, clock: Clock | None = None, timing: Timing | None = None
) -> Bot:
    """Make the bot of its settings, without speaking to Telegram or an engine yet.

    Args:
        settings: with token and keys.
        limits: Telegram's limits, for measurements that lift them.
        clock: time, for tests that own it.
        timing: durations, where tests need others than the settings'.

    Raises:
        store.StoreError: the database cannot be used.
    """
    if settings.telegram_token is None:
        raise ValueError("settings without a token")
    clock = clock or SystemClock()
    stack = AsyncExitStack()
    store = await Store.open(settings.database, settings.keys, now=clock.now)
    stack.push_async_callback(store.close)
    protect_stored(store)
    metrics = Metrics()
    transport = await stack.enter_async_context(Transport(now=clock.now, observe=metrics.engine_request))
    base = settings.telegram_api_url
    updates_request = AiohttpRequest(connection_pool_size=2)
    api = Api(
        settings.telegram_token.get_secret_value(),
        base_url=f"{base}/bot",
        base_file_url=f"{base}/file/bot",
        request=AiohttpRequest(connection_pool_size=_CONNECTIONS),
        get_updates_request=updates_request,
        rate_limiter=Sender(limits=limits),
        observe=metrics.sent,
    )
    stack.push_async_callback(api.shutdown)
    services = Services(
        store=store,
        engines=Engines(store, transport),
        catalogue=Catalogue(store),
        clock=clock,
        timing=timing or timing_of(settings),
        contact=settings.contact,
        process=secrets.token_hex(8),
    )
    outgoing = Outgoing(api, store)
    services.reporter = ChatReporter(outgoing, services)
    runner = Runner(services)
    router = build_router()
    menu = Menu(api, services, router)
    noticer = Noticer(outgoing, services)
    workbench = Workbench()
    stack.callback(workbench.close)
    parts = Parts(
        screens=LastScreens(),
        workbench=workbench,
        services=services,
        outgoing=outgoing,
        runner=runner,
        api=api,
        menu_changed=menu.refresh,
        failed=metrics.update_failures.inc,
        notices_due=noticer.kick,
    )
    gate = Gate(parts, router)

    async def process(incoming: Incoming) -> None:
        metrics.updates_received.inc()
        await gate.process(incoming)
        metrics.updates_handled.inc()

    dispatcher = Dispatcher(process, store, now=clock.now)
    metrics.watch_backlog(lambda: dispatcher.waiting)
    metrics.watch_operations(store.count_operations)
    metrics.watch_approvals(lambda: len(store.open_approvals()))
    metrics.watch_inspections(store.count_inspections)
    metrics.watch_notices(store.count_notices)
    return Bot(
        settings=settings,
        store=store,
        api=api,
        updates_request=updates_request,
        services=services,
        runner=runner,
        synchroniser=Synchroniser(services),
        menu=menu,
        noticer=noticer,
        eraser=Eraser(outgoing, services),
        upkeep=Upkeep(services),
        dispatcher=dispatcher,
        metrics=metrics,
        stack=stack,
    )
