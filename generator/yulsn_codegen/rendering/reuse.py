"""Find the text of modules that need not be rendered, formatted and guarded again.

A key identifies all that determines the text of a module: the generator's code, and one part of the `Api` tree. The
texts of the modules that are the same for every account are prepared, by key. For other modules, the user's cache has
the hash of the text that was made and guarded before. The file in the output folder is reused if it has that hash; what
the lock says about it does not matter.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .. import cache
from ..fingerprint import code
from ..text.hashing import digest

_KIND = "modules"
_MOST_MODULES = 2000  # modules recorded


@dataclass(frozen=True)
class Known:
    """Modules that were rendered, formatted and guarded before.

    Attributes:
        ready: The texts of modules that are the same for every account, by key.
        hashes: The hashes of the texts of other modules, by key.
        published: The texts of the files in the output folder, by path.
    """

    ready: Mapping[str, str] = field(default_factory=dict)
    hashes: Mapping[str, str] = field(default_factory=dict)
    published: Mapping[str, str] = field(default_factory=dict)

    def text(self, key: str, path: str) -> str | None:
        """Return the text of a module if it is known, and in the output folder where it must be.

        Args:
            key: The `key` of the module.
            path: Its path in the output folder.
        """
        if key in self.ready:
            return self.ready[key]
        text = self.published.get(path)
        return text if text is not None and self.hashes.get(key) == digest(text) else None


NOTHING = Known()


def known(published: Mapping[str, str], ready: Mapping[str, str]) -> Known:
    """Return what is known about modules.

    Args:
        published: The texts of the files in the output folder, by path.
        ready: The texts of modules that are the same for every account, by key.
    """
    return Known(ready, _recorded() if published else {}, published)


def record(hashes: Mapping[str, str]) -> None:
    """Record the hashes of guarded modules by their keys."""
    recorded = _recorded()
    if any(recorded.get(key) != sha256 for key, sha256 in hashes.items()):
        others = {key: sha256 for key, sha256 in recorded.items() if key not in hashes}
        cache.write(_KIND, code(), dict([*others.items(), *hashes.items()][-_MOST_MODULES:]))


def key(path: str, part: object) -> str:
    """Return what identifies a module, together with the generator's code.

    Args:
        path: The path of the module, relative to the package.
        part: The part of the `Api` tree that it is rendered from. Its values have a `repr` that shows all of them.
    """
    return digest(f"{path}\n{part!r}")


def _recorded() -> dict[str, str]:
    kept = cache.read(_KIND, code())
    return kept if isinstance(kept, dict) else {}
