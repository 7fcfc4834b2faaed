from __future__ import annotations

import pytest

from engine import Engine, ProtocolError
from tests.engine.peer import Peer, says


async def test_the_vendors_samples(engine: Engine) -> None:
    assert [zone.name for zone in await engine.getzones()] == ["Hyper-V 2", "中国内蒙"]
    assert [zone.max_year for zone in await engine.getzones()] == [3, 3]
    assert [line.guid for line in await engine.getlines()] == ["1628966421344185"]
    assert [system.name for system in (await engine.getsystems()).systems] == ["6.8 64位"]
    assert (await engine.getserver("1708217536092719")).login_name == "root"
    assert (await engine.getservers()).items == 338


async def test_zones_by_their_requirements(engine: Engine) -> None:
    first, second = await engine.getzones()
    assert (first.identity_status, first.white_list_status, first.icp_status) == (True, False, False)
    assert (second.identity_status, second.white_list_status, second.icp_status) == (True, True, True)


async def test_nothing_there(engine: Engine, peer: Peer) -> None:
    peer.then(says({"code": 0, "data": []}), says({"code": "0", "data": {"lines": {}}}))
    assert await engine.getzones() == []
    assert await engine.getlines() == []


async def test_one_broken_line_hides_none_of_the_others(engine: Engine, peer: Peer) -> None:
    peer.then(says({"code": 0, "data": {"lines": [{"name": "no guid"}, {"guid": "7"}]}}))
    assert [line.guid for line in await engine.getlines()] == ["7"]


async def test_a_server_without_a_guid_names_the_field(engine: Engine, peer: Peer) -> None:
    peer.then(says({"code": 0, "data": {"ip": "192.0.2.1"}}))
    with pytest.raises(ProtocolError, match=r"^getserver: unreadable in the answer: data\.guid$"):
        await engine.getserver("1")
