"""Every code block of the README, the guide and the generated README runs as the page says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from support.systems import needs_shell
from yulsn_codegen.cli import main

from .reader import LANGUAGES, REPOSITORY, Reader

GENERATED = REPOSITORY / "generated"
PAGES = [
    REPOSITORY / "README.md",
    *sorted((REPOSITORY / "docs").rglob("*.md")),
    REPOSITORY / "CONTRIBUTING.md",
    REPOSITORY / "SECURITY.md",
    GENERATED / "README.md",
    GENERATED / "AGENTS.md",
]
# The page assumes that acme-crm/ is generated and installed.
STARTS_WITH_PACKAGE = "<!-- starts with acme-crm -->"
SKIPPED = {
    "README.md": ["installs from a clone, over the network"],
}


@pytest.fixture(scope="session")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package acme-crm, generated for the sandbox's account."""
    folder = tmp_path_factory.mktemp("output") / "acme-crm"
    assert main(["generate", "--sandbox", "--package", "acme_crm", "--out", str(folder)]) == 0
    return folder


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel of the committed package."""
    folder = tmp_path_factory.mktemp("packages")
    source = shutil.copytree(GENERATED, tmp_path_factory.mktemp("source") / "generated")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True)
    return folder


def name(page: Path) -> str:
    return page.relative_to(REPOSITORY).as_posix()


@needs_shell
@pytest.mark.parametrize("page", PAGES, ids=name)
def test_the_blocks_of_a_page_work_as_documented(page: Path, tmp_path: Path, output: Path, packages: Path) -> None:
    given = STARTS_WITH_PACKAGE in page.read_text(encoding="utf-8")
    if given:
        shutil.copytree(output, tmp_path / "acme-crm")
    shutil.copytree(packages, tmp_path / "dist")
    update = "UPDATE_DOCS" in os.environ
    installed = output if given else GENERATED if page.name == "AGENTS.md" else None
    with Reader(page, tmp_path, packages, installed, update=update) as reader:
        reader.read()
    assert sum(reader.counts.values()) + len(skips(page)) == len(languages(page)) - languages(page).count("mermaid")


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_block_has_a_known_language(page: Path) -> None:
    assert set(languages(page)) <= {*LANGUAGES, "mermaid"}


def test_only_blocks_that_need_the_network_are_skipped() -> None:
    assert {name(page): found for page in PAGES if (found := skips(page))} == SKIPPED


def languages(page: Path) -> list[str]:
    """Return the language of every code block of a page."""
    tokens = MarkdownIt("commonmark").parse(page.read_text(encoding="utf-8"))
    return [token.info for token in tokens if token.type in ("fence", "code_block")]


def skips(page: Path) -> list[str]:
    """Return the reasons for which blocks of a page are not run."""
    return re.findall(r'^<!--- skip: next "(.*)" -->$', page.read_text(encoding="utf-8"), re.MULTILINE)
