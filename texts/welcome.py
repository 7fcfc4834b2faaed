"""Hello, help, and who am I."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from texts.contact import contact_line
from texts.markup import LONGEST_NAME, clipped, fitted
from texts.masking import mask_idnum, mask_mobile, mask_name
from texts.members import role_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from operations.access import Role
    from texts.language import Texts


@dataclass(frozen=True, slots=True)
class IdentityView:
    """An identity as `/whoami` shows it; the personal values come in clear and are masked here.

    Attributes:
        label: the reseller's name for it.
        name: legal name.
        mobile: mobile number.
        idnum: number of the ID document.
        all_servers: whether it reaches every server of its account.
    """

    label: str
    name: str = field(repr=False)
    mobile: str = field(repr=False)
    idnum: str = field(repr=False)
    all_servers: bool


def stranger(t: Texts, *, chat_id: int, user_id: int) -> str:
    """Return all that somebody without access is told: their ids to hand to the reseller."""
    return "\n".join((t("stranger"), *_ids(t, chat_id, user_id), "", t("stranger-commands")))


def welcome(t: Texts, *, servers: int, contact: str) -> str:
    """Return the greeting for somebody with access to so many servers."""
    return "\n".join((t("welcome", servers=servers), t("welcome-how"), contact_line(t, contact)))


def joined(t: Texts, *, servers: int) -> str:
    """Return the greeting for somebody who has just used an invitation."""
    return t("joined", servers=servers) + "\n" + t("welcome-how")


def help_text(t: Texts, names: Sequence[str], *, contact: str) -> str:
    """Return what this person may do here.

    Args:
        t: the reader's texts.
        names: the commands they may use, in the order to be shown.
        contact: the reseller's contact, may be empty.
    """
    return fitted(t("help-title"), _help_rows(t, names), f"\n{t('help-naming')}\n{contact_line(t, contact)}")


def staff_welcome(t: Texts) -> str:
    """Return the greeting in a staff chat that acts as no customer."""
    return t("staff-hello")


def staff_help(t: Texts, names: Sequence[str]) -> str:
    """Return what this person may do in a staff chat that acts as no customer.

    Args:
        t: the reader's texts.
        names: the commands they may use, in the order to be shown.
    """
    return fitted(t("help-title"), _help_rows(t, names), "\n" + t("staff-help"))


def _help_rows(t: Texts, names: Sequence[str]) -> list[str]:
    return [t("help-row", usage=t(f"usage-{name}"), description=t(f"command-{name}")) for name in names]


def whoami(
    t: Texts,
    *,
    chat_id: int,
    user_id: int,
    thread_id: int | None,
    role: Role | None,
    identities: Sequence[IdentityView],
    timezone: str | None,
    private: bool,
) -> str:
    """Return the ids of person and chat, and what this chat acts as.

    Personal data is masked, and in a group not even that is shown: its members need not know each other's names.

    Args:
        t: the reader's texts.
        chat_id: the chat.
        user_id: the person.
        thread_id: the topic, where there is one.
        role: the person's role here; None where the chat has no access.
        identities: what the chat acts as.
        timezone: IANA name of the chat's zone, where the chat has access.
        private: whether it is the person's own chat.
    """
    lines: list[str] = _ids(t, chat_id, user_id)
    if thread_id is not None:
        lines.append(t("whoami-thread", id=str(thread_id)))
    if role is None:
        return "\n".join((*lines, "", t("whoami-unknown")))
    lines.append(t("whoami-role", role=role_name(t, role)))
    if timezone is not None:
        lines.append(t("whoami-timezone", timezone=timezone))
    if not identities:
        return "\n".join(lines)
    rows = [_identity(t, identity, private=private) for identity in identities]
    return fitted("\n".join((*lines, "", t("whoami-identities"))), rows)


def _ids(t: Texts, chat_id: int, user_id: int) -> list[str]:
    return [t("whoami-user", id=str(user_id)), t("whoami-chat", id=str(chat_id))]


def _identity(t: Texts, identity: IdentityView, *, private: bool) -> str:
    key = "whoami-identity-all" if identity.all_servers else "whoami-identity"
    label = t(key, label=clipped(identity.label, LONGEST_NAME))
    if not private:
        return label
    masked = (mask_name(identity.name), mask_mobile(identity.mobile), mask_idnum(identity.idnum))
    # What stands between them is no word of any language.
    told = " · ".join(part for part in masked if part)
    return f"{label}\n  {t('whoami-personal', personal=told)}" if told else label
