"""Log to stderr at the level named by the environment variable `YULSN_LOG`."""

from __future__ import annotations

import logging
import os
import threading

__all__ = ["LOG_VARIABLE", "configure"]

LOG_VARIABLE = "YULSN_LOG"
_NAME = "yulsn environment"  # identifies the handler, so that it is added only once
_LEVELS = frozenset({"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"})
_lock = threading.Lock()


def configure() -> None:
    """Send the records of the logger `yulsn` to stderr if `YULSN_LOG` names a level.

    The handler is added once per process. Programs that configure logging themselves do not need it. An unknown level
    is ignored with a warning.
    """
    wanted = os.environ.get(LOG_VARIABLE, "").strip().upper()
    if not wanted:
        return
    logger = logging.getLogger("yulsn")
    with _lock:
        if any(handler.get_name() == _NAME for handler in logger.handlers):
            return
        handler = logging.StreamHandler()
        handler.set_name(_NAME)
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        logger.addHandler(handler)
    if wanted in _LEVELS:
        logger.setLevel(wanted)
    else:
        logger.warning("%s is not one of %s", LOG_VARIABLE, ", ".join(sorted(level.lower() for level in _LEVELS)))
