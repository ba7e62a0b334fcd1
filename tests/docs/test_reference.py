"""The generated parts of the reference are up to date, and links lead to existing targets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from yulsn_codegen.description.validate import read_rows
from yulsn_codegen.drift.rules import RULES
from yulsn_codegen.shipped import shipped
from yulsn_codegen.text.errors import ExitCode

from .reference import DOCS, REGIONS, REPOSITORY, exit_codes, packages, regions, rules, written

PAGES = sorted(DOCS.rglob("*.md"))
ALL = [*(REPOSITORY / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")), *PAGES]


def name(page: Path) -> str:
    return page.relative_to(REPOSITORY).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_generated_regions_of_a_page_are_up_to_date(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert text == written(text), "run `make docs`"


def test_every_region_is_on_one_page() -> None:
    found = [region for page in PAGES for region in regions(page.read_text(encoding="utf-8"))]
    assert sorted(found) == sorted(REGIONS)


def test_the_table_of_rules_has_a_complete_row_per_rule() -> None:
    head, dashes, *rows = rules().splitlines()
    assert [line.count("|") for line in (head, dashes, *rows)] == [7] * (len(RULES) + 2)
    assert [row.split("`")[1] for row in rows] == [rule.id for rule in RULES]


def test_the_table_of_exit_codes_has_a_row_per_code() -> None:
    rows = exit_codes().splitlines()[2:]
    assert [int(row.split("|")[1]) for row in rows] == sorted(ExitCode)
    assert all(code.meaning.endswith(".") for code in ExitCode)


def test_the_pipeline_diagram_names_existing_packages() -> None:
    page = (DOCS / "reference" / "architecture.md").read_text(encoding="utf-8")
    picture = page.partition("```mermaid\n")[2].partition("```")[0]
    named = set(re.findall(r"-->\|(\w+)\|", picture))
    assert len(named) > 5
    assert named <= {row.split("`")[1].rstrip("/") for row in packages().splitlines()[2:]}


def links(page: Path) -> Iterator[str]:
    """Yield the targets of a page's links, but for those to other hosts."""
    for token in MarkdownIt("gfm-like", {"linkify": False}).parse(page.read_text(encoding="utf-8")):
        for child in token.children or ():
            target = str(child.attrGet("href" if child.type == "link_open" else "src") or "")
            if target and not re.match(r"[a-z]+:", target):
                yield target


def anchors(page: Path) -> set[str]:
    """Return the anchors that GitHub gives a page's headings."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", ALL, ids=name)
def test_every_link_has_an_existing_target(page: Path) -> None:
    for target in links(page):
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.exists(), target
        assert not anchor or anchor in anchors(file), target


def test_every_page_is_reachable_from_the_readme() -> None:
    reached: set[Path] = set()
    waiting = [REPOSITORY / "README.md"]
    while waiting:
        page = waiting.pop()
        reached.add(page)
        found = ((page.parent / target.partition("#")[0]).resolve() for target in links(page) if target[0] != "#")
        waiting += [file for file in found if file.suffix == ".md" and file not in reached]
    assert set(PAGES) <= reached


def test_the_readme_is_short() -> None:
    assert len((REPOSITORY / "README.md").read_text(encoding="utf-8").splitlines()) <= 150


def test_the_readme_states_the_number_of_calls() -> None:
    counts = Counter(row.source == "documented" for row in read_rows(shipped("spec")))
    said = re.search(
        r"(\d+) documented calls and for (\d+) undocumented", (REPOSITORY / "README.md").read_text(encoding="utf-8")
    )
    assert said
    assert tuple(map(int, said.groups())) == (counts[True], counts[False])
