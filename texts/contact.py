"""Whom to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from texts.markup import clipped

if TYPE_CHECKING:
    from texts.language import Texts

LONGEST_CONTACT = 200


def contact_line(t: Texts, contact: str) -> str:
    """Return the line that names the reseller's contact; without one, the reseller alone."""
    contact = clipped(contact, LONGEST_CONTACT)
    return t("contact", contact=contact) if contact else t("contact-unknown")
