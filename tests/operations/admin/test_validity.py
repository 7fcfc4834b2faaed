from __future__ import annotations

from decimal import Decimal

import pytest

from operations.admin import validity
from operations.errors import BadInputError

JUNK = "x" * 10_000


@pytest.mark.parametrize("idnum", ["11010519491231002X", "11010519491231002x", "440524188001010014"])
def test_right_id_numbers_raise_no_doubt(idnum: str) -> None:
    assert validity.idnum_doubt(idnum) is None


@pytest.mark.parametrize(
    ("idnum", "doubt"),
    [
        ("110105194912310021", "check digit"),
        ("440524188001010041", "check digit"),
        ("E12345678", "passport"),
        ("1101051949123100", "passport"),
        ("", "passport"),
    ],
)
def test_other_numbers_are_doubted_not_refused(idnum: str, doubt: str) -> None:
    assert doubt in (validity.idnum_doubt(idnum) or "")


@pytest.mark.parametrize("card", ["4111111111111111", "4111 1111 1111 1111", "6250941006528599"])
def test_right_cards_raise_no_doubt(card: str) -> None:
    assert validity.card_doubt(card) is None


@pytest.mark.parametrize(
    ("card", "doubt"), [("4111111111111112", "Luhn"), ("12345", "12 to 19"), ("IBAN DE1", "12 to 19")]
)
def test_other_cards_are_doubted(card: str, doubt: str) -> None:
    assert doubt in (validity.card_doubt(card) or "")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("13800005678", "13800005678"),
        ("138 0000-5678", "13800005678"),
        ("+4915112345678", "+4915112345678"),
        ("+8613800005678", "+8613800005678"),
    ],
)
def test_mobiles(typed: str, kept: str) -> None:
    assert validity.mobile(typed) == kept


@pytest.mark.parametrize("typed", ["1380000567", "23800005678", "138000056789", "+0123456789", "١٣٨٠٠٠٠٥٦٧٨", "", JUNK])
def test_refused_mobiles_are_not_repeated(typed: str) -> None:
    with pytest.raises(BadInputError) as caught:
        validity.mobile(typed)
    assert str(caught.value) == "the mobile number must have 11 digits, or begin with + and the country's code"


@pytest.mark.parametrize(("typed", "kept"), [(" 203.0.113.7 ", "203.0.113.7"), ("2001:DB8::0007", "2001:db8::7")])
def test_addresses(typed: str, kept: str) -> None:
    assert validity.ip(typed) == kept


@pytest.mark.parametrize("typed", ["203.0.113", "300.1.1.1", "localhost", "1.2.3.4/24", "", JUNK])
def test_refused_addresses(typed: str) -> None:
    with pytest.raises(BadInputError, match="must be an address"):
        validity.ip(typed)


def test_money_keeps_two_decimals_and_percent_what_was_typed() -> None:
    assert str(validity.money("500", what="it")) == "500.00"
    assert validity.money("0", what="it") == 0
    assert validity.percent("12.5") == Decimal("12.5")
    assert validity.percent("1000") == 1000


@pytest.mark.parametrize("typed", ["-1", "NaN", "Infinity", "1e9", "1.005", "ten", "", "0" * 100, JUNK])
def test_refused_money(typed: str) -> None:
    with pytest.raises(BadInputError, match="the limit"):
        validity.money(typed, what="the limit")


@pytest.mark.parametrize("typed", ["-0.1", "1000.1", "0.00001", "1%", "nan"])
def test_refused_percent(typed: str) -> None:
    with pytest.raises(BadInputError, match="mark-up"):
        validity.percent(typed)


@pytest.mark.parametrize("number", [1, -1, -1001234567890, 7_000_000_000])
def test_ids(number: int) -> None:
    assert validity.telegram_id(number, what="CHAT_ID") == number


@pytest.mark.parametrize("number", [0, 2**52, -(2**52), 10**30])
def test_refused_ids(number: int) -> None:
    with pytest.raises(BadInputError, match="CHAT_ID is not an id"):
        validity.telegram_id(number, what="CHAT_ID")


def test_time_zones_are_spelled_as_iana_does() -> None:
    assert validity.timezone("Asia/Shanghai") == "Asia/Shanghai"
    assert validity.timezone("europe/berlin") == "Europe/Berlin"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Asia/Shangai", "'Asia/Shangai' is not a time zone; did you mean Asia/Shanghai?"),
        ("Asia", "'Asia' is not a time zone; use a name such as Asia/Shanghai"),
        ("../../etc/passwd", "'../../etc/passwd' is not a time zone; use a name such as Asia/Shanghai"),
        (JUNK, f"'{'x' * 40}…' is not a time zone; use a name such as Asia/Shanghai"),
    ],
)
def test_refused_time_zones(typed: str, said: str) -> None:
    with pytest.raises(BadInputError) as caught:
        validity.timezone(typed)
    assert str(caught.value) == said


@pytest.mark.parametrize(("typed", "kept"), [("22-9", "22-9"), (" 07-08 ", "7-8"), ("none", None), ("NONE", None)])
def test_quiet_hours(typed: str, kept: str | None) -> None:
    assert validity.quiet_hours(typed) == kept


@pytest.mark.parametrize("typed", ["22-24", "9-9", "22", "22-", "a-b", "-1-5", "", JUNK])
def test_refused_quiet_hours(typed: str) -> None:
    with pytest.raises(BadInputError, match="two different hours"):
        validity.quiet_hours(typed)


@pytest.mark.parametrize("typed", ["1703155535615617", "d1424916-613d-43a9-9754-1029e74975ad"])
def test_guids(typed: str) -> None:
    assert validity.guid(f" {typed} ") == typed


@pytest.mark.parametrize("typed", ["12345", "bad!", "-12345678", "x" * 65, "", "１２３４５６７８"])
def test_refused_guids(typed: str) -> None:
    with pytest.raises(BadInputError, match="is not a server's guid"):
        validity.guid(typed)


@pytest.mark.parametrize("typed", ["", "  ", "x" * 65, "-x", "a\nb", "a\0b"])
def test_refused_labels(typed: str) -> None:
    with pytest.raises(BadInputError, match="the label must have 1 to 64"):
        validity.label(typed, what="label")


def test_values_are_trimmed_and_never_repeated() -> None:
    assert validity.value(" 张伟 ", what="the name") == "张伟"
    with pytest.raises(BadInputError) as caught:
        validity.value("se\ncret", what="the name")
    assert "cret" not in str(caught.value)


def test_many_problems_are_counted() -> None:
    assert validity.joined(["a", "b"]) == "a; b"
    assert validity.joined(list("abcdefg")) == "a; b; c; d; e; and 2 more"
