from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import Line, System, Zone, refusal_to_buy
from operations import forms
from operations.catalogue import AccountCatalogue
from operations.errors import BadAnswerError
from operations.forms import FORMS, Filling
from operations.forms.drafting import fitting
from operations.forms.purchase import anything_sold
from operations.forms.selling import demand
from operations.kinds.parameters import Purchase
from tests.operations.forms.test_sizes import limits, typed

if TYPE_CHECKING:
    from operations.forms import Drafting
    from tests.operations.conftest import World

ACTION = "create_new"


async def begun(world: World) -> Drafting:
    return await forms.begin(world.services, world.actor(), ACTION, None, thread_id=None)


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


def missing(drafting: Drafting) -> str | None:
    step = drafting.form.missing(drafting.filling)
    return step.name if step is not None else None


async def test_what_can_be_answered_in_one_way_is_not_asked(world: World) -> None:
    drafting = await begun(world)
    assert missing(drafting) == "zone"
    drafting = await filled(world, drafting, zone="华东·杭州")
    assert missing(drafting) == "core"
    drafting = await filled(world, drafting, core="2-4", family="Debian", system="12")
    assert missing(drafting) == "months"
    drafting = await filled(world, drafting, months="3")
    assert missing(drafting) is None
    wish = forms.wish_of(drafting)
    params = wish.params
    assert isinstance(params, Purchase)
    assert (wish.account_id, wish.identity_id, wish.known) == (world.account_id, world.identities["alice"], None)
    assert params.model_dump(exclude={"password"}) == {
        "line_guid": world.made.lines["bgp"],
        "cpu": 2,
        "memory": 4,
        "harddisks": (10,),
        "bandwidth": 10,
        "defense": 0,
        "system_guid": world.made.systems["debian12"],
        "months": 3,
        "num": 1,
    }
    assert len(params.password) >= 12


async def test_systems_that_need_more_are_not_offered(world: World) -> None:
    drafting = await filled(world, await begun(world), zone="华东·杭州", core="1-1")
    assert "Windows" not in offered(drafting, "family")
    drafting = await filled(world, drafting, core="2-2")
    assert "Windows" in offered(drafting, "family")
    drafting = await filled(world, drafting, family="Windows")
    # Going back to a size that cannot carry it lets go of it.
    assert "family" not in (await filled(world, drafting, core="1-1")).filling.answers


async def test_what_is_only_there_to_reinstall_is_not_sold(world: World) -> None:
    drafting = await filled(world, await begun(world), zone="华东·杭州", core="2-4")
    assert "CentOS" not in offered(drafting, "family")


async def test_windows_has_its_own_price(world: World) -> None:
    line = world.services.catalogue.of(world.account_id).lines[world.made.lines["bgp"]]
    core = line.core(2, 4)
    assert core is not None
    drafting = await filled(world, await begun(world), zone="华东·杭州", core="2-4", family="Debian", system="12")
    step = drafting.form.step("months")
    assert step is not None
    linux = drafting.filling.choices(step)[0].price
    drafting = await filled(world, drafting, family="Windows", system=world.made.systems["win2022"])
    windows = drafting.filling.choices(step)[0].price
    assert linux is not None
    assert windows is not None
    assert core.price is not None
    assert windows - linux == (core.windows_price or Decimal(0)) - core.price


async def test_a_price_that_is_not_listed_is_unknown(world: World) -> None:
    lines = world.services.catalogue.of(world.account_id).lines
    guid = world.made.lines["bgp"]
    lines[guid] = lines[guid].model_copy(update={"harddisk_price": None})
    drafting = await filled(world, await begun(world), zone="华东·杭州", core="2-4", family="Debian", system="12")
    step = drafting.form.step("months")
    assert step is not None
    assert {choice.price for choice in drafting.filling.choices(step)} == {None}


async def test_the_mark_up_is_in_every_price(world: World) -> None:
    plain = await filled(world, await begun(world), zone="华东·杭州")
    core = plain.form.step("core")
    assert core is not None
    before = [choice.price for choice in plain.filling.choices(core)]
    await world.policy(markup=Decimal(10))
    after = [choice.price for choice in replace(plain.filling).choices(core)]
    assert after == [price * Decimal("1.1") for price in before if price is not None]


async def test_disks_are_typed_in_many_ways(world: World) -> None:
    drafting = await filled(world, await begun(world), zone="华东·杭州", core="2-4")
    for word in ("50+100", "50,100", " 50， 100 ", "50GB、100 G"):
        assert (await filled(world, drafting, disks=word)).filling.answers["disks"] == "50+100"
    with pytest.raises(BadAnswerError, match="size-not-sold"):
        await filled(world, drafting, disks="+".join(["10"] * 6))


async def test_a_line_that_demands_several_disks_offers_them(world: World) -> None:
    lines = world.services.catalogue.of(world.account_id).lines
    guid = world.made.lines["bgp"]
    lines[guid] = lines[guid].model_copy(update={"harddisk_min_num": 2})
    drafting = await filled(world, await begun(world), zone="华东·杭州", core="2-4")
    assert offered(drafting, "disks")[:2] == ["10+10", "30+30"]
    assert drafting.filling.answer("disks") == "10+10"


async def test_a_line_without_a_system_or_without_buying_is_not_shown(world: World) -> None:
    lines = world.services.catalogue.of(world.account_id).lines
    systems = world.services.catalogue.of(world.account_id).systems
    assert len(offered(await begun(world), "zone")) == 3
    north, south = world.made.lines["baidu"], world.made.lines["shared"]
    lines[north] = lines[north].model_copy(update={"buy_status": False})
    for guid, system in systems.items():
        systems[guid] = system.model_copy(update={"lines": tuple(line for line in system.lines or () if line != south)})
    drafting = await begun(world)
    # The only zone left answers itself.
    assert offered(drafting, "zone") == [world.made.zones["east"]]
    assert missing(drafting) == "core"
    assert anything_sold(world.services, world.actor())
    lines.clear()
    assert not anything_sold(world.services, world.actor())


async def test_an_identity_that_the_chat_lost_takes_its_answers_along(world: World) -> None:
    actor = world.actor()
    await world.store.grant(actor.chat_id, world.identities["bob"])
    drafting = await filled(
        world,
        await forms.begin(world.services, world.actor(), ACTION, None, thread_id=None),
        identity=str(world.identities["bob"]),
        zone="华东·杭州",
    )
    await world.store.revoke(actor.chat_id, world.identities["bob"])
    again = await forms.open_draft(world.services, world.actor(), drafting.row.id)
    assert again.filling.answers == {}


async def test_erased_customers_buy_nothing(world: World) -> None:
    await world.store.grant(world.actor().chat_id, world.identities["bob"])
    drafting = await forms.begin(world.services, world.actor(), ACTION, None, thread_id=None)
    assert offered(drafting, "identity") == [str(world.identities["alice"]), str(world.identities["bob"])]
    await world.store.erase_identity(world.identities["bob"])
    drafting = await forms.begin(world.services, world.actor(), ACTION, None, thread_id=None)
    assert offered(drafting, "identity") == [str(world.identities["alice"])]


@pytest.mark.parametrize(
    ("real_name", "white_list", "told"),
    [(True, True, "both"), (True, None, "real-name"), (None, True, "white-list"), (False, False, "none")],
)
def test_what_a_zone_demands(real_name: bool | None, white_list: bool | None, told: str) -> None:
    zone = Zone(guid="z").model_copy(update={"identity_status": real_name, "white_list_status": white_list})
    assert demand(zone) == told
    assert demand(None) == "none"


@st.composite
def lines(draw: st.DrawFn) -> Line:
    """Lines of every kind, also such as contradict themselves or recommend what they do not sell."""
    number, size, bandwidth, defense = (draw(limits(most)) for most in (3, 30, 40, 20))
    recommended = st.fixed_dictionaries(
        {"harddisk": st.integers(0, 60), "bandwidth": st.integers(0, 90), "defense": st.integers(0, 40)}
    )
    core = st.fixed_dictionaries(
        {
            "cpu": st.integers(1, 3),
            "ram": st.integers(0, 3),
            "price": st.sampled_from(["10", "-1", ""]),
            "recommend_status": st.sampled_from(["0", "1"]),
            "recommend_content": recommended,
        }
    )
    sold = Line.model_validate(
        {
            "guid": draw(st.sampled_from("ab")),
            "line_guid": "z",
            "core_price_data": draw(st.lists(core, min_size=1, max_size=5)),
        }
    )
    return sold.model_copy(
        update={
            "name": "Line",
            "harddisk_min_num": number[0],
            "harddisk_max_num": number[1],
            "harddisk_min_size": size[0],
            "harddisk_max_size": size[1],
            "harddisk_step": draw(st.sampled_from([None, 0, 1, 7, 10])),
            "bandwidth_min_size": bandwidth[0],
            "bandwidth_max_size": bandwidth[1],
            "defense_min_size": defense[0],
            "defense_max_size": defense[1],
            "defense_sizes": draw(st.sampled_from([None, (), (0, 5, 20), (7,)])),
            "buy_status": draw(st.sampled_from([None, True, True, True, False])),
            "max_open_num": draw(st.sampled_from([None, 0, 1, 4])),
            "months": draw(st.sampled_from([None, (), (1, 3, 12, 36), (7,)])),
        }
    )


@st.composite
def catalogues(draw: st.DrawFn) -> AccountCatalogue:
    found = {line.guid: line for line in draw(st.lists(lines(), min_size=1, max_size=3))}
    zone = Zone(guid="z").model_copy(update={"name": "Zone", "max_year": draw(st.sampled_from([None, 0, 1]))})
    systems = [
        System(guid=f"s{place}").model_copy(
            update={
                "name": name,
                "cpu_limit": draw(st.sampled_from([None, 0, 2])),
                "ram_limit": draw(st.sampled_from([None, 0, 3])),
                "types": draw(st.sampled_from([None, frozenset({"create"}), frozenset({"install"})])),
                "lines": draw(st.sampled_from([None, ("a",), ("b",), ("a", "b")])),
            }
        )
        for place, name in enumerate(draw(st.lists(st.sampled_from(["Debian 11", "Debian 12", "Rocky"]), max_size=4)))
    ]
    systems.append(System(guid="everywhere").model_copy(update={"name": "Alma", "cpu_limit": draw(st.integers(0, 2))}))
    return AccountCatalogue(zones={"z": zone}, lines=found, systems={system.guid: system for system in systems})


def on(catalogue: AccountCatalogue) -> Filling:
    """Return an empty form over nothing but a catalogue."""
    identity = SimpleNamespace(id=1, account_id=1, label="alice", erased_at=None, markup=Decimal(0))
    services = SimpleNamespace(
        catalogue=SimpleNamespace(of=lambda _: catalogue), store=SimpleNamespace(identity=lambda _: identity)
    )
    actor = SimpleNamespace(identity_ids=(1,))
    return Filling(services=cast("Any", services), actor=cast("Any", actor), form=FORMS[ACTION], answers={})


def pressed(draw: st.DrawFn, filling: Filling) -> Filling | None:
    """Answer questions in any order by presses and typed words, then what is left; None where nothing is on offer."""
    for _ in range(draw(st.integers(0, 10))):
        step = draw(st.sampled_from(filling.form.asked(filling)))
        some = offers(filling, step.name)
        word = draw(typed() if some is None or draw(st.booleans()) else some)
        try:
            answer = step.answer(filling, word)
        except BadAnswerError:
            continue
        filling = fitting(replace(filling, answers={**filling.answers, step.name: answer}))
    while (left := filling.form.missing(filling)) is not None:
        some = offers(filling, left.name)
        if some is None:
            return None
        answer = left.answer(filling, draw(some))
        filling = fitting(replace(filling, answers={**filling.answers, left.name: answer}))
    return filling


def offers(filling: Filling, name: str) -> st.SearchStrategy[str] | None:
    step = filling.form.step(name)
    assert step is not None
    words = [choice.value for choice in filling.choices(step)]
    return st.sampled_from(words) if words else None


@settings(max_examples=300, deadline=None)
@given(data=st.data(), catalogue=catalogues())
def test_no_answers_lead_to_what_the_engines_rules_refuse(data: st.DataObject, catalogue: AccountCatalogue) -> None:
    filling = data.draw(st.composite(pressed)(on(catalogue)))
    if filling is None:
        return
    params = filling.form.params(replace(filling, answers=filling.form.complete(filling)))
    assert isinstance(params, Purchase)
    reason = refusal_to_buy(
        catalogue.lines[params.line_guid],
        cpu=params.cpu,
        memory=params.memory,
        harddisks=params.harddisks,
        bandwidth=params.bandwidth,
        defense=params.defense,
        months=params.months,
        num=params.num,
        system=catalogue.systems[params.system_guid],
        zone=catalogue.zones["z"],
    )
    assert reason is None
