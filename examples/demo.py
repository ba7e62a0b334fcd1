"""The main job from end to end, by the commands that a user would type: `make demo` runs this.

Start the sandbox, fetch its account's schema over HTTP, generate the package, build its wheel, install that into a
fresh environment, and run `shop.py` there against the sandbox.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = Path("build") / "demo"
CODEGEN = [sys.executable, "-m", "yulsn_codegen"]


def main() -> None:
    os.chdir(ROOT)
    shutil.rmtree(BUILD, ignore_errors=True)
    BUILD.mkdir(parents=True)
    key = BUILD / "key"
    key.write_text("sandbox\n", encoding="utf-8")
    with sandbox() as base_url:
        account, output = BUILD / "account.json", BUILD / "generated"
        run(*CODEGEN, "fetch", "--base-url", base_url, "--api-key-file", key, "-o", account)
        run(*CODEGEN, "generate", "--account", account, "--out", output)
        run(sys.executable, "-m", "build", "--wheel", "--outdir", BUILD / "dist", output, quiet=True)
        (wheel,) = (BUILD / "dist").glob("*.whl")
        show("python", "-m", "venv", BUILD / "environment")
        venv.create(BUILD / "environment", with_pip=True)
        python = BUILD / "environment" / ("Scripts" if os.name == "nt" else "bin") / "python"
        run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel)
        run(python, Path("examples") / "shop.py", base_url, env={**os.environ, "YULSN_API_KEY": "sandbox"})
    print("Done: the package is in build/demo/generated, its wheel in build/demo/dist.")


@contextmanager
def sandbox() -> Iterator[str]:
    """Run the sandbox on a free port for as long as the block takes, and yield its address."""
    command = [*CODEGEN, "sandbox", "--port", "0"]
    show(*command)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            print(line, end="", flush=True)
            found = re.search(r"http://\S+?(?=:? )", line)
            if found is None:
                raise SystemExit("The sandbox did not start.")
            yield found[0]
        finally:
            process.terminate()


def run(*command: str | Path, quiet: bool = False, env: dict[str, str] | None = None) -> None:
    """Show a command and run it; the demo ends with it if it fails."""
    show(*command)
    result = subprocess.run(
        [str(part) for part in command],
        env=env,
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if result.returncode:
        raise SystemExit(f"{result.stdout or ''}\nThe command ended with exit code {result.returncode}.")


def show(*command: str | Path) -> None:
    """Print a command as a user would type it."""
    words = [str(part) for part in command]
    if words[:3] == CODEGEN:
        words = ["yulsn-codegen", *words[3:]]
    words = ["python" if Path(word).name.startswith("python") else word for word in words]
    print(f"\n$ {' '.join(words)}", flush=True)


if __name__ == "__main__":
    main()
