from __future__ import annotations

import base64
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from operations.kinds.parameters import Password
from operations.standing import without_personal_data
from sandbox.engine import Fault
from tests.operations.asking import NOTHING, ask, operation

if TYPE_CHECKING:
    from tests.operations.conftest import World

PASSWORD = "Zx9!secretPW?"
ENCODED = base64.b64encode(PASSWORD.encode()).decode()


@pytest.mark.parametrize("secret", [PASSWORD, ENCODED, ENCODED.rstrip("="), quote(ENCODED, safe="")])
async def test_a_refusal_that_repeats_the_password_keeps_it_to_itself(world: World, secret: str) -> None:
    row = await operation(world, await ask(world, "web-1", "setpsw", Password(password=PASSWORD)))
    world.engine.fail_next(Fault.REFUSE(f"密码 {secret} 不符合要求"), action="setpsw")

    ended = await world.run(row)

    assert ended.engine_words == "密码 *** 不符合要求"
    assert not [data for (data,) in world.store._rows("SELECT data FROM audit") if secret in data]


@pytest.mark.parametrize("value", ["张伟", "13800005678", "11010519491231002X", "203.0.113.9"])
async def test_and_whatever_it_knows_of_the_customer(world: World, value: str) -> None:
    row = await operation(world, await ask(world, "web-1", "stop", NOTHING))

    assert without_personal_data(world.services, row, f"用户{value}无权") == "用户***无权"


async def test_a_customers_number_of_a_few_digits_is_in_too_many_words_to_be_blotted_out(world: World) -> None:
    row = await operation(world, await ask(world, "web-1", "stop", NOTHING))
    identity = world.store.identity(row.identity_id)
    expected = "***" if len(identity.client_user_id) >= 4 else identity.client_user_id

    assert without_personal_data(world.services, row, f"用户{identity.client_user_id}无权") == f"用户{expected}无权"
