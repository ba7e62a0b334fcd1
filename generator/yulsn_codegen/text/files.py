"""Write files: atomically, in temporary folders, and with an error for users where the operating system refuses."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .errors import InputError, Problem, UnwritableError

_UNWRITABLE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS, errno.EACCES, errno.EPERM)


def replace_file(path: Path, text: str) -> None:
    """Write a file of UTF-8 text atomically; an existing file keeps its mode.

    Raises:
        OSError: It cannot be written.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        draft.write_text(text, encoding="utf-8", newline="")
        if path.exists():
            shutil.copymode(path, draft)
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def write_error(error: OSError, place: str, hint: str = "") -> InputError | UnwritableError:
    """Return the error to report if a path that the user chose cannot be written.

    It is an `UnwritableError` if the disk is full or read-only, or permission is missing, and an `InputError` if the
    path names nothing that can be written.
    """
    kind = UnwritableError if error.errno in _UNWRITABLE else InputError
    return kind(Problem(place, f"cannot be written: {error.strerror or error}", hint))


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """Create a temporary folder, and remove it after the `with` block.

    Raises:
        UnwritableError: The folder, or a file that the block writes, cannot be written.
    """
    try:
        with tempfile.TemporaryDirectory() as folder:
            yield Path(folder)
    except OSError as error:
        what = f"cannot be written: {error.strerror or error}"
        hint = "Nothing was changed. Free some disk space, or set TMPDIR to another folder."
        raise UnwritableError(Problem("temporary folder", what, hint)) from None
