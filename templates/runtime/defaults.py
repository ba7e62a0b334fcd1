"""What a client does unless it is told otherwise; apart, so that naming the client's class loads nothing else."""

from __future__ import annotations

__all__ = ["BASE_URL", "MAX_ANSWER"]

BASE_URL = "https://api.yulsn.io"
MAX_ANSWER = 64 * 2**20
