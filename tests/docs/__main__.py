"""Rewrite the generated regions of the reference and the outputs shown on the pages; `make docs` runs this."""

from __future__ import annotations

import os
import sys

import pytest

from .reference import DOCS, written


def main() -> int:
    for page in sorted(DOCS.rglob("*.md")):
        text = page.read_text(encoding="utf-8")
        if (fresh := written(text)) != text:
            page.write_text(fresh, encoding="utf-8")
            print(f"Wrote {page.relative_to(DOCS.parent)}")
    os.environ["UPDATE_DOCS"] = "1"
    return pytest.main(["-q", str(DOCS.parent / "tests" / "docs")])


if __name__ == "__main__":
    sys.exit(main())
