"""Marks for tests that need features which not all operating systems have, and a minimal environment."""

from __future__ import annotations

import os
import signal

import pytest

# On Windows, programs that use sockets need SYSTEMROOT.
MINIMAL_ENVIRONMENT = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
needs_kill = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
needs_links = pytest.mark.skipif(os.name == "nt", reason="needs symbolic links")
needs_modes = pytest.mark.skipif(os.name == "nt", reason="needs the owner and the mode of a file")
needs_pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
needs_shell = pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
needs_sigint = pytest.mark.skipif(os.name == "nt", reason="needs SIGINT")
needs_terminal = pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
