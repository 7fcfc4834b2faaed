from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from engine import Line, check_password
from operations.errors import BadAnswerError
from operations.forms import FORMS, Filling, Form
from operations.forms.secret import GENERATE, password_of, password_step
from operations.kinds import NoParams
from tests.operations.conftest import ALICE

if TYPE_CHECKING:
    from operations.forms import Step
    from tests.operations.conftest import World

# Rules of the lines by their `resources_type`: 0 ZKEYS, 2 Baidu, 3 Tencent; of 9 nothing is known.
ZKEYS, BAIDU, TENCENT, UNHEARD_OF = 0, 2, 3, 9


def filling(world: World, kind: int | None, step: Step | None = None, **answers: str) -> Filling:
    """A form with a password on a line of that kind; without a kind on a line that is not known."""
    lines, known = world.services.catalogue.of(world.account_id).lines, world.known("web-1")
    line = lines.pop(known.server.line_guid)
    if kind is not None:
        lines[line.guid] = line.model_copy(update={"resources_type": kind})
        assert isinstance(lines[line.guid], Line)
    form = Form(action="setpsw", steps=(step or password_step(),), params=lambda _: NoParams())
    return Filling(services=world.services, actor=world.actor(ALICE), form=form, answers=answers, known=known)


def test_it_is_shown_to_nobody() -> None:
    assert password_step().secret
    for action in ("setpsw", "setvnc", "install", "create_new"):
        step = FORMS[action].step("password")
        assert step is not None
        assert step.secret


@pytest.mark.parametrize("asked", [True, False])
async def test_one_that_is_not_asked_is_made_unless_somebody_types_one(world: World, *, asked: bool) -> None:
    step = password_step(asked=asked)
    begun = filling(world, ZKEYS, step)
    assert begun.answer("password") == (None if asked else GENERATE)
    assert (begun.form.missing(begun) is step) is asked
    typed = filling(world, ZKEYS, step, password="Typed123")
    assert typed.answer("password") == "Typed123"
    assert [(each.value, each.key) for each in typed.choices(step)] == [("generate", "choice-generate")]


async def test_what_was_typed_is_the_password(world: World) -> None:
    assert password_of(filling(world, ZKEYS, password="Typed123")) == "Typed123"


async def test_each_that_is_made_is_another_and_good_everywhere(world: World) -> None:
    made = {password_of(filling(world, ZKEYS, password=GENERATE)) for _ in range(5)}
    assert len(made) == 5
    for each in made:
        assert re.fullmatch(r"[A-Za-z0-9!@#%^_()]{15}", each)
        assert {check_password(each, kind) for kind in (0, 1, 2, 3, 9, None)} == {None}


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (ZKEYS, "abcdefg1"),
        (ZKEYS, "A1" * 15),
        (ZKEYS, "ab,c:d;1"),
        (BAIDU, "abcdef1_"),
        (TENCENT, "Abcdefghij1="),
        (UNHEARD_OF, "Abcdefghij1_"),
        (None, "Abcdefghij1_"),
    ],
)
async def test_good_on_such_a_line(world: World, kind: int | None, typed: str) -> None:
    step = password_step()
    assert step.answer(filling(world, kind, step), f" {typed} ") == typed


@pytest.mark.parametrize(
    ("kind", "typed", "problem", "facts"),
    [
        (ZKEYS, "abcdef1", "too_short", {"shortest": "8"}),
        (ZKEYS, "a1" * 15 + "b", "too_long", {"longest": "30"}),
        (ZKEYS, "abcdefg 1", "character_not_allowed", {"specials": "!#%()*+,-./:;=@[]^_{}~"}),
        (ZKEYS, "密码abcdefg1", "character_not_allowed", {"specials": "!#%()*+,-./:;=@[]^_{}~"}),
        (ZKEYS, "12345678", "no_letter", {}),
        (ZKEYS, "abcdefgh", "no_digit", {}),
        (BAIDU, "abcdefgh1_abcdef", "too_long", {"longest": "15"}),
        (BAIDU, "abcdefg1", "no_special", {"specials": "!#%()@^_"}),
        (BAIDU, "abcdefg1~", "character_not_allowed", {"specials": "!#%()@^_"}),
        (TENCENT, "Abcdefg1_", "too_short", {"shortest": "12"}),
        (TENCENT, "abcdefghij1_", "no_upper_case", {}),
        (TENCENT, "ABCDEFGHIJ1_", "no_lower_case", {}),
        # Where the rules are not known all of them hold, and all are told.
        (UNHEARD_OF, "abcdef1", "too_short", {"shortest": "12"}),
        (None, "abcdef1", "too_short", {"shortest": "12"}),
        (None, "Abcdefghij1_klmno", "too_long", {"longest": "15"}),
        (None, "Abcdefghijk1", "no_special", {"specials": "!#%()@^_"}),
    ],
)
async def test_what_is_wrong_with_one_but_never_the_word_itself(
    world: World, kind: int | None, typed: str, problem: str, facts: dict[str, str]
) -> None:
    step = password_step()
    with pytest.raises(BadAnswerError) as caught:
        step.answer(filling(world, kind, step), typed)
    assert (caught.value.problem, caught.value.facts) == (f"password-{problem}", facts)
    assert typed not in f"{caught.value} {caught.value!r}"
