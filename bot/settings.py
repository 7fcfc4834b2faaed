"""Settings: environment variables with the prefix `APABOT_`, and the same names in a `.env` file.

Every problem is one line that names the variable and says what to do; no value is repeated, for it may be a secret.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

if TYPE_CHECKING:
    from collections.abc import Collection

PREFIX = "APABOT_"
ENV_FILE = ".env"
SHORTEST_KEY = 16

_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
# What Telegram takes as `secret_token` of setWebhook.
_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_HIGHEST_PORT = 65535
_LOCAL_HOSTS = {"localhost", "127.0.0.1", "::1"}

Need = Literal["telegram", "store"]

_MISSING = {
    "telegram": "TELEGRAM_TOKEN: not set; put the token that @BotFather gave you there",
    "store": "SECRET_KEY: not set; it encrypts the database, so keep it as safe. "
    'Make one with: python -c "import secrets; print(secrets.token_urlsafe(32))"',
}


class SettingsError(Exception):
    """The settings cannot be used.

    Attributes:
        problems: one line each, beginning with the variable's name.
    """

    def __init__(self, problems: Collection[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Listen:
    """Where the HTTP side listens. An IPv6 host carries no brackets here."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def _listen(value: object) -> object:
    """Return `host:port` or `[v6]:port` as a `Listen`."""
    if not isinstance(value, str):
        return value
    host, colon, port = value.strip().rpartition(":")
    bracketed = host.startswith("[") and host.endswith("]")
    host = host[1:-1] if bracketed else host
    # `::1:8080` could be a host without a port; an IPv6 host therefore needs its brackets.
    if not (colon and host and port.isascii() and port.isdigit()) or (":" in host) != bracketed:
        raise ValueError("must be host:port, such as 127.0.0.1:8080 or [::1]:8080")
    if not 1 <= int(port) <= _HIGHEST_PORT:
        raise ValueError(f"the port must be 1 to {_HIGHEST_PORT}")
    return Listen(host, int(port))


def _upper(value: object) -> object:
    return value.strip().upper() if isinstance(value, str) else value


def _lower(value: object) -> object:
    return value.strip().lower() if isinstance(value, str) else value


Seconds = Annotated[float, Field(gt=0, le=86400, allow_inf_nan=False)]


class Settings(BaseSettings):
    """What the environment says; field `x` is the variable `APABOT_X`. An empty variable counts as not set.

    Attributes:
        telegram_token: of the bot.
        telegram_api_url: where the Bot API is, without a slash at the end.
        database: the SQLite file.
        secret_key: comma-separated; see `keys`.
        webhook_url: https address for updates; not set means polling.
        webhook_secret: what Telegram sends with each update to the webhook; not set means one made up at each start.
        listen: health, metrics, webhook, engine callback.
        log_format: for people or for machines.
        log_level: the least severe record that is written.
        poll_interval: seconds between status polls.
        sync_interval: seconds between reads of an account's server list.
        address_interval: seconds between reads of whether a server's address is abnormal, where a chat wants to know.
        snapshot_interval: seconds between lists of a server's snapshots, where it has any.
        settle_seconds: how long an unknown outcome is read again before a person decides.
        secret_seconds: how long a secret stays in a chat.
        contact: the reseller's, as shown to customers.
        account_key: the engine's key of the account that `apabot account add` enters; nothing else reads it.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=ENV_FILE,
        env_file_encoding="utf-8-sig",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    telegram_token: SecretStr | None = None
    telegram_api_url: str = "https://api.telegram.org"
    database: Path = Path("apabot.db")
    secret_key: SecretStr | None = None
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = None
    listen: Annotated[Listen, NoDecode, BeforeValidator(_listen)] = Listen("127.0.0.1", 8080)
    log_format: Annotated[Literal["console", "json"], BeforeValidator(_lower)] = "console"
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"], BeforeValidator(_upper)] = "INFO"
    poll_interval: Seconds = 2.0
    sync_interval: Seconds = 60.0
    address_interval: Seconds = 900.0
    snapshot_interval: Seconds = 21600.0
    settle_seconds: Seconds = 900.0
    secret_seconds: Seconds = 120.0
    contact: Annotated[str, Field(max_length=200)] = ""
    account_key: SecretStr | None = None

    @property
    def keys(self) -> list[str]:
        """The database's keys: the first encrypts, all decrypt. Empty where none is set."""
        return _keys(self.secret_key)

    @field_validator("telegram_token")
    @classmethod
    def _token_form(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and _TOKEN.fullmatch(value.get_secret_value().strip()) is None:
            raise ValueError("is no bot token; @BotFather gives them as digits, a colon, letters and digits")
        return None if value is None else SecretStr(value.get_secret_value().strip())

    @field_validator("telegram_api_url")
    @classmethod
    def _api_url_form(cls, value: str) -> str:
        return _web_address(value).rstrip("/")

    @field_validator("secret_key")
    @classmethod
    def _keys_form(cls, value: SecretStr | None) -> SecretStr | None:
        if any(len(key) < SHORTEST_KEY for key in _keys(value)):
            raise ValueError(f"each of its comma-separated keys needs at least {SHORTEST_KEY} characters")
        if value is not None and not _keys(value):
            raise ValueError("holds only commas and blanks")
        return value

    @field_validator("webhook_url")
    @classmethod
    def _webhook_url_form(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(_web_address(value))
        if parts.scheme != "https" and parts.hostname not in _LOCAL_HOSTS:
            raise ValueError("must begin with https://, Telegram takes no other")
        return value.strip()

    @field_validator("webhook_secret")
    @classmethod
    def _webhook_secret_form(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and _WEBHOOK_SECRET.fullmatch(value.get_secret_value()) is None:
            raise ValueError("must be 1 to 256 characters of A-Z a-z 0-9 _ -")
        return value


class GivenSettings(Settings):
    """Settings in which neither the environment nor a `.env` file has a say: the demo's, a test's."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Return only what is given."""
        del settings_cls, env_settings, dotenv_settings, file_secret_settings
        return (init_settings,)


def _keys(value: SecretStr | None) -> list[str]:
    if value is None:
        return []
    return [key for part in value.get_secret_value().split(",") if (key := part.strip())]


def _web_address(value: str) -> str:
    value = value.strip()
    # An unbalanced bracket makes urlsplit raise ValueError with the address in it, which may hold a password.
    try:
        parts = urlsplit(value)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        usable = False
    if not usable:
        raise ValueError("must be an address that begins with https:// or http://")
    return value


def load_settings(need: Collection[Need] = ()) -> Settings:
    """Read the settings.

    Args:
        need: what the command cannot do without: `telegram` the token, `store` the keys of the database.

    Raises:
        SettingsError: one line for each problem; none repeats a value.
    """
    try:
        settings = Settings()
    except ValidationError as error:
        raise SettingsError([_line(problem) for problem in error.errors(include_input=False)]) from None
    except UnicodeDecodeError:
        raise SettingsError([f"{ENV_FILE}: is not UTF-8 text; save it as UTF-8"]) from None
    except OSError as error:
        raise SettingsError([f"{ENV_FILE}: cannot be read ({error.strerror})"]) from None
    has: dict[Need, object] = {"telegram": settings.telegram_token, "store": settings.secret_key}
    missing = [PREFIX + _MISSING[each] for each in ("telegram", "store") if each in need and has[each] is None]
    if missing:
        raise SettingsError(missing)
    return settings


def _line(problem: Any) -> str:
    """Return one of pydantic's findings as a line."""
    cause = problem.get("ctx", {}).get("error")
    words = str(cause) if isinstance(cause, ValueError) else _lower_first(problem["msg"])
    return f"{PREFIX}{str(problem['loc'][0]).upper()}: {words}" if problem["loc"] else words


def _lower_first(words: str) -> str:
    return words[:1].lower() + words[1:]
