"""Which forms there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from operations.forms.access import ACCESS_FORMS
from operations.forms.network import NETWORK_FORMS
from operations.forms.purchase import PURCHASE_FORMS
from operations.forms.schedule import SCHEDULE_FORM
from operations.forms.sizes import SIZE_FORMS
from operations.forms.snapshots import SNAPSHOT_FORMS

if TYPE_CHECKING:
    from operations.forms.form import Form

_ALL: tuple[tuple[Form, ...], ...] = (
    ACCESS_FORMS,
    SNAPSHOT_FORMS,
    SIZE_FORMS,
    PURCHASE_FORMS,
    NETWORK_FORMS,
    (SCHEDULE_FORM,),
)

FORMS: dict[str, Form] = {form.action: form for forms in _ALL for form in forms}
"""Every form by the action that it ends in."""
