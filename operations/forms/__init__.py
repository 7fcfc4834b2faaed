"""The forms: what is asked before the operations that need more words than their name."""

from operations.forms.drafting import (
    Drafting,
    begin,
    chosen,
    fill,
    finished,
    fitting,
    listening,
    open_draft,
    resumable,
    token,
    wish_of,
)
from operations.forms.form import Choice, Filling, Form, Step
from operations.forms.table import FORMS

__all__ = [
    "FORMS",
    "Choice",
    "Drafting",
    "Filling",
    "Form",
    "Step",
    "begin",
    "chosen",
    "fill",
    "finished",
    "fitting",
    "listening",
    "open_draft",
    "resumable",
    "token",
    "wish_of",
]
