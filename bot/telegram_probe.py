"""A few plain questions to Telegram, for the command line: who is this bot, and does a webhook stand in the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from aiohttp import ClientError, ClientSession, ClientTimeout

if TYPE_CHECKING:
    from bot.settings import Settings

_SECONDS = 10.0
_UNAUTHORIZED = {401, 404}


class TelegramProbeError(Exception):
    """Telegram did not tell; str() is one clear line without the token."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """What Telegram knows of a webhook.

    Attributes:
        url: where updates go; empty where there is none.
        pending: how many wait.
        last_error: what Telegram met there last.
    """

    url: str
    pending: int
    last_error: str | None


class TelegramProbe:
    """Asks the Bot API; use `async with`.

    Args:
        settings: with a token.
    """

    def __init__(self, settings: Settings) -> None:
        if settings.telegram_token is None:
            raise ValueError("settings without a token")
        self._base = f"{settings.telegram_api_url}/bot{settings.telegram_token.get_secret_value()}"
        self._session = ClientSession(timeout=ClientTimeout(total=_SECONDS), trust_env=True)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self._session.close()

    async def username(self) -> str:
        """Return the bot's name without the @.

        Raises:
            TelegramProbeError: it was not told.
        """
        name = (await self._ask("getMe")).get("username")
        if not isinstance(name, str) or not name:
            raise TelegramProbeError("Telegram's answer to getMe names no bot: check APABOT_TELEGRAM_API_URL")
        return name

    async def webhook(self) -> Webhook:
        """Return what webhook is set.

        Raises:
            TelegramProbeError: it was not told.
        """
        told = await self._ask("getWebhookInfo")
        pending, last_error = told.get("pending_update_count"), told.get("last_error_message")
        return Webhook(
            url=str(told.get("url") or ""),
            pending=pending if isinstance(pending, int) else 0,
            last_error=None if last_error is None else str(last_error),
        )

    async def _ask(self, method: str) -> dict[str, Any]:
        # Raised outside of the block that catches: the library's errors hold the address, and with it the token.
        problem = None
        try:
            async with self._session.post(f"{self._base}/{method}", allow_redirects=False) as answer:
                status = answer.status
                body: Any = await answer.json(content_type=None)
        except TimeoutError:
            problem = f"Telegram did not answer {method} within {_SECONDS:.0f} s"
        except (ClientError, OSError) as error:
            problem = f"Telegram could not be reached ({type(error).__name__}): check APABOT_TELEGRAM_API_URL"
        except ValueError:
            problem = f"what answered {method} is not Telegram: check APABOT_TELEGRAM_API_URL"
        if problem is not None:
            raise TelegramProbeError(problem)
        if status in _UNAUTHORIZED:
            raise TelegramProbeError("Telegram refused the token: check APABOT_TELEGRAM_TOKEN")
        result = body.get("result") if isinstance(body, dict) and body.get("ok") is True else None
        if not isinstance(result, dict):
            raise TelegramProbeError(f"Telegram answered {method} with status {status} and no result")
        return result
