"""The commands of this package: `python -m yulsn_client --help` lists them."""

from __future__ import annotations

from ._runtime.commands import main

if __name__ == "__main__":
    raise SystemExit(main())
