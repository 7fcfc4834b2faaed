"""The signed form of a request: a pure function of what is asked, by whom and when."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from hashlib import md5
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from engine.models.php import SHANGHAI

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.account import Account, Customer

MODULE = "server"
"""The business type; the engine keeps all 28 actions under this one."""
_QUARTER = 15 * 60


def sign(*, action: str, userid: int, key: str, time: int, salt: str) -> str:
    """Sign a request.

    Args:
        action: The action's name.
        userid: The reseller's member id.
        key: The account's secret.
        time: The ``time`` that the request carries, in unix seconds.
        salt: The edition's salt.

    Returns:
        Lower-case hex MD5 of ``module + salt + action + userid + key + time`` (vendor's document, common parameters).
    """
    text = f"{MODULE}{salt}{action}{userid}{key}{time}"
    return md5(text.encode(), usedforsecurity=False).hexdigest()


def signed_form(
    account: Account,
    *,
    action: str,
    taskid: int,
    parameters: Mapping[str, str],
    customer: Customer | None,
    now: float,
) -> bytes:
    """Build the body of a request.

    Args:
        account: Who asks.
        action: The action's name.
        taskid: Our number for it, which the engine repeats in its callback.
        parameters: The action's own parameters, as sent.
        customer: The end customer; None for sync actions, which carry no personal data.
        now: Unix seconds. The engine compares ``time`` with its own clock, so each attempt needs a fresh one.

    Returns:
        An ``application/x-www-form-urlencoded`` body.
    """
    time = int(now)
    signature = sign(action=action, userid=account.userid, key=account.key, time=time, salt=account.salt)
    # None of these values needs quoting, and this is the hot path: urlencode would take as long as all the rest.
    head = (
        f"module={MODULE}&action={action}&userid={account.userid}&time={time}&sign={signature}&taskid={taskid}"
        "&dataType=json&version=9.9.9&system_type=zkeys_web"
        f"&vtime={_today(time // _QUARTER)}"
    )
    fields = dict(parameters)
    if customer is not None:
        fields |= _authentication(customer)
    return (f"{head}&{urlencode(fields)}" if fields else head).encode("ascii")


@lru_cache(maxsize=1)
def _today(quarter: int) -> str:
    """Spell the date in Shanghai, where a day ends with a quarter of an hour like everywhere."""
    return f"{datetime.fromtimestamp(quarter * _QUARTER, SHANGHAI):%Y%m%d}"


def _authentication(customer: Customer) -> dict[str, str]:
    fields = {
        "auth_name": customer.name,
        "auth_mobile": customer.mobile,
        "auth_idnum": customer.idnum,
        "auth_from_ip": customer.from_ip,
        "auth_client_user_id": customer.client_user_id,
    }
    if customer.bank_account:
        fields["auth_bank_account"] = customer.bank_account
    return fields
