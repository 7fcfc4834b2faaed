from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import Line, refusal
from operations import forms
from operations.catalogue import AccountCatalogue
from operations.errors import BadAnswerError
from operations.forms import FORMS, Filling
from operations.forms.drafting import fitting
from operations.kinds.parameters import Downgrade, Resize
from operations.sights import Sight
from tests.engine.fine import line as fine_line
from tests.engine.fine import server as fine_server

if TYPE_CHECKING:
    from engine import Server
    from engine.preconditions import Known
    from operations.forms import Drafting
    from operations.kinds import Params
    from tests.operations.conftest import World


async def begun(world: World, action: str, nickname: str = "web-1") -> Drafting:
    return await forms.begin(world.services, world.actor(), action, world.known(nickname), thread_id=None)


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


async def test_an_upgrade_changes_what_was_chosen_and_nothing_else(world: World) -> None:
    drafting = await begun(world, "upgrade")
    with pytest.raises(BadAnswerError, match="nothing-changed"):
        forms.wish_of(drafting)
    params = forms.wish_of(await filled(world, drafting, core="4核8G", disk1="+50", bandwidth="7 Mbit/s")).params
    assert isinstance(params, Resize)
    assert (params.cpu, params.memory, params.harddisks) == (4, 8, (100,))
    assert (params.bandwidth, params.defense) == (7, 5)
    assert len(params.password) >= 12


async def test_each_upgrade_has_a_password_of_its_own(world: World) -> None:
    drafting = await filled(world, await begun(world, "upgrade"), bandwidth="7")
    first, second = (forms.wish_of(drafting).params for _ in range(2))
    assert isinstance(first, Resize)
    assert isinstance(second, Resize)
    assert first.password != second.password
    assert first.password not in repr(first)


async def test_a_new_disk_comes_last(world: World) -> None:
    params = forms.wish_of(await filled(world, await begun(world, "upgrade"), newdisk="20")).params
    assert isinstance(params, Resize)
    assert params.harddisks == (50, 20)


async def test_only_larger_or_only_smaller(world: World) -> None:
    up, down = await begun(world, "upgrade"), await begun(world, "renew_for_rd")
    assert offered(up, "core") == ["2-4", "4-8", "8-16"]
    assert offered(down, "core") == ["1-1", "2-2", "2-4"]
    assert offered(down, "bandwidth") == ["1", "2", "3", "5"]
    assert offered(up, "bandwidth")[0] == "5"
    for drafting, words in ((up, ("4", "0", "-1")), (down, ("6", "+1", "0"))):
        for word in words:
            with pytest.raises(BadAnswerError):
                await filled(world, drafting, bandwidth=word)


async def test_a_booking_has_no_disks_and_no_password(world: World) -> None:
    drafting = await filled(world, await begun(world, "renew_for_rd"), core="2 2", bandwidth="2")
    assert forms.wish_of(drafting).params == Downgrade(cpu=2, memory=2, bandwidth=2, defense=5)


async def test_what_stays_need_not_be_on_sale_any_more(world: World) -> None:
    lines = world.services.catalogue.of(world.account_id).lines
    guid = world.made.lines["bgp"]
    lines[guid] = lines[guid].model_copy(update={"cores": (), "bandwidth_min_size": 50, "defense_sizes": (100,)})
    drafting = await filled(world, await begun(world, "upgrade"), disk1="60")
    params = forms.wish_of(drafting).params
    assert isinstance(params, Resize)
    assert (params.cpu, params.memory, params.bandwidth, params.defense) == (2, 4, 5, 5)
    assert offered(drafting, "core") == ["2-4"]


@pytest.mark.parametrize(
    "told", [{"cpu": None}, {"memory": 0}, {"bandwidth": None}, {"defense": None}, {"harddisks": None}]
)
def test_a_size_that_is_not_told_is_not_guessed(told: dict[str, Any]) -> None:
    filling = on(fine_server().model_copy(update=told), fine_line(), "upgrade")
    with pytest.raises(BadAnswerError, match="size-unknown"):
        filling.form.complete(filling)


def on(server: Server, line: Line, action: str) -> Filling:
    """Return an empty form about a server, over nothing but its line."""
    catalogue = AccountCatalogue(lines={line.guid: line})
    services = SimpleNamespace(catalogue=SimpleNamespace(of=lambda _: catalogue))
    known = SimpleNamespace(server=server, account_id=1, identity_id=1)
    return Filling(
        services=cast("Any", services),
        actor=cast("Any", None),
        form=FORMS[action],
        answers={},
        known=cast("Any", known),
        sight=Sight(server=server),
    )


def limits(most: int) -> st.SearchStrategy[tuple[int | None, int | None]]:
    """Return least and most, of which either may not be told; now and then they contradict each other."""
    return st.tuples(st.none() | st.integers(0, most), st.none() | st.integers(most // 2, 3 * most))


@st.composite
def lines(draw: st.DrawFn) -> Line:
    """Lines of every kind, also such as contradict themselves or the server."""
    number, size, bandwidth, defense = (draw(limits(most)) for most in (3, 30, 40, 20))
    cores = draw(st.lists(st.fixed_dictionaries({"cpu": st.integers(1, 4), "ram": st.integers(1, 4)}), max_size=6))
    sold = Line.model_validate({"guid": fine_line().guid, "core_price_data": cores})
    return sold.model_copy(
        update={
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
        }
    )


@st.composite
def servers(draw: st.DrawFn) -> Server:
    return fine_server().model_copy(
        update={
            "cpu": draw(st.integers(1, 4)),
            "memory": draw(st.integers(1, 4)),
            "harddisks": tuple(draw(st.lists(st.integers(1, 40), max_size=4))),
            "bandwidth": draw(st.integers(0, 60)),
            "defense": draw(st.integers(0, 20)),
        }
    )


def pressed(draw: st.DrawFn, filling: Filling) -> Filling:
    """Press buttons of one question after the other, in any order, and type what may be an answer."""
    for _ in range(draw(st.integers(0, 8))):
        step = draw(st.sampled_from(filling.form.asked(filling)))
        words = [choice.value for choice in filling.choices(step)]
        word = draw(st.sampled_from(words) if words else st.just("1")) if draw(st.booleans()) else draw(typed())
        try:
            answer = step.answer(filling, word)
        except BadAnswerError:
            continue
        filling = fitting(replace(filling, answers={**filling.answers, step.name: answer}))
        assert filling.answers[step.name] == answer
    return filling


def typed() -> st.SearchStrategy[str]:
    return st.integers(-5, 100).map(str) | st.integers(0, 50).map("+{}".format) | st.text(max_size=6)


def made(filling: Filling) -> Params | None:
    """Return the parameters of a complete form; None where its answers change nothing."""
    try:
        return filling.form.params(replace(filling, answers=filling.form.complete(filling)))
    except BadAnswerError as error:
        if error.problem != "nothing-changed":
            raise
        return None


@settings(max_examples=300, deadline=None)
@given(data=st.data(), server=servers(), line=lines(), action=st.sampled_from(["upgrade", "renew_for_rd"]))
def test_no_answers_lead_to_what_the_engines_rules_refuse(
    data: st.DataObject, server: Server, line: Line, action: str
) -> None:
    filling = data.draw(st.composite(pressed)(on(server, line, action)))
    assert filling.form.missing(filling) is None
    params = made(filling)
    if params is None:
        return
    facts: Known = {**params.limits(), "line": line}
    assert refusal(action, server, **facts) is None
    assert isinstance(params, Resize | Downgrade)
    way = 1 if action == "upgrade" else -1
    for name in ("cpu", "memory", "bandwidth", "defense"):
        assert (getattr(params, name) - getattr(server, name)) * way >= 0
