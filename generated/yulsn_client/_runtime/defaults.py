"""Defaults of a client, in a module of their own so that importing the client's class loads nothing else."""

from __future__ import annotations

__all__ = ["BASE_URL", "MAX_ANSWER"]

BASE_URL = "https://api.yulsn.io"
MAX_ANSWER = 64 * 2**20
