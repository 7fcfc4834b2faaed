"""`make bench`: `/server` through gate, engine and back, against a bare python-telegram-bot echo, in one run.

Both answer the same updates from the same peer process, in turn, several times; what counts is the ratio.
"""

from __future__ import annotations

import asyncio
import json
import socket
import statistics
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path

import aiohttp

from benchmarks.bots import KEY
from store import Store

CHATS = 500
UPDATES = 3000
ROUNDS = 3
FIRST_CHAT = 10_000
KINDS = ("echo", "concurrent", "apabot")


def guid(number: int) -> str:
    """Return the guid of the n-th chat's server."""
    return str(1_700_000_000_000_000 + number)


def server(number: int) -> dict[str, object]:
    """Return a server as the engine tells it, with as many fields as the vendor's sample."""
    return {
        "need_reset_vnc": "0",
        "line_guid": "1652433150648938",
        "lineID": "1060",
        "systemID": "1693649208369344",
        "ip": f"198.18.{number // 250}.{number % 250 + 1}",
        "cpu": "1",
        "memory": "1",
        "harddisks": "10,20",
        "bandwidth": "1",
        "defense": "10",
        "loginName": "root",
        "buyTime": "2026-08-16 11:06:30",
        "endTime": "2027-09-16 11:06:30",
        "orderStatus": "1",
        "runStatus": "1",
        "actStatus": "0",
        "syncStatus": "1",
        "snapStatus": "0",
        "backStatus": "0",
        "backSystem": "0",
        "backDisk": "0",
        "backSystemTime": None,
        "backSystemID": None,
        "backDiskTime": None,
        "isInstallMonitor": "1",
        "blackHoleStatus": "0",
        "blockStatus": "0",
        "vps_guid": None,
        "vnc_port": "59003",
        "share_type": "0",
        "login_port": "22",
        "in_bandwidth": "10",
        "guid": guid(number),
        "master_id": "83",
        "is_cdn_bind": "0",
        "cdn_cname_domain": None,
        "cdn_domain_max_num": "0",
        "pppoe_account": None,
        "share_ip": "",
        "system_guid": "1693649208369344",
        "back_system_guid": "",
        "sid": "9527",
        "localIP": "10.23.35.3",
        "append_ip": [],
        "securityPolicyList": [],
        "port": [],
    }


def update(number: int) -> dict[str, object]:
    """Return the n-th update: a person asks for their server."""
    chat = FIRST_CHAT + number % CHATS
    person = {"id": chat, "is_bot": False, "first_name": "P", "language_code": "en"}
    return {
        "update_id": number + 1,
        "message": {
            "message_id": number,
            "date": int(time.time()),
            "chat": {"id": chat, "type": "private", "first_name": "P"},
            "from": person,
            "text": f"/server {guid(number % CHATS)}",
            "entities": [{"type": "bot_command", "offset": 0, "length": 7}],
        },
    }


async def prepare(database: Path, engine_url: str) -> None:
    """Enter the customers: one for every ten chats, one server for each chat."""
    store = await Store.open(database, [KEY])
    account = await store.add_account(
        name="bench", url=engine_url, userid=1, key="k" * 32, salt="zkeys.api@2019", markup=Decimal(0)
    )
    for number in range(CHATS):
        if number % 10 == 0:
            identity = await store.add_identity(
                account_id=account.id,
                label=f"customer {number}",
                name="n",
                mobile="13800005678",
                idnum="11010519491231002X",
                from_ip="203.0.113.1",
                client_user_id=str(number),
                bank_account=None,
                all_servers=False,
                spending="approval",
                monthly_limit=None,
                markup=None,
            )
        await store.keep_chat(FIRST_CHAT + number, kind="private")
        await store.grant(FIRST_CHAT + number, identity.id)
        await store.assign(account.id, guid(number), identity.id)
    await store.close()


async def measure(kind: str, url: str, database: Path) -> float:
    """Return answers per second of one bot over `UPDATES` updates."""
    bot = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "benchmarks.bots",
        kind,
        url,
        str(database),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with aiohttp.ClientSession() as client:
            servers = {guid(number): server(number) for number in range(CHATS)}
            await load(client, url, servers, [])
            await asyncio.sleep(3)
            async with client.get(f"{url}/quiet", timeout=aiohttp.ClientTimeout(total=120)) as answer:
                await answer.read()
            await load(client, url, servers, [update(number) for number in range(UPDATES)])
            async with client.get(f"{url}/done?count={UPDATES}", timeout=aiohttp.ClientTimeout(total=120)) as answer:
                return UPDATES / float(json.loads(await answer.read())["seconds"])
    finally:
        bot.terminate()
        await bot.wait()


async def load(
    client: aiohttp.ClientSession, url: str, servers: dict[str, dict[str, object]], updates: list[dict[str, object]]
) -> None:
    """Hand the peer what it serves."""
    async with client.post(f"{url}/load", json={"servers": servers, "updates": updates}) as answer:
        await answer.read()


async def main() -> None:
    """Measure in turn and print the ratios."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    peer = await asyncio.create_subprocess_exec(sys.executable, "-m", "benchmarks.peer", str(port))
    url = f"http://127.0.0.1:{port}"
    rates: dict[str, list[float]] = {kind: [] for kind in KINDS}
    try:
        await asyncio.sleep(1)
        with tempfile.TemporaryDirectory() as folder:
            for each in range(ROUNDS):
                database = Path(folder) / f"{each}.db"
                await prepare(database, f"{url}/api")
                for kind in KINDS:
                    rates[kind].append(await measure(kind, url, database))
                    print(f"round {each + 1}  {kind:<11} {rates[kind][-1]:7.0f} answers/s", flush=True)
    finally:
        peer.terminate()
        await peer.wait()
    for kind in KINDS[:2]:
        ratios = [ours / theirs for ours, theirs in zip(rates["apabot"], rates[kind], strict=True)]
        told = " ".join(f"{ratio:.2f}" for ratio in ratios)
        print(f"/server : {kind} = {statistics.median(ratios):.2f} (median of {told})")


if __name__ == "__main__":
    asyncio.run(main())
