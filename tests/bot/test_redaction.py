from __future__ import annotations

import json
from datetime import UTC, datetime
from urllib.parse import quote, urlencode

import pytest

from bot.redaction import HIDDEN, Redactor

TOKEN = "7654321:AAabcdefghijklmnopqrstuvwxyz01234567"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"GET https://api.telegram.org/bot{TOKEN}/getMe", "GET https://api.telegram.org/bot***/getMe"),
        ("POST http://127.0.0.1/bot1:short/getMe", "POST http://127.0.0.1/bot***/getMe"),
        (f"token={TOKEN}.", "token=***."),
        ("idnum 11010519491231002X, 440524188001010014", "idnum ***, ***"),
        ("mobile 13800005678; +8613800005678; 138 0000 5678", "mobile ***; ***; ***"),
        ("password=p4ss w0rd", 'password="***" w0rd'),
        ("vnc_password: 'a b'", 'vnc_password: "***"'),
        ("{'auth_name': '张伟', 'guid': '1'}", "{'auth_name': \"***\", 'guid': '1'}"),
        ("auth_name=%E5%BC%A0&auth_mobile=1&guid=2", 'auth_name="***"&auth_mobile="***"&guid=2'),
        ("sign=0123456789abcdef&time=1", "sign=***&time=1"),
        ("open https://vnc.zkeys.com/vnc.php?sign=abc now", "open *** now"),
        ("open wss://x.example/console/5 now", "open *** now"),
    ],
)
def test_secrets_by_their_form(text: str, left: str) -> None:
    assert Redactor().text(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "guid 1703155535615617 on chat -1001380000567 by 7000000001",
        "taskid 1234567890123456 at 1795466723.178",
        "2026-11-23T20:45:27.123456Z 127.0.0.1:8080",
        "d1424916-613d-43a9-9754-1029e74975ad",
        "password rules of line 5",
        "https://engine.example.com/api",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    redactor = Redactor()
    redactor.protect("张伟", TOKEN)
    assert redactor.text(text) == text


def test_registered_values_in_every_spelling() -> None:
    redactor = Redactor()
    name = 'Ann "Zoë" O\'Neil'
    redactor.protect(name, "张伟", None, "")
    spellings = [
        name,
        quote(name, safe=""),
        urlencode({"n": name})[2:],
        json.dumps(name)[1:-1],
        "客户张伟的",
        quote("张伟"),
    ]
    for spelling in spellings:
        left = redactor.text(f"<{spelling}>")
        assert HIDDEN in left
        assert "Zo" not in left
        assert "张" not in left
        assert "%E5" not in left


def test_short_plain_values_would_hide_too_much() -> None:
    redactor = Redactor()
    redactor.protect("1", "root", "李")
    assert redactor.text("1 root 李") == "1 root 李"


def test_the_longest_registered_value_goes_whole() -> None:
    redactor = Redactor()
    redactor.protect("secret-part", "secret-part-and-more")
    assert redactor.text("x secret-part-and-more y secret-part") == "x *** y ***"
    redactor.forget_all()
    assert redactor.text("secret-part") == "secret-part"


def test_nested_data() -> None:
    redactor = Redactor()
    redactor.protect("张伟")
    when = datetime(2026, 1, 1, tzinfo=UTC)
    left = redactor.data(
        {
            "event": "x",
            "taskid": 1234567890123456,
            "phone": 13800005678,
            "password": "short",
            "telegram_token": None,
            "deep": [{"auth_idnum": "E1", "who": ("张伟", 1.5, True)}],
            "when": when,
            "error": ValueError(TOKEN),
            "raw": b"password=abc",
            "张伟": 1,
        }
    )
    assert left == {
        "event": "x",
        "taskid": 1234567890123456,
        "phone": HIDDEN,
        "password": HIDDEN,
        "telegram_token": None,
        "deep": [{"auth_idnum": HIDDEN, "who": [HIDDEN, 1.5, True]}],
        "when": repr(when),
        "error": f"ValueError('{HIDDEN}')",
        "raw": f"b'password=\"{HIDDEN}\"'",
        HIDDEN: 1,
    }


def test_data_without_end_is_hidden_at_some_depth() -> None:
    endless: list[object] = []
    endless.append(endless)
    left = Redactor().data(endless)
    for _ in range(8):
        assert isinstance(left, list)
        left = left[0]
    assert left == HIDDEN


def test_ten_thousand_values_cost_a_record_no_more_than_ten() -> None:
    redactor = Redactor()
    redactor.protect(*(f"customer number {number}" for number in range(10_000)))
    # All of them begin alike, and one is the beginning of another: each is still found whole.
    assert redactor.text("a customer number 9999, b") == "a ***, b"
    assert redactor.text("customer numbers") == "customer numbers"
