"""Telegram in, Telegram out: parse, authorize, call an operation, show the result. One module per subject."""
