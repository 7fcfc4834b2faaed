from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

import pytest

from operations.forms import FORMS, Choice, Filling, Form, Step
from operations.kinds import NoParams
from operations.pricing import Price
from tests.texts.samples import EVIL, EVIL_ESCAPED, checked, known
from texts import LANGUAGES, texts_for
from texts.forms import (
    answer_label,
    answered,
    choice_label,
    form_over,
    question,
    resume,
    review,
    step_button,
    step_name,
    title,
)
from texts.markup import MESSAGE_LIMIT, Safe, length

if TYPE_CHECKING:
    from operations.access import Actor
    from operations.services import Services
    from texts import Texts

CORE = {"cpu": "2", "memory": "4", "disk": "30", "bandwidth": "5"}
PERIOD = Step(
    name="period",
    choices=lambda _: [
        Choice(value="1d", key="choice-days", facts={"count": 1}, price=Decimal(3)),
        Choice(value="1m", key="choice-months", facts={"count": 1}),
    ],
    take=lambda _, word: word,
)
BANDWIDTH = Step(
    name="bandwidth",
    choices=lambda _: [Choice(value="5", key="choice-mbit", facts={"count": "5"})],
    take=lambda _, word: word,
)
SYSTEM = Step(name="system", choices=lambda _: [Choice(value="guid-1", name="Debian 12")])
LINE = Step(
    name="line",
    choices=lambda _: [
        Choice(value="l1", key="choice-from", facts={"name": "BGP"}, name="BGP", price=Decimal(30)),
        Choice(value="l2", key="choice-recommended", answered="choice-core", facts=CORE),
    ],
)
PASSWORD = Step(name="password", take=lambda _, word: word, secret=True)
NOTE = Step(name="remark", take=lambda _, word: word, default=lambda _: "usual")
MONTHS = Step(
    name="months",
    choices=lambda _: [Choice(value="1", key="choice-months", facts={"count": 1})],
    take=lambda _, word: word,
)
# Equal to none of the steps that are answered.
ASKED = Step(name="password")


def filling(*steps: Step, action: str = "setpsw", alias: str | None = "web-1", **answers: str) -> Filling:
    """A form of these steps about a server, so far."""
    form = Form(action=action, steps=steps, params=lambda _: NoParams())
    # The words look at nothing but the form and its answers.
    nothing = cast("Any", None)
    services, actor = cast("Services", nothing), cast("Actor", nothing)
    return Filling(services=services, actor=actor, form=form, answers=answers, known=known(alias))


def test_a_choice_with_and_without_its_price(en: Texts, zh: Texts) -> None:
    day, month = PERIOD.choices(filling()) if PERIOD.choices is not None else ()
    assert [choice_label(en, day), choice_label(en, month)] == ["1 day · CNY 3.00", "1 month"]
    assert [choice_label(zh, day), choice_label(zh, month)] == ["1 天 · 3.00 元", "1 个月"]
    assert choice_label(en, day, priced=False) == "1 day"


def test_a_choice_in_words_of_others_stays_plain_and_short(en: Texts) -> None:
    assert choice_label(en, Choice(value="x", name=EVIL)) == EVIL
    assert choice_label(en, Choice(value="x")) == choice_label(en, Choice(value="x", name="")) == "x"
    assert choice_label(en, Choice(value="x", name="很" * 99, price=Decimal(1))) == "很" * 47 + "… · CNY 1.00"


@pytest.mark.parametrize(
    ("step", "given", "words"),
    [
        (PERIOD, "1d", "1 day"),
        (BANDWIDTH, "5", "5 Mbit/s"),
        # Typed, and no choice: it has the unit of the choices.
        (BANDWIDTH, "7", "7 Mbit/s"),
        (BANDWIDTH, "1000", "1000 Mbit/s"),
        (MONTHS, "1", "1 month"),
        (MONTHS, "7", "7 months"),
        (PERIOD, "3m", "3m"),
        (SYSTEM, "guid-1", "Debian 12"),
        (SYSTEM, "gone", "gone"),
        (LINE, "l1", "BGP"),
        (LINE, "l2", "2 CPU, 4 GB"),
        (PASSWORD, "Tr1cky", "•••"),
        (NOTE, "<b>", "<b>"),
    ],
)
def test_an_answer_as_it_was_offered_or_typed(en: Texts, step: Step, given: str, words: str) -> None:
    assert answer_label(en, filling(step, **{step.name: given}), step) == words


def test_an_answer_that_nobody_gave(en: Texts) -> None:
    begun = filling(PERIOD, NOTE)
    assert answer_label(en, begun, PERIOD) == "–"
    assert answer_label(en, begun, NOTE) == "usual"
    assert [step.name for step in answered(begun)] == []
    assert [step.name for step in answered(filling(PERIOD, NOTE, remark="x"))] == ["remark"]


def test_a_password_that_is_to_be_made_is_no_secret(en: Texts, zh: Texts) -> None:
    step = FORMS["setpsw"].step("password")
    assert step is not None
    begun = filling(step, password="generate")
    assert [answer_label(en, begun, step), answer_label(zh, begun, step)] == ["🎲 Make one for me", "🎲 自动生成"]


def test_the_question_with_what_was_answered_before(en: Texts, zh: Texts) -> None:
    steps = (SYSTEM, PASSWORD)
    assert checked(question(en, filling(*steps, action="install"), SYSTEM)) == (
        "💿 Reinstall <b>web-1</b>\n\nWhich system?"
    )
    begun = filling(*steps, NOTE, action="install", system="guid-1", password="Tr1cky")
    assert checked(question(en, begun, ASKED)) == (
        "💿 Reinstall <b>web-1</b>\nDebian 12 · •••\n\n"
        "And the new password? Let one be made, or type it; what you type is deleted from this chat at once."
    )
    # Its own former answer is not among those before it.
    assert checked(question(en, begun, SYSTEM)) == "💿 Reinstall <b>web-1</b>\n•••\n\nWhich system?"
    assert checked(question(zh, begun, SYSTEM)) == "💿 重装 <b>web-1</b>\n•••\n\n选择操作系统。"


def test_what_was_wrong_stands_first(en: Texts) -> None:
    begun = filling(PERIOD, action="createsnapshot")
    assert checked(question(en, begun, PERIOD, note=Safe("⚠ “&lt;x&gt;”"))) == (
        "⚠ “&lt;x&gt;”\n\n📸 New snapshot of <b>web-1</b>\n\nFor how long shall it be kept?"
    )


@pytest.mark.parametrize(
    ("demand", "words"),
    [
        ("none", ""),
        ("real-name", "⚠ This zone demands a real-name check.\n"),
        ("white-list", "⚠ This zone demands that your sites are on a white list.\n"),
        ("both", "⚠ This zone demands a real-name check, and that your sites are on a white list.\n"),
    ],
)
def test_what_a_zone_demands_is_said_before_the_question(en: Texts, demand: str, words: str) -> None:
    step = Step(name="line", facts=lambda _: {"about": f"\n{EVIL}", "demand": demand})
    assert checked(question(en, filling(step, action="create_new"), step)) == (
        f"🛒 Buy a server\n\n{words}On which line? The price is of its smallest server.\n{EVIL_ESCAPED}"
    )


def test_all_answers_together(en: Texts, zh: Texts) -> None:
    begun = filling(SYSTEM, NOTE, action="create_new", system="guid-1")
    steps = [SYSTEM, NOTE]
    assert checked(review(en, begun, steps, price=Price(Decimal(1), Decimal("1072.5")))) == (
        "🛒 Buy a server\nSystem: <b>Debian 12</b>\nNote: <b>usual</b>\n\n"
        "Price: CNY 1,072.50 (estimate)\nPress an answer to change it."
    )
    assert checked(review(zh, begun, steps, price=None, note="⚠ x")) == (
        "⚠ x\n\n🛒 购买服务器\n操作系统：<b>Debian 12</b>\n备注：<b>usual</b>\n\n点一项即可修改。"
    )
    unknown = checked(review(en, begun, steps, price=Price()))
    assert unknown.endswith("\n\nPrice unknown: the reseller decides.\nPress an answer to change it.")


def test_the_button_that_changes_an_answer(en: Texts, zh: Texts) -> None:
    begun = filling(SYSTEM, PASSWORD, system="guid-1", password="Tr1cky")
    assert [step_button(en, begun, each) for each in (SYSTEM, PASSWORD)] == ["System: Debian 12", "Password: •••"]
    assert step_button(zh, begun, SYSTEM) == "操作系统：Debian 12"
    assert step_button(en, filling(NOTE, remark="很" * 300), NOTE) == "Note: " + "很" * 47 + "…"


def test_a_form_that_was_cancelled_or_is_gone_on_with(en: Texts, zh: Texts) -> None:
    begun = filling(SYSTEM, PASSWORD, action="install", system="guid-1", password="Tr1cky")
    assert checked(form_over(en, begun)) == "💿 Reinstall <b>web-1</b>\nCancelled. Nothing was changed."
    assert checked(form_over(zh, begun)) == "💿 重装 <b>web-1</b>\n已取消，没有任何改动。"
    assert checked(resume(en, begun, [SYSTEM, PASSWORD])) == (
        "💿 Reinstall <b>web-1</b>\nSystem: <b>Debian 12</b>\nPassword: <b>•••</b>\n\n"
        "You began this earlier. Go on with it?"
    )


def test_what_others_wrote_is_no_markup_and_kept_short(t: Texts) -> None:
    begun = filling(NOTE, SYSTEM, action="install", alias=EVIL, remark=EVIL)
    assert checked(title(t, begun)).count(EVIL_ESCAPED) == 1
    for shown in (question(t, begun, SYSTEM), review(t, begun, [NOTE], price=None), resume(t, begun, [NOTE])):
        assert checked(shown).count(EVIL_ESCAPED) == 2
    long = [Step(name=f"disk{n % 8 + 1}", take=lambda _, word: word) for n in range(400)]
    answers = {step.name: "很&" * 3000 for step in long}
    told = filling(*long, SYSTEM, action="install", alias="很&" * 3000, **answers)
    for shown in (question(t, told, SYSTEM), review(t, told, long, price=None), resume(t, told, long)):
        assert length(checked(shown)) <= MESSAGE_LIMIT


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("action", FORMS)
def test_every_step_of_every_form_has_its_words(language: str, action: str) -> None:
    t, form = texts_for(language), FORMS[action]
    begun = filling(action=action)
    assert checked(title(t, begun))
    for step in form.steps:
        assert step_name(t, step)
        plain = Step(name=step.name, facts=None if step.facts is None else lambda _: {"about": "", "demand": "none"})
        assert checked(question(t, begun, plain)).startswith(title(t, begun))
    assert checked(review(t, begun, [], price=None))
