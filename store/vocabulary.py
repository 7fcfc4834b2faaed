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

OPEN_STATES: tuple[OperationState, ...] = ("confirmed", "sending", "accepted", "watching", "unknown")
ENDED_STATES: tuple[OperationState, ...] = ("done", "failed", "needs-human")
DEFAULT_TIMEZONE = "Asia/Shanghai"
