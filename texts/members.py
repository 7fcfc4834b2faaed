"""Who may do what in a group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from texts.markup import LONGEST_NAME, clipped, fitted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from operations.access import Role
    from operations.members import Member
    from texts.language import Texts


def role_name(t: Texts, role: Role) -> str:
    """Return a role's name, plain: for a button or within a sentence."""
    return t.plain(f"role-{role}")


def members_list(t: Texts, members: Sequence[Member]) -> str:
    """Return the people with a role, and how to set one."""
    rows = [
        t("members-row", name=_name(t, member.name, member.user_id), role=role_name(t, member.role))
        for member in members
    ]
    tail = f"{t('members-others')}\n\n{t('members-how')}"
    return fitted(t("members-title"), rows or [t("members-none")], tail)


def members_private(t: Texts) -> str:
    """Return why there is nothing to set in a private chat."""
    return t("members-private")


def cannot_be_member(t: Texts) -> str:
    """Return why nobody behind a message can have a role."""
    return t("members-nobody")


def pick_role(t: Texts, *, name: str | None, user_id: int) -> str:
    """Return the question which role a person shall have, with what each may do."""
    return t("members-pick", name=_name(t, name, user_id)) + "\n\n" + t("members-roles")


def role_set(t: Texts, *, name: str | None, user_id: int, role: Role) -> str:
    """Return that a person has a role now."""
    return t("members-set", name=_name(t, name, user_id), role=role_name(t, role))


def _name(t: Texts, name: str | None, user_id: int) -> str:
    return clipped(name or "", LONGEST_NAME) or t.plain("members-unnamed", id=str(user_id))
