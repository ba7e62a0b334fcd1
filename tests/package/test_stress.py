"""A short run of the stress program."""

from __future__ import annotations

import pytest
from support.systems import needs_fork

from .stress import stress


@needs_fork
@pytest.mark.filterwarnings("ignore:.*use of fork.*:DeprecationWarning")
def test_processes_threads_and_event_loops_can_share_clients() -> None:
    ends = stress(calls=700, processes=3, seed=2)
    assert {"Contact", "DecodeError", "ServerError", "YulsnConnectionError"} <= ends.keys()
