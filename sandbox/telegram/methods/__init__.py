"""The methods of the Bot API, a module for each subject."""

from __future__ import annotations

from sandbox.telegram.methods import (
    answering,
    chats,
    commands,
    deleting,
    delivery,
    downloads,
    editing,
    profile,
    reacting,
    sending,
)
from sandbox.telegram.methods.registry import METHODS, Method, Reply, Session

__all__ = [
    "METHODS",
    "Method",
    "Reply",
    "Session",
    "answering",
    "chats",
    "commands",
    "deleting",
    "delivery",
    "downloads",
    "editing",
    "profile",
    "reacting",
    "sending",
]
