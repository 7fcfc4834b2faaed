"""A form that exists only for tests, in the place of a snapshot's."""

from __future__ import annotations

from operations.errors import BadAnswerError
from operations.forms import Choice, Filling, Form, Step
from operations.kinds.parameters import MakeSnapshot


def _kinds(_: Filling) -> list[Choice]:
    return [Choice(value="days", name="Some days"), Choice(value="months", name="Some months")]


def _lengths(filling: Filling) -> list[Choice]:
    most = 3 if filling.answers.get("kind") == "days" else 12
    return [Choice(value=str(number), name=f"{number} long") for number in range(1, most + 1)]


def _take(filling: Filling, word: str) -> str:
    if not (word.isascii() and word.isdigit() and int(word) in range(1, len(_lengths(filling)) + 1)):
        raise BadAnswerError("choice", word=word)
    return word


def _params(filling: Filling) -> MakeSnapshot:
    length = int(filling.answers["length"])
    return MakeSnapshot(days=length) if filling.answers["kind"] == "days" else MakeSnapshot(months=length)


FORM = Form(
    action="createsnapshot",
    steps=(
        Step(name="kind", choices=_kinds),
        Step(name="length", choices=_lengths, take=_take),
        Step(name="note", take=lambda _, word: word, default=lambda _: "nothing"),
        Step(
            name="never",
            take=lambda _, word: word,
            asked=lambda filling: filling.answers.get("kind") == "never",
        ),
    ),
    params=_params,
)
