"""The closed sets of words in the store's columns."""

from __future__ import annotations

from typing import Literal

ChatKind = Literal["private", "group"]
Role = Literal["viewer", "operator", "owner"]
Spending = Literal["approval", "credit", "open"]
CatalogKind = Literal["zones", "lines", "systems"]
EndedHow = Literal["pressed", "cancelled", "expired", "void"]
Funding = Literal["approval", "credit", "open"]
ApprovalNeeds = Literal["owner", "staff"]
ApprovalEnd = Literal["approved", "declined", "withdrawn", "expired", "void"]
CreditKind = Literal["top-up", "reserved", "settled", "released"]
OperationState = Literal["confirmed", "sending", "accepted", "watching", "unknown", "done", "failed", "needs-human"]
Stage = Literal["7", "3", "1", "0", "expired"]
AlertKind = Literal["blocked", "abnormal", "locked", "off", "failed"]
ConditionEnd = Literal["recovered", "void"]
RenewalStop = Literal["off", "replaced", "assignment", "erased", "grant", "role", "failures", "gone", "unreachable"]
RenewalPays = Literal["approval", "credit", "open", "own"]
AttemptState = Literal["announced", "placed", "done", "failed", "void", "declined", "asked"]
Night = Literal["silent", "loud", "wait"]

STAGES: tuple[Stage, ...] = ("7", "3", "1", "0", "expired")
"""When a chat is reminded of an end: so many days before it, on the day itself, and when it is over."""
ALERT_KINDS: tuple[AlertKind, ...] = ("blocked", "abnormal", "locked", "off", "failed")
"""What a chat can be alarmed of; `abnormal` costs a reading per server, so it is told only to those who ask for it."""
OPEN_STATES: tuple[OperationState, ...] = ("confirmed", "sending", "accepted", "watching", "unknown")
ENDED_STATES: tuple[OperationState, ...] = ("done", "failed", "needs-human")
DEFAULT_TIMEZONE = "Asia/Shanghai"
