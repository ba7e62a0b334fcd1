"""The environment variable `YULSN_LOG`: set to the name of a level, it makes the logger `yulsn` write to stderr."""

from __future__ import annotations

import logging
import os
import threading

__all__ = ["LOG_VARIABLE", "configure"]

LOG_VARIABLE = "YULSN_LOG"
_NAME = "yulsn environment"  # of the handler, by which a second client finds it there
_LEVELS = frozenset({"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"})
_lock = threading.Lock()


def configure() -> None:
    """Make the logger `yulsn` write as the environment says; once, however many clients are made.

    A program that configures logging itself has no need of it. A text that names no level is told, and does nothing.
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
        logger.warning("%s is none of %s", LOG_VARIABLE, ", ".join(sorted(level.lower() for level in _LEVELS)))
