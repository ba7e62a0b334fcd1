"""Formatting: unformatted files go in, the same as black writes them come out; what is not Python stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

LINE_LENGTH = 120
# Below this many files a second process costs more than it saves.
_FEWEST_FOR_PROCESSES = 12


def format_files(files: Mapping[str, str], formatted: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the files formatted, whatever configuration lies about.

    formatted: what an earlier run made of files that are the same now, and need not be formatted again.
    """
    known = formatted or {}
    waiting = [path for path in files if path.endswith(".py") and path not in known]
    texts = [files[path] for path in waiting]
    if len(waiting) < _FEWEST_FOR_PROCESSES:
        results = [format_python(text) for text in texts]
    else:
        with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
            results = list(pool.map(format_python, texts, chunksize=4))
    done = dict(zip(waiting, results, strict=True))
    return {path: done.get(path, known.get(path, text)) for path, text in files.items()}


def format_python(text: str) -> str:
    """Return Python source as black writes it."""
    import black
    from black.mode import TargetVersion

    mode = black.Mode(target_versions={TargetVersion.PY311}, line_length=LINE_LENGTH)
    return black.format_str(text, mode=mode)
