from __future__ import annotations

import pytest

from engine import ActStatus


@pytest.mark.parametrize("status", list(ActStatus))
def test_failures_are_the_negative_ones(status: ActStatus) -> None:
    failures = {"PASSWORD_FAILED", "RESTART_FAILED", "STOP_FAILED", "START_FAILED", "VNC_FAILED"}
    assert status.is_failure is (status.name in failures)
