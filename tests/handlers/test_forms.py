"""The forms in the chat, shown with a form that exists only here."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from handlers import forms, picking
from operations.forms import FORMS
from operations.forms.form import Step
from tests.handlers.scene import all_data, data_of, labels
from tests.operations.forms.made_up import FORM

if TYPE_CHECKING:
    from sandbox.telegram import BotMessage
    from tests.handlers.scene import Scene

TEXTS = {
    "form-createsnapshot": "{label}: a made-up form",
    "step-createsnapshot-kind": "Which kind?",
    "step-createsnapshot-length": "How long?",
    "step-createsnapshot-note": "Which note?",
    "name-kind": "Kind",
    "name-length": "Length",
    "name-note": "Note",
    "review-createsnapshot": "That is all.",
}


@pytest.fixture(autouse=True)
def _made_up(monkeypatch: pytest.MonkeyPatch, scene: Scene) -> None:
    from texts import LANGUAGES, texts_for  # noqa: PLC0415

    monkeypatch.setitem(FORMS, "createsnapshot", FORM)
    for language in LANGUAGES:
        for key, text in TEXTS.items():
            monkeypatch.setitem(texts_for(language)._templates, key, text)
            if "{" not in text:
                monkeypatch.delitem(texts_for(language)._constants, key, raising=False)
    begin = partial(forms.begin, action="createsnapshot")
    scene.router.commands.pop("made_up", None)
    scene.router.command("made_up", picking.by_word("createsnapshot", begin))


async def asked(scene: Scene) -> BotMessage:
    return await scene.ask(scene.alice, "/made_up web-1")


async def test_from_question_to_question_to_the_confirmation_on_one_message(scene: Scene) -> None:
    form = await asked(scene)
    assert form.text == "web-1: a made-up form\n\nWhich kind?"
    assert labels(form) == ["Some days", "Some months", "❌ Cancel"]
    await scene.tap(scene.alice, form, "f:1:kind:days")
    assert form.text == "web-1: a made-up form\nSome days\n\nHow long?"
    assert labels(form) == ["1 long", "2 long", "3 long", "‹ Back", "❌ Cancel"]
    await scene.tap(scene.alice, form, "f:1:length:3")
    assert labels(form) == ["✅ Confirm", "✏️ Change", "❌ Cancel"]
    assert len(scene.messages(scene.alice)) == 1
    assert scene.executed("createsnapshot") == 0


async def test_the_way_back_and_another_answer(scene: Scene) -> None:
    form = await asked(scene)
    await scene.tap(scene.alice, form, "f:1:kind:days")
    await scene.tap(scene.alice, form, "fs:1:kind")
    assert form.text.endswith("Which kind?")
    await scene.tap(scene.alice, form, "f:1:kind:months")
    assert labels(form)[:2] == ["1 long", "2 long"]


async def test_a_typed_answer_moves_the_form_below_it(scene: Scene) -> None:
    form = await asked(scene)
    await scene.tap(scene.alice, form, "f:1:kind:days")
    answer = await scene.ask(scene.alice, "3 LONG")
    assert labels(answer) == ["✅ Confirm", "✏️ Change", "❌ Cancel"]
    assert form.deleted


@pytest.mark.parametrize("word", ["9", "-1", "0", "abc", "😀", "<b>3</b>", "3" * 500, "web-2"])
async def test_junk_gets_one_line_and_keeps_the_form(scene: Scene, word: str) -> None:
    form = await asked(scene)
    await scene.tap(scene.alice, form, "f:1:kind:days")
    (again,) = await scene.say(scene.alice, word)
    assert again.text.startswith("⚠ “")
    assert again.text.endswith("\n\nweb-1: a made-up form\nSome days\n\nHow long?")
    assert labels(again) == ["1 long", "2 long", "3 long", "‹ Back", "❌ Cancel"]
    assert scene.failures == 0


async def test_what_fits_several_shows_those_alone(scene: Scene) -> None:
    await asked(scene)
    (again,) = await scene.say(scene.alice, "some")
    assert again.text.startswith("⚠ That fits several of the choices. Press the one you mean.")
    assert labels(again)[:2] == ["Some days", "Some months"]


async def test_all_answers_together_and_one_of_them_changed(scene: Scene) -> None:
    form = await asked(scene)
    await scene.tap(scene.alice, form, "f:1:kind:days")
    await scene.tap(scene.alice, form, "f:1:length:3")
    await scene.tap(scene.alice, form, "fr:1")
    assert form.text.splitlines()[:4] == [
        "web-1: a made-up form",
        "Kind: Some days",
        "Length: 3 long",
        "Note: nothing",
    ]
    assert labels(form) == ["Kind: Some days", "Length: 3 long", "Note: nothing", "Continue ›", "❌ Cancel"]
    # The question whose place it took is over.
    assert scene.store.open_confirmations(scene.alice.id, scene.alice.id) == []
    await scene.tap(scene.alice, form, "fs:1:note")
    (answer,) = await scene.say(scene.alice, "something")
    assert labels(answer)[0] == "✅ Confirm"


async def test_cancelled_and_pressed_once_more(scene: Scene) -> None:
    form = await asked(scene)
    old = all_data(form)
    await scene.tap(scene.alice, form, "fx:1")
    assert form.text == "web-1: a made-up form\nCancelled. Nothing was changed."
    for data in old:
        answer = await scene.press(scene.alice, form, data)
        assert answer is not None
        assert answer.text == "This form is over. Please begin afresh."
    assert scene.failures == 0


async def test_once_confirmed_the_form_is_over(scene: Scene) -> None:
    await scene.store.set_identity(scene.identities["alice"], spending="open")
    form = await asked(scene)
    await scene.tap(scene.alice, form, "f:1:kind:days")
    await scene.tap(scene.alice, form, "f:1:length:3")
    await scene.tap(scene.alice, form, "ok:")
    assert scene.store.drafts_of(scene.alice.id, scene.alice.id) == []
    await scene.drive()
    assert scene.executed("createsnapshot") == 1


async def test_other_peoples_presses(scene: Scene) -> None:
    (form,) = await scene.say(scene.alice, "/made_up web-1", scene.team)
    answer = await scene.press(scene.oscar, form, data_of(form, "f:"))
    assert answer is not None
    assert answer.text is not None
    assert answer.text.startswith("This needs the role “owner”") or answer.text.startswith("Somebody else")
    await scene.store.set_member(scene.team.id, scene.oscar.id, "owner")
    answer = await scene.press(scene.oscar, form, data_of(form, "f:"))
    assert answer is not None
    assert answer.text == "Somebody else is filling this in. Ask for your own."


async def test_in_a_group_only_a_reply_to_the_question_is_its_answer(scene: Scene) -> None:
    (form,) = await scene.say(scene.alice, "/made_up web-1", scene.team)
    assert await scene.say(scene.alice, "days", scene.team) == []
    (answer,) = await scene.say(scene.alice, "some days", scene.team, reply_to=form)
    assert answer.text.endswith("How long?")


@pytest.mark.parametrize("data", ["f", "f:", "f:x", "f:1", "f:1:x", "f:1:kind", "f:1:kind:x", "f:99:kind:days"])
async def test_junk_in_a_button(scene: Scene, data: str) -> None:
    form = await asked(scene)
    assert await scene.press(scene.alice, form, data) is not None
    assert scene.failures == 0
    assert scene.store.drafts_of(scene.alice.id, scene.alice.id)[0].answers == {}


@pytest.mark.parametrize("data", ["fp:1:kind:999", "fp:1:kind:-1", "fs:1:never", "fs:1:", "fr:1", "fc:1", "fx:²"])
async def test_junk_in_the_other_buttons(scene: Scene, data: str) -> None:
    form = await asked(scene)
    assert await scene.press(scene.alice, form, data) is not None
    assert scene.failures == 0


async def test_a_secret_is_taken_out_of_the_chat(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    import dataclasses  # noqa: PLC0415

    secret = Step(name="note", take=lambda _, word: word, secret=True)
    form = dataclasses.replace(FORM, steps=(secret, *FORM.steps[:2]))
    monkeypatch.setitem(FORMS, "createsnapshot", form)
    await asked(scene)
    (answer,) = await scene.say(scene.alice, "Tr1ckySecret")
    assert answer.text == "web-1: a made-up form\n•••\n\nWhich kind?"
    assert len(scene.calls("deleteMessage")) == 2
