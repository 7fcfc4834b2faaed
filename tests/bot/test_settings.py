from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import GivenSettings, Listen, SettingsError, load_settings

TOKEN = "7654321:AAabcdefghijklmnopqrstuvwxyz01234567"
KEY = "a-secret-key-for-the-tests"


@pytest.fixture
def env(bare: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    return monkeypatch


def problems(*need: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        load_settings(need)  # type: ignore[arg-type]
    assert str(caught.value) == "\n".join(caught.value.problems)
    return list(caught.value.problems)


def test_defaults(env: pytest.MonkeyPatch) -> None:
    settings = load_settings()
    assert settings.telegram_token is None
    assert settings.keys == []
    assert settings.telegram_api_url == "https://api.telegram.org"
    assert settings.database == Path("apabot.db")
    assert settings.listen == Listen("127.0.0.1", 8080)
    assert (settings.log_format, settings.log_level) == ("console", "INFO")
    assert (settings.poll_interval, settings.sync_interval) == (2.0, 60.0)
    assert (settings.address_interval, settings.snapshot_interval) == (900.0, 21600.0)
    assert (settings.settle_seconds, settings.secret_seconds) == (900.0, 120.0)
    assert settings.contact == ""
    assert (settings.webhook_url, settings.webhook_secret) == (None, None)


def test_everything_from_the_environment(env: pytest.MonkeyPatch) -> None:
    for name, value in {
        "TELEGRAM_TOKEN": f" {TOKEN} ",
        "TELEGRAM_API_URL": "http://127.0.0.1:8081/",
        "DATABASE": "/data/apabot.db",
        "SECRET_KEY": f"{KEY}, the-former-key-is-long-enough ,",
        "WEBHOOK_URL": "https://bot.example.com/hook",
        "WEBHOOK_SECRET": "s3cret_-",
        "LISTEN": "[::1]:9090",
        "LOG_FORMAT": "JSON",
        "LOG_LEVEL": "debug",
        "POLL_INTERVAL": "0.5",
        "SYNC_INTERVAL": "30",
        "ADDRESS_INTERVAL": "600",
        "SNAPSHOT_INTERVAL": "43200",
        "SETTLE_SECONDS": "60",
        "SECRET_SECONDS": "10",
        "CONTACT": "@support",
    }.items():
        env.setenv(f"APABOT_{name}", value)
    settings = load_settings(("telegram", "store"))
    assert settings.telegram_token is not None
    assert settings.telegram_token.get_secret_value() == TOKEN
    assert settings.telegram_api_url == "http://127.0.0.1:8081"
    assert settings.database == Path("/data/apabot.db")
    assert settings.keys == [KEY, "the-former-key-is-long-enough"]
    assert settings.webhook_url == "https://bot.example.com/hook"
    assert (settings.listen.host, settings.listen.port, str(settings.listen)) == ("::1", 9090, "[::1]:9090")
    assert (settings.log_format, settings.log_level) == ("json", "DEBUG")
    assert (settings.poll_interval, settings.sync_interval) == (0.5, 30.0)
    assert (settings.address_interval, settings.snapshot_interval) == (600.0, 43200.0)
    assert (settings.settle_seconds, settings.secret_seconds, settings.contact) == (60.0, 10.0, "@support")
    shown = f"{settings!r} {settings}"
    for secret in (TOKEN, KEY, "s3cret"):
        assert secret not in shown


def test_the_dotenv_file_counts_less_than_the_environment(env: pytest.MonkeyPatch) -> None:
    # With the mark that some editors put before the first name.
    Path(".env").write_text("\ufeffAPABOT_CONTACT=@file\nAPABOT_LOG_LEVEL=ERROR\nOTHER=1\n", encoding="utf-8")
    env.setenv("APABOT_LOG_LEVEL", "WARNING")
    settings = load_settings()
    assert (settings.contact, settings.log_level) == ("@file", "WARNING")


def test_an_empty_variable_is_not_set(env: pytest.MonkeyPatch) -> None:
    env.setenv("APABOT_LISTEN", "")
    env.setenv("APABOT_TELEGRAM_TOKEN", "")
    assert load_settings().listen.port == 8080
    assert problems("telegram")[0].startswith("APABOT_TELEGRAM_TOKEN: not set")


def test_what_is_missing_says_how_to_get_it(env: pytest.MonkeyPatch) -> None:
    make = 'python -c "import secrets; print(secrets.token_urlsafe(32))"'
    assert problems("store", "telegram") == [
        "APABOT_TELEGRAM_TOKEN: not set; put the token that @BotFather gave you there",
        f"APABOT_SECRET_KEY: not set; it encrypts the database, so keep it as safe. Make one with: {make}",
    ]
    env.setenv("APABOT_SECRET_KEY", KEY)
    assert load_settings({"store"}).keys == [KEY]


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        (
            "TELEGRAM_TOKEN",
            "sekret",
            "is no bot token; @BotFather gives them as digits, a colon, letters and digits",
        ),
        ("TELEGRAM_API_URL", "sekret.example", "must be an address that begins with https:// or http://"),
        ("TELEGRAM_API_URL", "http://[sekret", "must be an address that begins with https:// or http://"),
        ("TELEGRAM_API_URL", "http://x:sekret", "must be an address that begins with https:// or http://"),
        ("SECRET_KEY", "sekret", "each of its comma-separated keys needs at least 16 characters"),
        ("SECRET_KEY", f"{KEY},sekret", "each of its comma-separated keys needs at least 16 characters"),
        ("SECRET_KEY", " , ", "holds only commas and blanks"),
        ("WEBHOOK_URL", "http://sekret.example/x", "must begin with https://, Telegram takes no other"),
        ("WEBHOOK_SECRET", "sekret!", "must be 1 to 256 characters of A-Z a-z 0-9 _ -"),
        ("LISTEN", "sekret", "must be host:port, such as 127.0.0.1:8080 or [::1]:8080"),
        ("LISTEN", "::1:8080", "must be host:port, such as 127.0.0.1:8080 or [::1]:8080"),
        ("LISTEN", "[host]:80", "must be host:port, such as 127.0.0.1:8080 or [::1]:8080"),
        ("LISTEN", "host:70000", "the port must be 1 to 65535"),
        ("LISTEN", "host:٨٠", "must be host:port, such as 127.0.0.1:8080 or [::1]:8080"),
        ("LOG_FORMAT", "sekret", "input should be 'console' or 'json'"),
        ("LOG_LEVEL", "sekret", "input should be 'DEBUG', 'INFO', 'WARNING', 'ERROR' or 'CRITICAL'"),
        ("POLL_INTERVAL", "sekret", "input should be a valid number, unable to parse string as a number"),
        ("POLL_INTERVAL", "0", "input should be greater than 0"),
        ("SYNC_INTERVAL", "1e9", "input should be less than or equal to 86400"),
        ("SETTLE_SECONDS", "nan", "input should be a finite number"),
        ("CONTACT", "sekret" * 100, "string should have at most 200 characters"),
    ],
)
def test_bad_values_are_named_and_not_repeated(env: pytest.MonkeyPatch, name: str, value: str, line: str) -> None:
    env.setenv(f"APABOT_{name}", value)
    assert problems() == [f"APABOT_{name}: {line}"]


def test_all_problems_are_told_at_once(env: pytest.MonkeyPatch) -> None:
    env.setenv("APABOT_LISTEN", "x")
    env.setenv("APABOT_LOG_FORMAT", "xml")
    assert [line.partition(":")[0] for line in problems()] == ["APABOT_LISTEN", "APABOT_LOG_FORMAT"]


def test_a_webhook_on_this_machine_may_be_plain(env: pytest.MonkeyPatch) -> None:
    env.setenv("APABOT_WEBHOOK_URL", "http://127.0.0.1:8080/hook")
    assert load_settings().webhook_url == "http://127.0.0.1:8080/hook"


def test_an_unreadable_dotenv_file(env: pytest.MonkeyPatch) -> None:
    Path(".env").write_bytes("APABOT_CONTACT=客服".encode("gbk"))
    assert problems() == [".env: is not UTF-8 text; save it as UTF-8"]


def test_given_settings_hear_nobody_else(env: pytest.MonkeyPatch) -> None:
    env.setenv("APABOT_WEBHOOK_URL", "https://bot.example.com/hook")
    Path(".env").write_text("APABOT_CONTACT=@file\n", encoding="utf-8")
    settings = GivenSettings.model_validate({"telegram_token": TOKEN, "listen": Listen("127.0.0.1", 0)})
    assert (settings.webhook_url, settings.contact, settings.listen.port) == (None, "", 0)
