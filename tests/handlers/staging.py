"""Setting the scene: both stand-ins, the store, and the parts as `bot.wiring` puts them together."""

from __future__ import annotations

from contextlib import asynccontextmanager
from decimal import Decimal
from typing import TYPE_CHECKING

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
from handlers.transport.limits import Limits as SenderLimits
from handlers.transport.request import AiohttpRequest
from handlers.transport.sender import Sender
from handlers.workbench import Workbench
from operations.catalogue import Catalogue
from operations.engines import Engines
from operations.runner import Runner
from operations.services import Services, Timing
from operations.sync import Synchroniser
from sandbox.engine import StandInEngine, made_up_world
from sandbox.telegram import Limits, StandInTelegram
from tests.clocks import VirtualClock
from tests.handlers.scene import Scene, Tally
from tests.stores import new_store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from sandbox.engine import MadeUpWorld
    from sandbox.telegram import Chat
    from store import Store

TOKEN = "123456:made-up-for-the-handlers"
CONTACT = "@reseller"
ALL_SERVERS = "all"
ASSIGNED = {
    "alice": ("web-1", "web-2", "cache-1", "shop-1", "shop-2", "failed-1"),
    "bob": ("db-1", "win-1"),
    ALL_SERVERS: (),
}
ALIASES = ("web-1", "web-2", "cache-1")


async def _entered(store: Store, url: str, made: MadeUpWorld, team: Chat) -> tuple[int, dict[str, int]]:
    """Enter what a reseller would; returns the account's id and the identities' by label."""
    account = await store.add_account(
        name="demo", url=url, userid=made.userid, key=made.key, salt="zkeys.api@2019", markup=Decimal(0)
    )
    identities = {}
    for label, nicknames in ASSIGNED.items():
        row = await store.add_identity(
            account_id=account.id,
            label=label,
            name="张伟",
            mobile="13800005678",
            idnum="11010519491231002X",
            from_ip="203.0.113.9",
            client_user_id=label,
            bank_account=None,
            all_servers=label == ALL_SERVERS,
            spending="approval",
            monthly_limit=None,
            markup=None,
        )
        identities[label] = row.id
        for nickname in nicknames:
            await store.assign(account.id, made.servers[nickname], row.id)
    for chat_id, label in ((501, "alice"), (502, "bob"), (506, ALL_SERVERS), (team.id, "alice")):
        await store.keep_chat(chat_id, kind="private" if chat_id > 0 else "group")
        await store.grant(chat_id, identities[label])
    for chat_id in (501, team.id):
        for nickname in ALIASES:
            await store.set_alias(chat_id, account.id, made.servers[nickname], nickname)
    for user_id, role in ((501, "owner"), (504, "operator")):
        await store.set_member(team.id, user_id, role)  # type: ignore[arg-type] # a literal of the loop's
    return account.id, identities


def _cast(telegram: StandInTelegram) -> Chat:
    people = [
        telegram.add_person(user_id=user_id, first_name=name, language_code=language, started=True)
        for user_id, name, language in (
            (501, "Alice", "en"),
            (502, "Bob", "zh-hans"),
            (503, "Mallory", "en"),
            (504, "Oscar", "en"),
            (505, "Vera", "en"),
            (506, "Rita", "en"),
        )
    ]
    # The kinds of update that the bot asks for.
    telegram.world.updates.allow(["message", "callback_query", "my_chat_member"])
    return telegram.add_group(title="team", members=[people[0], people[3], people[4]], owner=people[0], forum=True)


@asynccontextmanager
async def scene_at(folder: Path) -> AsyncIterator[Scene]:
    """Set the scene: customers are entered and their servers read, nothing runs in the background."""
    clock = VirtualClock()
    engine = StandInEngine(now=clock.now)
    telegram = StandInTelegram(token=TOKEN, now=clock.now, limits=Limits.off())
    base = await telegram.start()
    url = await engine.start()
    made, team = made_up_world(engine), _cast(telegram)
    store = await new_store(folder / "apabot.db", "a-secret-key-for-tests", clock.now)
    observed: list[bool] = []
    tally = Tally()
    api = Api(
        TOKEN,
        base_url=f"{base}/bot",
        request=AiohttpRequest(connection_pool_size=8),
        get_updates_request=AiohttpRequest(connection_pool_size=1),
        rate_limiter=Sender(limits=SenderLimits.none(), monotonic=clock.now, sleep=clock.sleep),
        observe=observed.append,
    )
    await api.initialize()
    async with Transport(now=clock.now) as transport:
        services = Services(
            store=store,
            engines=Engines(store, transport),
            catalogue=Catalogue(store),
            clock=clock,
            timing=Timing(),
            contact=CONTACT,
        )
        outgoing, router = Outgoing(api, store), build_router()
        reporter = services.reporter = ChatReporter(outgoing, services)
        noticer = Noticer(outgoing, services)
        workbench = Workbench()
        parts = Parts(
            screens=LastScreens(),
            workbench=workbench,
            services=services,
            outgoing=outgoing,
            runner=Runner(services),
            api=api,
            menu_changed=tally.menu_changed,
            failed=tally.failed,
            notices_due=noticer.kick,
        )
        account_id, identities = await _entered(store, url, made, team)
        scene = Scene(
            telegram=telegram,
            engine=engine,
            made=made,
            services=services,
            api=api,
            outgoing=outgoing,
            reporter=reporter,
            router=router,
            menu=Menu(api, services, router),
            workbench=workbench,
            noticer=noticer,
            eraser=Eraser(outgoing, services),
            gate=Gate(parts, router),
            clock=clock,
            observed=observed,
            tally=tally,
            account_id=account_id,
            identities=identities,
        )
        assert await Synchroniser(services).once(account_id)
        observed.clear()
        try:
            yield scene
        finally:
            workbench.close()
            await api.shutdown()
            await store.close()
            await telegram.stop()
            await engine.stop()
