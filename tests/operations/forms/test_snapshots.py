from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from engine import Reason
from operations import forms
from operations.errors import BadAnswerError, NotPossibleError
from operations.forms import period
from operations.kinds.parameters import MakeSnapshot, NamedSnapshot, RenewSnapshot
from tests.operations.conftest import ALICE

if TYPE_CHECKING:
    from operations.forms import Drafting
    from operations.kinds import Params
    from tests.operations.conftest import World


async def begun(world: World, action: str, nickname: str = "web-2") -> Drafting:
    actor = world.actor(ALICE)
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


async def listed(world: World, **changes: object) -> None:
    """Let the engine list the line of web-2 otherwise, and read that."""
    line = world.engine.world.lines[world.server("web-2").line_guid]
    for name, value in changes.items():
        setattr(line, name, value)
    await world.sync()


@pytest.mark.parametrize("action", ["createsnapshot", "renewsnapshot"])
async def test_the_periods_are_those_of_the_line_with_their_price(world: World, action: str) -> None:
    drafting = await begun(world, action)
    assert offered(drafting, "period") == ["1d", "3d", "7d", "15d", "1m", "3m", "6m", "12m"]
    server, line = drafting.filling.known, drafting.filling.line
    assert server is not None
    assert line is not None
    assert line.snap_price_buy_day == Decimal("0.10")
    system = world.services.catalogue.of(world.account_id).systems[server.server.system_guid]
    size = sum(server.server.harddisks or ()) + (system.system_harddisk or 0)
    assert size > 0
    prices = {choice.value: choice.price for choice in period.choices(drafting.filling)}
    assert prices["7d"] == Decimal("0.10") * 7 * size
    assert line.snap_price_buy_month == 1
    assert prices["3m"] == 3 * size


@pytest.mark.parametrize(
    ("line", "periods"),
    [
        ({"snap_price_month": Decimal(-1)}, ["1d", "3d", "7d", "15d"]),
        ({"snap_price_day": Decimal(-1)}, ["1m", "3m", "6m", "12m"]),
        ({"snap_price_day": Decimal(-1), "months": (24, 2)}, ["2m", "24m"]),
        ({"snap_price_month": Decimal(-1), "snap_open_days": ()}, ["1d", "7d", "30d"]),
    ],
)
async def test_what_has_no_price_is_not_offered(world: World, line: dict[str, object], periods: list[str]) -> None:
    await listed(world, **line)
    assert offered(await begun(world, "createsnapshot"), "period") == periods


async def test_any_number_of_days_where_the_line_lists_none(world: World) -> None:
    await listed(world, snap_open_days=())
    assert wished(await filled(world, await begun(world, "createsnapshot"), period="11d")) == MakeSnapshot(days=11)


@pytest.mark.parametrize("action", ["createsnapshot", "renewsnapshot"])
async def test_a_line_that_sells_neither_is_said_so_before_anything_is_asked(world: World, action: str) -> None:
    await listed(world, snap_price_day=Decimal(-1), snap_price_month=Decimal(-1))
    with pytest.raises(NotPossibleError) as caught:
        await begun(world, action)
    assert caught.value.reason is Reason.FUNCTION_CLOSED
    # What is there can be gone back to and deleted all the same.
    assert offered(await begun(world, "removesnapshot"), "snapshot") == ["twqag", "yegta"]


async def test_as_many_as_the_line_allows_is_said_before_anything_is_asked(world: World) -> None:
    first = world.server("web-2").snapshots[0]
    world.server("web-2").snapshots = [
        type(first)(name=f"s{n}", created_at=first.created_at, ends_at=first.ends_at) for n in range(5)
    ]
    with pytest.raises(NotPossibleError) as caught:
        await begun(world, "createsnapshot")
    assert caught.value.reason is Reason.SNAPSHOT_LIMIT_REACHED


async def test_what_the_answers_come_to(world: World) -> None:
    make = await filled(world, await begun(world, "createsnapshot"), period="1 个月")
    assert wished(make) == MakeSnapshot(months=1)
    renew = await filled(world, await begun(world, "renewsnapshot"), snapshot="TWQAG", period="3")
    assert wished(renew) == RenewSnapshot(name="twqag", days=3)
    for action in ("revertsnapshot", "removesnapshot"):
        named = await filled(world, await begun(world, action), snapshot="yeg")
        assert wished(named) == NamedSnapshot(name="yegta")


@pytest.mark.parametrize(
    ("step", "word", "problem"),
    [
        ("snapshot", "nothing", "choice"),
        ("snapshot", "", "choice"),
        ("snapshot", "💥", "choice"),
        ("period", "2d", "period-not-sold"),
        ("period", "-7d", "period"),
        ("period", "9" * 500, "period"),
        ("period", "<b>7d</b>", "period"),
    ],
)
async def test_junk_is_no_answer_and_the_others_stay(world: World, step: str, word: str, problem: str) -> None:
    drafting = await filled(world, await begun(world, "renewsnapshot"), snapshot="twqag", period="3d")
    with pytest.raises(BadAnswerError) as caught:
        await filled(world, drafting, **{step: word})
    assert caught.value.problem == problem
    row = world.store.draft(drafting.row.id)
    assert row is not None
    assert row.answers == {"snapshot": "twqag", "period": "3d"}


async def test_a_snapshot_that_is_gone_meanwhile_is_asked_for_again(world: World) -> None:
    drafting = await filled(world, await begun(world, "renewsnapshot"), snapshot="twqag", period="3d")
    world.server("web-2").drop_snapshot("twqag")
    again = await forms.open_draft(world.services, world.actor(ALICE), drafting.row.id)
    missing = again.form.missing(again.filling)
    assert missing is not None
    assert missing.name == "snapshot"
