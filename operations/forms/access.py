"""The questions before a password is set, and before a server is reinstalled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from operations.forms.form import Form
from operations.forms.secret import password_of, password_step
from operations.forms.systems import offered, system_steps
from operations.kinds.parameters import Install, Password

if TYPE_CHECKING:
    from engine import System
    from operations.forms.form import Filling
    from operations.kinds import Params


def _password(filling: Filling) -> Params:
    return Password(password=password_of(filling))


def _install(filling: Filling) -> Params:
    return Install(system_guid=filling.answers["system"], password=password_of(filling))


def _installable(filling: Filling) -> list[System]:
    """Return what the server can be reinstalled with: Windows or another kind only where its line lets it change."""
    known, line = filling.known, filling.line
    if known is None:
        return []
    server = known.server
    found = offered(filling, "install", line_guid=server.line_guid, cpu=server.cpu, memory=server.memory)
    if line is None or line.win_linux_switch is not False or not server.login_name:
        return found
    return [system for system in found if system.is_windows == server.is_windows]


ACCESS_FORMS = (
    Form(action="setpsw", steps=(password_step(),), params=_password),
    Form(action="setvnc", steps=(password_step(),), params=_password),
    Form(action="install", steps=(*system_steps(_installable), password_step()), params=_install, reads=True),
)
