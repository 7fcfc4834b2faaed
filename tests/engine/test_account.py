from __future__ import annotations

import pytest

from engine import Account, Customer


@pytest.mark.parametrize(
    ("url", "endpoint"),
    [
        ("http://engine.example", "http://engine.example/api"),
        ("https://engine.example/", "https://engine.example/api"),
        ("https://engine.example:8443", "https://engine.example:8443/api"),
        ("https://engine.example/other/path", "https://engine.example/other/path"),
    ],
)
def test_endpoint(url: str, endpoint: str) -> None:
    assert Account(name="a", url=url, userid=1, key="k").endpoint == endpoint


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("ftp://engine.example", "must begin with http"),
        ("engine.example", "must begin with http"),
        ("", "must begin with http"),
        ("http://", "must name a host"),
        ("http://engine.example/a b", "without spaces"),
        ("http://me:hunter2@engine.example", "user name or password"),
        ("http://engine.example/api?key=hunter2", "neither query nor fragment"),
        ("http://engine.example/#hunter2", "neither query nor fragment"),
        ("http://hunter2.example:notaport/", "cannot be read"),
    ],
)
def test_bad_urls_are_refused_in_one_line_that_repeats_nothing(url: str, words: str) -> None:
    with pytest.raises(ValueError, match=words) as caught:
        Account(name="a", url=url, userid=1, key="k")
    assert "hunter2" not in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_user_id_and_key_must_be_there() -> None:
    with pytest.raises(ValueError, match="user id"):
        Account(name="a", url="http://engine.example", userid=0, key="k")
    with pytest.raises(ValueError, match="key is empty"):
        Account(name="a", url="http://engine.example", userid=1, key="")


def test_reprs_hide_what_is_secret_or_personal() -> None:
    account = Account(name="main", url="http://engine.example", userid=1, key="hunter2", salt="salt-x")
    assert repr(account) == "Account(name='main', url='http://engine.example', userid=1)"
    customer = Customer(
        name="张三", mobile="13111111111", idnum="X", from_ip="192.0.2.7", client_user_id="42", bank_account="4111"
    )
    assert repr(customer) == "Customer()"
