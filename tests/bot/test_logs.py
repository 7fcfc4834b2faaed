from __future__ import annotations

import io
import json
import logging
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
import structlog

from bot.logs import configure_logging, protect, protect_stored, redacted
from bot.settings import GivenSettings
from store import Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TOKEN = "7654321:AAabcdefghijklmnopqrstuvwxyz01234567"
KEYS = ("first-key-of-the-database", "second-key-of-the-database")
SECRETS = (TOKEN, TOKEN.partition(":")[2], *KEYS, "the-account-key", "hook-secret-hook", "张伟", "13800005678")

pytestmark = pytest.mark.usefixtures("logging_restored", "bare")


@pytest.fixture(params=["json", "console"])
def written(request: pytest.FixtureRequest) -> Callable[[], str]:
    stream = io.StringIO()
    configure_logging(settings(log_format=request.param, log_level="DEBUG"), stream=stream)
    protect("张伟")
    return stream.getvalue


def settings(**values: Any) -> GivenSettings:
    given = {
        "telegram_token": TOKEN,
        "secret_key": ",".join(KEYS),
        "account_key": "the-account-key",
        "webhook_secret": "hook-secret-hook",
        **values,
    }
    return GivenSettings.model_validate(given)


def clean(text: str) -> bool:
    assert text
    return not [secret for secret in SECRETS if secret in text]


def connect(secret_local: str) -> None:
    raise ConnectionError(f"https://api.telegram.org/bot{TOKEN}/getMe {secret_local}")


def fail() -> None:
    try:
        connect(KEYS[0])
    except ConnectionError as error:
        raise RuntimeError("张伟 13800005678") from error


def test_nested_values(written: Callable[[], str]) -> None:
    structlog.get_logger("x").info("asked", form={"auth_name": "?", "list": [TOKEN, {"deep": KEYS[1]}]}, who="张伟")
    assert clean(written())
    assert "asked" in written()


def test_exception_chains(written: Callable[[], str]) -> None:
    try:
        fail()
    except RuntimeError:
        structlog.get_logger("x").exception("failed", taskid=5)
    assert clean(written())
    assert "RuntimeError" in written()
    assert "ConnectionError" in written()


def test_the_standard_librarys_records(written: Callable[[], str]) -> None:
    logger = logging.getLogger("third.party")
    logger.warning("bot %s, keys %r, %s", TOKEN, list(KEYS), {"name": "张伟"})
    try:
        fail()
    except RuntimeError:
        logger.exception("failed with %s", "the-account-key")
    assert clean(written())
    assert "failed with ***" in written()


def test_a_record_that_cannot_be_formatted_shows_nothing_of_itself(
    written: Callable[[], str], capsys: pytest.CaptureFixture[str]
) -> None:
    root = logging.getLogger()
    # Ours alone: the one of the test runner raises what it cannot format.
    root.handlers[:] = [handler for handler in root.handlers if type(handler).__module__ == "bot.logs"]
    logging.getLogger("third.party").warning("%d", TOKEN)
    captured = capsys.readouterr()
    assert clean(written() + captured.out + captured.err)
    assert written().startswith("log_record_lost logger=third.party line=")


@pytest.mark.parametrize("name", ["httpx", "httpcore.http11", "telegram.ext.Application", "aiohttp.access"])
def test_libraries_stay_silent_at_debug(written: Callable[[], str], name: str) -> None:
    logging.getLogger(name).info("HTTP Request: POST")
    logging.getLogger(name).debug("update text")
    logging.getLogger("ours").debug("heard")
    logging.getLogger(name).warning("trouble")
    assert "HTTP Request" not in written()
    assert "update text" not in written()
    assert "heard" in written()
    assert "trouble" in written()


def test_json_is_one_object_a_line_in_utc() -> None:
    stream = io.StringIO()
    configure_logging(settings(log_format="json"), stream=stream)
    structlog.get_logger("operations.sync").warning("account_unreadable", account_id=3, note="中文\n")
    structlog.get_logger("operations.sync").debug("unheard")
    (line,) = stream.getvalue().splitlines()
    record = json.loads(line)
    assert record.pop("timestamp").endswith("Z")
    assert record == {
        "account_id": 3,
        "event": "account_unreadable",
        "level": "warning",
        "logger": "operations.sync",
        "note": "中文\n",
    }
    assert "中文" in line


def test_setting_up_again_replaces_the_former() -> None:
    first, second = io.StringIO(), io.StringIO()
    configure_logging(settings(), stream=first)
    configure_logging(settings(log_level="ERROR"), stream=second)
    logging.getLogger("x").error("once")
    logging.getLogger("x").warning("never")
    logging.getLogger("httpx").warning("never")
    assert first.getvalue() == ""
    assert second.getvalue().count("once") == 1
    assert "never" not in second.getvalue()


async def test_what_the_store_holds_is_protected(tmp_path: Path) -> None:
    async with await Store.open(tmp_path / "apabot.db", KEYS) as store:
        account = await store.add_account(
            name="main", url="https://e", userid=1, key="key-of-main", salt="salt", markup=Decimal(0)
        )
        await store.add_identity(
            account_id=account.id,
            label="carol",
            name="欧阳娜",
            mobile="+4915112345678",
            idnum="E12345678",
            from_ip="203.0.113.7",
            client_user_id="1001",
            bank_account="62-50-94",
        )
        protect_stored(store)
    told = "carol of main (key-of-main): 欧阳娜, +4915112345678, E12345678, 62-50-94"
    assert redacted(told) == "carol of main (***): ***, ***, ***, ***"
