"""Write a site into a folder, replacing only files that an earlier run wrote there."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from ..output.disk import hash_of, inside, refuse_links
from ..text.errors import EditedError, InputError, Problem, UnwritableError
from ..text.files import replace_file
from ..text.hashing import digest
from ..text.json_text import indented

MANIFEST = "yulsn-site.json"
_FORMAT = 1


def publish_site(folder: Path, files: Mapping[str, str]) -> list[str]:
    """Write the files of a site and a list of them, and remove files that only the previous list names.

    Files that no run wrote are left alone.

    Args:
        folder: The folder of the site; created if it does not exist.
        files: The text of each file by path.

    Returns:
        The paths that changed.

    Raises:
        InputError: The path is not a folder.
        EditedError: The folder holds something else, or a file of the site was edited by hand.
        UnsafeError: A path leads through a symbolic link.
        UnwritableError: The operating system refused to write.
    """
    hashes = {path: digest(text) for path, text in files.items()}
    manifest = indented({"format": _FORMAT, "files": dict(sorted(hashes.items()))}) + "\n"
    try:
        listed = _listed(folder)
        refuse_links(folder, [*hashes, *listed, MANIFEST])
        found = {path: hash_of(folder / path) for path in sorted({*hashes, *listed})}
        _refuse_edits(folder, found, listed, hashes)
        folder.mkdir(parents=True, exist_ok=True)
        if not listed:
            replace_file(folder / MANIFEST, manifest)  # so that the next run can continue if this one is killed
        changed = [path for path, before in found.items() if before != hashes.get(path)]
        for path in changed:
            if path in files:
                replace_file(folder / path, files[path])
        replace_file(folder / MANIFEST, manifest)
        for path in changed:
            if path not in files:
                (folder / path).unlink()
    except OSError as error:
        place = str(error.filename or folder)
        raise UnwritableError(Problem(place, f"cannot be written: {error.strerror or error}")) from None
    return changed


def _listed(folder: Path) -> dict[str, str]:
    """Return the hashes of the files that an earlier run wrote; empty for a folder that is empty or does not exist."""
    if not os.path.lexists(folder):
        return {}
    if not folder.is_dir():
        raise InputError(Problem(str(folder), "is not a folder", "Choose another one with --out."))
    refuse_links(folder, [MANIFEST])
    if not os.path.lexists(folder / MANIFEST):
        if any(folder.iterdir()):
            hint = "Choose an empty folder, or one that does not exist yet, with --out."
            raise EditedError(Problem(str(folder), "is not empty, and is not a site that `docs` wrote", hint))
        return {}
    try:
        files = json.loads((folder / MANIFEST).read_bytes())["files"]
        return {_name(path): str(hashed) for path, hashed in files.items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        hint = "Delete the folder, or choose another one with --out."
        raise EditedError(Problem(str(folder / MANIFEST), "is not a list of files that `docs` wrote", hint)) from None


def _name(path: str) -> str:
    if "/" in path:
        raise ValueError("a site has no folders")
    return inside(path)


def _refuse_edits(
    folder: Path, found: Mapping[str, str | None], listed: Mapping[str, str], wanted: Mapping[str, str]
) -> None:
    problems = [
        Problem(
            str(folder / path),
            "was edited by hand" if path in listed else "is in the way: `docs` did not write it",
            "Move it away, or choose another folder with --out.",
        )
        for path, hashed in found.items()
        if hashed not in (None, listed.get(path), wanted.get(path))
    ]
    if problems:
        raise EditedError(problems)
