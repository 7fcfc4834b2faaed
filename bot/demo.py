"""`apabot demo`: engine, Telegram and chat page on this machine, with made-up customers; no account needed.

Everything real but the two other sides: the bot runs as with `apabot run`, over HTTP, on a database of its own that is
thrown away at the end.
"""

from __future__ import annotations

import secrets
import tempfile
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.running import run
from bot.settings import GivenSettings, Listen, Settings
from sandbox.engine import StandInEngine, made_up_world
from sandbox.telegram import StandInTelegram
from sandbox.trouble import Trouble
from store import Store

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Iterable

    from sandbox.engine import MadeUpWorld
    from store import Spending

TOKEN = "123456:made-up-for-the-demo"  # noqa: S105 - the stand-in's, worth nothing anywhere


@dataclass(frozen=True)
class Customer:
    """A made-up end customer; the ID number is the national standard's own example.

    Attributes:
        spending: how paid operations are let through; one customer of each kind, so that every way can be tried.
        paid_in: CNY of credit to begin with.
    """

    label: str
    name: str
    mobile: str
    idnum: str
    servers: tuple[str, ...]
    all_servers: bool = False
    spending: Spending = "approval"
    paid_in: Decimal | None = None


CUSTOMERS = (
    Customer(
        "晨光电商",
        "张伟",
        "13800005678",
        "11010519491231002X",
        ("web-1", "web-2", "db-1", "cache-1", "shop-1", "shop-2", "expiring-1", "expiring-today"),
        spending="credit",
        paid_in=Decimal(800),
    ),
    Customer("Harbour Labs", "Emily Carter", "13900001234", "440524188001010014", ("win-1", "baidu-1")),
    Customer("reseller", "王芳", "13700004321", "11010519491231002X", (), all_servers=True, spending="open"),
)
ALIASES = ("web-1", "web-2", "db-1", "cache-1", "win-1")
# Percent on the engine's list prices.
MARKUP = Decimal(10)


@dataclass(frozen=True)
class Cast:
    """Who is in the chat page: ids of people and groups."""

    zhang: int
    li: int
    emily: int
    wang: int
    stranger: int
    team: int
    staff: int


def cast(telegram: StandInTelegram) -> Cast:
    """Let the people in."""
    zhang = telegram.add_person(user_id=70001, first_name="张伟", language_code="zh-hans", started=True)
    emily = telegram.add_person(user_id=70002, first_name="Emily", language_code="en", started=True)
    li = telegram.add_person(user_id=70003, first_name="李娜", language_code="zh-hans", started=True)
    wang = telegram.add_person(user_id=70004, first_name="王芳", language_code="zh-hans", started=True)
    chen = telegram.add_person(user_id=70006, first_name="陈静", language_code="zh-hans", started=True)
    stranger = telegram.add_person(user_id=70005, first_name="Mallory", language_code="en", started=True)
    team = telegram.add_group(title="晨光运维", members=[zhang, li, emily], owner=zhang)
    staff = telegram.add_group(title="云主机客服", members=[wang, chen], owner=wang)
    return Cast(zhang.id, li.id, emily.id, wang.id, stranger.id, team.id, staff.id)


async def enter_customers(store: Store, engine_url: str, world: MadeUpWorld, people: Cast) -> None:
    """Enter into the store what a reseller would enter with the command line."""
    account = await store.add_account(
        name="demo", url=engine_url, userid=world.userid, key=world.key, salt="zkeys.api@2019", markup=MARKUP
    )
    identities = {}
    for number, customer in enumerate(CUSTOMERS, start=1):
        row = await store.add_identity(
            account_id=account.id,
            label=customer.label,
            name=customer.name,
            mobile=customer.mobile,
            idnum=customer.idnum,
            from_ip="203.0.113.77",
            client_user_id=str(1000 + number),
            bank_account=None,
            all_servers=customer.all_servers,
            spending=customer.spending,
            monthly_limit=None,
            markup=None,
        )
        identities[customer.label] = row.id
        if customer.paid_in is not None:
            await store.add_top_up(row.id, customer.paid_in, "演示充值")
        for nickname in customer.servers:
            await store.assign(account.id, world.servers[nickname], row.id)
    for chat_id, label in (
        (people.zhang, "晨光电商"),
        (people.emily, "Harbour Labs"),
        (people.wang, "reseller"),
        (people.team, "晨光电商"),
    ):
        await store.keep_chat(chat_id, kind="private" if chat_id > 0 else "group")
        await store.grant(chat_id, identities[label])
        for nickname in ALIASES:
            await store.set_alias(chat_id, account.id, world.servers[nickname], nickname)
    await store.set_member(people.team, people.zhang, "owner")
    await store.set_member(people.team, people.li, "operator")
    await enter_staff(store, account.id, people)


async def enter_staff(store: Store, account_id: int, people: Cast) -> None:
    """Enter the reseller's staff chat, where one person decides and one only looks."""
    await store.keep_chat(people.staff, kind="group")
    await store.set_staff(people.staff, account_id, on=True)
    await store.set_chat(people.staff, language="zh-Hans")
    await store.set_member(people.staff, people.wang, "owner")


async def demo(port: int, *, stop: asyncio.Event | None = None) -> None:
    """Run the demo until Ctrl-C.

    Args:
        port: of the chat page on 127.0.0.1; 0 for any free one.
        stop: ends it, too.

    Raises:
        OSError: the port is taken.
    """
    engine = StandInEngine()
    world = made_up_world(engine)
    telegram = StandInTelegram(token=TOKEN, outside=Trouble(engine, world.servers))
    with tempfile.TemporaryDirectory(prefix="apabot-demo-") as folder:
        try:
            page = await telegram.start(port=port)
            engine_url = await engine.start()
            people = cast(telegram)
            settings = _settings(Path(folder), page)
            store = await Store.open(settings.database, settings.keys)
            await enter_customers(store, engine_url, world, people)
            await store.close()
            _say(
                (
                    f"The chat is at {page}/?person={people.zhang}",
                    "张伟 pays with credit, Emily needs 王芳's yes in the staff chat; choose who you are in the page.",
                    "The flash beside your name brings trouble to a server; /alerts says what you are told of.",
                    "Try /servers, tap a server, stop it; /renew. Ctrl-C ends the demo; nothing of it is kept.",
                )
            )
            await run(settings, stop=stop)
        finally:
            await telegram.stop()
            await engine.stop()


def _settings(folder: Path, telegram_url: str) -> Settings:
    """Return settings of the demo's own: neither the environment nor a `.env` file has a say."""
    return GivenSettings.model_validate(
        {
            "telegram_token": TOKEN,
            "telegram_api_url": telegram_url,
            "database": str(folder / "apabot.db"),
            "secret_key": secrets.token_urlsafe(32),
            "listen": Listen("127.0.0.1", 0),
            "sync_interval": 15,
            "contact": "@apabot_demo_support",
        }
    )


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)
