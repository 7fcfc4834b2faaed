from __future__ import annotations

import pytest

from engine import Customer, Engine, RefusedError
from tests.engine.peer import Peer, says

ACTIONS = ["start", "stop", "stop_h", "restart", "restart_h"]


@pytest.mark.parametrize("action", ACTIONS)
async def test_a_refusal_is_told_with_the_engines_words(
    action: str, engine: Engine, peer: Peer, customer: Customer
) -> None:
    peer.then(says({"code": 1, "message": "业务正在操作中", "data": []}))
    with pytest.raises(RefusedError) as caught:
        await getattr(engine, action)("1", customer=customer, taskid=1)
    assert (caught.value.action, caught.value.message) == (action, "业务正在操作中")
    assert len(peer.bodies) == 1


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("data", [[], None, {}, "ok"])
async def test_whatever_data_a_success_brings(
    *, action: str, data: object, engine: Engine, peer: Peer, customer: Customer
) -> None:
    peer.then(says({"code": 0, "message": "success", "data": data}))
    assert await getattr(engine, action)("1", customer=customer, taskid=1) is None
