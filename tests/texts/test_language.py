from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from operations.access import Role
from tests.texts.samples import EVIL, EVIL_ESCAPED
from tests.texts.test_catalogues import PATTERNS, variables
from texts import LANGUAGES, Safe, Texts, texts_for

ALL = [
    (language, key, variables(pattern)) for language in LANGUAGES for key, pattern in sorted(PATTERNS[language].items())
]
COUNTS = frozenset({"count", "total", "servers"})


def test_a_language_is_loaded_once() -> None:
    assert texts_for("en") is texts_for("en")
    assert texts_for("zh-Hans").language == "zh-Hans"


def test_an_unknown_language_is_english() -> None:
    assert texts_for("fr") is texts_for("en")


def test_values_are_escaped(en: Texts) -> None:
    assert en("card-host", host=EVIL) == f"Host <code>{EVIL_ESCAPED}</code>"


def test_values_that_are_safe_are_not_escaped_again(en: Texts) -> None:
    assert en("card-host", host=Safe("<i>x</i>")) == "Host <code><i>x</i></code>"
    assert en("card-stale", why=en("why-refused", words=EVIL), age="now").count("&amp;") == 1


def test_other_kinds_of_string_are_escaped(en: Texts) -> None:
    class Sly(str):
        __slots__ = ()

    assert en("card-host", host=Sly("<")) == "Host <code>&lt;</code>"
    assert en("card-host", host=Role.OWNER) == "Host <code>owner</code>"


def test_values_of_messages_with_plurals_are_escaped(en: Texts) -> None:
    with pytest.raises(KeyError):
        en("no-such-message", x="1")
    assert en("list-title", total=1) == "<b>1 server</b>"
    assert en("list-title", total=2, more="<") == "<b>2 servers</b>"


def test_plain_text_is_not_escaped(en: Texts) -> None:
    assert en.plain("error-no-server", word=EVIL) == f"No server “{EVIL}” here. /servers shows yours."
    assert not isinstance(en.plain("role-owner"), Safe)


def test_braces_and_percents_in_values_stay(en: Texts) -> None:
    assert en("error-input", problem="{x} %s { $y } 100%") == "{x} %s { $y } 100%"


@pytest.mark.parametrize("plain", [True, False])
def test_a_missing_message_or_variable_raises(en: Texts, plain: bool) -> None:
    form = en.plain if plain else en
    for key in ("no-such-message", "card-host", "error-role"):
        with pytest.raises(KeyError):
            form(key)
    with pytest.raises(ValueError, match="left-days"):
        form("left-days")
    with pytest.raises(ValueError, match="left-days"):
        form("left-days", other=3)


def test_counts_have_their_language_s_plural_and_thousands(en: Texts, zh: Texts) -> None:
    assert en("left-days", count=1) == "1 day left"
    assert en("left-days", count=1234) == "1,234 days left"
    assert zh("left-days", count=1) == "还剩 1 天"
    assert zh("left-days", count=1234) == "还剩 1,234 天"


@settings(max_examples=20, deadline=None)
@given(text=st.text(max_size=30), count=st.integers(-(10**7), 10**7), mixed=st.booleans())
def test_every_message_is_formatted_as_the_library_does(text: str, count: int, mixed: bool) -> None:
    for language, key, names in ALL:
        texts = texts_for(language)
        values: dict[str, str | int] = {name: count if name in COUNTS or mixed else text for name in names}
        message = texts._bundle.get_message(key)
        assert message.value is not None
        expected, errors = texts._bundle.format_pattern(message.value, values)
        assert errors == []
        assert texts.plain(key, **values) == expected


def test_most_messages_take_the_fast_way() -> None:
    texts = texts_for("en")
    slow = set(PATTERNS["en"]) - set(texts._templates)
    # Only what counts something is slow, and of a card, the text asked for most, a single line.
    assert {key for key in slow if key.startswith("card-")} == {"card-ports"}
    assert 0 < len(slow) * 12 < len(PATTERNS["en"])
