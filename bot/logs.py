"""Logging: structlog over the standard library, and no record leaves without redaction.

Libraries' loggers stay at WARNING even when ours says DEBUG: httpx logs addresses with the bot's token at INFO,
python-telegram-bot the texts of messages at DEBUG.
"""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING, Any, TextIO

import structlog

from bot.redaction import Redactor

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from structlog.typing import Processor

    from bot.settings import Settings
    from store import IdentityRow, Store

TALKATIVE = ("httpx", "httpcore", "telegram", "aiohttp", "asyncio", "urllib3")

_redactor = Redactor()

protect = _redactor.protect
forget_protected = _redactor.forget_all


class _Formatter(structlog.stdlib.ProcessorFormatter):
    """Redacts the finished line once more: whatever a renderer or a third party's record put there goes, too."""

    def format(self, record: logging.LogRecord) -> str:
        return _redactor.text(super().format(record))


class _Handler(logging.StreamHandler[TextIO]):
    """Writes records; one that cannot be formatted is reported without its content."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the standard library's name
        """Say that a record was lost. The standard library's own report would show its arguments."""
        if not isinstance(sys.exc_info()[1], OSError):
            self.stream.write(f"log_record_lost logger={_redactor.text(record.name)} line={record.lineno}\n")


def configure_logging(settings: Settings, *, stream: TextIO | None = None) -> None:
    """Set logging up for the whole process; calling again replaces the former set-up.

    Args:
        settings: format, level, and the secrets to hide.
        stream: where records go; standard error by default.
    """
    _protect_settings(settings)
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
    ]
    renderer: Processor
    if settings.log_format == "json":
        renderer = structlog.processors.JSONRenderer(ensure_ascii=False, default=repr)
    else:
        renderer = structlog.dev.ConsoleRenderer(
            colors=False, exception_formatter=structlog.dev.plain_traceback, pad_event_to=0
        )
    handler = _Handler(stream if stream is not None else sys.stderr)
    handler.setFormatter(
        _Formatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _redact, renderer],
            foreign_pre_chain=shared,
        )
    )
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.PositionalArgumentsFormatter(),
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    for old in root.handlers[:]:
        if isinstance(old, _Handler):
            root.removeHandler(old)
    root.addHandler(handler)
    level = logging.getLevelNamesMapping()[settings.log_level]
    root.setLevel(level)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))


def protect_identity(row: IdentityRow) -> None:
    """Hide an end customer's personal values in everything that is logged from now on."""
    protect(row.name, row.mobile, row.idnum, row.bank_account)


def protect_stored(store: Store) -> None:
    """Hide the accounts' keys and all end customers' personal values; the bot calls this when it starts."""
    protect(*(row.key for row in store.accounts()))
    for row in store.identities():
        protect_identity(row)


def _protect_settings(settings: Settings) -> None:
    for secret in (settings.telegram_token, settings.secret_key, settings.webhook_secret, settings.account_key):
        if secret is not None:
            value = secret.get_secret_value()
            # A token's second half is the secret one; it is hidden also where it stands alone.
            protect(value, value.partition(":")[2])
    protect(*settings.keys)


def _redact(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    redacted: MutableMapping[str, Any] = _redactor.data(event)
    return redacted


def redacted(text: str) -> str:
    """Return the text as it may be shown to anybody who can read the log."""
    return _redactor.text(text)
