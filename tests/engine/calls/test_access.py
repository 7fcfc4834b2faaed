from __future__ import annotations

from base64 import b64decode
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine import Customer, Engine
    from tests.engine.peer import Peer


async def test_the_link_to_the_console_is_a_secret(engine: Engine, customer: Customer) -> None:
    link = await engine.getvncurl("1", customer=customer)
    assert link.url == "https://vnc.zkeys.com/vnc.php?sign=xxxxxxxx"
    assert repr(link) == "VncLink()"


async def test_passwords_are_base64_of_utf8(engine: Engine, peer: Peer, customer: Customer) -> None:
    password = "aA1_()~!@#%^*-+={}[];,:./é"
    await engine.setpsw("1", password, customer=customer, taskid=1)
    await engine.setvnc("1", password, customer=customer, taskid=2)
    await engine.install("1", system_guid="2", password=password, customer=customer, taskid=3)
    assert [b64decode(form["password"]).decode() for form in peer.forms] == [password] * 3
