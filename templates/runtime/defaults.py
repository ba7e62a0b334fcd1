"""Default option values, kept in a separate module so that importing the client class loads nothing else."""

from __future__ import annotations

__all__ = ["MAX_RESPONSE_SIZE"]

MAX_RESPONSE_SIZE = 64 * 2**20
