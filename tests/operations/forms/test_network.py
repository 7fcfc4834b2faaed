from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engine import Direction, PortType, Protocol, Verdict
from operations import forms
from operations.errors import BadAnswerError, NotPossibleError
from operations.forms import FORMS
from operations.kinds.parameters import MakePolicy, MakePort, RemovePolicy, RemovePort
from tests.operations.conftest import ALICE, BOB

if TYPE_CHECKING:
    from operations.forms import Drafting
    from operations.kinds import Params
    from tests.operations.conftest import World


async def begun(world: World, action: str, nickname: str) -> Drafting:
    actor = world.actor(BOB if nickname == "db-1" else ALICE)
    return await forms.begin(world.services, actor, action, world.known(nickname, actor), thread_id=None)


async def filled(world: World, drafting: Drafting, **answers: str) -> Drafting:
    for name, word in answers.items():
        step = drafting.form.step(name)
        assert step is not None
        drafting = await forms.fill(world.services, drafting, step, word)
    return drafting


def offered(drafting: Drafting, name: str) -> list[str]:
    step = drafting.form.step(name)
    assert step is not None
    return [choice.value for choice in drafting.filling.choices(step)]


def wished(drafting: Drafting) -> Params:
    assert drafting.form.missing(drafting.filling) is None
    return forms.wish_of(drafting).params


async def test_a_port_with_and_without_a_note(world: World) -> None:
    drafting = await filled(world, await begun(world, "create_port", "shop-1"), local="0443", kind="same")
    assert wished(drafting) == MakePort(remark="port 443", local_port=443, port_type=PortType.SAME)
    drafting = await filled(world, drafting, kind="随机", remark=" web ")
    assert wished(drafting) == MakePort(remark="web", local_port=443, port_type=PortType.RANDOM)


async def test_usual_ports_are_offered_that_are_not_forwarded_yet(world: World) -> None:
    assert offered(await begun(world, "create_port", "shop-1"), "local") == ["443", "3389", "3306", "8080"]


async def test_a_listed_port_is_chosen(world: World) -> None:
    drafting = await begun(world, "delete_port", "shop-1")
    guids = [port.guid for port in world.server("shop-1").ports]
    assert offered(drafting, "port") == guids
    assert wished(await filled(world, drafting, port="网站")) == RemovePort(port_guid=guids[1])


async def test_a_rule_has_its_usual_name_and_the_weight_above_the_others(world: World) -> None:
    drafting = await begun(world, "add_hardpolicy", "db-1")
    drafting = await filled(
        world, drafting, verdict="DENY", protocol="Tcp", ports="5-15", remote="203.0.113.9/24", direction="出"
    )
    assert wished(drafting) == MakePolicy(
        weight=30,
        name="deny tcp 5-15",
        direction=Direction.OUTBOUND,
        protocol=Protocol.TCP,
        operation=Verdict.DENY,
        remote_ip="203.0.113.0/24",
        local_port="5-15",
    )
    named = await filled(world, drafting, name="“mine”", weight="3", ports="all", remote="any")
    assert wished(named) == MakePolicy(
        weight=3,
        name="mine",
        direction=Direction.OUTBOUND,
        protocol=Protocol.TCP,
        operation=Verdict.DENY,
    )
    assert wished(await filled(world, named, protocol="icmp")) == MakePolicy(
        weight=3,
        name="mine",
        direction=Direction.OUTBOUND,
        protocol=Protocol.ICMP,
        operation=Verdict.DENY,
    )


async def test_nothing_is_named_before_it_is_known(world: World) -> None:
    assert (await begun(world, "create_port", "shop-1")).filling.answer("remark") is None
    assert (await begun(world, "add_hardpolicy", "db-1")).filling.answer("name") is None


async def test_only_peoples_own_rules_can_be_chosen_to_be_removed(world: World) -> None:
    preset, own = world.server("db-1").policies
    drafting = await begun(world, "del_hardpolicy", "db-1")
    assert offered(drafting, "rule") == [own.guid]
    with pytest.raises(BadAnswerError):
        await filled(world, drafting, rule=preset.guid)
    assert wished(await filled(world, drafting, rule="20")) == RemovePolicy(policy_guid=own.guid)


@pytest.mark.parametrize("action", ["create_port", "add_hardpolicy"])
async def test_where_it_cannot_be_nothing_is_asked(world: World, action: str) -> None:
    nickname = {"create_port": "db-1", "add_hardpolicy": "shop-1"}[action]
    with pytest.raises(NotPossibleError):
        await begun(world, action, nickname)


@pytest.mark.parametrize(
    ("action", "nickname", "step", "word", "problem"),
    [
        ("create_port", "shop-1", "local", "0", "port"),
        ("create_port", "shop-1", "local", "９", "port"),
        ("create_port", "shop-1", "local", "1" * 400, "port"),
        ("create_port", "shop-1", "kind", "both", "choice"),
        ("create_port", "shop-1", "remark", " ", "remark"),
        ("create_port", "shop-1", "remark", "x" * 31, "remark"),
        ("delete_port", "shop-1", "port", "another", "choice"),
        ("add_hardpolicy", "db-1", "verdict", "maybe", "choice"),
        ("add_hardpolicy", "db-1", "protocol", "custom", "choice"),
        ("add_hardpolicy", "db-1", "direction", "sideways", "choice"),
        ("add_hardpolicy", "db-1", "remote", "::1", "rule-ipv6"),
        ("add_hardpolicy", "db-1", "weight", "20", "rule-weight-used"),
        ("add_hardpolicy", "db-1", "weight", "7", "rule-weight-used"),
        ("add_hardpolicy", "db-1", "name", "a\tb", "rule-name"),
    ],
)
async def test_what_is_no_answer(world: World, action: str, nickname: str, step: str, word: str, problem: str) -> None:
    drafting = await begun(world, action, nickname)
    with pytest.raises(BadAnswerError) as caught:
        await filled(world, drafting, **{step: word})
    assert caught.value.problem == problem
    assert drafting.filling.answers == {}


def test_the_four_forms_read_the_server_first() -> None:
    actions = ("create_port", "delete_port", "add_hardpolicy", "del_hardpolicy")
    assert all(FORMS[action].reads for action in actions)
