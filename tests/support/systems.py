"""Marks for tests that need what not every operating system has."""

from __future__ import annotations

import os

import pytest

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
needs_links = pytest.mark.skipif(os.name == "nt", reason="needs symbolic links")
needs_modes = pytest.mark.skipif(os.name == "nt", reason="needs the owner and the mode of a file")
needs_pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
needs_sigint = pytest.mark.skipif(os.name == "nt", reason="needs SIGINT")
needs_terminal = pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
