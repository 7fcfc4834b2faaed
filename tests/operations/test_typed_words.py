"""Pressing by typing the server's name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from operations import confirmations, pressing
from operations.errors import (
    ConfirmationMovedError,
    NotYourConfirmationError,
    TypedWordNeededError,
    WordMismatchError,
)
from operations.kinds.parameters import Install
from tests.operations.asking import MESSAGE, NOTHING, ask, ask_to_buy, kept, press
from tests.operations.conftest import ALICE, BOB, TEAM

if TYPE_CHECKING:
    from operations.kinds import Params
    from tests.operations.conftest import World

DAY = 86400.0


@pytest.fixture(autouse=True)
async def _open(world: World) -> None:
    await world.policy(spending="open")


async def typed(
    world: World, word: str, *, nickname: str = "web-1", action: str = "refund", params: Params = NOTHING
) -> pressing.Outcome:
    proposal = await ask(world, nickname, action, params)
    row = confirmations.awaiting_word(world.services, world.actor(), typed_as=MESSAGE + 1, answers=None)
    assert row is not None
    assert row.id == kept(world, proposal).id
    return await pressing.press_typed(world.services, world.asker(), row, word)


async def test_the_button_alone_destroys_nothing(world: World) -> None:
    proposal = await ask(world, action="refund", params=NOTHING)

    with pytest.raises(TypedWordNeededError):
        await press(world, proposal)

    assert kept(world, proposal).ended_how is None


@pytest.mark.parametrize(
    "word",
    ["192.0.2.1", "  192.0.2.1\n", "192.0.2.1:22", "Web-1", "WEB-1 ", "１９２.0.2.1", "192。0。2。1", "192.0.2.1：22"],
)
async def test_words_that_name_it(world: World, word: str) -> None:
    await world.store.set_alias(ALICE, world.account_id, world.made.servers["web-1"], "Web-1")

    (row,) = (await typed(world, word)).operations

    assert (row.action, row.guid, row.price) == ("refund", world.made.servers["web-1"], None)


@pytest.mark.parametrize("word", ["", "  ", "192.0.2.2", "web-2", "192.0.2.1:23", "192.0.2", "yes", "✅"])
async def test_words_that_do_not(world: World, word: str) -> None:
    for nickname in ("web-1", "web-2"):
        await world.store.set_alias(ALICE, world.account_id, world.made.servers[nickname], nickname)

    with pytest.raises(WordMismatchError):
        await typed(world, word)

    (row,) = world.store.open_confirmations(ALICE, ALICE)
    await pressing.press_typed(world.services, world.asker(), row, "web-1")


async def test_an_address_that_several_share_names_none(world: World) -> None:
    shop = world.server("shop-1")
    assert shop.share_ip == "203.0.113.10:10021"

    for word in ("203.0.113.10", shop.ip, "203.0.113.10:10022"):
        with pytest.raises(WordMismatchError):
            await typed(world, word, nickname="shop-1")
        await confirmations.cancel_all(world.services, world.actor())

    (row,) = (await typed(world, "203.0.113.10:10021", nickname="shop-1")).operations
    assert row.guid == shop.guid


async def test_a_reinstallation_is_typed_too(world: World) -> None:
    install = Install(system_guid=world.made.systems["debian11"], password="Abc123!def")

    (row,) = (await typed(world, "192.0.2.1", action="install", params=install)).operations

    assert row.asked == f'{{"system_guid": "{world.made.systems["debian11"]}"}}'


async def test_a_word_typed_before_the_question_is_none(world: World) -> None:
    await ask(world, action="refund", params=NOTHING)

    assert confirmations.awaiting_word(world.services, world.actor(), typed_as=MESSAGE - 1, answers=None) is None


async def test_the_newest_question_is_answered(world: World) -> None:
    await ask(world, "web-1", "refund", NOTHING)
    newer = await ask(world, "web-2", "refund", NOTHING, message=MESSAGE + 1)

    row = confirmations.awaiting_word(world.services, world.actor(), typed_as=MESSAGE + 2, answers=None)

    assert row is not None
    assert row.id == kept(world, newer).id
    with pytest.raises(WordMismatchError):
        await pressing.press_typed(world.services, world.asker(), row, world.server("web-1").ip)


async def test_in_a_group_the_word_has_to_be_a_reply_of_who_was_asked(world: World) -> None:
    await world.members(owners=(ALICE,))
    alice = world.asker(ALICE, TEAM)
    proposal = await ask(world, action="refund", params=NOTHING, asker=alice)

    def waiting(user_id: int, answers: int | None) -> object:
        return confirmations.awaiting_word(
            world.services, world.actor(user_id, TEAM), typed_as=MESSAGE + 1, answers=answers
        )

    assert waiting(ALICE, None) is None
    assert waiting(ALICE, MESSAGE - 1) is None
    assert waiting(BOB, MESSAGE) is None
    assert waiting(ALICE, MESSAGE) == kept(world, proposal)


async def test_anothers_word_is_not_taken(world: World) -> None:
    await world.members(owners=(ALICE, BOB))
    proposal = await ask(world, action="refund", params=NOTHING, asker=world.asker(ALICE, TEAM))

    with pytest.raises(NotYourConfirmationError):
        await pressing.press_typed(
            world.services, world.asker(BOB, TEAM), kept(world, proposal), world.server("web-1").ip
        )


async def test_a_word_for_what_moved(world: World) -> None:
    proposal = await ask(world, action="refund", params=NOTHING)
    world.server("web-1").ends_at += DAY

    with pytest.raises(ConfirmationMovedError):
        await pressing.press_typed(world.services, world.asker(), kept(world, proposal), world.server("web-1").ip)

    assert kept(world, proposal).ended_how == "void"


async def test_a_purchase_has_no_name_to_type(world: World) -> None:
    plan = (await ask_to_buy(world)).plan

    assert not pressing.names(plan, "")


async def test_a_server_without_an_address_is_named_by_its_guid(world: World) -> None:
    plan = (await ask(world, action="refund", params=NOTHING)).plan
    assert plan.known is not None
    guid = plan.known.guid
    assert not pressing.names(plan, guid)

    bare = replace(plan.known, server=plan.known.server.model_copy(update={"ip": ""}))

    assert bare.label == guid
    assert pressing.names(replace(plan, wish=replace(plan.wish, known=bare)), guid)
