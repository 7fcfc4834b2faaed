"""The questions before an operation: one at a time, or all answers together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from texts.markup import LONGEST_NAME, MESSAGE_LIMIT, Safe, clipped, fitted
from texts.money import money
from texts.schedules import answer_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from operations.forms import Choice, Filling, Step
    from operations.pricing import Price
    from texts.language import Texts

# Characters of a button's words; longer ones are cut by phones anyway.
LONGEST_LABEL = 48
_SEPARATOR = " · "


def choice_label(t: Texts, choice: Choice, *, priced: bool = True) -> str:
    """Return a choice as its button says it, plain."""
    label = clipped(_words(t, choice), LONGEST_LABEL)
    if choice.price is None or not priced:
        return label
    return t.plain("choice-priced", choice=label, price=money(t, choice.price))


def _words(t: Texts, choice: Choice) -> str:
    if choice.key is not None:
        return t.plain(choice.key, **choice.facts)
    return choice.name or choice.value


def _answer_words(t: Texts, choice: Choice) -> str:
    """Return a choice without what only helped to choose it."""
    if choice.answered is not None:
        return t.plain(choice.answered, **choice.facts)
    return choice.name or _words(t, choice)


def answer_label(t: Texts, filling: Filling, step: Step) -> str:
    """Return a step's answer, plain, as it was offered or typed; "•••" for a secret."""
    value = filling.form.value(filling, step)
    if value is None:
        return t.plain("answer-missing")
    words = answer_words(t, filling, step)
    if words is not None:
        return clipped(words, LONGEST_LABEL)
    offered = filling.choices(step)
    choice = next((each for each in offered if each.value == value), None)
    if choice is not None:
        return clipped(_answer_words(t, choice), LONGEST_LABEL)
    if step.secret:
        return t.plain("answer-secret")
    # A number that was typed has the unit of those that are offered.
    alike = next((each for each in offered if each.key is not None and set(each.facts) == {"count"}), None)
    if alike is not None and alike.key is not None and value.isdigit():
        count = int(value) if isinstance(alike.facts["count"], int) else value
        return t.plain(alike.key, count=count)
    return clipped(value, LONGEST_NAME)


def title(t: Texts, filling: Filling) -> str:
    """Return a form's first line."""
    label = "" if filling.known is None else clipped(filling.known.label, LONGEST_NAME)
    return t(f"form-{filling.form.action}", label=label)


def question(t: Texts, filling: Filling, step: Step, *, note: str = "") -> str:
    """Return a step's question, what was answered before it, and above all what was wrong with the last answer.

    Args:
        t: the reader's texts.
        filling: the form so far.
        step: what is asked now.
        note: HTML that stands first.
    """
    facts = dict(step.facts(filling)) if step.facts is not None else {}
    # What has to be known before anything is chosen, where there is such a thing.
    demand = facts.pop("demand", "none")
    before = [answer_label(t, filling, each) for each in answered(filling) if each is not step]
    head = [note, ""] if note else []
    head.append(title(t, filling))
    if before:
        head.append(t("form-so-far", answers=clipped(_SEPARATOR.join(before), MESSAGE_LIMIT // 4)))
    asked = t(f"step-{filling.form.action}-{step.name}", **facts)
    if demand != "none":
        asked = Safe(t(f"zone-demand-{demand}") + "\n" + asked)
    return fitted("\n".join(head), [asked], separator="\n\n")


def answered(filling: Filling) -> list[Step]:
    """Return the steps that a person has answered, in order."""
    return [step for step in filling.form.asked(filling) if step.name in filling.answers]


def step_name(t: Texts, step: Step) -> str:
    """Return what a step is about, plain: "Bandwidth"."""
    return t.plain(f"name-{step.name}")


def step_button(t: Texts, filling: Filling, step: Step) -> str:
    """Return the button that goes to a step to change its answer."""
    return t.plain("form-change", name=step_name(t, step), value=clipped(answer_label(t, filling, step), LONGEST_LABEL))


def review(t: Texts, filling: Filling, steps: Sequence[Step], *, price: Price | None, note: str = "") -> str:
    """Return all answers together, with what they would cost.

    Args:
        t: the reader's texts.
        filling: the form, complete.
        steps: what is shown.
        price: what it costs; None for what costs nothing.
        note: HTML that stands first.
    """
    head = f"{note}\n\n{title(t, filling)}" if note else title(t, filling)
    rows = [t("form-row", name=step_name(t, step), value=answer_label(t, filling, step)) for step in steps]
    tail = ""
    if price is not None:
        shown = price.shown
        tail = t("confirmation-price-unknown") if shown is None else t("confirmation-price", price=money(t, shown))
    extra = f"review-{filling.form.action}"
    lines = [tail, t(extra)] if tail else [t(extra)]
    return fitted(head, rows, "\n" + "\n".join(lines))


def form_over(t: Texts, filling: Filling) -> str:
    """Return what stands where a form stood that was cancelled."""
    return t("form-cancelled", form=title(t, filling))


def resume(t: Texts, filling: Filling, steps: Sequence[Step]) -> str:
    """Return what was begun earlier, and whether to go on with it.

    Args:
        t: the reader's texts.
        filling: the form so far.
        steps: what was answered.
    """
    rows = [t("form-row", name=step_name(t, step), value=answer_label(t, filling, step)) for step in steps]
    return fitted(title(t, filling), rows, "\n" + t("form-resume"))
