"""Which files are analysed, and that no content makes the analysis fail."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.systems import needs_links
from yulsn_codegen.drift import rules
from yulsn_codegen.drift.changes import Place, SchemaChange
from yulsn_codegen.drift.findings import Usage
from yulsn_codegen.drift.usage.find import BY_NAME, find_usages
from yulsn_codegen.text.errors import InputError

from .shop import DOCUMENT, GOLD_REMOVED, LOCK, SIZE_REMOVED, SIZE_WIDENED, VISITS, usages


def test_only_files_that_import_the_package_directly_or_indirectly_are_analysed(tmp_path: Path) -> None:
    found = usages(
        tmp_path,
        SIZE_REMOVED,
        app="from shop_client import Client\nimport greeting\ngreeting.greet(Client().contacts.get(1))\n",
        greeting="from words import size\ndef greet(contact): print(size(contact))\n",
        words="def size(contact): return contact.shoe_size\n",
        feet="def measure(foot): return foot.shoe_size\n",
    )
    assert [Path(usage.file).name for usage in found.of[SIZE_REMOVED.fingerprint]] == ["words.py"]


@needs_links
def test_folders_are_searched_except_for_third_party_and_generated_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "import shop_client\ndef f(x): x.shoe_size\n"
    for name in ("b/c", "a", ".hidden", "__pycache__", "env", "out", "site-packages"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "app.py").write_text(text)
    (tmp_path / "env" / "pyvenv.cfg").touch()
    (tmp_path / "out" / "yulsn.lock.json").touch()
    (tmp_path / "b" / "loop").symlink_to(tmp_path)
    monkeypatch.chdir(tmp_path)
    found = find_usages([SIZE_REMOVED], LOCK, DOCUMENT, [tmp_path, Path("a/app.py"), Path("b")])
    assert found.of[SIZE_REMOVED.fingerprint] == (
        Usage("a/app.py", 2, 13, "shoe_size"),
        Usage("b/c/app.py", 2, 13, "shoe_size"),
    )


@pytest.mark.parametrize(
    "content",
    [
        b"def (:\n",
        b"\xff\xfe",
        b"# coding: nonsense\n",
        b"x = '\0'\n",
        b"import shop_client\nx = " + b"(" * 5000,
        b"import shop_client\nx = " + b"-" * 100_000 + b"1\n",
        b"import shop_client\nx = y" + b".shoe_size" * 3000 + b"\n",
    ],
)
def test_a_file_that_cannot_be_parsed_is_noted(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.py").write_bytes(content)
    (tmp_path / "good.py").write_text("import shop_client\ndef f(x): x.shoe_size\n")
    found = find_usages([SIZE_REMOVED], LOCK, DOCUMENT, [tmp_path])
    assert [Path(usage.file).name for usage in found.of[SIZE_REMOVED.fingerprint]] == ["good.py"]
    by_name, skipped = found.notes
    assert by_name == BY_NAME
    assert "bad.py was skipped: " in skipped


def test_any_declared_encoding_and_line_ending_is_supported(tmp_path: Path) -> None:
    text = "# coding: latin-1\r\nimport shop_client\r\nx = '\f\x85'\r\ndef f(æ): 'øå'; æ.shoe_size  # \\d '\\d'\r\n"
    (tmp_path / "app.py").write_bytes(text.encode("latin-1"))
    (usage,) = find_usages([SIZE_REMOVED], LOCK, DOCUMENT, [tmp_path]).of[SIZE_REMOVED.fingerprint]
    assert (usage.line, usage.column) == (4, 19)


def test_a_missing_path_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere: does not exist"):
        find_usages([SIZE_REMOVED], LOCK, DOCUMENT, [tmp_path / "nowhere"])


def test_long_chains_of_calls_take_linear_time(tmp_path: Path) -> None:
    found = usages(
        tmp_path,
        SIZE_REMOVED,
        app="import shop_client\ndef f(q):\n    return q" + ".where(x=1)" * 80 + ".shoe_size\n",
    )
    assert len(found.of[SIZE_REMOVED.fingerprint]) == 1


ALL = [
    SIZE_REMOVED,
    SIZE_WIDENED,
    GOLD_REMOVED,
    SchemaChange(rules.TABLE_REMOVED, VISITS, 3, None),
    SchemaChange(rules.DELETE_CONVERTED, VISITS, "direct", "converter"),
    SchemaChange(rules.ORDER_TYPE_REMOVED, Place("order types"), "web", None),
]
PIECES = st.sampled_from(
    [
        "import shop_client", "from shop_client import *", "from . import shop_client", "client = Client()",
        "x = client.tables", "x = x.service_visits", "x = x.get(5)", "x.shoe_size", "x = lambda self, *a, **k: self.b",
        "class A(B, metaclass=C): self = 1", "x: Literal['gold'] = 1", "x = [i async for i in x]", "del x.shoe_size",
        "for x.shoe_size in x: pass", "with x as (a, *b): pass", "a, (b, *c) = enumerate(x)", "x.find_by_field()",
        "getattr(x)", "cast()", "replace()", "match x:\n  case A(shoe_size=_, b=[*_, {'c': d, **e}]): pass",
        "x = (y := z.shoe_size)", "def f(self, /, a: 'b[', *, c=1) -> 'd e': return self.f()", "x[1:2] = f'{x!r:{y}}'",
        "from shop_client.tables.service_visits import A as B", "x.extra[1]['Shoe Size']", "x = {**y, 'a': 1}",
        "try:\n  pass\nexcept* A as e:\n  e.shoe_size", "global x", "x.y.z: int", "async def f(): await (yield)",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=12))
def test_no_code_makes_the_analysis_fail(tmp_path_factory: pytest.TempPathFactory, pieces: list[str]) -> None:
    file = tmp_path_factory.mktemp("app") / "app.py"
    file.write_text("import shop_client\n" + "\n".join(pieces) + "\n")
    find_usages(ALL, LOCK, DOCUMENT, [file])
