"""Fetch Scalar's API reference with npm: the script that a site shows, and the licences of all that is bundled in it.

The version and the hash of the script are in `yulsn_codegen.reference.page`. To move to another version, change the
version there, run this, and replace the hash with the one that the message shows.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from yulsn_codegen.reference.page import ASSETS, LICENSES, SCALAR_SHA256, SCALAR_VERSION, SCRIPT

_PACKAGE = "@scalar/api-reference"
_UNDECLARED = ("unist-util-find-after", "vue-demi")  # bundled without being dependencies of the published package
_LICENSE = re.compile(r"(licen[cs]e|notice|copying)(\.\w+)?", re.IGNORECASE)
# Scalar's packages come without the text; this is the licence of its repository, https://github.com/scalar/scalar.
_SCALAR = """MIT License

Copyright (c) 2023-present Scalar

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE."""


def main() -> None:
    """Fetch the files, and fail if the script is not the expected one."""
    with tempfile.TemporaryDirectory() as temporary:
        wanted = f"{_PACKAGE}@{SCALAR_VERSION}"
        command = [
            "npm",
            "install",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--no-package-lock",
            wanted,
            *_UNDECLARED,
        ]
        subprocess.run(command, cwd=temporary, check=True)
        modules = Path(temporary) / "node_modules"
        script = modules / _PACKAGE / "dist" / "browser" / "standalone.js"
        content = script.read_bytes()
        found = hashlib.sha256(content).hexdigest()
        if found != SCALAR_SHA256:
            sys.exit(f"{wanted}: the script has the SHA-256 {found}, not {SCALAR_SHA256}")
        (ASSETS / SCRIPT).write_bytes(content)
        bundled = _bundled(script.with_suffix(".js.map"))
        text = "\n\n".join(_licenses(modules, bundled)) + "\n"
        (ASSETS / LICENSES).write_text(text, encoding="utf-8", newline="\n")


def _bundled(source_map: Path) -> list[str]:
    """Return the names of the packages whose sources are in the script, without Scalar's own."""
    sources = json.loads(source_map.read_bytes())["sources"]
    found = (re.findall(r"node_modules/((?:@[^/]+/)?[^/]+)/", source) for source in sources)
    return sorted({names[-1] for names in found if names})


def _licenses(modules: Path, packages: list[str]) -> Iterator[str]:
    """Yield Scalar's licence, and that of each package; a text that several have once, below all their names."""
    yield f"{SCRIPT} is {_PACKAGE} {SCALAR_VERSION}, which bundles the packages below.\n\n## Scalar\n\n{_SCALAR}"
    names: dict[str, list[str]] = {}
    for package in packages:
        names.setdefault(_license(modules / package), []).append(package)
    for text, owners in names.items():
        yield f"## {', '.join(owners)}\n\n{text}"


def _license(folder: Path) -> str:
    """Return the licence of a package: its text, or the identifier and the author where the package has no text."""
    files = sorted(path for path in folder.iterdir() if _LICENSE.fullmatch(path.name))
    if files:
        texts = (path.read_text(encoding="utf-8").strip().splitlines() for path in files)
        return "\n\n".join("\n".join(line.rstrip() for line in lines) for lines in texts)
    manifest = json.loads((folder / "package.json").read_bytes())
    author = manifest.get("author", "")
    return f"{manifest['license']}, {author['name'] if isinstance(author, dict) else author}".rstrip(", ")


if __name__ == "__main__":
    main()
