"""Log to stderr at the level named by the environment variable `YULSN_LOG`."""

from __future__ import annotations

import logging
import os
import threading

from .processes import PerProcess

__all__ = ["LOGGER", "LOG_VARIABLE", "configure"]

LOGGER = logging.getLogger("yulsn")
LOGGER.addHandler(logging.NullHandler())  # nothing is printed unless the program configures logging

LOG_VARIABLE = "YULSN_LOG"
_NAME = "yulsn environment"  # identifies the handler, so that it is added only once
_LEVELS = frozenset({"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"})
_lock = PerProcess(threading.Lock)


def configure() -> None:
    """Send the records of the logger `yulsn` to stderr if `YULSN_LOG` names a level.

    The handler is added once per process. Programs that configure logging themselves do not need it. An unknown level
    is ignored with a warning.
    """
    wanted = os.environ.get(LOG_VARIABLE, "").strip().upper()
    if not wanted:
        return
    with _lock.get():
        if any(handler.get_name() == _NAME for handler in LOGGER.handlers):
            return
        handler = logging.StreamHandler()
        handler.set_name(_NAME)
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        LOGGER.addHandler(handler)
    if wanted in _LEVELS:
        LOGGER.setLevel(wanted)
    else:
        LOGGER.warning("%s is not one of %s", LOG_VARIABLE, ", ".join(sorted(level.lower() for level in _LEVELS)))
