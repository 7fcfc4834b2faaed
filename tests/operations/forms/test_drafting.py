from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from operations import forms
from operations.errors import (
    BadAnswerError,
    DraftOverError,
    NotAllowedError,
    NotPossibleError,
    NotYourDraftError,
    SeveralAnswersError,
)
from operations.forms import Choice, Form, Step
from operations.forms.drafting import LISTENS
from operations.kinds.parameters import MakeSnapshot
from tests.operations.conftest import ALICE, BOB, TEAM
from tests.operations.forms.made_up import FORM

if TYPE_CHECKING:
    from operations.forms import Drafting, Filling
    from tests.operations.conftest import World


@pytest.fixture(autouse=True)
def _made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(forms.FORMS, "createsnapshot", FORM)


async def begun(world: World, nickname: str = "web-1") -> Drafting:
    actor = world.actor()
    return await forms.begin(world.services, actor, "createsnapshot", world.known(nickname), thread_id=None)


async def filled(world: World, drafting: Drafting, **answers: str) -> Drafting:
    for name, word in answers.items():
        step = FORM.step(name)
        assert step is not None
        drafting = await forms.fill(world.services, drafting, step, word)
    return drafting


def missing(drafting: Drafting) -> str | None:
    step = FORM.missing(drafting.filling)
    return step.name if step is not None else None


async def test_one_question_after_the_other(world: World) -> None:
    drafting = await begun(world)
    assert missing(drafting) == "kind"
    drafting = await filled(world, drafting, kind="days")
    assert missing(drafting) == "length"
    drafting = await filled(world, drafting, length="3")
    assert missing(drafting) is None
    wish = forms.wish_of(drafting)
    assert (wish.action, wish.params, wish.guid) == ("createsnapshot", MakeSnapshot(days=3), world.known("web-1").guid)
    assert FORM.complete(drafting.filling) == {"kind": "days", "length": "3", "note": "nothing"}


async def test_it_goes_on_where_it_stood_after_a_restart(world: World) -> None:
    drafting = await filled(world, await begun(world), kind="days")
    again = await forms.open_draft(world.services, world.actor(), drafting.row.id)
    assert again.filling.answers == {"kind": "days"}
    assert missing(again) == "length"


async def test_an_answer_that_no_longer_fits_goes_with_the_one_before_it(world: World) -> None:
    drafting = await filled(world, await begun(world), kind="months", length="12", note="x")
    drafting = await filled(world, drafting, kind="days")
    assert drafting.filling.answers == {"kind": "days", "note": "x"}
    kept = await filled(world, drafting, length="2")
    assert (await filled(world, kept, kind="months")).filling.answers["length"] == "2"


@pytest.mark.parametrize("word", ["", " ", "-1", "0", "4", "three", "³", "1e1", "9" * 400, "<b>", "😀", "some"])
async def test_what_is_no_answer_changes_nothing(world: World, word: str) -> None:
    drafting = await filled(world, await begun(world), kind="days")
    with pytest.raises(BadAnswerError):
        await filled(world, drafting, length=word)
    row = world.store.draft(drafting.row.id)
    assert row is not None
    assert row.answers == {"kind": "days"}


async def test_a_part_of_a_name_is_enough_where_it_is_the_only_one(world: World) -> None:
    drafting = await filled(world, await begun(world), kind="MONTHS")
    assert drafting.filling.answers == {"kind": "months"}
    with pytest.raises(SeveralAnswersError) as found:
        await filled(world, drafting, kind="some")
    assert [choice.value for choice in found.value.choices] == ["days", "months"]


async def test_who_may_not_is_told_before_anything_is_asked(world: World) -> None:
    await world.members(operators=(BOB,))
    with pytest.raises(NotAllowedError):
        await forms.begin(
            world.services, world.actor(BOB, TEAM), "createsnapshot", world.known("web-1"), thread_id=None
        )
    world.server("web-1").act_status = 3
    await world.sync()
    with pytest.raises(NotPossibleError):
        await begun(world)
    assert world.store.drafts_of(ALICE, ALICE) == []


async def test_it_is_its_persons_alone(world: World) -> None:
    drafting = await begun(world)
    with pytest.raises(NotYourDraftError):
        await forms.open_draft(world.services, world.actor(BOB), drafting.row.id)


async def test_what_is_over_is_over(world: World) -> None:
    drafting = await begun(world)
    await world.store.drop_draft(drafting.row.id)
    with pytest.raises(DraftOverError):
        await forms.open_draft(world.services, world.actor(), drafting.row.id)
    with pytest.raises(DraftOverError):
        await filled(world, drafting, kind="days")


async def test_it_listens_only_to_the_question_shown_last_and_not_for_ever(world: World) -> None:
    drafting = await begun(world)
    actor = world.actor()
    assert forms.listening(world.services, actor) is None
    await world.store.show_draft(drafting.row.id, step="kind", message_id=1)
    heard = forms.listening(world.services, actor)
    assert heard is not None
    assert heard.id == drafting.row.id
    world.clock.advance(LISTENS + 1)
    assert forms.listening(world.services, actor) is None


async def test_only_what_was_answered_is_worth_going_on_with(world: World) -> None:
    drafting = await begun(world)
    actor = world.actor()
    assert forms.resumable(world.services, actor, "createsnapshot") is None
    await filled(world, drafting, kind="days")
    found = forms.resumable(world.services, actor, "createsnapshot")
    assert found is not None
    assert found.id == drafting.row.id
    assert forms.resumable(world.services, actor, "install") is None


@pytest.mark.parametrize(
    "value", ["short", "x" * 36, "x" * 37, "a:b", "快照-2026", "e9a1b2c3-0000-4000-8000-000000000000"]
)
def test_every_choice_fits_a_button_and_is_found_again(value: str) -> None:
    offered = [Choice(value="other"), Choice(value=value)]
    carried = forms.token(offered[1])
    assert len(f"f:{10**8}:namesteps:{carried}".encode()) <= 64
    assert forms.chosen(offered, carried) is offered[1]
    with pytest.raises(BadAnswerError):
        forms.chosen(offered[:1], carried)


async def test_what_is_not_asked_cannot_be_answered(world: World) -> None:
    drafting = await begun(world)
    with pytest.raises(BadAnswerError, match="gone"):
        await filled(world, drafting, never="x")


async def test_what_is_not_on_offer_any_more_is_asked_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    drafting = await filled(world, await begun(world), kind="months", note="x")
    only_days = Form(
        action=FORM.action,
        steps=(Step(name="kind", choices=lambda _: [Choice(value="days")]), *FORM.steps[1:]),
        params=FORM.params,
    )
    monkeypatch.setitem(forms.FORMS, "createsnapshot", only_days)
    again = await forms.open_draft(world.services, world.actor(), drafting.row.id)
    assert again.filling.answers == {"note": "x"}


async def test_what_a_form_works_out_it_works_out_once_for_each_set_of_answers(world: World) -> None:
    drafting = await begun(world)
    asked: list[int] = []

    def offer(filling: Filling) -> list[Choice]:
        asked.append(len(filling.answers))
        return [Choice(value="days")]

    step = Step(name="kind", choices=offer)
    for _ in range(3):
        assert [choice.value for choice in drafting.filling.choices(step)] == ["days"]
    assert asked == [0]
    replace(drafting.filling, answers={"note": "x"}).choices(step)
    assert asked == [0, 1]
