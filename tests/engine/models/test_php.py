from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from pydantic import Field, ValidationError

from engine import SHANGHAI
from engine.models.php import (
    CountedRows,
    Details,
    Flag,
    Guids,
    JsonObject,
    Moment,
    Money,
    Name,
    Number,
    Numbers,
    OptionalText,
    Rows,
    Text,
    WireModel,
    Words,
)


class Row(WireModel):
    guid: Name


class Everything(WireModel):
    number: Number = None
    money: Money = None
    flag: Flag = None
    text: Text = ""
    optional: OptionalText = None
    moment: Moment = None
    numbers: Numbers = None
    words: Words = None
    guids: Guids = None
    json_object: JsonObject = Field(default_factory=dict)
    rows: Rows[Row] = ()
    details: Details[Row] = ()
    counted: CountedRows[Row] = ()


def read(**fields: Any) -> Everything:
    """Read fields as from the wire: out of JSON text."""
    return Everything.model_validate_json(json.dumps(fields))


@pytest.mark.parametrize(
    ("wire", "expected"),
    [
        (1, 1),
        ("1", 1),
        (" -2 ", -2),
        ("1.00", 1),
        (1.0, 1),
        ("0", 0),
        ("1.11", None),
        ("", None),
        (None, None),
        ([], None),
        ({}, None),
        ("abc", None),
        ("NaN", None),
    ],
)
def test_number(wire: Any, expected: int | None) -> None:
    assert read(number=wire).number == expected


@pytest.mark.parametrize(
    ("wire", "expected"),
    [
        (95, Decimal(95)),
        ("-1.00", Decimal("-1.00")),
        (1.11, Decimal("1.11")),
        ("0.1", Decimal("0.1")),
        ("", None),
        (None, None),
        ("NaN", None),
        ("1,000", None),
        ([], None),
    ],
)
def test_money_is_decimal(wire: Any, expected: Decimal | None) -> None:
    money = read(money=wire).money
    assert money == expected
    assert not isinstance(money, float)


@pytest.mark.parametrize(
    ("wire", "expected"),
    [("1", True), (1, True), ("0", False), (0, False), (True, True), ("", None), (None, None), ("2", None), ([], None)],
)
def test_flag(wire: Any, expected: bool | None) -> None:
    assert read(flag=wire).flag is expected


@pytest.mark.parametrize(
    ("wire", "text", "optional"),
    [("a", "a", "a"), (" a ", "a", "a"), (28, "28", "28"), ("", "", None), (None, "", None), ([], "", None)],
)
def test_text(wire: Any, text: str, optional: str | None) -> None:
    assert read(text=wire).text == text
    assert read(optional=wire).optional == optional


@pytest.mark.parametrize(
    ("wire", "expected"),
    [
        ("2021-08-16 11:06:30", datetime(2021, 8, 16, 3, 6, 30, tzinfo=UTC)),
        ("2021-08-16T11:06:30+08:00", datetime(2021, 8, 16, 3, 6, 30, tzinfo=UTC)),
        ("2021-08-16T03:06:30Z", datetime(2021, 8, 16, 3, 6, 30, tzinfo=UTC)),
        ("0000-00-00 00:00:00", None),
        ("", None),
        (None, None),
        (0, None),
        ([], None),
        ("soon", None),
    ],
)
def test_moment_is_aware(wire: Any, expected: datetime | None) -> None:
    moment = read(moment=wire).moment
    assert moment == expected
    assert moment is None or moment.tzinfo is SHANGHAI


@pytest.mark.parametrize(
    ("wire", "expected"),
    [
        ("10,20", (10, 20)),
        ("10", (10,)),
        (10, (10,)),
        (" 10 , 20 ,", (10, 20)),
        (["10", 20], (10, 20)),
        ({"0": "10", "1": "20"}, (10, 20)),
        ("", ()),
        ([], ()),
        (None, None),
        (True, None),
        ("10,x", None),
        ("10、20", None),
    ],
)
def test_numbers_are_read_wholly_or_not_at_all(wire: Any, expected: tuple[int, ...] | None) -> None:
    assert read(numbers=wire).numbers == expected


def test_words() -> None:
    assert read(words="create, install").words == frozenset({"create", "install"})
    assert read(words="").words == frozenset()
    assert read(words=None).words is None
    assert read(guids=["1", 2]).guids == ("1", "2")
    assert read(guids="1,2").guids == ("1", "2")
    assert Everything().guids is None


@pytest.mark.parametrize(
    ("wire", "expected"),
    [({"19": ""}, {"19": ""}), ('{"19": ""}', {"19": ""}), ([], {}), (None, {}), ("", {}), ("{", {}), ("3", {})],
)
def test_object_or_json_in_a_string(wire: Any, expected: dict[str, Any]) -> None:
    assert read(json_object=wire).json_object == expected


@pytest.mark.parametrize(
    ("wire", "expected"),
    [
        ([{"guid": "a"}, {"guid": 2}], ["a", "2"]),
        ({"0": {"guid": "a"}, "1": {"guid": "b"}}, ["a", "b"]),
        ([{"guid": "a"}, {}, None, "?", {"guid": ""}], ["a"]),
        ([], []),
        ({}, []),
        ("", []),
        (None, []),
    ],
)
def test_rows(wire: Any, expected: list[str]) -> None:
    assert [row.guid for row in read(rows=wire).rows] == expected
    assert [row.guid for row in read(details=wire).details] == expected
    assert [row.guid for row in read(counted=wire).counted if row is not None] == expected


def test_broken_rows_keep_their_place_where_they_are_counted() -> None:
    assert [row and row.guid for row in read(counted=[{"guid": "a"}, {}, {"guid": "b"}]).counted] == ["a", None, "b"]


@pytest.mark.parametrize("wire", ["abc", 5, True])
def test_what_is_no_list_spoils_an_answer_but_not_a_detail(wire: Any) -> None:
    assert read(details=wire).details == ()
    for field in ("rows", "counted"):
        with pytest.raises(ValidationError):
            read(**{field: wire})


def test_unknown_keys_are_ignored_and_values_stay_out_of_errors() -> None:
    assert read(number=1, introduced_later={"x": 1}).number == 1
    with pytest.raises(ValidationError) as caught:
        Row.model_validate({"guid": ["hunter2"]})
    assert "hunter2" not in str(caught.value)


def test_what_was_read_reads_back() -> None:
    one = read(
        number="1",
        money="1.10",
        flag="0",
        text="a",
        optional="b",
        moment="2021-08-16 11:06:30",
        numbers="10,20",
        words="x,y",
        guids=["1"],
        json_object='{"a": 1}',
        rows={"0": {"guid": "a"}},
        details=[{"guid": "b"}],
        counted=[{"guid": "c"}, {}],
    )
    assert Everything.model_validate_json(one.model_dump_json()) == one
