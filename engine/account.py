"""Who calls the engine, and on whose behalf."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from yarl import URL

MAINLAND_SALT = "zkeys.api@2019"
"""The salt of the mainland edition; other editions have their own."""


@dataclass(frozen=True, kw_only=True)
class Account:
    """A reseller's membership at an engine.

    Args:
        name: What the reseller calls it.
        url: Scheme and host of the engine; ``/api`` is appended. An address with another path is used as given.
        userid: The reseller's member id at the engine.
        key: The secret that signs requests.
        salt: Part of every signature, differs between editions of the engine.

    Raises:
        ValueError: With one line that says what is wrong, and repeats none of it.
    """

    name: str
    url: str
    userid: int
    key: str = field(repr=False)
    salt: str = field(default=MAINLAND_SALT, repr=False)

    def __post_init__(self) -> None:
        if self.userid < 1:
            raise ValueError("the user id must be a positive number")
        if not self.key:
            raise ValueError("the key is empty")
        _check(self.url)

    @cached_property
    def address(self) -> URL:
        """Where requests go, parsed once."""
        url = URL(self.url)
        return url.with_path("/api") if url.path in {"", "/"} else url

    @property
    def endpoint(self) -> str:
        """Where requests go, as text."""
        return str(self.address)


@dataclass(frozen=True, kw_only=True)
class Customer:
    """The end customer whom a business action names; its repr shows nothing of them.

    Args:
        name: Legal name.
        mobile: Mobile number.
        idnum: National ID number.
        from_ip: The address they last logged in from.
        client_user_id: Their id at the reseller.
        bank_account: Bank card, sent only where given.
    """

    name: str = field(repr=False)
    mobile: str = field(repr=False)
    idnum: str = field(repr=False)
    from_ip: str = field(repr=False)
    client_user_id: str = field(repr=False)
    bank_account: str | None = field(default=None, repr=False)


def _check(text: str) -> None:
    """Raise ValueError unless the address is one that requests can go to."""
    problem = None
    try:
        url = URL(text)
        host, port = url.host, url.port
    except ValueError:
        # Raised again below, outside of this block: the library's own text repeats the address.
        problem = "the engine's URL cannot be read"
    else:
        if url.scheme not in {"http", "https"}:
            problem = "the engine's URL must begin with http:// or https://"
        elif not host or port == 0 or any(character.isspace() for character in text):
            problem = "the engine's URL must name a host, without spaces"
        elif url.user is not None or url.password is not None:
            problem = "the engine's URL must not hold a user name or password"
        elif url.query_string or url.fragment:
            problem = "the engine's URL must have neither query nor fragment"
    if problem is not None:
        raise ValueError(problem)
