from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pydantic import ValidationError

from operations.errors import EngineUnavailableError
from operations.kinds import KINDS, Answer
from operations.sights import Sight, see
from sandbox.engine import Fault

if TYPE_CHECKING:
    from tests.operations.conftest import World


async def look(world: World, action: str, nickname: str | None, answer: Answer | None = None) -> Sight:
    guid = world.made.servers[nickname] if nickname is not None else None
    customer = world.services.engines.customer(world.identities["alice"])
    return await see(world.services, KINDS[action], world.account_id, guid, customer=customer, answer=answer)


def asked(world: World, action: str) -> int:
    return sum(request.action == action for request in world.engine.requests)


async def test_only_what_the_kind_is_judged_by_is_read(world: World) -> None:
    assert (await look(world, "stop", "web-2")).snapshots is None
    assert asked(world, "listsnapshot") == 0

    seen = await look(world, "removesnapshot", "web-2")

    assert seen.snapshots is not None
    assert [snapshot.name for snapshot in seen.snapshots] == ["twqag", "yegta"]


async def test_a_line_without_snapshots_is_not_asked_for_them(world: World) -> None:
    assert (await look(world, "install", "shop-1")).snapshots is None
    assert asked(world, "listsnapshot") == 0


async def test_nobody_s_name_goes_out_for_an_erased_customer(world: World) -> None:
    guid = world.made.servers["web-2"]

    seen = await see(world.services, KINDS["createsnapshot"], world.account_id, guid, customer=None)

    assert (seen.snapshots, asked(world, "listsnapshot")) == (None, 0)


async def test_what_is_seen_is_kept(world: World) -> None:
    world.server("web-1").cpu = 16

    await look(world, "stop", "web-1")

    assert world.known("web-1").server.cpu == 16


async def test_a_server_that_the_engine_does_not_know_is_gone_for_a_refund_only(world: World) -> None:
    guid = world.made.servers["web-1"]
    world.engine.world.remove_server(world.server("web-1"))

    for action in set(KINDS) - {"refund", "create_new"}:
        with pytest.raises(EngineUnavailableError):
            await look(world, action, "web-1")
    before = asked(world, "getserver")
    assert await look(world, "refund", "web-1") == Sight(server=None)
    # Once is a mood.
    assert asked(world, "getserver") - before == 2
    assert guid


UNKNOWN_WORDS = ["系统错误", "系统异常，请联系管理员", "数据库连接失败", "没有权限", ""]


@pytest.mark.parametrize("words", UNKNOWN_WORDS)
async def test_words_that_nobody_knows_are_held_against_the_list(world: World, words: str) -> None:
    world.engine.fail_next(Fault.REFUSE(words), action="getserver", times=2)

    seen = await look(world, "refund", "web-1")

    assert seen.server is not None
    assert seen.server.guid == world.made.servers["web-1"]


@pytest.mark.parametrize("words", UNKNOWN_WORDS)
async def test_whoever_is_in_no_whole_list_is_gone_whatever_the_words(world: World, words: str) -> None:
    world.engine.world.remove_server(world.server("web-1"))
    world.engine.fail_next(Fault.REFUSE(words), action="getserver", times=2)

    assert (await look(world, "refund", "web-1")).server is None


async def test_a_list_that_is_shorter_than_it_says_proves_nothing(world: World) -> None:
    world.engine.world.remove_server(world.server("web-1"))
    # A row that nobody can read: the server in question might have been that one.
    world.server("web-2").guid = ""
    world.engine.fail_next(Fault.REFUSE("系统错误"), action="getserver", times=2)

    with pytest.raises(EngineUnavailableError):
        await look(world, "refund", "web-1")


async def test_a_list_that_cannot_be_read_either_proves_nothing(world: World) -> None:
    world.engine.fail_next(Fault.REFUSE("系统错误"), action="getserver", times=2)
    world.engine.fail_next(Fault.REFUSE("系统错误"), action="getservers")

    with pytest.raises(EngineUnavailableError):
        await look(world, "refund", "web-1")


@pytest.mark.parametrize("words", ["系统维护中", "请求过于频繁", "签名错误"])
async def test_a_no_for_another_reason_is_no_end_of_a_server(world: World, words: str) -> None:
    world.engine.fail_next(Fault.REFUSE(words), action="getserver", times=2)

    with pytest.raises(EngineUnavailableError):
        await look(world, "refund", "web-1")


async def test_a_no_that_is_not_repeated_was_a_mood(world: World) -> None:
    world.engine.fail_next(Fault.REFUSE("业务不存在"), action="getserver")

    assert (await look(world, "refund", "web-1")).server is not None


async def test_a_no_followed_by_silence_says_nothing(world: World) -> None:
    world.engine.fail_next(Fault.REFUSE("业务不存在"), action="getserver")
    world.engine.fail_next(Fault.REFUSE("系统维护中"), action="getserver")

    with pytest.raises(EngineUnavailableError):
        await look(world, "refund", "web-1")


async def test_snapshots_that_cannot_be_listed_are_no_empty_list(world: World) -> None:
    world.engine.fail_next(Fault.REFUSE("系统维护中"), action="listsnapshot")

    with pytest.raises(EngineUnavailableError):
        await look(world, "createsnapshot", "web-2")


async def test_what_was_bought_is_read_by_the_answer(world: World) -> None:
    guids = (world.made.servers["web-1"], world.made.servers["web-2"])

    seen = await look(world, "create_new", None, Answer(guids=guids))

    assert seen.server is None
    assert tuple(server.guid for server in seen.servers) == guids


async def test_without_an_answer_the_list_is_read_and_what_is_new_gets_known(world: World) -> None:
    new = world.engine.add_server(world.made.userid)

    assert await look(world, "create_new", None) == Sight(server=None)

    assert [row.guid for row in world.store.server_by_guid(new.guid)] == [new.guid]


async def test_a_list_that_cannot_be_read_is_no_reading(world: World) -> None:
    world.engine.fail_next(Fault.REFUSE("系统维护中"), action="getservers")

    with pytest.raises(EngineUnavailableError):
        await look(world, "create_new", None)


async def test_it_is_read_back_as_it_was_kept_and_so_is_a_bare_server(world: World) -> None:
    seen = await look(world, "createsnapshot", "web-2")
    assert seen.server is not None

    assert Sight.from_json(seen.to_json()) == seen
    assert Sight.from_json(seen.server.model_dump_json()) == Sight(server=seen.server)
    assert Sight.from_json(Sight(server=None, servers=(seen.server,)).to_json()).servers == (seen.server,)


@pytest.mark.parametrize("text", ["{}", '{"servers": []}'])
def test_something_else_is_no_sight(text: str) -> None:
    with pytest.raises(ValidationError):
        Sight.from_json(text)
